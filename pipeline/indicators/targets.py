"""Targets: completion, pace and status of every promise, in words anyone can recompute.

Flow: completion = actual ÷ target. Stock or rate: (actual - baseline) ÷ (target - baseline).
Lower is better: the same way downwards, (baseline - actual) ÷ (baseline - target), where the
plan says from where; otherwise a ceiling that is kept or not. The result is compared with the
part of the year's way that the plan's schedule makes due. Duties are judged in ``duties``.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.domain.plan import Plan, Target
from pipeline.domain.status import Status
from pipeline.indicators.history import unreachable_on
from pipeline.indicators.pace import HUNDRED, Schedule

LONGEST_MONTH = 31


@dataclass(frozen=True)
class Actual:
    """What is known of the indicator: its value in the target's own unit, and completeness."""

    value: Decimal | None
    expected: int
    reported: int
    baseline: Decimal | None = None
    """The indicator's value at the end of the year before, if the plan asks for it."""
    way: tuple[tuple[date, Decimal], ...] = ()
    """Its value at the ends of the span's periods up to today, where reports were complete."""
    best: Fraction | None = None
    """The most that any period up to today brought it nearer, per day."""


@dataclass(frozen=True)
class Judgement:
    """What is said about a target on a day; percent, points, days, and the target's unit.

    Of a duty ``spans`` end in the window, ``spans_ended`` of them by what is known, and
    ``spans_done`` were done; ``missed_on`` is the closing day of the first that was not.

    ``gap_value`` is ``gap`` in the target's unit (negative: behind). ``unreachable_on`` is the
    first day on which the target is out of reach at the best pace ever seen: of the past, when
    it came, else the day it will come if nothing more does.
    """

    completion: Decimal | None = None
    due: Decimal | None = None
    gap: Decimal | None = None
    gap_days: int | None = None
    status: Status | None = None
    reason: str | None = None
    remaining: Decimal | None = None
    needed_per_month: Decimal | None = None
    baseline: Decimal | None = None
    gap_value: Decimal | None = None
    unreachable_on: date | None = None
    best_per_month: Decimal | None = None
    spans: int | None = None
    spans_ended: int | None = None
    spans_done: int | None = None
    missed_on: date | None = None


def judge_target(
    target: Target, plan: Plan, schedule: Schedule, day: date, actual: Actual
) -> Judgement:
    """Judge one target that is no duty at the end of ``day``."""
    due = schedule.due_on(day)
    if target.indicator is None:
        return Judgement(due=due, reason="no_indicator")
    if actual.value is None:
        return Judgement(due=due, status=Status.NO_DATA, reason="no_report")
    if target.comparator == "<=" and not falls(target):
        judged = judge_ceiling(target, day, schedule, actual.value)
    else:
        judged = judge_way(target, plan, schedule, day, actual)
    if is_incomplete(plan, actual):
        return replace(judged, status=Status.INCOMPLETE, unreachable_on=None)
    return judged


def falls(target: Target) -> bool:
    """Whether less is better and the plan says from where the way down begins."""
    starts = target.baseline.kind in ("previous_year", "fixed", "unknown")
    return target.comparator == "<=" and target.kind == "level" and starts


def is_incomplete(plan: Plan, actual: Actual) -> bool:
    """Whether too few have reported for the value to be judged."""
    if not actual.expected:
        return False
    return HUNDRED * actual.reported / actual.expected < plan.thresholds.completeness


def judge_ceiling(target: Target, day: date, schedule: Schedule, value: Decimal) -> Judgement:
    """A ceiling (≤): kept is on pace until the year ends, then done; broken is far behind."""
    kept = value <= target.value
    over = day >= schedule.year.end
    status = (Status.DONE if over else Status.ON_PACE) if kept else Status.FAR_BEHIND
    return Judgement(due=schedule.due_on(day), status=status, remaining=target.value - value)


def judge_way(
    target: Target, plan: Plan, schedule: Schedule, day: date, actual: Actual
) -> Judgement:
    """A target to be reached from below, or from above where less is better."""
    value = actual.value or Decimal(0)
    sign = -1 if falls(target) else 1
    due = schedule.due_on(day)
    baseline = baseline_of(target, actual)
    remaining = max(sign * (target.value - value), Decimal(0))
    needed = needed_per_month(remaining, schedule, day)
    reached = sign * (value - target.value) >= 0
    over = day >= schedule.year.end
    if baseline is None or sign * (target.value - baseline) <= 0:
        # Where the way starts is unknown, or it started at the goal: only the goal can be judged.
        fell = baseline is not None
        if fell and sign < 0:
            kept = judge_ceiling(target, day, schedule, value)
            return replace(kept, reason="baseline_reached", baseline=baseline)
        status = Status.DONE if reached else Status.BEHIND if fell or over else None
        reason = "baseline_reached" if fell else None if reached else "no_baseline"
        return Judgement(due=due, status=status, reason=reason, remaining=remaining,
                         needed_per_month=needed, baseline=baseline)  # fmt: skip
    completion = HUNDRED * (value - baseline) / (target.value - baseline)
    gap = completion - due
    return Judgement(
        completion, due, gap, gap_in_days(completion, schedule, day),
        Status.DONE if reached else status_of(gap, plan, over=over), None,
        remaining, needed, baseline,
        sign * (value - baseline - (target.value - baseline) * due / HUNDRED),
        out_of_reach(target, schedule, baseline, actual, sign),
        best_per_month(actual.best, schedule, day),
    )  # fmt: skip


def best_per_month(best: Fraction | None, schedule: Schedule, day: date) -> Decimal | None:
    """A pace per day as one per month of those that are left, to be set beside what each needs."""
    months = months_left(schedule, day)
    if best is None or not months:
        return None
    found = best * (schedule.year.end - day).days / months
    return Decimal(found.numerator) / found.denominator


def out_of_reach(
    target: Target, schedule: Schedule, baseline: Decimal, actual: Actual, sign: int
) -> date | None:
    """The first day on which the target is out of reach at the best pace ever seen."""
    if actual.best is None or not actual.way:
        return None
    start = date.fromordinal(schedule.year.start.toordinal() - 1)
    way = [(start, sign * baseline), *((day, sign * value) for day, value in actual.way)]
    return unreachable_on(way, sign * target.value, schedule.year.end, actual.best)


def baseline_of(target: Target, actual: Actual) -> Decimal | None:
    """Where the way to the target starts; None when nobody knows."""
    if target.kind in ("cumulative", "deadline"):
        return Decimal(0)
    kinds = {"zero": Decimal(0), "fixed": target.baseline.value, "unknown": None}
    return kinds.get(target.baseline.kind, actual.baseline)


def status_of(gap: Decimal, plan: Plan, *, over: bool) -> Status:
    """The word for a gap in points; thresholds belong to the plan. What was not reached when its
    time was ``over`` is not on pace, however little is missing."""
    if gap >= -plan.thresholds.behind and not over:
        return Status.ON_PACE
    return Status.BEHIND if gap >= -plan.thresholds.far_behind else Status.FAR_BEHIND


def gap_in_days(completion: Decimal, schedule: Schedule, day: date) -> int:
    """Days between today and the day for which this completion would be just in time."""
    bounded = min(max(completion, Decimal(0)), HUNDRED)
    if bounded == 0:
        return -((day - schedule.year.start).days + 1)
    return (schedule.day_when_due(bounded) - day).days


def needed_per_month(remaining: Decimal, schedule: Schedule, day: date) -> Decimal | None:
    """What is left, spread over the months that are left; None when the year is over."""
    months = months_left(schedule, day)
    return remaining * months.denominator / months.numerator if months and remaining else None


def months_left(schedule: Schedule, day: date) -> Fraction:
    """Months from the end of ``day`` to the year's end as people count them: three from the end of
    September, however many days they have; of a month begun, the share of its days."""
    if day >= schedule.year.end:
        return Fraction(0)
    next_day, after = (date.fromordinal(d.toordinal() + 1) for d in (day, schedule.year.end))
    whole = 12 * (after.year - next_day.year) + after.month - next_day.month
    return whole + Fraction(after.day - next_day.day, LONGEST_MONTH)
