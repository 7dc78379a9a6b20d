"""A unit with two plans for one year: the second one can be asked for wherever targets are told."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from dash import html
from openpyxl import load_workbook

from dashboards.pages import indicator
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.cli import commands
from pipeline.queries import questions
from tests.dashboards.reading import words
from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

WHOLE = """\
  - id: whole
    indicator: rate
    name: {zh: 总入会率, en: Rate of all}
    kind: level
    comparator: ">="
    value: 90
    unit: percent
    baseline: {kind: fixed, value: 20}
"""
SPECIAL = (
    PLAN.replace("{zh: 计划, en: Plan}", "{zh: 专项行动计划, en: Campaign plan}", 1)
    .replace("value: 50\n", "value: 20\n")
    .replace("targets:\n", f"targets:\n{WHOLE}")
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("second-plan"), plan=PLAN, special=SPECIAL)


def said(office: Office, *words: str) -> tuple[int, str]:
    folders = ("--config", str(office.config), "--data", str(office.data))
    done = CliRunner(env={"COLUMNS": "300"}).invoke(commands, [*folders, *words])
    if isinstance(done.exception, questions.NotFound):
        raise done.exception
    return done.exit_code, done.output


HERE = ("--unit", "C1", "--period", "2024Q2")


def test_show_tells_the_target_of_the_plan_asked_for(office: Office) -> None:
    code, told = said(office, "show", "closed", *HERE, "--json")
    first = json.loads(told)
    assert (code, first["plan"], first["target"], first["other_plans"]) == (
        0, "plan", 50, ["special"],
    )  # fmt: skip
    second = json.loads(said(office, "show", "closed", *HERE, "--plan", "special", "--json")[1])
    assert (second["plan"], second["target"], second["other_plans"]) == ("special", 20, ["plan"])
    assert "专项行动计划 · --plan special" in said(office, "show", "closed", *HERE)[1]


def test_a_target_that_only_the_second_plan_has_is_told(office: Office) -> None:
    told = json.loads(said(office, "show", "rate", *HERE, "--json")[1])
    assert (told["plan"], told["target"], told["other_plans"]) == ("special", 90, [])
    asked = json.loads(said(office, "show", "rate", *HERE, "--plan", "plan", "--json")[1])
    assert (asked["plan"], asked["target"], asked["reason"]) == (None, None, "no_target")


@pytest.mark.parametrize("verb", [("show", "closed", *HERE), ("report", "2024Q2", "--unit", "C1")])
def test_a_plan_that_is_not_there_is_refused(office: Office, verb: tuple[str, ...]) -> None:
    with pytest.raises(questions.NotFound, match="no such plan: specal; similar: special"):
        said(office, *verb, "--plan", "specal")


def test_what_if_tells_the_targets_of_both(office: Office) -> None:
    told = json.loads(said(office, "what-if", *HERE, "--target", "special/whole=80", "--json")[1])
    found = {(t["plan"], t["target"]): (t["target_before"], t["target_after"])
             for t in told["targets"]}  # fmt: skip
    assert found["special", "whole"] == (90, 80)
    assert found["plan", "closed"] == (50, 50)
    assert found["special", "closed"] == (20, 20)
    table = said(office, "what-if", *HERE, "--late-repeat")[1]
    assert "办结（专项行动计划）" in table.replace("\n", "")
    offered = questions.supposable(office.reader, "C1", "2024Q2").targets
    assert {"plan", "special"} == {row.plan_id for row in offered}


def test_report_is_of_the_plan_asked_for(office: Office, tmp_path: Path) -> None:
    code, told = said(office, "report", "2024Q2", "--unit", "C1", "--plan", "special",
                      "--out", str(tmp_path))  # fmt: skip
    assert code == 0, told
    page = (tmp_path / "C1_2024Q2_special.html").read_text("utf-8")
    assert "总入会率" in page
    assert "专项行动计划（另有 计划，没有列入）" in page
    book = load_workbook(tmp_path / "C1_2024Q2_special.xlsx")
    cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
    assert "总入会率" in cells
    code, told = said(office, "report", "2024Q2", "--unit", "C1", "--plan", "special",
                      "--all-below", "--out", str(tmp_path))  # fmt: skip
    assert code == 2
    assert "一个计划只属于一个单位" in told


def test_the_page_of_an_indicator_leads_to_the_other_plan(office: Office) -> None:
    here = Selection(page="indicator", unit="C1", period="2024Q2", indicator="closed")
    for plan, other in (("", "special"), ("special", "plan"), ("gone", "special")):
        view = View("zh", here.change(plan=plan))
        answer = questions.indicator_page(
            office.reader, "closed", "C1", "2024Q2", plan=plan or None
        )
        body = html.Div(list(indicator.body(answer, view)))
        assert "另有计划" in words(body)
        assert f"plan={other}" in str(body)
