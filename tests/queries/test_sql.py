"""A stranger's SQL reads the snapshot and nothing else, and never holds anyone up for long."""

import json
import subprocess
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from click.testing import CliRunner

from dashboards.components.sql_result import shown
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.questions import run_sql
from pipeline.queries.sql import why_it_ended
from pipeline.warehouse.reader import Reader

from .conftest import County

SECRET = "nobody-may-read-this"


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is not the stranger's business."""
    path = tmp_path_factory.mktemp("private") / "secret.csv"
    path.write_text(f"word\n{SECRET}\n", encoding="utf-8")
    return path


ESCAPES = [
    "select * from read_csv('{file}')",
    "select * from read_csv_auto('{file}')",
    "select * from read_text('{file}')",
    "select * from read_blob('{file}')",
    "select * from read_json('{file}')",
    "select * from read_parquet('{file}')",
    "select * from sniff_csv('{file}')",
    "from '{file}'",
    "select * from glob('{folder}/*')",
    "select getenv('HOME')",
    "copy (select 1) to '{folder}/out.csv'",
    "with x as (copy (select 1) to '{folder}/out.csv') select * from x",
    "explain analyze copy (select 1) to '{folder}/out.csv'",
    "export database '{folder}/out'",
    "attach '{folder}/other.duckdb'",
    "attach '{folder}/other.duckdb' as other; select 1",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset enable_external_access",
    "pragma enable_profiling = 'json'",
    "select 1; select 2",
    "select 1; set threads = 8",
    "create table mine (n integer)",
    "create temp table mine as select 1",
    "insert into submission select * from submission",
    "delete from submission",
    "drop table submission",
    "update submission set current = true",
    "call pragma_version()",
    "create macro f() as 1",
    "create secret (type s3)",
    "prepare p as select 1",
    "use memory",
    "select * from duckdb_secrets(); drop table finding",
    "",
    "-- nothing",
    "select",
    "seelct 1",
    "select missing from submission",
    "select error('{file}')",
]


@pytest.mark.parametrize("sql", ESCAPES)
def test_there_is_no_way_out(reader: Reader, secret: Path, sql: str) -> None:
    before = sorted(secret.parent.iterdir())
    answer = run_sql(reader, sql.format(file=secret, folder=secret.parent))
    assert answer.error is not None
    assert "Traceback" not in f"{answer.error} {answer.said}"
    assert SECRET not in str(answer)
    assert answer.rows == ()
    assert sorted(secret.parent.iterdir()) == before
    assert reader.rows("select count(*) from submission") == [(16,)]


@pytest.mark.parametrize(
    "sql",
    [
        "select length(lpad('x', 2147483647, 'y'))",
        "select range(2000000000)",
        "select list(a.finding) from range(100000) as t, range(100000) as u, finding as a",
        "with recursive t as (select 1 as n union all select n + 1 from t) select max(n) from t",
        "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c",
        "select repeat('x', 1000000000) || repeat('y', 1000000000)",
    ],
)
def test_nothing_runs_for_ever_or_takes_all_memory(reader: Reader, sql: str) -> None:
    started = monotonic()
    answer = run_sql(reader, sql, deadline=2)
    assert answer.error is not None
    assert "Traceback" not in f"{answer.error} {answer.said}"
    assert monotonic() - started < 15


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("echo 'No module named duckdb' >&2; exit 1", "No module named duckdb"),
        ("exit 3", "exit code 3"),
        (None, "No such file"),
    ],
)
def test_a_process_that_does_not_start_is_not_called_a_large_question(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str | None, said: str
) -> None:
    program = tmp_path / "python"
    if python is not None:
        program.write_text(f"#!/bin/sh\n{python}\n")
        program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    error = run_sql(reader, "select 1").error
    assert error is not None
    assert said in error.zh
    assert said in error.en
    assert "内存" not in error.zh


def test_the_process_knows_nothing_of_the_user_and_where_windows_is(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ``SYSTEMROOT`` no program starts on Windows."""
    given: dict[str, Any] = {}

    def note(command: list[str], **how: Any) -> "subprocess.CompletedProcess[str]":
        given.update(how)
        return subprocess.CompletedProcess(command, 1, "", "")

    monkeypatch.setattr("subprocess.run", note)
    monkeypatch.setenv("SYSTEMROOT", r"C:\Windows")
    monkeypatch.setenv("SECRET", SECRET)
    run_sql(reader, "select 1")
    assert given["env"] == {"SYSTEMROOT": r"C:\Windows"}


def test_a_process_that_is_stopped_by_the_system_asked_for_too_much() -> None:
    killed, failed = why_it_ended(-9, ""), why_it_ended(1, "Traceback …\nMemoryError\n")
    assert killed == failed
    assert "内存" in killed.zh


def test_rows_are_capped_and_the_answer_says_so(reader: Reader) -> None:
    answer = run_sql(reader, "select n from range(50) as t(n)", limit=10)
    assert (len(answer.rows), answer.more) == (10, True)
    assert answer.rows[0] == (0,)
    whole = run_sql(reader, "select n from range(10) as t(n)", limit=10)
    assert (len(whole.rows), whole.more) == (10, False)


def test_a_good_question_is_answered_with_names_and_types(reader: Reader) -> None:
    answer = run_sql(
        reader,
        "select unit, sum(members) as members, max(dues) as dues, null as nothing"
        " from members join submission using (submission, unit, period)"
        " where current and period = '2024Q1' group by unit order by unit",
    )
    assert answer.error is None
    assert answer.columns == ("unit", "members", "dues", "nothing")
    assert answer.types[0] == "VARCHAR"
    assert [row[:2] for row in answer.rows] == [("G1", 100), ("G2", 50), ("G5", 61)]
    # Money comes as text, which a float would round.
    assert answer.rows[0][2:] == ("12000.50", None)


@pytest.mark.parametrize(
    ("sql", "zh", "en"),
    [
        ("select * from read_csv('/x.csv')", "不能读写文件", "files and the network are closed"),
        ("select * from '/x.csv'", "不能读写文件", "files and the network are closed"),
        ("select membrs from members", "没有这一列（写的是“membrs”） › 相近的有：members",
         "no such column (got “membrs”) › similar: members"),
        ("select s.untt from submission as s", "没有这一列（写的是“untt”） › 相近的有：unit",
         "no such column (got “untt”) › similar: unit"),
        ("select members from submission", "没有这一列（写的是“members”） › 有这一列的表：",
         "no table behind from has this column (got “members”) › it is in: current_members"),
        ("select 职工数 from members", "相近的有：employees；", "similar: employees;"),
        ("select * from 会员", "没有这个表（写的是“会员”） › 相近的有：current_members",
         "no such table (got “会员”) › similar: current_members"),
        ("select unit from submission where unit = AHX010015",
         "没有这一列（写的是“AHX010015”） › 各表的列见", "texts stand in single quotes"),
        ("select 1 from submision", "没有这个表（写的是“submision”） › 相近的有：submission",
         "no such table (got “submision”) › similar: submission"),
        ("select 1 from zzzzzzzz", "没有这个表（写的是“zzzzzzzz”） › 有哪些表", "--tables"),
        ("select a.unit from submission as b", "可以写：b", "it may be: b"),
        ("select unit，period from submission", "（写的是 unit，period ）", "full-width signs"),
        ("select unit from submission where unit = “G1”", "（写的是 “G1” ）", "English keyboard"),
        ("select unit fom submission", "“submission”附近写错了", "a mistake near “submission”"),
        ("select 'abc", "语句不完整", "incomplete"),
        ("select unit from submission as a, submission as b", "a.unit", "a.unit"),
        ("select unit, sum(version) from submission", "any_value(unit)", "any_value(unit)"),
        ("select foo(1)", "没有这个函数（写的是“foo”）", "no such function (got “foo”)"),
        ("select sum(unit) from submission", "不能用于这样的值", "does not take such values"),
        ("select cast('x' as integer)", "不能换成要的类型", "cannot be turned into"),
        ("select range(2000000000)", "内存", "memory"),
        ("select error('so')", "数据库不能执行", "cannot run this statement"),
    ],
)  # fmt: skip
def test_an_error_is_told_in_the_reader_s_language(
    reader: Reader, sql: str, zh: str, en: str
) -> None:
    answer = run_sql(reader, sql)
    assert answer.error is not None
    assert zh in answer.error.zh
    assert en in answer.error.en
    assert "Error" not in answer.error.zh
    assert answer.said, "what the database said stands behind it"
    assert "\n\n" not in answer.said


@pytest.mark.parametrize(
    "sql",
    [
        "select path from duckdb_databases()",
        "select * from DuckDB_Settings()",
        'from "pragma_database_list"',
        "select current_setting('temp_directory')",
        "explain analyze select * from duckdb_databases()",
        "select path from query('from ' || 'duckdb_databases()')",
    ],
)
def test_nobody_is_told_where_the_files_lie(reader: Reader, sql: str) -> None:
    answer = run_sql(reader, sql)
    assert str(reader.folder.resolve()) not in str(answer)
    assert answer.error is not None
    assert "文件放在哪里" in answer.error.zh
    assert "where its files lie" in answer.error.en


def test_what_is_refused_here_is_not_said_by_the_database(reader: Reader) -> None:
    two, changing = run_sql(reader, "select 1; select 2"), run_sql(reader, "delete from members")
    assert (two.said, changing.said) == ("", "")
    assert two.error is not None
    assert changing.error is not None
    assert "一次只能运行一条查询语句" in two.error.zh
    assert "one statement at a time" in two.error.en
    assert "只能查询" in changing.error.zh
    remark = run_sql(reader, "-- select 1").error
    assert remark is not None
    assert "只有注释" in remark.zh
    endless = "select count(*) from range(1000000) as a, range(1000000) as b"
    late = run_sql(reader, endless, deadline=1).error
    assert late is not None
    assert "超过 1 秒" in late.zh


def test_the_form_s_own_words_stand_beside_the_columns(reader: Reader) -> None:
    tables = {table.name: table for table in questions.tables(reader)}
    assert tables["current_members"].title.zh == "会员（T1）"
    words = {name: told for name, _, told in tables["current_members"].columns}
    assert (words["employees"].zh, words["women"].en) == ("职工数（人）", "Women (persons)")
    assert words["dues"].zh == "会费", "stored in yuan, whatever unit the form asks for"
    assert words["unit"].zh == "填报单位代码"


def test_every_table_that_is_offered_says_what_it_holds_and_can_be_asked(county: County) -> None:
    offered = questions.tables(county.reader)
    groups = [table.group for table in offered]
    assert list(dict.fromkeys(groups)) == ["results", "records", "facts"]
    assert offered[0].name == "indicator_value", "where most questions start"
    for table in offered:
        assert table.title.zh
        assert table.title.en
        assert not [name for name, _, words in table.columns if words.zh == "—" or not words.en]
        names = ", ".join(f'"{name}"' for name, _, _ in table.columns)
        assert run_sql(county.reader, f"select {names} from {table.name} limit 1").error is None
    names = {table.name for table in offered}
    assert {"current_bargaining_contracts", "system_targets", "current_explanation"} <= names
    assert not {"moved_value", "computed_from", "bargaining_contracts"} & names


def test_the_library_runs(reader: Reader) -> None:
    (query,) = questions.library(reader)
    assert (query.id, query.title.zh) == ("members", "会员")


NO_FINITE = (
    "select 1.0::double / 0 as a, -1.0::double / 0 as b, 'nan'::double as c, 2.5::double as d"
)


def test_what_is_no_finite_number_is_told_as_the_database_writes_it(reader: Reader) -> None:
    """Not as null, which says that there is nothing, and not as a word that JSON does not know."""

    def unknown(word: str) -> None:
        raise AssertionError(word)

    answer = run_sql(reader, NO_FINITE)
    assert answer.rows == (("inf", "-inf", "nan", 2.5),)
    assert [shown(*pair).children for pair in zip(answer.rows[0], answer.types, strict=True)] == [
        "inf", "-inf", "nan", "2.5",
    ]  # fmt: skip
    asked = ["--data", str(reader.data), "query", NO_FINITE]
    printed = CliRunner().invoke(commands, [*asked, "--json"])
    told = json.loads(printed.stdout, parse_constant=unknown)
    assert told["rows"] == [["inf", "-inf", "nan", 2.5]]
    rows = CliRunner().invoke(commands, [*asked, "--csv"]).stdout.splitlines()
    assert rows[-1] == "inf,'-inf,nan,2.5"
