"""A target is printed as it was promised, with more digits than its indicator usually has."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from dash import html
from openpyxl import load_workbook

from dashboards.pages import targets
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.cli import commands
from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.queries.answers import TargetRow
from pipeline.reports.quarterly import write_report
from pipeline.wording.words import Words
from tests.dashboards.reading import words
from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

EXACT = PLAN.replace("value: 80\n", "value: 80.25\n").replace("value: 50\n", "value: 130.05\n")
HERE = ("--unit", "C1", "--period", "2024Q2")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("exact"), plan=EXACT)


def test_on_pages_in_circulars_and_by_the_command_line(office: Office, tmp_path: Path) -> None:
    answer = questions.overview(office.reader, "C1", "2024Q2")
    view = View("zh", Selection(page="targets", unit="C1", period="2024Q2"))
    files = write_report(office.reader, "C1", "2024Q2", tmp_path)
    page = words(html.Div(list(targets.body(answer, view))))
    # Outlined characters are long lists of figures of their own.
    circular = re.sub(r"<svg.*?</svg>", "", files.html.read_text("utf-8"), flags=re.DOTALL)
    for said in (page, circular):
        assert "80.25" in said
        assert "130.05" in said
        assert "130.1" not in said
    book = load_workbook(files.workbook)
    formats = {cell.value: cell.number_format for sheet in book for row in sheet.iter_rows()
               for cell in row if cell.value in (80.25, 130.05)}  # fmt: skip
    assert formats == {80.25: "#,##0.00", 130.05: "#,##0.00"}
    shared = ["--config", str(office.config), "--data", str(office.data)]
    told = CliRunner(env={"COLUMNS": "300"}).invoke(commands, [*shared, "show", "closed", *HERE])
    assert "≥ 130.05" in told.stdout


@pytest.mark.parametrize(
    ("label", "target", "zh", "en"),
    [
        ("元", "573512", "57.3512", "573,512"),
        ("元", "570000", "57.0", "570,000"),
        ("万元", "57.35", "57.35", "573,500"),
        ("元", "0.25", "0.000025", "0.25"),
        ("万人", "4.4544", "4.4544", "44,544"),
        ("万人", "4.45", "4.45", "44,500"),
        ("%", "99.96", "99.96", "99.96"),
        ("%", "80", "80", "80"),
    ],
)
def test_in_any_unit_of_measure(office: Office, label: str, target: str, zh: str, en: str) -> None:
    (row, *_) = questions.overview(office.reader, "C1", "2024Q2").targets
    goal = Decimal(target)
    asked: TargetRow = replace(
        row, unit_label=Bilingual(zh=label, en=label), target=goal, decimals=0,
        actual=replace(row.actual, value=goal),
    )  # fmt: skip
    assert Words("zh").amount(goal, asked) == zh
    assert Words("en").amount(goal, asked) == en


def test_a_target_of_fewer_digits_is_printed_as_before(office: Office) -> None:
    (row, *_) = questions.overview(office.reader, "C1", "2024Q2").targets
    usual = replace(row, target=Decimal(80), decimals=1)
    assert Words("zh").amount(usual.target, usual) == "80.0"
