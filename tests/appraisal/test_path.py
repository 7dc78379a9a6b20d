"""Ways up: the least change that gains points, and what scoring again says of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.appraisal.path import Climber, Figure, Way, ways_up
from pipeline.appraisal.reading import Reading
from pipeline.domain.plan import Thresholds

from .schemes import scoring

D = Decimal
HUNDRED = D(100)


def figure(name: str, scale: object = 1, *, can_fall: bool = False) -> Figure:
    return Figure((name,), D(str(scale)), can_fall, is_share=D(str(scale)) == HUNDRED)


def rate(part: int, whole: int, **more: Any) -> Reading:
    numbers = {k: D(str(v)) for k, v in more.items()}
    return Reading(HUNDRED * part / whole, D(part), D(whole), **numbers)


def count(number: object, **more: Any) -> Reading:
    numbers = {k: D(str(v)) if k != "lower_better" else v for k, v in more.items()}
    return Reading(D(str(number)), D(str(number)), None, **numbers)


def climb(text: str, figures: dict[str, Figure], others: tuple[int, ...] = (),
          most: int = 8, **readings: Reading) -> list[Way]:  # fmt: skip
    climber = Climber(scoring(text), "U", "", readings, figures, tuple(map(D, others)),
                      Thresholds())  # fmt: skip
    return ways_up(climber, most)


CASES = """
items:
  - id: closed
    indicator: x
    rule: {kind: steps, steps: [{at_least: 90, points: 2}, {at_least: 95, points: 4}]}
  - id: trained
    full: 6
    target: t
    rule: {kind: linear_cap}
"""


def test_the_cheapest_change_comes_first_and_every_step_is_scored_again() -> None:
    figures = {"closed": figure("cases", 100), "trained": figure("trained")}
    given_ = {"closed": rate(27, 29), "trained": count(60, goal=100, baseline=0, due=90)}
    # closed: 27 of 29 are 93.1 %: 2 points; 28 are 96.6 %: 4. One case: 2 points for 1/28.
    # trained: 60 of 90 due: 4 points; behind by 30 points. Status 滞后 from 75 (90 - 15), 正常 from
    # 85 (90 - 5), full marks at 90: 6 × 75/90 = 5, 6 × 85/90 = 5.67, 6.
    ways = climb(CASES, figures, (9, 7), **given_)
    told = [(w.item, w.change, w.reaches, w.gain, w.total, w.rank) for w in ways]
    assert told == [
        ("closed", 1, "step", D(2), D(8), 2),
        ("trained", 15, "status", D(1), D(9), 1),
        ("trained", 10, "status", D("0.67"), D("9.67"), 1),
        ("trained", 5, "full", D("0.33"), D(10), 1),
    ]
    assert ways[0].gain_per_unit == 2
    assert (ways[0].sum_before, ways[0].sum_after) == (27, 28)


def test_a_share_cannot_exceed_its_whole() -> None:
    text = """
    items: [{id: a, full: 5, indicator: x, rule: {kind: pass_fail, at_least: 101}}]
    """
    assert climb(text, {"a": figure("r", 100)}, a=rate(9, 10)) == []


def test_what_has_happened_cannot_be_undone_but_a_stock_can_fall() -> None:
    text = "items: [{id: a, full: 5, indicator: x, rule: {kind: deduct_per, points: 1}}]"
    assert climb(text, {"a": figure("n")}, a=count(3)) == []
    ways = climb(text, {"a": figure("n", can_fall=True)}, a=count(3))
    # One step first, then all the rest at once.
    assert [(w.change, w.total) for w in ways] == [(-1, D(3)), (-2, D(5))]


def test_a_shortfall_is_made_up_step_by_step() -> None:
    text = """
    items: [{id: a, full: 5, indicator: x, rule: {kind: deduct_per, below: 100, points: 1}}]
    """
    # 193 of 200: 96.5 %, 3.5 short, 3 whole points. 195 are 97.5 %: 2.5 short; 194 are 97: 3 short.
    ways = climb(text, {"a": figure("r", 100)}, most=1, a=rate(193, 200))
    assert [(w.change, w.gain, w.total) for w in ways] == [(2, D(1), D(3))]


@pytest.mark.parametrize(("lower_better", "change"), [(False, 1), (True, -1)])
def test_who_is_behind_what_is_due_is_told_the_figure_of_the_next_step(
    lower_better: bool, change: int
) -> None:
    text = """
    items: [{id: a, full: 10, target: t,
             rule: {kind: deduct_per, below: 0, per: 5, points: 1, of: ahead}}]
    """
    # Due are 90 (of a ceiling, all 100), so it is 30 behind: 6 steps of 5, 29 are 5.
    told = count(130 if lower_better else 60, goal=100, baseline=0, due=90,
                 lower_better=lower_better)  # fmt: skip
    ways = climb(text, {"a": figure("n", can_fall=True)}, most=1, a=told)
    assert [(w.change, w.gain) for w in ways] == [(change, D(1))]


def test_a_bonus_has_a_next_step_until_its_cap() -> None:
    text = """
    items:
      - {id: base, full: 10, rule: {kind: manual}}
      - {id: a, indicator: x, rule: {kind: bonus_per, per: 10, points: 2, most: 4}}
    """
    ways = climb(text, {"a": figure("n")}, a=count(7), base=Reading(D(10)))
    assert [(w.change, w.total) for w in ways] == [(3, D(12)), (10, D(14))]


def test_a_prerequisite_comes_before_any_points() -> None:
    text = """
    items:
      - {id: must, indicator: x, rule: {kind: prerequisite, at_least: 60}}
      - {id: a, full: 10, indicator: x, rule: {kind: linear_cap, goal: 10}}
    """
    figures = {"must": figure("survey", 100), "a": figure("n")}
    ways = climb(text, figures, (9,), must=rate(50, 100), a=count(9))
    assert [(w.item, w.change, w.gain, w.rank, w.reaches) for w in ways] == [
        ("must", 10, D(0), 1, "ranked"),
        ("a", 1, D(1), 1, "full"),
    ]


def test_items_that_look_at_the_same_figure_move_together() -> None:
    text = """
    items:
      - {id: a, full: 10, indicator: x, rule: {kind: linear_cap, goal: 10}}
      - {id: b, full: 5, indicator: x, rule: {kind: pass_fail, at_least: 10}}
    """
    figures = {"a": figure("n"), "b": figure("n")}
    ways = climb(text, figures, a=count(8), b=count(8))
    assert [(w.change, w.gain, w.total) for w in ways] == [(2, D(7), D(15))]


def test_a_change_counts_in_every_figure_its_sum_is_part_of() -> None:
    text = """
    items:
      - {id: quarter, full: 10, indicator: x, rule: {kind: linear_cap, goal: 10}}
      - {id: year, full: 5, indicator: x, rule: {kind: linear_cap, goal: 100}}
      - {id: other, full: 5, indicator: y, rule: {kind: pass_fail, at_least: 9}}
    """
    now = {"quarter": count(8), "year": count(50), "other": count(9)}
    figures = {
        "quarter": replace(figure("alone"), counts_in=frozenset({("so far",)})),
        "year": replace(figure("so far", 2), counts_in=frozenset({("alone",)})),
        "other": figure("other"),
    }
    ways = climb(text, figures, most=1, **now | {"year": Reading(D(50), D(25), None)})
    # Two more in the quarter: 2 points there, and 2 × 2 of 100 more in the year: 0.2 of 5.
    assert [(w.item, w.change, w.gain, w.total) for w in ways] == [
        ("quarter", 2, D("2.2"), D("17.7"))
    ]


def test_a_change_that_would_make_another_share_more_than_its_whole_is_not_offered() -> None:
    text = """
    items:
      - {id: part, full: 10, indicator: x, rule: {kind: linear_cap, goal: 100}}
      - {id: whole, full: 10, indicator: x, rule: {kind: linear_cap, goal: 100}}
    """
    shared = replace(figure("part", 100), counts_in=frozenset({("whole",)}))
    figures = {"part": shared, "whole": figure("whole", 100)}
    assert climb(text, figures, part=rate(5, 10), whole=rate(20, 20)) == []
    (first, *_) = climb(text, figures, part=rate(5, 10), whole=rate(15, 20))
    assert (first.item, first.change, first.total) == ("part", 5, D(20))


def test_less_is_better() -> None:
    text = "items: [{id: a, full: 6, target: t, rule: {kind: linear_cap}}]"
    given_ = count(8, goal=6, lower_better=True)
    ways = climb(text, {"a": figure("n", can_fall=True)}, a=given_)
    assert [(w.change, w.gain, w.total) for w in ways] == [(-2, D("1.5"), D(6))]


RULES = [
    "{kind: deduct_per, below: 90, per: 2, points: 3}",
    "{kind: steps, steps: [{at_least: 40, points: 2}, {at_least: 70, points: 5}]}",
    "{kind: pass_fail, at_least: 63}",
    "{kind: deduct_per, below: 90, per: 7, points: 1, zero_from: 80}",
    "{kind: deduct_per, below: 90, per: 7, points: 1, counting: begun}",
    "{kind: bonus_per, per: 7, points: 1, most: 5}",
    "{kind: bonus_per, above: 50, per: 9, points: 1, most: 3, both_ways: yes}",
    "{kind: bonus_per, above: 50, per: 9, points: 1, most: 3, both_ways: yes, counting: begun}",
    "{kind: bonus_per, per: 7, points: 1, counting: begun, most: 6}",
]


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=80, deadline=None)
@given(whole=st.integers(1, 120), part=st.integers(0, 120))
def test_no_smaller_change_gains_anything(rule: str, whole: int, part: int) -> None:
    part = min(part, whole)
    full = "" if "bonus" in rule or "steps" in rule else "full: 20,"
    text = f"""
    least: -20
    items:
      - {{id: base, full: 1, rule: {{kind: manual}}}}
      - {{id: a, {full} indicator: x, rule: {rule}}}
    """
    scheme, figures = scoring(text), {"a": figure("r", 100)}

    def total(n: int) -> D:
        readings = {"base": Reading(D(1)), "a": rate(n, whole)}
        found = Climber(scheme, "U", "", readings, figures, (), Thresholds()).score().total
        assert found is not None
        return found

    better = [n for n in range(part + 1, whole + 1) if total(n) > total(part)]
    ways = climb(text, figures, most=1, base=Reading(D(1)), a=rate(part, whole))
    assert [w.sum_after for w in ways] == [D(n) for n in better[:1]]
    assert all(w.total == total(int(w.sum_after)) for w in ways)
