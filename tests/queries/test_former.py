"""A rate that was defined otherwise until the end of the first quarter: figures, traces, cards."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import run
from pipeline.queries import questions
from pipeline.wording.definition_changes import changes_words
from tests.appraisal.scored import open_scored
from tests.definitions.folders import RATE

from .office import Office, Sent, open_office
from .test_flow import send

WHY = "{zh: 不再只计女会员, en: no longer women alone}"
CHANGED = f"""{RATE}former:
  - until: 2024-03-31
    why: {WHY}
    definition: {{zh: 女会员占职工的比重, en: Women members among employees}}
    numerator_label: {{zh: 女会员数, en: Women members}}
    numerator: {{form: members, field: women, over_time: last}}
"""
FILE = "indicators/membership/rate.yml"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, {FILE: CHANGED})


def test_each_quarter_has_its_own_definition_and_its_cells_add_up(office: Office) -> None:
    """40 + 20 + 6 women in the first quarter; 110 + 20 members in the second."""
    for period, field, wanted in (("2024Q1", "women", 66), ("2024Q2", "members", 130)):
        found = questions.trace(office.reader, "rate", "C1", period)
        assert found.agrees
        assert (found.value.numerator, found.recomputed_numerator) == (wanted, wanted)
        assert {c.field for c in found.contributions} == {field, "employees"}
        assert found.picture is not None


def test_what_is_carried_over_is_of_the_definition_of_now(office: Office) -> None:
    """Of the two that are missing in the second quarter: 50 and 61 members, not 20 and 6 women."""
    found = questions.trace(office.reader, "rate", "C1", "2024Q2")
    assert found.agrees
    assert found.carried_numerator == 111


def test_the_card_says_which_definition_holds_and_when_it_changed(office: Office) -> None:
    then, now = (
        questions.indicator_page(office.reader, "rate", "C1", code).card
        for code in ("2024Q1", "2024Q2")
    )
    assert (then.definition.zh, now.definition.zh) == ("女会员占职工的比重", "会员占职工的比重")
    assert (then.numerator_label.zh, now.numerator_label.zh) == ("女会员数", "会员数")
    assert (then.holds_until, now.holds_until) == (date(2024, 3, 31), None)
    (changed,) = changes_words(now, "zh")
    assert changed == "2024年4月1日起改口径：不再只计女会员"
    assert changes_words(then, "en") == [
        "Defined anew from 1 Apr 2024: no longer women alone",
        "This is the definition before, used up to 31 Mar 2024",
    ]
    assert [m.field.zh for m in then.measures if m.field] == ["女会员", "职工数"]


def test_the_ways_up_of_a_period_are_those_of_its_definition(tmp_path: Path) -> None:
    """In the first quarter the rate was of women: more members would have gained nothing."""
    office = open_scored(tmp_path, {FILE: CHANGED})
    for period, label, scored in (("2024Q1", "女会员数", 60), ("2024Q2", "会员数", 110)):
        (score,) = questions.score_page(office.reader, "T1", period).scores
        ways = [way for way in score.ways if way.indicator and way.indicator.id == "rate"]
        assert {(way.sum_label.zh, way.sum_before) for way in ways} == {(label, scored)}
        (line,) = (line for line in score.lines if line.id == "rate")
        assert line.numerator == scored


def test_the_change_itself_is_no_change_of_the_figure(office: Office) -> None:
    changes = questions.indicator_page(office.reader, "rate", "C1", "2024Q2").changes
    before = next(one for one in changes if one.against == "period_before")
    assert (before.difference, before.reason) == (None, "other_definition")


def test_a_report_that_is_sent_again_changes_the_figures_as_all_computed_anew(
    office: Office,
) -> None:
    send(office, Sent("G2", "2024Q1", "2024-05-08", members=55, women=25), 90)
    assert questions.trace(office.reader, "rate", "C1", "2024Q1").value.numerator == Decimal(71)
    assert run.verify([office.config], office.data).agrees


def test_periods_before_keep_their_figures_when_a_definition_changes(tmp_path: Path) -> None:
    """The new definition is written, the old one kept beside it: nothing published moves."""
    old = RATE.replace(
        "field: members, over_time: last}\ndenom", "field: women, over_time: last}\ndenom"
    )
    assert old != RATE
    found = open_office(tmp_path, {FILE: old})
    before = questions.trace(found.reader, "rate", "C1", "2024Q1").value
    (found.config / FILE).write_text(CHANGED, encoding="utf-8")
    run.build([found.config], found.data)
    after = questions.trace(found.reader, "rate", "C1", "2024Q1").value
    assert (after.value, after.numerator, after.denominator) == (
        before.value, before.numerator, before.denominator,
    )  # fmt: skip
    assert questions.trace(found.reader, "rate", "C1", "2024Q2").value.numerator == 130
