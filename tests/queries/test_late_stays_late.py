"""Ways up lead nowhere where nobody can go: a report that came late stays late."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.queries import questions
from pipeline.queries.answers import UnitScore
from pipeline.warehouse.reader import Reader
from tests.appraisal.scored import SCORING
from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

TIMELY = """\
name: {zh: 及时率, en: Timeliness}
theme: membership
definition: {zh: 按时的份数, en: Reports in time}
numerator_label: {zh: 按时报表, en: Reports in time}
denominator_label: {zh: 应报报表, en: Reports due}
unit: percent
scale: 100
decimals: 1
nature: rate
direction: higher_better
numerator: {form: system_reports, aggregate: count, where: {on_time: yes}, over_time: sum}
denominator: {form: system_reports, aggregate: count, over_time: sum}
example:
  given:
    system_reports:
      - {unit: A, period: 2024Q1, expected: yes, received: yes, on_time: yes}
      - {unit: B, period: 2024Q1, expected: yes, received: yes, on_time: no}
  expect: {period: 2024Q1, value: 50}
"""
ITEM = """
    - {id: timely, title: {zh: 及时, en: In time}, full: 10, indicator: timely,
       rule: {kind: linear_cap, goal: 100}}
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    more = {"indicators/membership/timely.yml": TIMELY}
    return open_office(
        tmp_path, more, plan=PLAN + SCORING.replace("full: 100", "full: 110") + ITEM.lstrip("\n")
    )


def score(reader: Reader) -> UnitScore:
    return questions.score_page(reader, "T1", "2024Q1").scores[0]


def test_after_the_deadline_no_report_comes_in_time_any_more(office: Office) -> None:
    found = score(office.reader)
    (line,) = [line for line in found.lines if line.id == "timely"]
    # Plant 1 reported two forms in time, plants 2 and 3 none of theirs.
    assert (line.numerator, line.denominator) == (Decimal(2), Decimal(6))
    assert "timely" not in {way.item for way in found.ways}
    assert found.settled == ("timely",)


def test_before_it_what_has_not_come_may_still(office: Office) -> None:
    then = questions.reader_as(office.reader, as_of=date(2024, 4, 9))
    found = score(then)
    (line,) = [line for line in found.lines if line.id == "timely"]
    assert (line.numerator, line.denominator) == (Decimal(2), Decimal(6))
    (way,) = [way for way in found.ways if way.item == "timely"]
    assert way.sum_after <= 6
    assert found.settled == ()


@pytest.mark.parametrize(("day", "settled"), [(10, ()), (11, ("timely",))])
def test_the_last_day_is_the_day_they_are_due(
    office: Office, day: int, settled: tuple[str, ...]
) -> None:
    then = questions.reader_as(office.reader, as_of=date(2024, 4, day))
    assert score(then).settled == settled
