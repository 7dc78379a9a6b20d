"""Invented worlds: dated trees with moves, closures, openings and mergers; reports with gaps.

Hypothesis draws what matters when a difference is looked for: shape, dates, gaps, versions. The
cells come from a seeded die, because drawing each would take longer than computing.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from hypothesis import strategies as st

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field
from pipeline.domain.org_unit import OrgUnit, UnitName, org_unit_of
from pipeline.domain.period import MONTHS, Period, make_period
from tests.oracle import Report, World
from tests.oracle.rows import Row

from .invented_corrections import corrections
from .invented_plans import plan
from .small_catalogue import catalogue, definitions

YEARS = (2023, 2024)
FIRST = date(2023, 1, 1)
DAYS = 731
GROUPS = tuple(tuple(definitions().indicators)[part::5] for part in range(5))
"""Each world computes a fifth of the indicators; writing their SQL takes longest, and only once."""
LONGER = (2021, 2022, 2023, 2024)
"""Enough years to learn from; rarer, because everything takes longer then."""
FREQUENCIES = (*("quarter",) * 5, "half", "year")
"""How often units report; ``month`` is as rare, for the same reason."""
TODAY = (
    *(date.max,) * 4,
    date(2024, 1, 31),
    date(2024, 3, 31),
    date(2024, 7, 31),
    date(2024, 9, 30),
)
"""Up to when reports have come: to the end, or into the middle of a year that is planned."""
OWNERS = ("s", "p", "q")


@dataclass(frozen=True)
class Invented:
    """A world as the oracle and as the engine take it."""

    catalogue: Catalogue
    reports: list[Report]

    @cached_property
    def world(self) -> World:
        c = self.catalogue
        return World(
            c.product, c.forms, c.indicators, c.plans, c.org_units, self.reports, c.corrections
        )


@dataclass(frozen=True)
class SideBySide:
    """Worlds that have nothing to do with each other, computed by the engine in one pass.

    Most of what a small world takes is planning of SQL; together they take hardly longer than
    one. Each has its own tree, reports, corrections and plans, and an oracle of its own.
    """

    whole: Invented
    members: list[Invented]


def some_day(draw: st.DrawFn) -> date:
    """A day of the two years; often the first or last of a quarter, where mistakes are made."""
    if draw(st.booleans()):
        edge = date(2023 + draw(st.integers(0, 1)), draw(st.sampled_from((1, 4, 7, 10))), 1)
        return edge - timedelta(days=draw(st.integers(0, 1)))
    return FIRST + timedelta(days=draw(st.integers(0, DAYS - 1)))


@st.composite
def unit_versions(
    draw: st.DrawFn, code: str, above: list[str], leaf: bool, frequencies: tuple[str, ...]
) -> list[OrgUnit]:
    """A unit: always there, or opened, closed, merged, moved; reporting or not."""
    reports = leaf or draw(st.integers(0, 3)) == 0
    frequency = draw(st.sampled_from(frequencies))
    said: dict[str, object] = {
        "code": code,
        "name": UnitName(zh=code, en=code),
        "level": "leaf" if leaf else "middle",
        "parent": draw(st.sampled_from(above)) if above else None,
        "form_set": draw(st.sampled_from(("all", "all", "events_only"))) if reports else None,
        "frequency": frequency if reports else None,
        "attributes": {"owner": draw(st.sampled_from(OWNERS))} if draw(st.integers(0, 5)) else {},
    }
    fate = draw(st.sampled_from(("stays", "stays", "opens", "closes", "merges", "moves")))
    if not above or fate == "stays":
        return [org_unit_of(said)]
    day = some_day(draw)
    if fate == "opens":
        return [org_unit_of({**said, "valid_from": day})]
    if fate in ("closes", "merges"):
        into = draw(st.sampled_from(above)) if fate == "merges" else None
        return [org_unit_of({**said, "valid_to": day, "merged_into": into})]
    moved = {
        **said,
        "parent": draw(st.sampled_from(above)),
        "attributes": {"owner": draw(st.sampled_from(OWNERS))},
    }
    return [
        org_unit_of({**said, "valid_to": day - timedelta(days=1)}),
        org_unit_of({**moved, "valid_from": day}),
    ]


@st.composite
def trees(draw: st.DrawFn, mark: str, frequencies: tuple[str, ...]) -> tuple[OrgUnit, ...]:
    """Two to four levels, sometimes with a second root; all codes begin with ``mark``."""
    levels = [[f"{mark}R"] if draw(st.integers(0, 4)) else [f"{mark}R", f"{mark}S"]]
    for depth in range(1, draw(st.integers(1, 3)) + 1):
        number = draw(st.integers(1, 4 if depth > 1 else 3))
        levels.append([f"{mark}U{depth}{n}" for n in range(number)])
    found: list[OrgUnit] = []
    for depth, codes in enumerate(levels):
        for code in codes:
            above = levels[depth - 1] if depth else []
            found += draw(unit_versions(code, above, depth == len(levels) - 1, frequencies))
    return tuple(found)


def periods_of(unit: OrgUnit, years: tuple[int, ...]) -> list[Period]:
    """Every period of some years for which a unit may report."""
    key, calendar = next(iter(definitions().calendars.items()))
    kind = unit.frequency or "quarter"
    count = 12 // MONTHS[kind]  # type: ignore[index]
    return [
        make_period(key, calendar, kind, year, index)  # type: ignore[arg-type]
        for year in years
        for index in range(1, count + 1)
    ]


@dataclass(frozen=True)
class Habits:
    """How a world reports, in parts of a hundred."""

    missing: int
    blank: int
    rows: int


@st.composite
def worlds(
    draw: st.DrawFn,
    mark: str = "",
    chosen: tuple[str, ...] = (),
    years: tuple[int, ...] = YEARS,
    frequencies: tuple[str, ...] = (*FREQUENCIES, "month"),
) -> Invented:
    """A tree, what its units sent, and the small catalogue with plans of some units."""
    units = draw(trees(mark, frequencies))
    codes = sorted({unit.code for unit in units})
    habits = Habits(*(draw(st.integers(0, n)) for n in (60, 50, 4)))
    die = Random(draw(st.integers(0, 2**32)))
    today = draw(st.sampled_from(TODAY))
    reports: list[Report] = []
    for unit in {u.code: u for u in units}.values():
        forms = definitions().product.form_sets.get(unit.form_set or "")
        for period in periods_of(unit, years) if forms else ():
            for form in forms.forms if forms and period.end <= today else ():
                if die.randrange(100) >= habits.missing and sends(unit, units, period, die):
                    reports += versions(form, unit.code, period, habits, die)
    die.shuffle(reports)
    planned = draw(st.sampled_from(codes))
    chosen = chosen or draw(st.sampled_from(GROUPS))
    made = catalogue(units, planned, *chosen)
    plans = {f"{mark}plan": made.plans["plan"].model_copy(update={"id": f"{mark}plan"})}
    before, above = None, sorted({unit.parent for unit in units if unit.parent})
    for n in range(draw(st.integers(0, 2))):
        unit_code = draw(st.sampled_from((*codes, *above, *above, *above)))
        before = plan(f"{mark}p{n}", unit_code, codes, chosen, die, before)
        plans[before.id] = before
    decided = corrections(reports, die)
    lines = dict.fromkeys(decided, (1,))
    return Invented(
        replace(made, plans=plans, corrections=decided, correction_lines=lines), reports
    )


@st.composite
def side_by_side(draw: st.DrawFn, most: int, least: int = 1) -> SideBySide:
    """So many worlds that compute the same indicators."""
    chosen = draw(st.sampled_from(GROUPS))
    how = draw(st.integers(0, 5))
    years = LONGER if how == 5 else YEARS
    frequencies = (*FREQUENCIES, "month") if how == 4 else FREQUENCIES
    number = draw(st.integers(least, most))
    members = [draw(worlds(f"{n}", chosen, years, frequencies)) for n in range(number)]
    plans = {k: p for m in members for k, p in m.catalogue.plans.items()}
    decided = {k: c for m in members for k, c in m.catalogue.corrections.items()}
    whole = replace(
        members[0].catalogue,
        org_units=tuple(unit for m in members for unit in m.catalogue.org_units),
        plans=plans, corrections=decided, correction_lines=dict.fromkeys(decided, (1,)),
    )  # fmt: skip
    # What one plan asks for, in segments and calendars, is kept for all.
    alone = [Invented(replace(m.catalogue, plans=plans), m.reports) for m in members]
    return SideBySide(Invented(whole, [r for m in members for r in m.reports]), alone)


def sends(unit: OrgUnit, units: tuple[OrgUnit, ...], period: Period, die: Random) -> bool:
    """Units report while they are open; now and then also when they should not."""
    is_open = any(
        (u.valid_from or date.min) <= period.end <= (u.valid_to or date.max)
        for u in units
        if u.code == unit.code
    )
    return is_open or die.randrange(8) == 0


def versions(form: str, unit: str, period: Period, habits: Habits, die: Random) -> list[Report]:
    """One report, or several of which only the latest accepted one counts."""
    number = die.choice((1, 1, 1, 2, 3))
    return [
        Report(
            form, unit, period, n + 1, die.randrange(6) > 0, sections(form, period, habits, die),
            period.end + timedelta(days=die.randint(-3, 40)),
        )
        for n in range(number)
    ]  # fmt: skip


def sections(form: str, period: Period, habits: Habits, die: Random) -> dict[str, tuple[Row, ...]]:
    """Sections with rows; some say that nothing happened, some are left out."""
    found: dict[str, tuple[Row, ...]] = {}
    for name, section in definitions().forms[form].sections.items():
        if name != "main" and die.randrange(6) == 0:
            continue
        most = 1 if section.layout == "card" else habits.rows
        least = 1 if section.layout == "card" else 0
        number = die.randint(least, most) if most else 0
        found[name] = tuple(row(section.fields, period, habits, die) for _ in range(number))
    return found


def row(fields: dict[str, Field], period: Period, habits: Habits, die: Random) -> Row:
    """One row, some cells of which are blank."""
    return {
        name: None if die.randrange(100) < habits.blank else cell(field, period, die)
        for name, field in fields.items()
    }


def cell(field: Field, period: Period, die: Random) -> object:
    """A value of a field's type; zeros and what conditions compare with are frequent."""
    if field.type == "choice":
        return die.choice(list(field.choices))
    if field.type == "boolean":
        return die.random() < 0.5
    if field.type == "date":
        edge = die.choice((period.start, period.end))
        return edge + timedelta(days=die.choice((-400, -90, -1, 0, 0, 1, 20, 200)))
    if field.type == "code":
        return f"K{die.randrange(4)}"
    if field.type == "integer":
        return die.choice((0, 5, 20, 50, die.randrange(100), die.randrange(100)))
    if field.type == "money":
        return die.choice((Decimal("500.50"), Decimal(die.randrange(100_000)) / 100))
    return die.choice((Decimal("0.75"), Decimal(die.randrange(10_000)) / 10_000))
