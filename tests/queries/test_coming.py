"""The period after the last reported one: chased before its first report, figures untouched."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from dashboards.app import create_app
from pipeline import run
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.questions import NotFound, reader_as
from pipeline.queries.reminders import reminders
from pipeline.reports.reminder import reminder
from pipeline.reports.words import Words
from pipeline.warehouse.reader import Reader
from tests.dashboards.test_app import ask, given

from .conftest import County
from .office import UNITS, Office, Sent, open_office, write

AT_THE_BOUNDARY = """\
G6,六厂,Plant 6,grassroots,T1,2024-09-30,,,base,quarter,,,state,
G7,七厂,Plant 7,grassroots,T1,,2024-09-29,,base,quarter,,,state,
G8,八厂,Plant 8,grassroots,T2,,2024-09-30,,base,quarter,,,state,
"""
"""One opens on the last day of the third quarter, one closes the day before, one on that day."""
BY_THE_YEAR = "H1,年报厂,Yearly plant,grassroots,C2,,,,base,year,,,state,\n"
"""Elsewhere: that somebody there reports by the year offers the county no year to chase."""
NEXT = "2024Q3"
OWED = "select form, unit, due_on from expected_report where period = $period order by all"
TREE = "select * from unit_tree where day = date '2024-09-30' order by unit"


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Office:
    units = UNITS + AT_THE_BOUNDARY + BY_THE_YEAR
    return open_office(tmp_path_factory.mktemp("changing"), {"org_units.csv": units})


def coming(reader: Reader, period: str = NEXT) -> Reader:
    return reader_as(reader, period=period)


def test_who_is_open_at_the_end_owes_everything_and_nothing_is_in(changing: Office) -> None:
    answer = questions.reporting_status(coming(changing.reader), "C1", NEXT)
    assert {row.unit.code for row in answer.rows} == {"G1", "G2", "G3", "G4", "G5", "G6", "G8"}
    assert {row.state for row in answer.rows} == {"missing"}
    assert {str(row.due_on) for row in answer.rows} == {"2024-10-10"}
    assert [(f.expected, f.accepted, f.missing) for f in answer.forms] == [(7, 0, 7)] * 2
    assert {(c.unit.code, c.expected, c.reported) for c in answer.children} == {
        ("T1", 4, 0),
        ("T2", 3, 0),
    }
    text = reminder(reminders(answer, date(2024, 10, 3)), Words("zh"))
    assert "六厂" in text
    assert "七厂" not in text
    assert "（10月10日截止）" in text, "not late yet"
    assert "逾期" not in text


def test_the_published_figures_are_not_touched(changing: Office) -> None:
    before, after = changing.reader, coming(changing.reader)
    assert before.rows(OWED, {"period": NEXT}) == []
    for table in ("target_value", "measure_value", "report", "system_reports", "score"):
        rows = f"from {table} order by all"
        assert after.rows(rows) == before.rows(rows), table
    for table in ("indicator_value", "completeness"):
        kept = f"""select {table}.* from {table} join time_window using (win)
            where time_window.period <> '{NEXT}' order by all"""
        assert after.rows(kept) == before.rows(kept) != [], table
    rate = questions.nouns(after).indicator("rate")
    value = questions.value_of(after, rate, "C1", questions.nouns(after).period(NEXT))
    assert (value.value, value.estimate) == (None, None)
    assert (value.data.expected, value.data.reported, value.data.carried) == (7, 0, 0)


def test_only_the_very_next_period_can_be_asked_for(changing: Office, county: County) -> None:
    assert coming(changing.reader, "2024Q2") is changing.reader
    assert coming(changing.reader) is coming(changing.reader)
    assert county.last == "2024Q4"
    with pytest.raises(NotFound):
        questions.reporting_status(coming(county.reader, "2025Q2"), county.code, "2025Q2")
    answer = questions.reporting_status(coming(county.reader, "2025Q1"), county.code, "2025Q1")
    assert answer.period.label.zh == "2025年第一季度"
    assert {(f.expected, f.accepted) for f in answer.forms} == {(6, 0)}


def test_nothing_is_counted_of_a_period_to_come(changing: Office, county: County) -> None:
    there = coming(county.reader, "2025Q1")
    steps = questions.lapses(there, county.code, "2025Q1").steps
    assert {(s.lapsing, s.amount, s.numerator) for s in steps} == {(None, None, None)}
    now = questions.lapses(county.reader, county.code, county.last).steps
    assert None not in {s.lapsing for s in now}
    with pytest.raises(NotFound, match="some report has to count"):
        questions.what_if(coming(changing.reader), "C1", NEXT, late_repeat=True)


def test_as_of_an_earlier_day_the_period_after_that_days_last_one_is_owed(office: Office) -> None:
    day = date(2024, 6, 1)  # the first quarter is in, and nothing of the second
    answer = questions.reporting_status(
        reader_as(office.reader, day, period="2024Q2"), "C1", "2024Q2"
    )
    assert {(f.expected, f.accepted) for f in answer.forms} == {(5, 0)}
    assert questions.snapshot(reader_as(office.reader, day, period="2024Q2")).as_of == day
    now = reader_as(office.reader, tree="now", period=NEXT)
    assert questions.snapshot(now).tree == "now"
    assert len(questions.reporting_status(now, "C1", NEXT).rows) == 10


def test_the_choice_of_periods_begins_with_it(changing: Office) -> None:
    for reader in (changing.reader, coming(changing.reader)):
        offered = questions.choices(reader, "T1", "2024Q1")
        assert [period.code for period in offered.coming] == [NEXT]
        assert NEXT not in {period.code for period in offered.periods}
    assert questions.default_selection(coming(changing.reader)) == ("C1", "2024Q2")


@pytest.mark.parametrize(
    ("language", "said", "marked"),
    [
        ("zh", "应报 14 份", "2024年第三季度（7—9月）（还没有报表计入）"),
        ("en", "14 reports are due", "(nothing counts yet)"),
    ],
)
def test_the_page_has_the_list_and_its_workbook(
    changing: Office, language: str, said: str, marked: str
) -> None:
    client = create_app(changing.reader, questions).server.test_client()
    search = f"?unit=C1&period={NEXT}&lang={language}"
    inputs = [given("address", "pathname", "/reporting"), given("address", "search", search)]
    page = json.dumps(ask(client, "page.children", inputs, prop="address.pathname"),
                      ensure_ascii=False)  # fmt: skip
    assert said in page
    assert marked in page
    assert ("六厂" if language == "zh" else "Plant 6") in page
    assert ("七厂" if language == "zh" else "Plant 7") not in page
    assert client.get(f"/files/summary.xlsx{search}").status_code == 200
    answer = client.get(f"/files/owed.xlsx{search}")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert {row[0].value for row in sheet.iter_rows(min_row=5)} >= {"G6", "G8"}


def said(office: Office, *words: str) -> Result:
    given = ["--config", str(office.config), "--data", str(office.data)]
    return CliRunner().invoke(commands, [*given, *words])


def test_the_command_line_lists_and_reminds(changing: Office) -> None:
    status = said(changing, "status", "--period", NEXT, "--json")
    assert status.exit_code == 0, status.output
    told = json.loads(status.stdout)
    assert (told["period"], told["expected"], told["accepted"]) == (NEXT, 14, 0)
    assert {report["due_on"] for report in told["reports"]} == {"2024-10-10"}
    zh = said(changing, "status", "--period", NEXT, "--reminder")
    assert "2024年第三季度" in zh.stdout
    assert "八厂" in zh.stdout
    en = said(changing, "--lang", "en", "status", "--period", NEXT, "--reminder")
    assert "Q3 2024" in en.stdout
    assert "Plant 8" in en.stdout
    beyond = said(changing, "status", "--period", "2024Q9")
    assert isinstance(beyond.exception, NotFound)


def test_once_a_report_is_in_the_same_is_owed(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"org_units.csv": UNITS + AT_THE_BOUNDARY})
    before = coming(office.reader)
    owed, tree = before.rows(OWED, {"period": NEXT}), before.rows(TREE)
    assert len(owed) == 14
    (tmp_path / "late").mkdir()
    first = write(tmp_path / "late", office.config, Sent("G1", NEXT, "2024-10-05", 120, 41), 99)
    run.ingest([first], [office.config], office.data, by_file_time=True)
    assert coming(office.reader) is office.reader
    assert office.reader.rows(OWED, {"period": NEXT}) == owed
    assert office.reader.rows(TREE) == tree
    assert before.rows(OWED, {"period": NEXT}) == owed, "an older reader follows"
    answer = questions.reporting_status(office.reader, "C1", NEXT)
    assert {row.unit.code for row in answer.rows if row.state == "accepted"} == {"G1"}
    assert [p.code for p in questions.choices(office.reader, "C1", NEXT).coming] == ["2024Q4"]
