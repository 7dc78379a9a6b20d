"""Promises judged again, from the design: what is done, what is due, and the word for it."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.domain.indicator import Indicator, Test
from pipeline.domain.plan import Plan, Target
from tests.oracle.days import KINDS, Asked, first_day, months_between
from tests.oracle.duties import judged_duty, parts_of
from tests.oracle.nouns import NOTHING, Answer, Span
from tests.oracle.pace import (
    FINEST,
    ONE_DAY,
    Days,
    F,
    Pace,
    Past,
    Point,
    held_on,
    pace_of,
    too_few,
)
from tests.oracle.world import World, written


@dataclass(frozen=True)
class Said:
    """What is said about a promise on a day."""

    value: Fraction | None = None
    due: Fraction | None = None
    completion: Fraction | None = None
    gap: Fraction | None = None
    gap_days: int | None = None
    status: str | None = None
    reason: str | None = None
    remaining: Fraction | None = None
    needed: Fraction | None = None
    baseline: Fraction | None = None
    gap_value: Fraction | None = None
    best: Fraction | None = None
    unreachable: date | None = None
    way: str = "linear"
    learned_from: tuple[int, ...] = ()
    target_value: Decimal = Decimal(0)
    spans: int | None = None
    spans_ended: int | None = None
    spans_done: int | None = None
    missed_on: date | None = None


@dataclass(frozen=True)
class Known:
    """A promise's own figure, in its unit, and how complete it is."""

    value: Fraction | None
    expected: int
    reported: int
    baseline: Fraction | None
    best: Fraction | None
    way: tuple[tuple[date, Fraction], ...]


class Promises:
    """The promises of one world's plans; ``windows`` are the spans figures are kept for."""

    def __init__(self, world: World, windows: list[Asked]) -> None:
        self.world = world
        self.windows = windows
        self.spans = {(w.code, w.span): Span(w.starts, w.ends) for w in windows}
        self.paces: dict[tuple[str, str], tuple[Pace, Past | None]] = {}

    # Figures.

    def answer(
        self, indicator: Indicator, segment: str, unit: str, code: str, span: str, family: str = ""
    ) -> Answer:
        """A figure by its window; nothing where no window is kept or the unit is not there."""
        days = self.spans.get((code, span))
        if days is None or unit not in self.world.tree_on(days.ends):
            return NOTHING
        family = family or indicator.family or "default"
        return self.world.answer(indicator.id, family, segment, unit, days)

    def amount(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        """The value exactly; a stock takes over the last reports of who is missing."""
        top = answer.numerator
        if indicator.nature == "stock" and answer.numerator_carried is not None:
            top = (top or Decimal(0)) + answer.numerator_carried
        if top is None or (indicator.denominator and not answer.denominator):
            return None
        if indicator.denominator:
            return F(indicator.scale) * F(top) / F(answer.denominator or 0)
        return F(indicator.scale) * F(top)

    def factor(self, indicator: Indicator, target: Target) -> Fraction:
        units = self.world.product.units
        return F(units[indicator.unit].factor) / F(units[target.unit].factor)

    def of_year(self, plan: Plan, target: Target, unit: str, year: int) -> Fraction | None:
        """The figure of a whole year."""
        indicator = self.world.indicators[target.indicator or ""]
        code = f"{self.world.product.calendars[plan.calendar].prefix}{year}"
        answer = self.answer(indicator, written(target.segment), unit, code, "period")
        amount = self.amount(indicator, answer)
        return None if amount is None else amount * self.factor(indicator, target)

    def alike(self, indicator: Indicator, one: date, other: date) -> bool:
        """Whether an indicator was defined on a day as it was on another."""
        return self.world.defined(indicator.id, one) == self.world.defined(indicator.id, other)

    def before(
        self, plan: Plan, target: Target, unit: str, year: int, day: date
    ) -> Fraction | None:
        """The figure of an earlier year; nothing where it was defined otherwise than on a day."""
        indicator = self.world.indicators[target.indicator or ""]
        ends = first_day(self.world.product.calendars[plan.calendar], year + 1) - ONE_DAY
        return self.of_year(plan, target, unit, year) if self.alike(indicator, ends, day) else None

    # One promise.

    def periods(self, plan: Plan, target: Target) -> list[Asked]:
        """The periods at whose ends a promise is judged: of its plan's year, and later ones of
        a promise of several years."""
        calendar = self.world.product.calendars[plan.calendar]
        last = max([plan.year.value, *(t.to_year for t in plan.targets if t.to_year)])
        ends = self.days(plan, target).last
        found = []
        for window in self.windows:
            year = year_of(window.code, calendar.prefix)
            if window.span != "period" or year is None or not plan.year.value <= year <= last:
                continue
            if year == plan.year.value or window.ends <= ends:
                found.append(window)
        return found

    def days(self, plan: Plan, target: Target) -> Days:
        calendar = self.world.product.calendars[plan.calendar]
        first, last = target.from_year or plan.year.value, target.to_year or plan.year.value
        return Days(first_day(calendar, first), first_day(calendar, last + 1) - ONE_DAY)

    def past(self, plan: Plan, target: Target) -> Past | None:
        """The values of the finest parts of years in which enough had reported."""
        indicator = self.world.indicators.get(target.indicator or "")
        if indicator is None or target.kind == "duty":
            return None
        calendar = self.world.product.calendars[plan.calendar]
        span = span_for(indicator, target)
        found: dict[str, list[Point]] = {}
        for window in self.windows:
            year, kind = year_of(window.code, calendar.prefix), kind_of(window.code)
            if window.span != span or year is None or kind == "year":
                continue
            answer = self.answer(indicator, written(target.segment), plan.unit, window.code, span)
            amount = self.amount(indicator, answer)
            if amount is None or too_few(plan, answer.expected, answer.reported):
                continue
            months = KINDS[kind][1]
            part = int(window.code.removeprefix(f"{calendar.prefix}{year}")[1:])
            alone = self.spans[window.code, "period"]
            if not self.alike(indicator, alone.ends, self.days(plan, target).last):
                continue
            value = amount * self.factor(indicator, target)
            assert part <= 12 // months
            found.setdefault(kind, []).append(Point(year, part, alone.starts, alone.ends, value))
        kind = next((k for k in FINEST if k in found), None)
        if kind is None:
            return None
        points = tuple(sorted(found[kind], key=lambda p: p.ends))
        adds_up, flow = accumulates(indicator), indicator.nature == "flow"
        return Past(kind, points, adds_up and flow, adds_up and not flow)

    def pace(self, plan: Plan, target: Target) -> tuple[Pace, Past | None]:
        """A promise's schedule and past."""
        key = plan.id, target.id
        if key not in self.paces:
            past, days = self.past(plan, target), self.days(plan, target)
            calendar = self.world.product.calendars[plan.calendar]
            long = target.from_year is not None
            sign = -1 if falls(target) else 1
            self.paces[key] = pace_of(plan, calendar, days, past, sign, long=long), past
        return self.paces[key]

    def known(self, plan: Plan, target: Target, period: Asked) -> Known:
        """What is known of a promise at a period's end."""
        indicator = self.world.indicators[target.indicator or ""]
        calendar = self.world.product.calendars[plan.calendar]
        span, segment = span_for(indicator, target), written(target.segment)
        now = self.answer(indicator, segment, plan.unit, period.code, span)
        whole = self.answer(indicator, "", plan.unit, period.code, span)
        value = self.amount(indicator, now)
        if value is not None:
            value *= self.factor(indicator, target)
        first = target.from_year or plan.year.value
        year = year_of(period.code, calendar.prefix) or 0
        adds_up = indicator.nature == "flow" and accumulates(indicator)
        adds_up = adds_up and target.kind in ("cumulative", "deadline")
        if adds_up:
            # A promise of several years is reached by all of them together.
            for earlier in range(first, year):
                more = self.of_year(plan, target, plan.unit, earlier)
                value = None if value is None or more is None else value + more
        _, past = self.pace(plan, target)
        best = past.best(period.ends, -1 if falls(target) else 1) if past else None
        return Known(
            value, whole.expected, whole.reported,
            self.before(plan, target, plan.unit, first - 1, period.ends), best,
            self.way(plan, target, period, adds_up),
        )  # fmt: skip

    def way(
        self, plan: Plan, target: Target, period: Asked, adds_up: bool
    ) -> tuple[tuple[date, Fraction], ...]:
        """The values in the promise's days up to now; nothing unless the last is of now."""
        _, past = self.pace(plan, target)
        days = self.days(plan, target)
        points = [
            p for p in (past.points if past else ())
            if days.first <= p.starts and p.ends <= period.ends
        ]  # fmt: skip
        if not points or points[-1].ends != period.ends:
            return ()
        found: list[tuple[date, Fraction]] = []
        carried, year = F(0), points[0].year
        for point in points:
            if adds_up and point.year != year:
                carried, year = found[-1][1], point.year
            found.append((point.ends, carried + point.value))
        return tuple(found)

    def judge(
        self, plan: Plan, target: Target, period: Asked, value: Decimal | None = None
    ) -> Said:
        """Judge a promise at a period's end, by the value that holds then or by another."""
        by = value is not None
        if value is None:
            value = held_on(target, period.ends)
        pace, _ = self.pace(plan, target)
        if target.kind == "duty":
            return self.duty(plan, target, period, value, by=value if by else None)
        days = self.days(plan, target)
        base = Said(
            due=pace.due(period.ends), way=pace.way, learned_from=pace.years, target_value=value
        )
        if target.indicator is None:
            return replace(base, reason="no_indicator")
        known = self.known(plan, target, period)
        base = replace(base, value=known.value)
        if known.value is None:
            return replace(base, status="no_data", reason="no_report")
        said = judged(base, plan, target, F(value), period.ends, days, pace, known)
        if too_few(plan, known.expected, known.reported):
            return replace(said, status="incomplete", unreachable=None)
        return said

    def duty(
        self, plan: Plan, target: Target, period: Asked, value: Decimal, by: Decimal | None
    ) -> Said:
        """A duty at a period's end; ``by`` one value in all spans, or by what held at each end."""
        pace, _ = self.pace(plan, target)
        base = Said(way=pace.way, learned_from=pace.years, target_value=value)
        if target.indicator is None:
            return replace(base, reason="no_indicator")
        first, last = period.starts, period.ends
        parts = parts_of(self, plan, target, plan.unit, first, last, by)
        said = judged_duty(plan, target, parts)
        if len(parts) > 1:
            indicator = self.world.indicators[target.indicator]
            whole = self.answer(
                indicator, written(target.segment), plan.unit, period.code, "period"
            )
            amount = self.amount(indicator, whole)
            said["value"] = None if amount is None else amount * self.factor(indicator, target)
        return replace(base, **said)

    def versions(self, plan: Plan, target: Target, period: Asked) -> list[Said]:
        """The promise by every value that was set by a day, if any was changed."""
        changes = [c.value for c in target.changes if c.since <= period.ends]
        if not changes:
            return []
        return [self.judge(plan, target, period, value) for value in (target.value, *changes)]


def judged(
    base: Said, plan: Plan, target: Target, goal: Fraction, day: date, days: Days, pace: Pace,
    known: Known,
) -> Said:  # fmt: skip
    """A promise with a value: a ceiling that is kept or not, or a way that is gone."""
    value, due = known.value or F(0), base.due or F(0)
    kept = "done" if day >= days.last else "on_pace"
    ceiling = replace(base, status=kept if value <= goal else "far_behind", remaining=goal - value)
    if target.comparator == "<=" and not falls(target):
        return replace(ceiling, due=pace.due(day))
    sign = -1 if falls(target) else 1
    start = start_of(target, known)
    left = max(F(0), sign * (goal - value))
    months = months_between(day, days.last)
    base = replace(
        base, remaining=left, needed=left / months if left and months > 0 else None, baseline=start
    )
    reached = sign * value >= sign * goal
    if start is None:
        return replace(
            base,
            status="done" if reached else "behind" if day >= days.last else None,
            reason=None if reached else "no_baseline",
        )
    if sign * start >= sign * goal:
        if sign < 0:
            return replace(ceiling, due=pace.due(day), reason="baseline_reached", baseline=start)
        return replace(base, status="done" if reached else "behind", reason="baseline_reached")
    completion = 100 * (value - start) / (goal - start)
    gap = completion - due
    status = "far_behind"
    if gap >= -F(plan.thresholds.far_behind):
        status = "behind"
    if gap >= -F(plan.thresholds.behind) and day < days.last:
        status = "on_pace"
    inside = min(F(100), max(F(0), completion))
    since_start = (day - days.first).days + 1
    gap_days = (pace.day_for(inside, days) - day).days if inside else -since_start
    return replace(
        base, completion=completion, gap=gap, gap_days=gap_days,
        status="done" if reached else status,
        gap_value=sign * ((value - start) - (goal - start) * due / 100),
        best=known.best * (days.last - day).days / months
        if known.best is not None and months else None,
        unreachable=lost_on(target, known, sign, start, goal, days),
    )  # fmt: skip


def lost_on(
    target: Target, known: Known, sign: int, start: Fraction, goal: Fraction, days: Days
) -> date | None:
    """The first day at whose end the best gain ever seen, kept up every day that is left, does
    not reach the goal any more; between two known values in a straight line, then still."""
    if known.best is None or not known.way:
        return None
    points = [(days.first - ONE_DAY, start), *known.way]
    points.append((days.last, points[-1][1]))
    if sign * points[-1][1] >= sign * goal:
        return None
    best, line = known.best, Pace(tuple(points))

    def lost(day: date) -> bool:
        return sign * line.due(day) + best * (days.last - day).days < sign * goal

    # Between two points the question changes its answer once at most.
    place = next(n for n, (day, _) in enumerate(points) if lost(day))
    since, until = points[max(place - 1, 0)][0], points[place][0]
    every = range((until - since).days)
    return since + bisect_left(every, True, key=lambda n: lost(since + n * ONE_DAY)) * ONE_DAY


def start_of(target: Target, known: Known) -> Fraction | None:
    """Where the way starts: sums from nothing, levels where the plan says."""
    if target.kind != "level":
        return F(0)
    stated: Mapping[str, Callable[[], Fraction | None]] = {
        "zero": lambda: F(0),
        "fixed": lambda: F(target.baseline.value or 0),
        "unknown": lambda: None,
        "previous_year": lambda: known.baseline,
    }
    return stated[target.baseline.kind]()


def falls(target: Target) -> bool:
    """Less is better, and the plan says from where it is to come down."""
    return target.comparator == "<=" and target.kind == "level" and target.baseline.kind != "zero"


def accumulates(indicator: Indicator) -> bool:
    """Whether a year's figure grows through the year."""
    dated = [any(isinstance(t, Test) and t.within for t in m.where.values())
             for m in indicator.numerator]  # fmt: skip
    sums = [m.over_time == "sum" for m in indicator.numerator]
    return indicator.nature != "stock" and any([*dated, *sums])


def span_for(indicator: Indicator, target: Target) -> str:
    """A duty looks at each period alone, what grows through the year at the year so far."""
    return "to_date" if accumulates(indicator) and target.kind != "duty" else "period"


def year_of(code: str, prefix: str) -> int | None:
    """The year in a period's code, if it is of the calendar with this prefix."""
    rest = code.removeprefix(prefix)
    return int(rest[:4]) if code.startswith(prefix) and rest[:1].isdigit() else None


def kind_of(code: str) -> str:
    """The kind of a period by its code."""
    letters = {letter: kind for kind, (letter, _) in KINDS.items() if letter}
    return next((letters[c] for c in code[4:] if c in letters), "year")
