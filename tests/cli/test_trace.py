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
    assert text.startswith("入会率 · 东县总工会 · 2024年第二季度 = 32.5 %")
    assert "2024年第一季度" not in reported
    own = [row.split()[1:3] for row in reported.splitlines() if ".xlsx" in row]
    assert own, "whose a cell is stands before the name of a file, which may be everybody's"
    assert all(
        row == ["一厂", "6_G1_2024Q2.xlsx"] or row == ["四厂", "7_G4_2024Q2.xlsx"] for row in own
    )
    assert "只计入含结转估计 30.1 %" in carried
    for file, unit in (("1_G2_2024Q1.xlsx", "二厂"), ("5_G5_2024Q1.xlsx", "五厂")):
        rows = [row for row in carried.splitlines() if file in row]
        assert len(rows) == 2
        assert all(unit in row and "2024年第一季度" in row for row in rows)
    english = said(sent, "--lang", "en")
    assert "Carried forward: missing units' last reports, 4 cells" in english


def test_a_list_that_is_cut_says_so_and_how_all_of_it_is_had(
    sent: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who adds up the cells that are listed would not come to the figure."""
    whole = json.loads(said(sent, "--json"))
    assert "全部用" not in said(sent)
    monkeypatch.setattr("pipeline.cli.figures.MOST_CELLS", 3)
    text = said(sent)
    for total in (whole["total_contributions"], whole["total_carried"]):
        assert f"以上 3 行，共 {total} 行 › 全部用 --json" in text
    assert text.count("\n") < said(sent, "--json").count("\n")


def test_a_list_of_reports_that_is_cut_says_so(
    sent: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def status(*asked: str) -> str:
        shared = ["--config", str(sent.config), "--data", str(sent.data)]
        done = CliRunner().invoke(commands, [*shared, "status", "--unit", "C1", *asked])
        assert done.exit_code == 0, done.output
        return done.stdout

    owed = [one for one in json.loads(status("--json"))["reports"] if one["owed"]]
    assert len(owed) > 1
    assert "全部用" not in status()
    monkeypatch.setattr("pipeline.cli.figures.MOST_REPORTS", 1)
    assert f"以上 1 行，共 {len(owed)} 行 › 全部用 --excel FILE" in status()


def test_reports_of_one_state_are_listed_when_asked_for(sent: Office) -> None:
    """Late ones are in, and owe nothing: the list had none of them."""
    shared = ["--config", str(sent.config), "--data", str(sent.data)]
    asked = [*shared, "status", "--unit", "C1", "--period", "2024Q1", "--state", "late"]
    done = CliRunner().invoke(commands, asked)
    late = [one for one in done.stdout.splitlines() if "迟报" in one]
    assert [line.split()[0] for line in late] == ["二厂"] * 2
