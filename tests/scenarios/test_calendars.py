"""Declared calendars side by side: the same reports, by another year, computed when asked for."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.queries import questions
from pipeline.queries.questions import NotFound, reader_as
from pipeline.warehouse.reader import Reader

from .town import SENT, book, event, members, take_in

STORED = "select count(*) from time_window where calendar = 'statistical_year'"


def by(reader: Reader, period: str) -> Reader:
    return reader_as(reader, period=period)


@pytest.fixture(scope="module")
def eventful(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The town, with 3 people reached in autumn 2023, 5 in winter and 7 in spring 2024."""
    sent = (
        book("A", "2023Q4", 9, "2024-01-05", staff=20),
        event("A", "2023Q4", date(2023, 11, 3), 3, "2024-01-05"),
        *SENT,
        event("A", "2024Q1", date(2024, 2, 1), 5, "2024-04-03"),
        event("A", "2024Q2", date(2024, 5, 1), 7, "2024-07-03"),
    )
    return take_in(tmp_path_factory.mktemp("eventful"), sent)


def reached(reader: Reader, period: str) -> Decimal | None:
    known = questions.nouns(reader)
    asked = known.indicator("people_reached")
    return questions.value_of(reader, asked, "R", known.period(period)).numerator


@pytest.mark.parametrize(
    ("period", "county"),
    [
        ("SY2024Q2", 12 + 20 + 30 + 4),  # January to March, as 2024Q1
        ("SY2024Q3", 15 + 55),  # April to June; B is in C, D is late
        ("SY2024", 15 + 55 + 4),  # each one's last report of the year to 30 September
    ],
)
def test_a_stock_is_each_union_s_last_report_of_the_calendar_asked(
    town: Reader, period: str, county: int
) -> None:
    assert town.rows(STORED) == [(0,)]
    assert members(by(town, period), "R", period) == county


def test_a_flow_adds_the_reports_of_the_calendar_asked(eventful: Reader) -> None:
    asked = by(eventful, "SY2024")
    told = {p: reached(asked, p) for p in ("2023", "2024", "SY2024", "SY2024Q1", "SY2024H1")}
    assert told == {"2023": 3, "2024": 12, "SY2024": 15, "SY2024Q1": 3, "SY2024H1": 8}
    assert eventful.rows(STORED) == [(0,)]


def test_figures_of_the_calendar_year_stay_what_they_are(town: Reader) -> None:
    for period in ("2024Q1", "2024Q2", "2024"):
        assert by(town, period) is town
        assert members(by(town, "SY2024"), "R", period) == members(town, "R", period)


def test_the_trace_of_another_calendar_leads_to_the_same_cells(town: Reader) -> None:
    found = questions.trace(by(town, "SY2024Q3"), "members", "R", "SY2024Q3")
    assert {(c.unit.code, c.period, c.amount) for c in found.contributions} == {
        ("A", "2024Q2", 15),
        ("C", "2024Q2", 55),
    }
    assert {(c.unit.code, c.period, c.amount) for c in found.carried} == {("D", "2024Q1", 4)}
    assert found.agrees


def test_every_declared_calendar_is_offered_where_it_holds_a_report(town: Reader) -> None:
    offered = [p.code for p in questions.choices(town, "R", "2024Q1").periods]
    ours = [code for code in offered if code.startswith("SY")]
    assert ours == ["SY2025", "SY2025H1", "SY2025Q1", "SY2024Q4", "SY2024H2", "SY2024", "SY2024Q3",
                    "SY2024Q2", "SY2024H1"]  # fmt: skip
    assert "2024Q1" in offered


def test_a_period_of_no_calendar_is_not_found(town: Reader) -> None:
    with pytest.raises(NotFound):
        questions.value_of(
            by(town, "XY2024"), questions.nouns(town).indicator("members"), "R",
            questions.nouns(by(town, "XY2024")).period("XY2024"),
        )  # fmt: skip


def test_a_world_of_the_past_has_the_calendar_too(town: Reader, tmp_path: Path) -> None:
    past = reader_as(town, date(2024, 4, 4), "then", "SY2024Q2")
    assert members(past, "R", "SY2024Q2") == 10 + 20
