"""Statements written for DuckDB leave on Spark what they leave in DuckDB."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.distributed.engine import MOST_WAITING, SparkConnection
from pipeline.distributed.lake import schema_of
from pipeline.indicators.models_runner import insert_columns

ROWS = [
    ("a", 1, Decimal("10.10"), True, 3), ("a", 2, None, False, 2),
    ("b", 1, Decimal("0.05"), None, 1), ("b", 2, Decimal("7.00"), True, None),
    ("c", 2, Decimal("1.25"), True, 9),
]  # fmt: skip
TABLES = """
create or replace temp table wide (
    unit varchar, win integer, m1 decimal(18,2), ok boolean, m22 bigint
);
create or replace temp table win (win integer, starts date);
"""
STATEMENTS = [
    "select unit, sum(m1), count(*) from wide group by all",
    "select unit, 'x' as word, sum(m22) filter (ok) from wide group by all",
    "select sum(m1) / count(*), 7 / 2 from wide",
    "select unit, arg_max(win, (ok, win)) from wide where ok is not null group by unit",
    "select unit, cast(case when count(*) = 5 then 0 else sum(cast(m1 as decimal(38, 6))"
    " * cast(m1 as decimal(38, 6))) end as decimal(38, 6)) as square from wide group by unit",
    "select * exclude (m1) from wide where m22 > 1",
    "select unit, win.win from wide join win using (win)",
    "select case when ok then 'yes' else unit end as kind, sum(m22) from wide group by all",
    "select *, 1 as one from (select unit, win from wide)",
    "select wide.*, win.starts from wide left join win using (win)",
    "from wide semi join win using (win)",
    "from wide anti join (from win where win = 1) as w using (win)",
    "select unit from wide where exists (from win where win.win = wide.win)",
    "select unit, name, amount from"
    " (from wide unpivot include nulls (amount for name in (columns('^m[0-9]+$')))) as long",
    "select win, sum(columns('^(m[0-9]+)$')) as '\\1' from wide group by win",
    "select list_sort(list(distinct {'form': unit, 'n': win})) from wide",
    "select unit, u.n from"
    " (select unit, unnest(list(distinct {'n': win})) as u from wide group by unit)",
    "select unit, row_number() over (order by unit, win) from wide",
    "select coalesce(bool_or(ok), false), any_value(win) from wide where unit = 'c'",
    "select date_diff('day', date '2024-01-31', date '2024-03-01')",
    "select json_extract_string('{\"form\": \"funds\"}', '$.form')",
    "select unit, win, m1 from wide where m1 is not distinct from null",
    "select unit from wide where win = getvariable('which') and unit <> ?",
]


def prepared(engine: Any) -> Any:
    """The same tables and rows, whichever engine."""
    engine.execute(TABLES)
    insert_columns(engine, "wide", ROWS)
    engine.execute("insert into win select 1, date '2024-01-01'")
    engine.execute("set variable which = ?", [2])
    return engine


@pytest.fixture(scope="module")
def spark(session: Any, tmp_path_factory: pytest.TempPathFactory) -> SparkConnection:
    return prepared(SparkConnection(session, str(tmp_path_factory.mktemp("spark"))))


def plain(value: object) -> object:
    """Lists of structs as lists of tuples; numbers by their value."""
    if isinstance(value, list):
        return tuple(plain(one) for one in value)
    if isinstance(value, dict):
        return tuple(value.values())
    return tuple(value) if isinstance(value, tuple) else value


def rows(engine: Any, sql: str) -> Counter[tuple[object, ...]]:
    """What a query gives, in any order."""
    given = ["a"] if "?" in sql else []
    found = engine.execute(sql, given).fetchall()
    return Counter(tuple(plain(value) for value in row) for row in found)


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_query_gives_the_same_rows(sql: str, spark: SparkConnection) -> None:
    with duckdb.connect() as here:
        wanted = rows(prepared(here), sql)
    assert wanted
    assert rows(spark, sql) == wanted


def test_a_table_made_again_from_itself_is_the_new_one(spark: SparkConnection) -> None:
    spark.execute("create or replace temp table mine as select unit, win from wide where win = 2")
    spark.execute("create or replace temp table mine as select unit, win + 1 as win from mine")
    assert rows(spark, "select distinct win from mine") == {(3,): 1}


def test_rows_may_be_added_while_the_table_is_read(spark: SparkConnection) -> None:
    spark.execute("create or replace temp table chain as select 3 as depth, 5 as n")
    for depth in (3, 2, 1):
        spark.execute("set variable depth = ?", [depth])
        spark.execute("insert into chain select depth - 1, sum(n) + 1 from chain"
                      " where depth = getvariable('depth') group by depth")  # fmt: skip
    assert rows(spark, "from chain") == {(3, 5): 1, (2, 6): 1, (1, 7): 1, (0, 8): 1}


def test_rows_that_wait_are_stored_together_and_none_is_lost(session: Any, tmp_path: Path) -> None:
    spark = SparkConnection(session, str(tmp_path))
    spark.execute("create or replace temp table many (n integer)")
    for n in range(MOST_WAITING + 3):
        spark.execute(f"insert into many select {n}")
    assert len(list(tmp_path.iterdir())) == 1
    assert rows(spark, "select count(*), sum(n) from many") == {
        (MOST_WAITING + 3, sum(range(MOST_WAITING + 3))): 1
    }


def test_what_is_not_carried_over_is_refused(spark: SparkConnection) -> None:
    with pytest.raises(NotImplementedError, match=re.escape("UPDATE wide SET win = 1")):
        spark.execute("update wide set win = 1")


def test_a_file_is_read_with_its_own_types(session: Any, tmp_path: Path) -> None:
    file = tmp_path / "facts.parquet"
    with duckdb.connect() as here:
        here.execute(
            "create table facts as select 1::bigint as n, 2.5::decimal(18,2) as money,"
            " date '2024-03-31' as day, timestamp '2024-03-31 23:30:00' as sent, true as ok"
        )
        here.execute(f"copy facts to '{file}' (format parquet)")
        wanted = here.execute("select *, cast(sent as date) from facts").fetchall()
    spark = SparkConnection(session, str(tmp_path))
    spark.attach("facts", str(file), schema_of(file))
    assert spark.execute("select *, cast(sent as date) as on_day from facts").fetchall() == wanted


def test_rows_of_this_process_are_added(spark: Any) -> None:
    spark.execute("create or replace temp table given (n integer, word varchar, blank integer)")
    insert_columns(spark, "given", [(1, "a", None), (2, "b", None)])
    insert_columns(spark, "given", [])
    assert rows(spark, "from given") == {(1, "a", None): 1, (2, "b", None): 1}
