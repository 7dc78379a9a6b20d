"""Targets over time and over units, in a generated county whose plans are known."""

from datetime import date
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries import questions
from pipeline.queries.answers import TargetRow

from .conftest import County

YEAR = "2024"


def test_shares_are_added_and_what_is_left_over_is_the_gap(county: County) -> None:
    answer = questions.target_splits(county.reader, county.code, county.last)
    found = {split.target_id: split for split in answer.splits}
    known = {key.split()[1]: gap for key, gap in county.gaps.items() if key.startswith(YEAR)}
    assert known
    for name, said in known.items():
        split = found[name]
        assert split.target == Decimal(said["target"])
        assert split.total == Decimal(said["parts"]) == sum(p.target for p in split.parts)
        assert split.gap == -Decimal(said["gap"])
        assert split.adds_up == (Decimal(said["gap"]) <= 0)
        assert split.without == ()
    rates = [split for split in answer.splits if split.target_id not in known]
    assert [(split.target_id, split.total, split.gap) for split in rates] == [("T05", None, None)]
    assert {p.percent for p in rates[0].parts} == {None}


def test_a_share_is_shown_as_its_own_plan_judges_it(county: County) -> None:
    answer = questions.target_splits(county.reader, county.code, county.last)
    part = answer.splits[0].parts[0]
    own = questions.overview(county.reader, part.unit.code, county.last).targets
    mine = next(row for row in own if row.target_id == part.target_id)
    assert (mine.target, mine.actual.value) == (part.target, part.actual)
    assert (mine.completion, mine.status) == (part.completion, part.status)


def test_a_unit_that_shared_nothing_out_has_no_splits(county: County) -> None:
    answer = questions.target_splits(county.reader, county.code, county.last)
    township = answer.splits[0].parts[0].unit.code
    assert questions.target_splits(county.reader, township, county.last).splits == ()


def test_a_target_changed_in_july_is_shown_by_both_values_from_then_on(county: County) -> None:
    at = {
        p: questions.overview(county.reader, county.code, p).targets for p in ("2024Q2", "2024Q3")
    }
    before, after = (
        next(row for row in at[p] if row.target_id == "T11") for p in ("2024Q2", "2024Q3")
    )
    assert before.versions == ()
    first, second = after.versions
    assert (first.value, first.since, first.holds) == (before.target, None, False)
    assert (second.value, second.since, second.holds) == (after.target, date(2024, 7, 1), True)
    assert (second.number, second.issued_on) == ("示例〔2024〕7号", date(2024, 6, 20))
    assert second.completion == after.completion
    assert first.completion is not None
    assert after.actual.value is not None
    assert abs(first.completion - 100 * after.actual.value / first.value) < Decimal("0.000001")


def test_a_year_counts_the_quarters_in_which_a_duty_was_done(county: County) -> None:
    def duty(unit: str, period: str) -> TargetRow:
        rows = questions.overview(county.reader, unit, period).targets
        return next(row for row in rows if row.kind == "duty")

    units = [county.code, *(c.unit.code for c in questions.overview(
        county.reader, county.code, county.last).children)]  # fmt: skip
    seen = set()
    for unit in units:
        quarters = [duty(unit, f"{YEAR}Q{n}") for n in (1, 2, 3, 4)]
        year = duty(unit, YEAR)
        assert (year.duty_span, year.spans, year.spans_ended) == ("quarter", 4, 4)
        assert year.spans_done == sum(q.status is Status.DONE for q in quarters)
        assert (year.status is Status.DONE) == (year.spans_done == 4)
        closed = [q.missed_on for q in quarters if q.missed]
        assert year.missed_on == min((day for day in closed if day), default=None)
        assert year.missed == bool(closed)
        seen.update(q.status for q in quarters)
    assert {Status.DONE, Status.FAR_BEHIND} <= seen


def test_the_trend_of_a_duty_has_no_line_of_a_schedule(county: County) -> None:
    page = questions.indicator_page(county.reader, "safety_meetings", county.code, f"{YEAR}Q4")
    assert page.target is not None
    assert page.target.kind == "duty"
    assert page.trend
    assert {point.due for point in page.trend} == {None}


def test_a_score_reads_a_duty_of_a_year_by_its_quarters(county: County) -> None:
    rows = questions.overview(county.reader, county.code, YEAR).children
    assert rows
    for child in rows:
        (score,) = questions.score_page(county.reader, child.unit.code, YEAR).scores
        line = next(line for line in score.lines if line.id == "safety")
        pages = [
            questions.overview(county.reader, child.unit.code, f"{YEAR}Q{n}") for n in (1, 2, 3, 4)
        ]
        quarters = [next(r for r in page.targets if r.target_id == "T16") for page in pages]
        known = [q for q in quarters if q.actual.value is not None]
        done = sum(q.actual.value is not None and q.actual.value >= q.target for q in known)
        assert (line.value, line.goal, line.counting) == (done, 4, "quarter")
        assert line.unit_label == Bilingual(zh="个季度", en="quarters")
        assert line.points == round(Decimal(5) * done / len(known), 2)
        assert all(way.item != "safety" for way in score.ways)
