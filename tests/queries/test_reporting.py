"""Who has reported, what may be chosen, and what the first page says: the office by hand."""

from decimal import Decimal
from typing import Any

import pytest

from pipeline import run
from pipeline.domain.status import Status
from pipeline.queries import questions, reporting
from pipeline.queries.flow import standings
from pipeline.queries.questions import NotFound
from pipeline.warehouse.reader import Reader

from .office import Office


def states(reader: Reader, unit: str, period: str) -> dict[str, tuple[str, int | None]]:
    """Unit → state and version of its report on members."""
    rows = questions.reporting_status(reader, unit, period, form="members").rows
    return {row.unit.code: (row.state, row.version) for row in rows}


def test_a_report_is_in_late_held_back_or_missing(reader: Reader) -> None:
    assert states(reader, "C1", "2024Q1") == {
        "G1": ("accepted", 1),
        "G2": ("late", 1),
        "G3": ("withheld", None),
        "G4": ("missing", None),
        "G5": ("accepted", 3),  # in time at first, and changed afterwards
    }
    assert states(reader, "T1", "2024Q2") == {
        "G1": ("accepted", 1),
        "G2": ("missing", None),
        "G3": ("missing", None),
    }
    assert states(reader, "G2", "2024Q1") == {"G2": ("late", 1)}


def test_every_report_is_due_when_the_definitions_say(office: Office) -> None:
    """The days the roll-up expects reports on are the ones the intake judges lateness by."""
    catalogue = run.load([office.config])
    rows = office.reader.rows("select distinct form, period, due_on from expected_report")
    assert {(form, period) for form, period, _ in rows} >= {("members", "2024Q2")}
    for form, period, day in rows:
        assert day == catalogue.due_on(form, period), (form, period)


def test_the_most_urgent_reports_come_first_and_the_list_says_how_many(reader: Reader) -> None:
    found = questions.reporting_status(reader, "C1", "2024Q1", limit=3)
    assert [row.state for row in found.rows] == ["withheld", "withheld", "missing"]
    assert found.total_rows == 10
    late = questions.reporting_status(reader, "C1", "2024Q1", state="late")
    assert {(row.unit.code, row.file) for row in late.rows} == {("G2", "1_G2_2024Q1.xlsx")}
    assert late.total_rows == 2


def test_forms_count_what_is_due_in_late_held_back_and_missing(reader: Reader) -> None:
    forms = questions.reporting_status(reader, "C1", "2024Q1").forms
    assert len(forms) == 2
    for form in forms:
        counts = (form.expected, form.accepted, form.on_time, form.withheld, form.missing)
        assert counts == (5, 3, 2, 1, 1)
        assert str(form.due_on) == "2024-04-10"


def test_findings_are_open_until_a_later_version_answers_them(reader: Reader) -> None:
    errors = questions.finding_list(reader, "C1", severity="error")
    assert [(f.unit.code, f.slug, f.cell, f.open) for f in errors.rows if f.unit] == [
        ("G3", "exceeds-total", "C7", True),
        ("G5", "exceeds-total", "C7", False),
    ]
    assert questions.finding_list(reader, "T2", severity="error").total == 1
    assert questions.finding_list(reader, "C2").total == 0


def test_findings_of_a_period_are_its_own_and_of_those_within_it(reader: Reader) -> None:
    every = questions.finding_list(reader, "C1", limit=1000)
    known = {f.period for f in every.rows if f.period}
    assert {"2024Q1"} < known
    assert (every.period, every.of_no_period) == (None, 0)
    for code in known:
        own = questions.finding_list(reader, "C1", period=code)
        assert {f.period for f in own.rows} == {code}
        assert own.total == len([f for f in every.rows if f.period == code])
        assert (own.period.code if own.period else None) == code
    quarters = [f for f in every.rows if (f.period or "").startswith("2024Q")]
    assert len(questions.finding_list(reader, "C1", period="2024").rows) == len(quarters)
    with pytest.raises(NotFound):
        questions.finding_list(reader, "C1", period="2023Q1")


def test_counts_by_kind_do_not_follow_what_the_rows_are_narrowed_to(reader: Reader) -> None:
    every = questions.finding_list(reader, "C1", limit=1000)
    assert {severity for _, severity, _ in every.by_slug} > {"error"}
    errors = questions.finding_list(reader, "C1", severity="error", limit=1000)
    assert errors.by_slug == every.by_slug
    assert errors.total == len(errors.rows) < every.total
    slug = questions.finding_list(reader, "C1", slug="exceeds-total")
    assert slug.by_slug == every.by_slug
    assert slug.total == len(slug.rows) == 2


def test_as_many_errors_are_open_as_the_list_of_open_errors_has(reader: Reader) -> None:
    for unit in ("C1", "T1", "T2", "G3"):
        listed = questions.finding_list(reader, unit, severity="error", only_open=True)
        assert all(f.open for f in listed.rows)
        page = questions.overview(reader, unit, "2024Q1")
        assert page.findings_open == listed.total
        below = sum(child.open_findings for child in page.children)
        assert page.findings_open == below + page.findings_elsewhere


def test_the_first_page_adds_up(reader: Reader) -> None:
    page = questions.overview(reader, "C1", "2024Q1")
    assert (page.expected, page.reported, page.findings_open) == (5, 3, 1)
    assert [(c.unit.code, c.expected, c.reported, c.open_findings) for c in page.children] == [
        ("T1", 3, 2, 1),
        ("T2", 2, 1, 0),
    ]
    assert page.elapsed is not None
    assert round(page.elapsed, 4) == Decimal("24.8634")  # 91 of 366 days
    rate, closed, spirit = page.targets
    assert rate.actual.value is not None
    assert round(rate.actual.value, 4) == Decimal("35.1667")  # 211 of 600
    assert (rate.status, closed.status) == (Status.INCOMPLETE, Status.INCOMPLETE)  # 3 of 5
    assert closed.actual.value == 2  # G2's is private
    assert (spirit.status, spirit.reason) == (None, "no_indicator")


def test_a_missing_unit_is_estimated_and_a_held_back_one_is_not(reader: Reader) -> None:
    at = questions.nouns(reader).period("2024Q2")
    rate = questions.nouns(reader).indicator("rate")
    found = questions.value_of(reader, rate, "C1", at)
    assert (found.numerator, found.denominator, found.value) == (130, 400, Decimal("32.5"))
    assert found.estimate == Decimal("30.125")  # 130 + 50 + 61 of 400 + 200 + 200
    assert (found.data.expected, found.data.reported, found.data.carried) == (5, 2, 2)


def test_the_unit_with_most_reports_is_chosen_at_first(reader: Reader) -> None:
    assert questions.default_selection(reader) == ("C1", "2024Q2")
    assert [unit.code for unit in questions.units(reader)] == ["C1", "C2"]
    assert questions.latest_period(reader, "G2") == "2024Q1"


def test_where_a_unit_stands_is_told_from_the_top_down(reader: Reader) -> None:
    where = questions.whereabouts(reader, "G4", "2024Q1")
    assert [unit.code for unit in where.breadcrumb] == ["C1", "T2", "G4"]
    assert (where.unit.code, where.period.code) == ("G4", "2024Q1")
    for unit, period in (("G9", "2024Q1"), ("G4", "2031Q1")):
        with pytest.raises(NotFound):
            questions.whereabouts(reader, unit, period)


def test_what_may_be_chosen_at_a_unit(reader: Reader) -> None:
    offered = questions.choices(reader, "T1", "2024Q1")
    assert [unit.code for unit in offered.children] == ["G1", "G2", "G3"]
    assert {"2024Q1", "2024Q2", "2024H1", "2024"} <= {p.code for p in offered.periods}
    published = [p.end for p in offered.periods if p.calendar == "calendar_year"]
    computed = [p.end for p in offered.periods if p.calendar != "calendar_year"]
    assert published
    assert computed
    newest_first = sorted(published, reverse=True) + sorted(computed, reverse=True)
    assert [period.end for period in offered.periods] == newest_first
    assert {ref.id for ref in offered.indicators} == {"rate", "closed"}


def test_a_half_year_shows_the_year_so_far(reader: Reader) -> None:
    page = questions.indicator_page(reader, "closed", "C1", "2024H1")
    assert page.value.value == 5  # G1 and G4 by their second register, G5 by its first
    assert questions.trace(reader, "closed", "C1", "2024H1").agrees


def test_families_and_segments_stand_side_by_side(reader: Reader) -> None:
    page = questions.indicator_page(reader, "rate", "C1", "2024Q1")
    assert [(f.family, f.current) for f in page.families] == [
        ("unionised", True),
        ("everyone", False),
    ]
    parts = {s.segment: (s.value.numerator, s.value.denominator) for s in page.segments}
    assert parts["unit.ownership=state"] == (161, 400)
    assert parts["unit.ownership=private"] == (50, 200)


@pytest.mark.parametrize(
    ("unit", "period", "indicator", "near"),
    [
        ("G11", "2024Q1", "rate", "G1"),
        ("C1", "2024Q9", "rate", "2024Q2"),
        ("C1", "2024Q1", "rates", "rate"),
    ],
)
def test_what_does_not_exist_is_said_with_similar_names(
    reader: Reader, unit: str, period: str, indicator: str, near: str
) -> None:
    with pytest.raises(NotFound) as refusal:
        questions.indicator_page(reader, indicator, unit, period)
    assert near in refusal.value.near
    assert near in refusal.value.message_zh
    assert near in refusal.value.message_en


def test_where_reports_stand_is_asked_once_a_page(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counting(*given: Any) -> Any:
        asked.append(given)
        return standings(*given)

    monkeypatch.setattr(reporting, "standings", counting)
    questions.reporting_status(reader, "C1", "2024Q1", state="waiting")
    assert len(asked) == 1
