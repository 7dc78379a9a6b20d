"""Every rule kind against the oracle, on rules and figures that Hypothesis invents."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.appraisal.points import work
from pipeline.appraisal.reading import Reading, reading_from
from pipeline.appraisal.totals import line_of, ranked, rounded, score_unit
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.domain.scoring_rule import ScoreRule
from pipeline.wording.phrases import phrases
from tests.oracle import points as oracle

Said = dict[str, Any]
COMBINED_OR_CONDITION = {
    "prerequisite", "veto", "group_cap", "workload_factor", "bonus_cap_total",
}  # fmt: skip
WORDS = {"zh": "项", "en": "item"}


def tenths(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low * 10, high * 10).map(lambda n: str(Decimal(n) / 10))


QUANTITY = st.sampled_from(["value", "completion", "pace", "ahead", "change"])
COUNTING = st.sampled_from(["whole", "begun", "exact"])
POSITIVE = tenths(1, 9)


def optional(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[Said]:
    return st.fixed_dictionaries({}, optional=choices)


@st.composite
def step_list(draw: st.DrawFn) -> list[Said]:
    side = draw(st.sampled_from(["at_least", "at_most"]))
    limits = sorted(draw(st.sets(st.integers(-50, 150), min_size=1, max_size=5)))
    points = sorted(draw(st.sets(st.integers(0, 20), min_size=len(limits), max_size=len(limits))))
    if side == "at_most":
        points.reverse()
    pairs = zip(limits, points, strict=True)
    return [{side: str(limit), "points": str(point)} for limit, point in pairs]


@st.composite
def rules(draw: st.DrawFn) -> Said:
    kinds: dict[str, st.SearchStrategy[Said]] = {
        "linear_cap": optional(
            goal=tenths(0, 200), floor=tenths(0, 1), cap=tenths(1, 2),
            pace=st.sampled_from(["yes", "no"]),
        ),
        "linear_from_baseline": optional(
            goal=tenths(0, 200), baseline=tenths(0, 200), cap=tenths(1, 2),
            pace=st.sampled_from(["yes", "no"]),
        ),
        "steps": st.fixed_dictionaries({"of": QUANTITY, "steps": step_list()}),
        "growth_tiers": st.fixed_dictionaries({"tiers": step_list(), "otherwise": tenths(0, 1)}),
        "pass_fail": st.one_of(
            st.just({}), st.fixed_dictionaries({"at_least": tenths(0, 100), "of": QUANTITY}),
            st.fixed_dictionaries({"at_most": tenths(0, 100), "otherwise": tenths(0, 3)}),
        ),
        "deduct_per": st.builds(
            lambda a, b, c: {**a, **b, **c},
            st.fixed_dictionaries({"points": POSITIVE, "of": QUANTITY}),
            st.one_of(st.just({}), st.fixed_dictionaries({"below": tenths(0, 100)}),
                      st.fixed_dictionaries({"above": tenths(0, 100)})),
            optional(per=POSITIVE, counting=COUNTING, zero_from=tenths(1, 30), most=tenths(0, 9)),
        ),
        "bonus_per": st.builds(
            lambda a, b: {**a, **b},
            st.fixed_dictionaries({"points": POSITIVE, "of": QUANTITY}),
            optional(above=tenths(0, 100), per=POSITIVE, counting=COUNTING, most=tenths(1, 20),
                     both_ways=st.sampled_from(["yes", "no"])),
        ),
        "penalty": st.builds(lambda a, b: {**a, **b},
                             st.fixed_dictionaries({"points": POSITIVE}),
                             optional(most=tenths(1, 20))),
        "late_days": st.builds(lambda a, b: {**a, **b},
                               st.fixed_dictionaries({"points": POSITIVE}),
                               optional(zero_from=tenths(1, 30))),
        "manual": st.just({}),
        "mean_of_children": optional(times=tenths(0, 2), most=tenths(1, 60)),
    }  # fmt: skip
    kind = draw(st.sampled_from(sorted(kinds)))
    return {"kind": kind, **draw(kinds[kind])}


READINGS = st.fixed_dictionaries(
    {"value": tenths(-20, 220), "due": tenths(0, 100), "lower_better": st.booleans()},
    optional={"goal": tenths(0, 200), "baseline": tenths(0, 200), "before": tenths(0, 200)},
)


def item(rule: Said, full: str | None) -> ScoreItem:
    said = {"id": "i", "title": WORDS, "rule": rule}
    return ScoreItem.model_validate(said if full is None else {**said, "full": full})


def test_the_oracle_knows_every_kind_that_gives_points() -> None:
    union = get_args(ScoreRule)[0]
    kinds = {kind.model_fields["kind"].annotation.__args__[0] for kind in get_args(union)}
    assert set(oracle.KINDS) | COMBINED_OR_CONDITION == kinds


@settings(max_examples=800, deadline=None)
@given(rule=rules(), full=tenths(1, 30), told=READINGS)
def test_points_are_those_of_the_oracle(rule: Said, full: str, told: Said) -> None:
    full_marks = None if rule["kind"] in ("steps", "growth_tiers", "bonus_per", "penalty") else full
    reading = reading_from(told)
    expected = oracle.worked(rule, Fraction(full), told)
    line = line_of(item(rule, full_marks), reading, 2)
    if expected is None:
        assert (line.points, line.state) == (None, "pending")
        assert line.worked.why
    else:
        # A quotient that never ends is cut after 28 digits; its half cent may fall either way.
        assert line.points is not None
        assert f"formula.{line.worked.formula}" in phrases()
        exact = oracle.half_up(expected, 2)
        near = abs(Fraction(line.worked.points or 0) - expected) < Fraction(1, 10**20)
        assert near
        assert abs(Fraction(line.points) - exact) <= (0 if is_clear(expected) else Fraction(1, 100))


def is_clear(points: Fraction) -> bool:
    """Whether points do not lie within a hair of a half cent."""
    cents = abs(points) * 100 % 1
    return abs(cents - Fraction(1, 2)) > Fraction(1, 10**15) or cents == Fraction(1, 2)


@settings(max_examples=100, deadline=None)
@given(told=READINGS)
def test_a_reading_survives_being_stored(told: Said) -> None:
    reading = reading_from(told)
    assert reading_from(reading.as_text()) == reading


MANUAL = {"rule": {"kind": "manual"}, "title": WORDS}
UNIT = st.fixed_dictionaries(
    {"a": tenths(0, 60), "b": tenths(0, 40)},
    optional={"c": tenths(0, 30), "d": tenths(0, 30), "e": tenths(0, 3)},
)


def scheme(most: str, cap: str, missing: str, bonus_cap: str) -> Scoring:
    """Two base items in a capped group, one that may be missing, two bonuses, a penalty."""
    return Scoring.model_validate(
        {
            "groups": [{"id": "g", "title": WORDS}],
            "most": most,
            "items": [
                {"id": "a", "group": "g", "full": "60", **MANUAL},
                {"id": "b", "group": "g", "full": "40", **MANUAL},
                {"id": "cap", "group": "g", "title": WORDS,
                 "rule": {"kind": "group_cap", "most": cap}},
                {"id": "c", "full": "30", "missing": missing, **MANUAL},
                {"id": "d", "unlisted": "0", "title": WORDS, "missing": "zero",
                 "rule": {"kind": "bonus_per", "points": "1"}},
                {"id": "all", "title": WORDS,
                 "rule": {"kind": "bonus_cap_total", "most": bonus_cap}},
                {"id": "e", "title": WORDS, "missing": "zero",
                 "rule": {"kind": "penalty", "points": "5"}},
                {"id": "w", "title": WORDS, "missing": "zero", "indicator": "x",
                 "rule": {"kind": "workload_factor", "over": ["a", "cap"], "rate": "0.1"}},
            ],
        }
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    told=UNIT, most=tenths(50, 150), cap=tenths(40, 100), bonus_cap=tenths(0, 20),
    missing=st.sampled_from(["zero", "exclude", "provisional"]), load=tenths(0, 3),
)  # fmt: skip
def test_totals_are_those_of_plain_arithmetic(
    told: dict[str, str], most: str, cap: str, bonus_cap: str, missing: str, load: str
) -> None:
    readings = {k: Reading(Decimal(v)) for k, v in told.items()} | {"w": Reading(Decimal(load))}
    found = score_unit(scheme(most, cap, missing, bonus_cap), "U", "", readings)
    given_ = {k: Fraction(v) for k, v in told.items()}
    a, b = given_["a"], given_["b"]
    cut = min(Fraction(cap) - a - b, Fraction(0))
    bonus = Fraction(int(given_.get("d", Fraction(0))))
    cut_bonus = min(Fraction(bonus_cap) - bonus, Fraction(0))
    base = a + b + cut + given_.get("c", Fraction(0))
    if "c" not in given_ and missing == "exclude":
        base += oracle.half_up(base * Fraction(30, 100), 2)  # 130 marks are meant, 100 count
    load_points = oracle.half_up((a + cut) * Fraction(1, 10) * Fraction(load), 2)
    total = base + bonus + cut_bonus + load_points
    total += oracle.half_up(-5 * max(given_.get("e", Fraction(0)), Fraction(0)), 2)
    total = max(min(total, Fraction(most)), Fraction(0))
    assert found.total is not None
    assert Fraction(found.total) == total
    assert sum((line.points or Decimal(0) for line in found.lines), Decimal(0)) == found.total
    assert found.provisional == ("c" not in given_ and missing == "provisional")


@settings(max_examples=200, deadline=None)
@given(totals=st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_a_rank_is_one_more_than_how_many_did_better(totals: list[int]) -> None:
    plain = Scoring.model_validate({"items": [{"id": "a", "full": "100", **MANUAL}]})
    scores = [
        score_unit(plain, str(n), "", {"a": Reading(Decimal(t))}) for n, t in enumerate(totals)
    ]
    for score, total in zip(ranked(scores), totals, strict=True):
        assert score.rank == 1 + len([t for t in totals if t > total])


def test_halves_are_rounded_away_from_zero() -> None:
    assert [rounded(Decimal(t), 1) for t in ("0.05", "-0.05", "0.04")] == [
        Decimal("0.1"), Decimal("-0.1"), Decimal("0.0"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["prerequisite", "pass_fail"])
def test_a_condition_on_what_cannot_be_said_is_neither_met_nor_missed(kind: str) -> None:
    asked = item(
        {"kind": kind, "at_least": "5", "of": "change"}, None if kind == "prerequisite" else "10"
    )
    worked = work(asked.rule, Decimal(10), Reading(Decimal(3)))
    assert (worked.points, worked.met, worked.why) == (None, None, "no_year_before")
