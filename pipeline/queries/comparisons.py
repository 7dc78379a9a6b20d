"""Comparisons: a figure against the same period of the year before, and the period before.

同比 is against the same period of the year before, by the same span: so much of this year against
so much of the last. 环比 is against the period right before, always of the periods alone, since a
year so far grows by itself; a whole year has none. Stocks are compared as targets judge them, with
the last reports of missing units on both sides; all else as it was reported. Where a side is
absent, or was made by another definition, so is the change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from pipeline.queries.answers import Comparison, PeriodRef, Value
from pipeline.queries.answers.numbers import Against
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.values import nothing, values
from pipeline.warehouse.reader import Reader
from pipeline.wording.words import is_rate

UNEVEN_FROM = Decimal(1)
"""Points between the completeness of two periods from which it is said that they differ."""


@dataclass(frozen=True)
class Asked:
    """A figure to compare: of an indicator in a family and segment, in a period by a span."""

    indicator: str
    family: str
    segment: str
    period: str
    span: str


@dataclass(frozen=True)
class Pair:
    """What is set against what; ``earlier`` is None where there are no data of that period."""

    asked: Asked
    against: Against
    span: str
    now: PeriodRef
    earlier: PeriodRef | None


def comparisons(
    reader: Reader, unit: str, asked: Iterable[Asked]
) -> dict[Asked, tuple[Comparison, ...]]:
    """Each figure of a unit → its comparisons, 同比 first."""
    known = nouns(reader)
    pairs = [pair for one in dict.fromkeys(asked) for pair in pairs_of(known, one)]
    stored = {
        span: stored_values(reader, known, unit, [pair for pair in pairs if pair.span == span])
        for span in {pair.span for pair in pairs}
    }
    found: dict[Asked, tuple[Comparison, ...]] = {}
    for pair in pairs:
        made = compared(known, pair, unit, stored[pair.span])
        found[pair.asked] = (*found.get(pair.asked, ()), made)
    return found


def pairs_of(known: Nouns, asked: Asked) -> list[Pair]:
    """The earlier periods a figure is compared with."""
    now = known.windows[asked.period]
    found = [Pair(asked, "year_before", asked.span, now, year_before(known, now))]
    if now.kind != "year":
        found.append(Pair(asked, "period_before", "period", now, period_before(known, now)))
    return found


def year_before(known: Nouns, now: PeriodRef) -> PeriodRef | None:
    """The period of the same kind that began a year earlier."""
    began = now.start.replace(year=now.start.year - 1)
    return next((p for p in alike(known, now) if p.start == began), None)


def period_before(known: Nouns, now: PeriodRef) -> PeriodRef | None:
    """The period of the same kind that ended the day before."""
    ended = now.start - timedelta(days=1)
    return next((p for p in alike(known, now) if p.end == ended), None)


def alike(known: Nouns, now: PeriodRef) -> list[PeriodRef]:
    """Periods of the same kind and calendar."""
    kind = now.kind, now.calendar
    return [p for p in known.windows.values() if (p.kind, p.calendar) == kind]


Stored = dict[tuple[str, str, str, str, str], Value]


def stored_values(reader: Reader, known: Nouns, unit: str, pairs: Sequence[Pair]) -> Stored:
    """The values of one span that some pairs need; breakdowns into few persons concealed."""
    wanted = dict.fromkeys(pair.asked.indicator for pair in pairs)
    windows = {p.code: p for pair in pairs for p in (pair.now, pair.earlier) if p is not None}
    chosen = [known.indicators[name] for name in wanted]
    return values(reader, chosen, [unit], list(windows.values()), pairs[0].span)


def compared(known: Nouns, pair: Pair, unit: str, stored: Stored) -> Comparison:
    """One figure set against an earlier one."""
    indicator = known.indicators[pair.asked.indicator]
    now = side(pair, pair.now, unit, stored)
    before = side(pair, pair.earlier, unit, stored)
    stock = indicator.nature == "stock"
    value, base = figure_of(now, stock), figure_of(before, stock)
    rate = is_rate(known.indicator_ref(indicator.id))
    known_both = value is not None and base is not None
    difference = value - base if value is not None and base is not None else None
    reason = why_not(value, base, rate)
    if pair.earlier and not indicator.is_same_on(pair.now.end, pair.earlier.end):
        difference, reason = None, reason or "other_definition"
    percent = None
    if difference is not None and base and reason is None and not rate:
        percent = 100 * difference / base
    return Comparison(
        against=pair.against,
        period=pair.earlier,
        span=pair.span,
        is_rate=rate,
        value=value,
        before=base,
        difference=difference,
        percent=percent,
        data=now.data,
        data_before=before.data,
        is_estimate=stock and known_both and bool(now.data.carried or before.data.carried),
        uneven=known_both and is_uneven(now, before, stock),
        reason=reason,
    )


def side(pair: Pair, period: PeriodRef | None, unit: str, stored: Stored) -> Value:
    """The value of one side, with the completeness of the whole when it is of a segment."""
    if period is None:
        return nothing(pair.span)
    asked = pair.asked
    empty = nothing(pair.span)
    value = stored.get((asked.indicator, asked.family, asked.segment, unit, period.code), empty)
    whole = stored.get((asked.indicator, asked.family, "", unit, period.code), empty)
    return replace(value, data=whole.data)


def figure_of(value: Value, stock: bool) -> Decimal | None:
    """What is compared: of a stock the estimate where units are missing, else what was reported."""
    return value.estimate if stock and value.estimate is not None else value.value


def why_not(value: Decimal | None, base: Decimal | None, rate: bool) -> str | None:
    """Why there is no change; a share of nothing, or of less, says nothing."""
    if value is None:
        return "no_value"
    if base is None:
        return "no_base"
    if rate or base > 0:
        return None
    return "zero_base" if base == 0 else "negative_base"


def is_uneven(now: Value, before: Value, stock: bool) -> bool:
    """Whether the shares of what was due that are in lie ``UNEVEN_FROM`` points apart or more;
    a stock's last reports count as in."""
    shares = [share_in(value, stock) for value in (now, before)]
    return abs(shares[0] - shares[1]) >= UNEVEN_FROM


def share_in(value: Value, stock: bool) -> Decimal:
    """Percent of what was due that is in; all of it where nothing was due."""
    there = value.data.reported + (value.data.carried if stock else 0)
    return Decimal(100) * there / value.data.expected if value.data.expected else Decimal(100)


def in_unit(found: Comparison, factor: Decimal) -> Comparison:
    """The same with its figures in another unit, which has ``factor`` of them to one."""
    return replace(
        found,
        value=times(found.value, factor),
        before=times(found.before, factor),
        difference=times(found.difference, factor),
    )


def times(amount: Decimal | None, factor: Decimal) -> Decimal | None:
    """An amount in another unit."""
    return None if amount is None else amount * factor
