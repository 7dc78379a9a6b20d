"""``unionkpi trace``: what was reported, and apart from it what was carried forward."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from tests.docs.test_json import documented, printed
from tests.queries.office import Office, open_office


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("traced"))


def said(office: Office, *asked: str) -> str:
    shared = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner(env={"COLUMNS": "300"}).invoke(
        commands, [*shared, "trace", "rate", "--unit", "C1", "--period", "2024Q2", *asked]
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_answer_names_what_is_carried(sent: Office) -> None:
    answer = json.loads(said(sent, "--json"))
    assert set(printed(answer)) == documented("trace")
    assert (answer["value"], answer["estimate"]) == (32.5, 30.125)
    assert {c["carried"] for c in answer["contributions"]} == {False}
    assert {(c["org_unit"], c["period"], c["carried"]) for c in answer["carried"]} == {
        ("G2", "2024Q1", True),
        ("G5", "2024Q1", True),
    }
    assert answer["total_carried"] == len(answer["carried"]) == 4


def test_people_read_where_a_carried_figure_is_from(sent: Office) -> None:
    text = said(sent)
    reported, _, carried = text.partition("结转：未报单位沿用上次报数，共 4 个单元格")
    assert "2_G3" not in text
    assert "2024Q1" not in reported
    assert "只计入含结转估计 30.1 %" in carried
    for file, unit in (("1_G2_2024Q1.xlsx", "二厂"), ("5_G5_2024Q1.xlsx", "五厂")):
        rows = [row for row in carried.splitlines() if file in row]
        assert len(rows) == 2
        assert all(unit in row and "2024Q1" in row for row in rows)
    english = said(sent, "--lang", "en")
    assert "Carried forward: missing units' last reports, 4 cells" in english
