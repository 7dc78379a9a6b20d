"""Units whose names hold what some format reads as its own: every page, list and file says them
as the roster does."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import load_workbook

from dashboards.router import page_for
from dashboards.selection import PAGES, parse
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.reports.quarterly import ReportFiles, write_report
from tests.dashboards.reading import words
from tests.queries.office import UNITS, Office, open_office

COUNTY = "东<b>县</b>&amp;总'工会"
TOWN = "{0}%s西镇$x$_1"
NAMES = {"C1": COUNTY, "T2": TOWN, "G1": "[/b]一厂:x:", "G4": "=1+1四厂", "G5": '𠮷五厂"，乙'}


def renamed() -> str:
    lines = list(csv.reader(io.StringIO(UNITS)))
    for line in lines:
        line[1:3] = [NAMES.get(line[0], line[1]), NAMES.get(line[0], line[2])]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("odd"), {"org_units.csv": renamed()})


@pytest.fixture(scope="module")
def circular(office: Office, tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    return write_report(office.reader, "C1", "2024Q2", tmp_path_factory.mktemp("circular"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != "lapses"]
)  # nothing lapses here
def test_every_page_is_made(office: Office, page: str, language: str) -> None:
    asked = parse(f"/{page}", f"?unit=C1&period=2024Q1&indicator=rate&lang={language}")
    assert COUNTY in words(page_for(office.reader, questions, asked))


@pytest.mark.parametrize(
    "asked", [("show", "rate"), ("trace", "rate"), ("status",), ("scorecard",)], ids=" ".join
)
@pytest.mark.parametrize("unit", ["C1", "T2", "G1", "G4", "G5"])
def test_every_list_names_them(office: Office, unit: str, asked: tuple[str, ...]) -> None:
    given = ["--config", str(office.config), "--data", str(office.data), *asked, "--unit", unit]
    done = CliRunner().invoke(commands, [*given, "--period", "2024Q1"])
    assert done.exit_code == 0, done.output
    assert NAMES[unit] in done.stdout


@pytest.mark.parametrize("text", ["--reminder", "--by-superior"])
def test_every_reminder_names_who_owes(office: Office, text: str) -> None:
    given = ["--config", str(office.config), "--data", str(office.data), "status", text]
    done = CliRunner().invoke(commands, [*given, "--unit", "C1", "--period", "2024Q1"])
    assert done.exit_code == 0, done.output
    assert NAMES["G4"] in done.stdout


def test_a_circular_and_its_files_name_them(circular: ReportFiles) -> None:
    page = circular.html.read_text("utf-8")
    drawn = re.sub(r"<(svg|style).*?</\1>", "", page, flags=re.DOTALL)
    said = unescape(re.sub(r"<[^>]+>", "", drawn))
    word = Document(str(circular.word))
    rows = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    written = "".join([*(p.text for p in word.paragraphs), *rows])
    book = load_workbook(circular.workbook)
    cells = "".join(str(c.value) for sheet in book for row in sheet for c in row if c.value)
    for text in (said, written, cells):
        assert COUNTY in text
        assert TOWN in text


def test_blank_workbooks_lie_in_a_folder_each(office: Office, tmp_path: Path) -> None:
    shared = ["--config", str(office.config), "--data", str(office.data)]
    asked = ["template", "--unit", "C1", "--period", "2024Q3", "--all-below"]
    done = CliRunner().invoke(commands, [*shared, *asked, "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert {path.parent.name for path in tmp_path.rglob("*.xlsx")} == {"东镇", TOWN}
    for path in tmp_path.rglob("G*.xlsx"):
        name = NAMES.get(path.name[:2])
        sheet = load_workbook(path).worksheets[0]
        said = "".join(str(cell.value) for row in sheet["A1:F4"] for cell in row)
        assert name is None or name in said
