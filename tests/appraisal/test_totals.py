"""What happens around the rules: missing figures, caps, provisional scores, ranks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.appraisal.totals import Score, ranked

from .schemes import points, reading, score

D = Decimal
MISSING = """
full: 100
items:
  - {id: a, full: 60, indicator: x, rule: {kind: linear_cap, goal: 10}}
  - {id: b, full: 40, indicator: x, missing: POLICY, rule: {kind: linear_cap, goal: 10}}
"""


@pytest.mark.parametrize(
    ("policy", "total", "state", "provisional", "pending"),
    [
        ("zero", "45", "zero", False, "0"),  # 60 × 7.5 ÷ 10
        ("exclude", "75", "excluded", False, "0"),  # 45 × 100 ÷ 60
        ("provisional", "45", "pending", True, "40"),
    ],
)
def test_an_item_without_a_figure(
    policy: str, total: str, state: str, provisional: bool, pending: str
) -> None:
    found = score(MISSING.replace("POLICY", policy), a="7.5")
    line = next(x for x in found.lines if x.id == "b")
    assert (found.total, line.state, found.provisional) == (D(total), state, provisional)
    assert found.pending == D(pending)
    assert line.points == (D(0) if policy == "zero" else None)
    assert sum(x.points or 0 for x in found.lines) == found.total


def test_nobody_scores_zero_for_having_sent_nothing() -> None:
    nothing = score(MISSING.replace("POLICY", "provisional"))
    assert (nothing.total, nothing.provisional, nothing.pending) == (None, True, 100)
    assert ranked([nothing])[0].rank is None


def test_a_score_is_provisional_while_reports_are_missing_behind_a_figure() -> None:
    text = MISSING.replace("POLICY", "zero")
    found = score(text, a=reading(10, expected=4, reported=3), b=10)
    assert (found.total, found.provisional) == (100, True)
    found = score(text, a=reading(10, expected=4, reported=4), b=10)
    assert (found.total, found.provisional) == (100, False)


def test_a_prerequisite_that_cannot_be_judged_leaves_the_score_open() -> None:
    text = """
    items:
      - {id: a, full: 10, rule: {kind: manual}}
      - {id: must, indicator: x, missing: zero, rule: {kind: prerequisite, at_least: 60}}
    """
    found = score(text, a=9)
    assert (found.total, found.outcome, found.provisional) == (9, None, True)


def test_totals_stay_between_least_and_most() -> None:
    text = """
    most: 110
    items:
      - {id: a, full: 100, rule: {kind: manual}}
      - {id: more, indicator: x, rule: {kind: bonus_per, points: 10}}
      - {id: event, unlisted: 0, rule: {kind: penalty, points: 30, most: 60}}
    """
    high = score(text, a=95, more=3, event=0)
    assert (high.total, points(high)["total_bound"]) == (110, -15)
    low = score(text, a=20, more=0, event=1)
    assert (low.total, points(low)["total_bound"]) == (0, 10)
    assert points(score(text, a=95, more=0, event=5))["event"] == -60


def test_points_are_rounded_line_by_line_half_up_so_that_the_sheet_adds_up() -> None:
    text = """
    decimals: 1
    items:
      - {id: a, full: 1, indicator: x, rule: {kind: linear_cap, goal: 20}}
      - {id: b, full: 1, indicator: x, rule: {kind: linear_cap, goal: 20}}
    """
    found = score(text, a=1, b=3)  # 0.05 → 0.1, 0.15 → 0.2
    assert (points(found), found.total) == ({"a": D("0.1"), "b": D("0.2")}, D("0.3"))


@pytest.mark.parametrize(
    ("given", "goal", "ratio"),
    [
        (reading(5, goal=10, baseline=0, due=0), "x", "1"),  # nothing is due yet
        (reading(0, goal=0, lower_better=True), "x", "1"),  # none allowed, none happened
        (reading(2, goal=0, lower_better=True), "x", "0"),  # none allowed, two happened
        (reading(-3, goal=10, baseline=0), "x", "0"),
        (reading(80, goal=90, due=50), "x", "0.8889"),  # no start known: the whole goal counts
    ],
)
def test_edges_of_proportion(given: object, goal: str, ratio: str) -> None:
    text = "{decimals: 4, items: [{id: a, full: 1, target: t, rule: {kind: linear_cap}}]}"
    assert score(text, a=given).total == D(ratio)


@pytest.mark.parametrize(
    ("given", "points_"),
    [
        (reading(90, goal=85, baseline=88), 10),  # began beyond the goal, and is still there
        (reading(84, goal=85, baseline=88), 0),  # fell below it
        (reading(6, goal=5, baseline=10, lower_better=True), 8),  # (6-10) ÷ (5-10) = 0.8
        (reading(3, goal=5, baseline=4, lower_better=True), 10),
        (reading(61, goal=70, baseline=60, due=0), 10),
    ],
)
def test_edges_of_the_way_from_a_baseline(given: object, points_: int) -> None:
    text = "items: [{id: a, full: 10, target: t, rule: {kind: linear_from_baseline}}]"
    assert score(text, a=given).total == points_


def test_a_level_without_a_baseline_has_no_way_to_go() -> None:
    text = "items: [{id: a, full: 10, target: t, rule: {kind: linear_from_baseline}}]"
    (line,) = score(text, a=reading(6, goal=5)).lines
    assert (line.state, line.worked.why) == ("pending", "no_baseline")


def unit(name: str, total: str | None, outcome: str | None = None) -> Score:
    """A score with a total and nothing else."""
    plain = score("items: [{id: a, full: 100, rule: {kind: manual}}]", a=0)
    return replace(plain, unit=name, total=None if total is None else D(total), outcome=outcome)


def test_equal_totals_share_a_rank_and_the_next_is_skipped() -> None:
    given = [unit("a", "80"), unit("b", "90"), unit("c", "90"), unit("d", "95"),
             unit("e", None), unit("f", "99", "veto")]  # fmt: skip
    ranks = {s.unit: s.rank for s in ranked(given)}
    assert ranks == {"d": 1, "b": 2, "c": 2, "a": 4, "e": None, "f": None}
    assert {s.ranked for s in ranked(given)} == {4}
