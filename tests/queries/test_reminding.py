"""催报 over real reports: who owes what since when, in the terminal and as a workbook."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import commands

from .office import Office, open_office
from .test_flow import decide

ON = "2024-05-08"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def said(office: Office, *words: str) -> str:
    folders = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner().invoke(
        commands, [*folders, *words[:2], "status", "--period", "2024Q1", "--on", ON, *words[2:]]
    )
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def test_missing_held_back_and_returned_reports_are_reminded_of_superior_by_superior(
    office: Office,
) -> None:
    decide(office, "return", "T1", "G2", text="少报一个车间")
    east, west = said(office, "--lang", "zh", "--by-superior").split("\n\n")
    assert east.splitlines() == [
        "关于报送2024年第一季度（1—3月）报表的提醒",
        "东镇：截至2024年5月8日，你单位所属应报的3个单位中，2个没有报齐，请提醒其尽快报送：",
        "二厂：会员表已由上级退回，请改后重报（4月10日截止，已逾期28天）",
        "三厂：全部2张报表因1个问题退回待改（4月10日截止，已逾期28天）",
        "如已报送，请不必理会。",
    ]
    assert "四厂：全部2张报表未报（4月10日截止，已逾期28天）" in west
    assert "西镇：截至2024年5月8日，你单位所属应报的2个单位中，1个没有报齐" in west
    assert "少报一个车间" not in east, "what a superior wrote is between the two"


def test_one_town_alone_reads_only_of_its_own(office: Office) -> None:
    text = said(office, "--lang", "en", "--unit", "T2", "--reminder")
    assert "1 unit of West still owes reports" in text
    assert "Plant 4" in text
    assert "Plant 3" not in text


def test_the_workbook_says_the_same_to_the_day(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "owed.xlsx"
    texts = said(office, "--lang", "zh", "--by-superior", "--excel", str(out))
    book = load_workbook(out)
    rows = list(book["催报文字"].iter_rows(min_row=5, values_only=True))
    told = "\n\n".join(
        "\n".join(str(line) for code, _, line in rows if code == town) for town in ("T1", "T2")
    )
    assert texts.endswith(told)
    late = {line[6] for line in book["催报名单"].iter_rows(min_row=5, values_only=True)}
    assert late == {28}


def test_the_status_says_of_each_report_what_is_owed_and_how_many_days_late(office: Office) -> None:
    told = json.loads(said(office, "--lang", "zh", "--form", "members", "--json"))
    assert told["counted_to"] == ON
    late = {r["org_unit"]: (r["state"], r["owed"], r["days_late"]) for r in told["reports"]}
    assert late["G3"] == ("withheld", "withheld", 28)
    assert late["G4"] == ("missing", "missing", 28)
    (came,) = (r for r in told["reports"] if r["state"] == "late")
    day = date.fromisoformat(came["received_at"][:10])
    assert came["days_late"] == (day - date(2024, 4, 10)).days > 0, "until it came"
    in_time = {r["days_late"] for r in told["reports"] if r["state"] == "accepted"}
    assert in_time == {None}
    assert "逾期 28 天" in said(office, "--lang", "zh")
    again = json.loads(said(office, "--lang", "zh", "--json", "--on", "2024-04-10"))
    assert {r["days_late"] for r in again["reports"] if r["owed"]} == {None}, "not late yet"
