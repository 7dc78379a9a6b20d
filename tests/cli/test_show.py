"""``unionkpi show``: a figure, and beside it what its completion is worked from."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from tests.docs.test_json import documented, printed
from tests.reports import county

Ask = Callable[..., str]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder: Path = tmp_path_factory.mktemp("shown")
    county.publish(folder)
    shared = ["--config", str(folder / "config"), "--data", str(folder / "data")]

    def ask(indicator: str, *more: str, period: str = county.LAST) -> str:
        asked = ["show", indicator, "--unit", county.COUNTY, "--period", period, *more]
        done = CliRunner(env={"COLUMNS": "300"}).invoke(commands, [*shared, *asked])
        assert done.exit_code == 0, done.output
        return done.stdout

    return ask


def test_a_stock_says_that_its_completion_is_worked_from_the_estimate(said: Ask) -> None:
    """Four unions report 82 + 92 + 102 + 112; the others had 118 and 128 a quarter before."""
    lines = dict(line.split(None, 1) for line in said("members_total").splitlines()[2:] if line)
    assert lines["数值"].strip() == "388 人"
    assert lines["含结转估计"].strip() == "634 人"
    assert "至" in lines["报齐后在"]
    assert "≥ 700 · 78.0% · 基期 400 · 按含结转估计 634 计" in lines["目标"]


def test_a_rate_says_that_its_completion_is_worked_from_what_was_reported(said: Ask) -> None:
    text = said("unionisation_rate")
    assert "含结转估计" in text
    assert "基期 80.0 · 按已报部分计" in text
    english = said("unionisation_rate", "--lang", "en")
    assert "worked from what was reported" in english


def test_the_completion_can_be_worked_from_the_answer(said: Ask) -> None:
    answer = json.loads(said("members_total", "--json"))
    assert {"baseline", "judged_value"} < set(printed(answer)) < documented("show")
    assert (answer["value"], answer["estimate"], answer["judged_value"]) == (388, 634, 634)
    way = answer["target"] - answer["baseline"]
    assert answer["completion"] == 100 * (answer["judged_value"] - answer["baseline"]) / way
    rate = json.loads(said("unionisation_rate", "--json"))
    assert rate["judged_value"] == pytest.approx(rate["value"], abs=1e-6)


def test_changes_are_shown_with_both_figures(said: Ask) -> None:
    text = said("members_total")
    assert "+2.6% · 634，2024年第二季度 618 · 含结转" in text
    assert "— · 那一期没有数" in text
    (year, before) = json.loads(said("members_total", "--json"))["changes"]
    assert (year["against"], year["period"], year["percent"]) == ("year_before", None, None)
    assert (before["against"], before["period"]) == ("period_before", "2024Q2")
    assert (before["value"], before["before"], before["difference"]) == (634, 618, 16)
    assert before["percent"] == pytest.approx(1600 / 618)
