"""The engine's SQL against the oracle's loops, in worlds that Hypothesis invents.

``WORLDS=2000`` tries more of them than the usual few.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import isclose

from hypothesis import HealthCheck, given, settings

from pipeline.definitions.catalogue import Catalogue
from tests.oracle import Answer, Span, World
from tests.oracle_calendar import Asked, asked_spans

from .engine import NOTHING, Figure, Key, figures
from .worlds import Invented, worlds

PLAN_YEAR = (date(2023, 10, 1), date(2024, 9, 30))
WORLDS = int(os.environ.get("WORLDS", "60"))


@settings(
    max_examples=WORLDS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="WORLDS" not in os.environ,
)
@given(worlds())
def test_every_figure_is_what_the_design_says(invented: Invented) -> None:
    found = figures(invented.catalogue, invented.reports)
    assert differing(found, invented) == {}


def differing(found: dict[Key, Figure], invented: Invented) -> dict[Key, tuple[Figure, Answer]]:
    """Every figure on which the two do not agree."""
    world, catalogue = invented.world, invented.catalogue
    differences = {}
    for key, span in asked(world, catalogue, invented):
        indicator, family, segment, unit, *_ = key
        answer = world.answer(indicator, family, segment, unit, span)
        figure = found.get(key)
        if figure is None and segment:
            # Nothing is stored of an empty segment; how complete it is, the whole says.
            figure = replace(NOTHING, **completeness(answer))
        if not agree(figure or NOTHING, answer):
            differences[key] = (figure or NOTHING, answer)
    return differences


def completeness(answer: Answer) -> dict[str, int]:
    return {name: getattr(answer, name) for name in ("expected", "reported", "carried")}


def asked(world: World, catalogue: Catalogue, invented: Invented) -> Iterator[tuple[Key, Span]]:
    """Every figure that is stored: segments only of superiors and of units with plans."""
    planned = {plan.unit for plan in catalogue.plans.values()}
    for window in windows_of(catalogue, invented):
        span = Span(window.starts, window.ends)
        for indicator in catalogue.indicators.values():
            if window.span == "to_date" and not indicator.accumulates:
                continue
            for family, segment in world.variants(indicator.id):
                for unit in world.tree_on(window.ends):
                    if not segment or unit in planned or world.has_children(unit, window.ends):
                        key = (indicator.id, family, segment, unit, window.code, window.span)
                        yield key, span


def windows_of(catalogue: Catalogue, invented: Invented) -> Iterator[Asked]:
    """Spans that touch a report that counts, or the plan's year."""
    periods = [r.period for reports in invented.world.counting.values() for r in reports]
    days = [(p.start, p.end) for p in periods] + [PLAN_YEAR]
    first, last = min(start for start, _ in days), max(end for _, end in days)
    kinds = {"quarter", "half", *(p.kind for p in periods)}
    for window in asked_spans(catalogue.product, first, last, kinds):
        if any(start <= window.ends and window.starts <= end for start, end in days):
            yield window


def agree(figure: Figure, answer: Answer) -> bool:
    """Sums must be equal, quotients as equal as floating point allows."""
    return (
        (figure.numerator, figure.denominator) == (answer.numerator, answer.denominator)
        and near(figure.value, answer.value)
        and near(figure.estimate, answer.estimate)
        and (figure.expected, figure.reported, figure.carried)
        == tuple(completeness(answer).values())
    )


def near(stored: float | None, exact: Decimal | None) -> bool:
    if stored is None or exact is None:
        return stored is None and exact is None
    return isclose(stored, float(exact), rel_tol=1e-9, abs_tol=1e-9)
