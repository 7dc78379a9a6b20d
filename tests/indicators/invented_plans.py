"""Invented promises: every kind, comparator, baseline, schedule and change of value."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pipeline.domain.indicator import Indicator
from pipeline.domain.plan import Plan
from tests.oracle.days import first_day

from .invented_scoring import scoring
from .small_catalogue import definitions, plan_segments, words

KINDS = {
    "flow": ("cumulative", "cumulative", "duty", "deadline"),
    "stock": ("level", "level", "level", "deadline"),
    "rate": ("level", "level", "level", "deadline"),
}
COMPARATORS = (">=", ">=", ">=", "<=", "<=", "=", "~")
GOALS = ("1", "5", "20", "33.3", "60", "75", "100", "250", "1000")
YEARS = (2023, 2024, 2024, 2024, 2025)


def plan(name: str, unit: str, codes: Sequence[str], chosen: Sequence[str], die: Random,
         before: Plan | None = None) -> Plan:  # fmt: skip
    """A plan of a unit. ``codes`` are the units of its world, ``before`` a plan it may look at."""
    key = die.choice(list(definitions().calendars))
    year = before.year.value if before and die.randrange(2) else die.choice(YEARS)
    if before and year == before.year.value:
        key = before.calendar
    schedule = die.choice(("linear", "points", "points", "learned", "learned"))
    promised = [target(f"t{n}", die.choice(chosen), key, year, die)
                for n in range(die.randint(1, 4))]  # fmt: skip
    return Plan.model_validate(
        {
            "id": name, "unit": unit, "title": words("plan"), "document": {"title": words("d")},
            "year": {"value": str(year), "basis": "stated"}, "calendar": key,
            "schedule": schedule, "points": points(die) if schedule == "points" else {},
            "thresholds": {
                "behind": die.choice(("0", "5", "10")), "far_behind": die.choice(("15", "25")),
                "completeness": die.choice(("0", "50", "80", "80")),
            },
            "targets": promised,
            "scoring": scoring(codes, chosen, promised, before, die),
        }
    )  # fmt: skip


def points(die: Random) -> dict[str, str]:
    """Rising shares at the ends of some quarters or months, which need not reach 100."""
    letter, count = die.choice((("Q", 4), ("M", 12), ("H", 2)))
    parts = sorted(die.sample(range(1, count + 1), die.randint(1, min(count, 5))))
    shares = sorted(die.randint(0, 100) for _ in parts)
    if die.randrange(3):
        shares[-1] = 100
    width = 2 if letter == "M" else 1
    return {f"{letter}{n:0{width}d}": str(share) for n, share in zip(parts, shares, strict=True)}


def target(name: str, indicator: str, calendar: str, year: int, die: Random) -> dict[str, object]:
    """One promise about an indicator; some are about nothing that is measured."""
    noun: Indicator = definitions().indicators[indicator]
    if die.randrange(12) == 0:
        return {
            "id": name, "unmeasured": words("x"), "name": words(name), "kind": "deadline",
            "comparator": ">=", "value": "1", "unit": "n",
        }  # fmt: skip
    kind = die.choice(KINDS[noun.nature])
    said: dict[str, object] = {
        "id": name, "indicator": indicator, "name": words(name), "kind": kind,
        "comparator": die.choice(COMPARATORS), "value": die.choice(GOALS),
        "unit": die.choice(("n", "n", "tens")),
        "segment": die.choice(({}, *plan_segments(indicator))),
        "baseline": baseline(die),
    }  # fmt: skip
    begins = first_day(definitions().calendars[calendar], year)
    if kind == "duty":
        said["span"] = die.choice(("quarter", "quarter", "half", "month", "year"))
    elif die.randrange(4) == 0:
        first = year - die.randint(0, 2)
        last = max(first + 1, year + die.randint(0, 1))
        said |= {"span": "multi_year", "from_year": str(first), "to_year": str(last)}
        begins = first_day(definitions().calendars[calendar], first)
    days = sorted(die.sample(range(1, 360), die.choice((0, 0, 1, 2))))
    said["changes"] = [change(begins + timedelta(days=n), number, die)
                       for number, n in enumerate(days)]  # fmt: skip
    return said


def baseline(die: Random) -> dict[str, str]:
    kind = die.choice(("zero", "fixed", "previous_year", "previous_year", "unknown"))
    if kind == "fixed":
        return {"kind": kind, "value": die.choice(("0", "10", "50", "90"))}
    return {"kind": kind}


def change(since: date, number: int, die: Random) -> dict[str, object]:
    """A later document that sets another value."""
    return {
        "since": since, "value": str(Decimal(die.choice(GOALS)) + number + 1),
        "document": {"title": words("d"), "number": f"{number}", "issued_on": since},
    }  # fmt: skip
