"""Small cells: a breakdown of persons does not show so few that they could be recognised.

Published means pages, reports and the figures of the command line. The tables that analysts ask
in SQL are the office's own working copy and keep every count.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.domain.indicator import Indicator
from pipeline.indicators.segments import parse
from pipeline.queries.answers import Value
from pipeline.queries.nouns import Nouns

Key = tuple[str, str, str, str, str]
"""indicator, family, segment, unit, period"""


def about_persons(known: Nouns, indicator: Indicator) -> bool:
    """Whether rows behind the indicator are persons: registers that hold identity numbers."""
    return any(
        known.forms[measure.form].sections[measure.section].about_persons
        for _, _, edition in indicator.editions
        for measure in (*edition.numerator, *edition.denominator)
    )


def conceal(found: dict[Key, Value], known: Nouns) -> None:
    """Replace the small values of breakdowns, and those that would give them away."""
    dimensions: dict[tuple[str, ...], dict[Key, Value]] = defaultdict(dict)
    for key, value in found.items():
        indicator, family, segment, unit, period = key
        if segment and about_persons(known, known.indicator(indicator)):
            of = ";".join(parse(segment))
            dimensions[indicator, family, of, unit, period][key] = value
    for cells in dimensions.values():
        for key in concealed(cells, known.product.small_cell):
            found[key] = replace(
                found[key], value=None, numerator=None, denominator=None, estimate=None,
                low=None, high=None, concealed=True,
            )  # fmt: skip


def concealed(cells: Mapping[Key, Value], limit: int) -> set[Key]:
    """Which cells of one breakdown are not shown.

    Those with 1 to ``limit`` - 1 persons in the numerator, in the denominator, or between them;
    and where that is a single one, the next smallest too: else the total would give it away.
    """
    sizes = {key: size for key, value in cells.items() if (size := smallest(value))}
    hidden = {key for key, size in sizes.items() if size < limit}
    others = sorted((size, key) for key, size in sizes.items() if key not in hidden)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    return hidden


def smallest(value: Value) -> Decimal | None:
    """The smallest group of persons that a value tells of; None where it tells of nobody."""
    top, bottom = value.numerator, value.denominator
    between = None if top is None or bottom is None else bottom - top
    return min((count for count in (top, bottom, between) if count and count > 0), default=None)
