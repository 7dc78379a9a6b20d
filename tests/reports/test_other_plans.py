"""A unit with two plans for one year: whichever is shown, the other one is named."""

from pathlib import Path

import pytest
from dash import html
from openpyxl import load_workbook

from dashboards.pages import overview, targets
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.queries import questions
from pipeline.reports.quarterly import write_report
from pipeline.warehouse.reader import Reader
from tests.dashboards.reading import words
from tests.definitions.folders import PLAN
from tests.queries.office import open_office

SPECIAL = PLAN.replace("{zh: 计划, en: Plan}", "{zh: 专项行动计划, en: Campaign plan}", 1)
NEXT_YEAR = SPECIAL.replace("专项行动计划", "明年计划").replace("value: 2024", "value: 2025")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("two-plans")
    return open_office(folder, plan=PLAN, special=SPECIAL, next=NEXT_YEAR).reader


def test_the_other_plan_of_the_year_is_an_answer(reader: Reader) -> None:
    shown = questions.overview(reader, "C1", "2024Q2")
    assert shown.plan is not None
    assert (shown.plan.id, [plan.id for plan in shown.other_plans]) == ("plan", ["special"])
    asked = questions.overview(reader, "C1", "2024Q2", "special")
    assert [plan.id for plan in asked.other_plans] == ["plan"]
    assert questions.overview(reader, "T1", "2024Q2").other_plans == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "另有计划，这里没有列入：专项行动计划"),
        ("en", "Further plans, not shown here: Campaign plan"),
    ],
)
def test_pages_lead_to_it(reader: Reader, language: str, said: str) -> None:
    view = View.of(Selection(page="targets", unit="C1", period="2024Q2", language=language))
    answer = questions.overview(reader, "C1", "2024Q2")
    for body in (targets.body, overview.body):
        shown = html.Div(list(body(answer, view)))
        assert said.replace(" ", "") in words(shown).replace(" ", "")
        assert "plan=special" in str(shown)


def test_a_circular_says_what_it_leaves_out(reader: Reader, tmp_path: Path) -> None:
    files = write_report(reader, "C1", "2024Q2", tmp_path)
    said = "计划（另有 专项行动计划，没有列入）"
    assert said in files.html.read_text(encoding="utf-8")
    book = load_workbook(files.workbook)
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any(said in cell for cell in cells)
