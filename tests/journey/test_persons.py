"""No name, number or diagnosis leaves the archived original: every output is searched for them.

Nor does a hash of one leave the warehouse: it means nothing to a reader, and on a form it would be
taken for an answer.

The numbers are made here from the rule of the check digit and belong to an area code that is not
given out; the names are no names.
"""

import logging
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from xlsxwriter import Workbook

from pipeline import run
from pipeline.cli import commands
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import parse_period
from pipeline.intake.persons import CHECK, WEIGHTS, is_id_number
from pipeline.queries import questions
from pipeline.reports.quarterly import write_report
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
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


def card(path: Path, catalogue: Catalogue, cadre: str) -> None:
    """A card that names one person, as a clerk makes it who does not read the instructions."""
    row = {"unit_type": "single", "region_code": "C1", "employers_eligible": 1,
           "employers_unionised": 1, "contact_cadre": cadre}  # fmt: skip
    (unit,) = catalogue.unit_versions("G1")
    period = parse_period("2024Q3", catalogue.calendars)
    write_workbook(path, catalogue, [SheetContent("org_building", rows=[row])], unit, period)


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
    (config / "facts.csv").unlink()  # its lines name indicators that have just been left out
    (config / "org_units.csv").write_text(UNITS, encoding="utf-8")
    inbox = folder / "inbox"
    inbox.mkdir()
    good = [person(n) for n in range(3)]
    form(inbox / "a.xlsx", "河谷县甲厂工会", good, f"注：{NAMES[5]}家庭困难")
    bad = [person(0), person(3, held=WRONG), person(4, cause=DIAGNOSES[0])]
    form(inbox / "b.xlsx", "河谷县乙厂工会", bad, f"{NAMES[5]}患{DIAGNOSES[0]}")
    catalogue = run.load([config])
    card(inbox / "c.xlsx", catalogue, NAMES[7])
    card(folder / "again.xlsx", catalogue, NAMES[5])
    data, answers = folder / "data", folder / "back"
    told = ""
    for words in (
        ["ingest", str(inbox), "--return", str(answers), "--json"],
        ["ingest", str(folder / "again.xlsx"), "--reason", "换了人", "--json"],
        ["check", str(inbox / "b.xlsx")],
    ):
        told += CliRunner().invoke(commands, [*shared(data), *words]).output
    return data, answers, told


def shared(data: Path) -> list[str]:
    """Where the definitions and the data are."""
    return ["--config", str(data.parent / "config"), "--data", str(data)]


def kept(data: Path) -> list[str]:
    """Every hash that is stored of a name or a number."""
    reader, found = Reader(data), set()
    for form_of in run.load([data.parent / "config"]).forms.values():
        for section_name, section in form_of.sections.items():
            for field in (f for f, said in section.fields.items() if said.personal):
                table = form_of.table(section_name)
                found |= {v for (v,) in reader.rows(f'select distinct "{field}" from "{table}"')}
    return sorted(found - {None})


def printed(data: Path, *words: str) -> str:
    """What a command prints that asks for something."""
    done = CliRunner().invoke(commands, [*shared(data), *words])
    assert done.exit_code == 0, done.output
    return done.output


def leaks(text: str, hashes: Sequence[str] = ()) -> list[str]:
    return [secret for secret in (*SECRETS, *hashes) if secret in text]


def test_the_numbers_are_such_that_the_check_lets_them_pass() -> None:
    assert all(is_id_number(n) for n in NUMBERS)
    assert not is_id_number(WRONG)


def test_what_was_planted_is_in_the_archive_and_was_read(taken: tuple[Path, Path, str]) -> None:
    data = taken[0]
    assert len([p for p in (data / "raw" / "archive").rglob("*.xlsx") if p.is_file()]) == 4
    rows = Reader(data).rows("select count(*), count(person_hash) from current_hardship_file")
    assert rows == [(3, 3)]
    found = {slug for (slug,) in Reader(data).rows("select distinct slug from finding")}
    assert {"wrong-id-number", "unknown-choice"} <= found
    cards = Reader(data).rows("select count(distinct contact_cadre) from org_building")
    assert cards == [(2,)], "two versions, with another person each"
    assert len(kept(data)) >= 3 + 2


def test_nothing_of_it_is_printed_or_logged(taken: tuple[Path, Path, str], log: list[str]) -> None:
    assert "wrong-id-number" in taken[2]
    assert leaks(taken[2], kept(taken[0])) == []
    assert leaks("\n".join(log), kept(taken[0])) == []


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


def test_nothing_of_it_is_in_the_workbooks_for_the_next_period(
    taken: tuple[Path, Path, str], tmp_path: Path
) -> None:
    data = taken[0]
    printed(data, "template", "--unit", "C1", "--period", "2024Q4", "--all-below",
            "--out", str(tmp_path))  # fmt: skip
    cells: dict[str, list[object]] = {}
    for path in tmp_path.rglob("*.xlsx"):
        for sheet in load_workbook(path):
            rows = list(sheet.iter_rows(values_only=True))
            cells.setdefault(path.stem, []).extend(value for row in rows for value in row)
    assert set(cells) == {"G1_2024Q4", "G2_2024Q4"}
    assert "单建" in cells["G1_2024Q4"], "what was reported of the union itself is shown"
    assert "河谷县总工会（C1）" in cells["G1_2024Q4"], "a code by the name of what it stands for"
    assert leaks(repr(cells), kept(data)) == []


@pytest.mark.parametrize(
    "words",
    [
        ("diff", "--unit", "G1", "--form", "org_building", "--period", "2024Q3"),
        ("trace", "pairing_coverage_rate", "--unit", "G1", "--period", "2024Q3"),
        ("show", "hardship_archives_active", "--unit", "C1", "--period", "2024Q3"),
        ("status", "--unit", "C1", "--period", "2024Q3"),
    ],
    ids=lambda words: words[0],
)
def test_no_hash_of_it_is_in_an_answer(taken: tuple[Path, Path, str], words: list[str]) -> None:
    hashes = kept(taken[0])
    for told in (printed(taken[0], *words), printed(taken[0], *words, "--json")):
        assert leaks(told, hashes) == []


def test_that_a_hidden_field_changed_is_told_without_the_two_values(
    taken: tuple[Path, Path, str],
) -> None:
    reader = Reader(taken[0])
    told = questions.version_diff(reader, "org_building", "G1", "2024Q3")
    assert [(c.field, c.old, c.new, c.hidden) for c in told.cells] == [
        ("contact_cadre", None, None, True)
    ]
    past = questions.report_history(reader, "G1", "2024Q3", "org_building").report
    assert past is not None
    assert len(past.versions) == 2
    assert leaks(repr(past), kept(taken[0])) == []


def test_nothing_of_it_is_in_what_goes_with_the_returned_workbooks(
    taken: tuple[Path, Path, str],
) -> None:
    texts = [p for p in taken[1].rglob("*") if p.suffix in (".json", ".html", ".txt", ".csv")]
    assert texts
    assert leaks("".join(p.read_text("utf-8") for p in texts), kept(taken[0])) == []


def test_nothing_of_it_is_in_findings_or_traces(taken: tuple[Path, Path, str]) -> None:
    reader = Reader(taken[0])
    hashes = kept(taken[0])
    assert leaks(repr(questions.finding_list(reader, "C1")), hashes) == []
    traced = [
        questions.trace(reader, indicator, "G1", "2024Q3")
        for indicator in ("hardship_archives_active", "pairing_coverage_rate")
    ]
    assert all(one.picture is not None for one in traced)
    assert [leaks(repr(one), hashes) for one in traced] == [[], []]
    assert any("D1" in texts for one in traced if one.picture for _, texts in one.picture.rows)


def test_nothing_of_it_is_in_a_report(taken: tuple[Path, Path, str], tmp_path: Path) -> None:
    files, hashes = write_report(Reader(taken[0]), "C1", "2024Q3", tmp_path), kept(taken[0])
    assert leaks(files.html.read_text("utf-8"), hashes) == []
    with ZipFile(files.word) as word:
        assert leaks(word.read("word/document.xml").decode(), hashes) == []
    sheets = [list(sheet.values) for sheet in load_workbook(files.workbook)]
    assert sheets
    assert leaks(repr(sheets), hashes) == []


def test_the_key_of_the_hashes_is_nobodys_but_the_owner_s(taken: tuple[Path, Path, str]) -> None:
    key = taken[0] / "raw" / "person_hash.key"
    assert key.stat().st_mode & 0o077 == 0
