"""What must hold in every world, whatever the figures are."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from tests.oracle import Report
from tests.oracle.rows import Row

from .engine import NOTHING, Figure, Key, figures
from .worlds import Invented, worlds

FEW = settings(
    max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
FEWER = settings(FEW, max_examples=4)


def last_day(invented: Invented, key: Key) -> date:
    """The day on whose tree a figure stands."""
    return parse_period(key[4], invented.catalogue.calendars).end


def tree_on(units: Iterable[OrgUnit], day: date) -> dict[str, str | None]:
    """The unit above each unit that has begun, by its newest version."""
    begun = [unit for unit in units if (unit.valid_from or date.min) <= day]
    newest = {unit.code: unit for unit in sorted(begun, key=lambda u: u.valid_from or date.min)}
    return {code: u.parent if u.parent in newest else None for code, u in newest.items()}


@FEW
@given(worlds())
def test_units_below_add_up_to_the_unit_above(invented: Invented) -> None:
    found = figures(invented.catalogue, invented.reports)
    reporting = {unit.code for unit in invented.catalogue.org_units if unit.form_set}
    sums: dict[Key, dict[str, Decimal]] = {}
    trees = {day: tree_on(invented.catalogue.org_units, day) for day in days_of(invented, found)}
    for key, figure in found.items():
        parent = trees[last_day(invented, key)][key[3]]
        if key[2] == "" and parent is not None:
            above = sums.setdefault((*key[:3], parent, *key[4:]), {})
            for role in ("numerator", "denominator"):
                if (part := getattr(figure, role)) is not None:
                    above[role] = above.get(role, Decimal(0)) + part
    for key, parts in sums.items():
        if key[3] not in reporting:
            whole = found[key]
            assert (whole.numerator, whole.denominator) == (
                parts.get("numerator"),
                parts.get("denominator"),
            )


def days_of(invented: Invented, found: dict[Key, Figure]) -> set[date]:
    return {last_day(invented, key) for key in found}


@FEW
@given(worlds(), st.integers(0, 10_000))
def test_a_late_report_moves_only_its_own_chain(invented: Invented, which: int) -> None:
    accepted = [r for r in invented.reports if r.accepted]
    assume(len(accepted) > 1)
    late = accepted[which % len(accepted)]
    others = [r for r in invented.reports if r is not late]
    before = figures(invented.catalogue, others)
    after = figures(invented.catalogue, invented.reports)
    known = {key[4:] for key in before}  # the first report of a period brings its windows to all
    for key in before.keys() | after.keys():
        if key[4:] in known and sums(before.get(key)) != sums(after.get(key)):
            tree = tree_on(invented.catalogue.org_units, last_day(invented, key))
            assert key[3] in chain(late.unit, tree)


def sums(figure: Figure | None) -> tuple[object, object]:
    figure = figure or NOTHING
    return figure.numerator, figure.denominator


def chain(unit: str | None, tree: dict[str, str | None]) -> list[str]:
    """A unit and its superiors."""
    found = []
    while unit is not None:
        found.append(unit)
        unit = tree[unit]
    return found


@FEW
@given(worlds(), st.integers())
def test_the_order_of_loading_does_not_matter(invented: Invented, seed: int) -> None:
    shuffled = list(invented.reports)
    Random(seed).shuffle(shuffled)
    assert figures(invented.catalogue, shuffled) == figures(invented.catalogue, invented.reports)


@FEWER
@given(worlds())
def test_sending_the_same_again_changes_nothing(invented: Invented) -> None:
    again = [replace(r, version=r.version + 10) for r in invented.reports]
    twice = [*invented.reports, *again]
    assert figures(invented.catalogue, twice) == figures(invented.catalogue, invented.reports)


@FEWER
@given(worlds())
def test_what_is_withheld_changes_nothing(invented: Invented) -> None:
    accepted = [r for r in invented.reports if r.accepted]
    assert figures(invented.catalogue, accepted) == figures(invented.catalogue, invented.reports)


@FEW
@given(worlds())
def test_nobody_reports_more_than_is_expected(invented: Invented) -> None:
    for figure in figures(invented.catalogue, invented.reports).values():
        assert 0 <= figure.reported <= figure.expected
        assert 0 <= figure.carried <= figure.expected - figure.reported


@FEW
@given(worlds())
def test_a_rate_keeps_within_its_bounds_where_the_reports_do(invented: Invented) -> None:
    reports = [replace(r, sections=within_bounds(r)) for r in invented.reports]
    found = figures(invented.catalogue, reports)
    for key, figure in found.items():
        if key[:2] == ("density", "near") and figure.value is not None:
            assert 0 <= figure.value <= 100
            assert figure.estimate is None or 0 <= figure.estimate <= 100


def within_bounds(report: Report) -> dict[str, tuple[Row, ...]]:
    """The report as the rules want it: members and women are employees, and all are filled."""
    if report.form != "book":
        return report.sections
    rows = []
    for row in report.sections["main"]:
        staff = row["staff"] or 0
        capped = {n: min(row[n] or 0, staff) for n in ("members", "women")}  # type: ignore[type-var]
        rows.append({**row, "staff": staff, **capped})
    return {**report.sections, "main": tuple(rows)}
