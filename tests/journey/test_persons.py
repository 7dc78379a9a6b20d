"""No name, number or diagnosis leaves the archived original: every output is searched for them.

The numbers are made here from the rule of the check digit and belong to an area code that is not
given out; the names are no names.
"""

import logging
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from xlsxwriter import Workbook

from pipeline.cli import commands
from pipeline.intake.persons import CHECK, WEIGHTS, is_id_number
from pipeline.queries import questions
from pipeline.reports.quarterly import write_report
from pipeline.warehouse.reader import Reader

from .steps import CONFIG

UNITS = """\
code,name_zh,name_en,level,parent,valid_from,valid_to,merged_into,form_set,frequency,aliases,generated
C1,河谷县总工会,River County,county,,,,,,,,yes
G1,河谷县甲厂工会,Plant A,grassroots,C1,,,,grassroots,quarter,,yes
G2,河谷县乙厂工会,Plant B,grassroots,C1,,,,grassroots,quarter,,yes
"""
HEADS = ["档案编号", "居民身份证号码", "姓名", "困难职工类别", "致困原因", "建档日期", "档案状态",
         "联系干部", "手机号码", "备注"]  # fmt: skip


def number(serial: int) -> str:
    """A number that passes the check and belongs to nobody: no place has the code 999999."""
    digits = f"99999919{serial:02d}0101{serial:03d}"[:17]
    total = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True))
    return digits + CHECK[total % 11]


NUMBERS = [number(n) for n in range(61, 67)]
WRONG = NUMBERS[5][:-1] + ("0" if NUMBERS[5][-1] != "0" else "1")
NAMES = [f"某{letter}某" for letter in "甲乙丙丁戊己庚辛"]
PHONES = ["13900000061", "13900000062", "13900000063"]
DIAGNOSES = ["尿毒症晚期", "白血病复发"]
SECRETS = [*NUMBERS, WRONG, *NAMES, *PHONES, *DIAGNOSES]


def form(path: Path, unit: str, rows: list[list[object]], note: str) -> None:
    """A register of persons as a clerk makes it, with more in it than was asked for."""
    book = Workbook(str(path))
    page = book.add_worksheet("困难职工档案表")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write("A1", "困难职工档案表")
    page.write("A2", f"填报单位：{unit}")
    page.write("F2", "报告期：2024年第三季度")
    page.write_row("A4", HEADS)
    for r, row in enumerate(rows, 4):
        for c, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(r, c, value, day)  # type: ignore[arg-type]
            else:
                page.write(r, c, value)
    last = len(rows) + 5
    page.write(last, 0, f"填表人：{NAMES[6]}")
    page.write(last, 3, "联系电话")
    page.write(last, 4, PHONES[2])
    page.write(last + 1, 0, note)
    book.close()


def person(n: int, cause: str = "疾病", held: str | None = None) -> list[object]:
    return [f"D{n}", held or NUMBERS[n], NAMES[n], "困难职工", cause, date(2024, 7, 2 + n),
            "在档", NAMES[7], PHONES[n % 2], f"患{DIAGNOSES[1]}"]  # fmt: skip


@pytest.fixture(scope="module")
def log() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keep = Keep(level=0)
    root = logging.getLogger()
    before = root.level
    root.addHandler(keep)
    root.setLevel(0)
    yield lines
    root.removeHandler(keep)
    root.setLevel(before)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, log: list[str]) -> tuple[Path, Path, str]:
    """Where data and answers are, and what the command printed."""
    folder = tmp_path_factory.mktemp("persons")
    config = folder / "config"
    shutil.copytree(CONFIG, config)
    for theme in (config / "indicators").iterdir():
        if theme.name != "aid_assistance":
            shutil.rmtree(theme)
    shutil.rmtree(config / "plans")
    (config / "org_units.csv").write_text(UNITS, encoding="utf-8")
    inbox = folder / "inbox"
    inbox.mkdir()
    good = [person(n) for n in range(3)]
    form(inbox / "a.xlsx", "河谷县甲厂工会", good, f"注：{NAMES[5]}家庭困难")
    bad = [person(0), person(3, held=WRONG), person(4, cause=DIAGNOSES[0])]
    form(inbox / "b.xlsx", "河谷县乙厂工会", bad, f"{NAMES[5]}患{DIAGNOSES[0]}")
    data, answers = folder / "data", folder / "back"
    runner = CliRunner()
    done = runner.invoke(commands, [
        "--config", str(config), "--data", str(data), "ingest", str(inbox),
        "--return", str(answers), "--json",
    ])  # fmt: skip
    checked = runner.invoke(commands, ["--config", str(config), "check", str(inbox / "b.xlsx")])
    return data, answers, done.output + checked.output


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_numbers_are_such_that_the_check_lets_them_pass() -> None:
    assert all(is_id_number(n) for n in NUMBERS)
    assert not is_id_number(WRONG)


def test_what_was_planted_is_in_the_archive_and_was_read(taken: tuple[Path, Path, str]) -> None:
    data = taken[0]
    assert len([p for p in (data / "raw" / "archive").rglob("*.xlsx") if p.is_file()]) == 2
    rows = Reader(data).rows("select count(*), count(person_hash) from current_hardship_file")
    assert rows == [(3, 3)]
    found = {slug for (slug,) in Reader(data).rows("select distinct slug from finding")}
    assert {"wrong-id-number", "unknown-choice"} <= found


def test_nothing_of_it_is_printed_or_logged(taken: tuple[Path, Path, str], log: list[str]) -> None:
    assert "wrong-id-number" in taken[2]
    assert leaks(taken[2]) == []
    assert leaks("\n".join(log)) == []


def test_nothing_of_it_is_in_warehouse_or_snapshot(taken: tuple[Path, Path, str]) -> None:
    data = taken[0]
    files = [*data.rglob("*.duckdb")]
    assert len(files) >= 2
    for file in files:
        with duckdb.connect(str(file), read_only=True) as connection:
            tables = connection.execute(
                "select table_name from duckdb_tables() where not temporary"
            ).fetchall()
            for (table,) in tables:
                rows = connection.execute(f'select * from "{table}"').fetchall()
                assert leaks(repr(rows)) == [], table
        assert leaks(file.read_bytes().decode("utf-8", "ignore")) == []
    texts = [p for p in (data / "processed").rglob("*") if p.suffix in (".json", ".log", ".txt")]
    assert texts
    assert leaks("".join(p.read_text("utf-8") for p in texts)) == []


def test_nothing_of_it_is_in_what_goes_with_the_returned_workbooks(
    taken: tuple[Path, Path, str],
) -> None:
    texts = [p for p in taken[1].rglob("*") if p.suffix in (".json", ".html", ".txt", ".csv")]
    assert texts
    assert leaks("".join(p.read_text("utf-8") for p in texts)) == []


def test_nothing_of_it_is_in_findings_or_traces(taken: tuple[Path, Path, str]) -> None:
    reader = Reader(taken[0])
    assert leaks(repr(questions.finding_list(reader, "C1"))) == []
    traced = [
        questions.trace(reader, indicator, "G1", "2024Q3")
        for indicator in ("hardship_archives_active", "pairing_coverage_rate")
    ]
    assert all(one.picture is not None for one in traced)
    assert [leaks(repr(one)) for one in traced] == [[], []]
    assert any("D1" in texts for one in traced if one.picture for _, texts in one.picture.rows)


def test_nothing_of_it_is_in_a_report(taken: tuple[Path, Path, str], tmp_path: Path) -> None:
    files = write_report(Reader(taken[0]), "C1", "2024Q3", tmp_path)
    assert leaks(files.html.read_text("utf-8")) == []


def test_the_key_of_the_hashes_is_nobodys_but_the_owner_s(taken: tuple[Path, Path, str]) -> None:
    key = taken[0] / "raw" / "person_hash.key"
    assert key.stat().st_mode & 0o077 == 0
