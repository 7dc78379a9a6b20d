"""What an item reads of a duty: one span's figure, or how many of several spans were done."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.appraisal.figures import Figure, year_before
from pipeline.appraisal.reading import HUNDRED, ZERO, Reading
from pipeline.domain.period import Period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.scoring import ScoreItem
from pipeline.indicators.duties import NEVER, DutySpan, is_owed, outcome, spans_between
from pipeline.indicators.scorecards import conversion, default_family
from pipeline.indicators.segments import key_of
from pipeline.indicators.targets import Actual

if TYPE_CHECKING:
    from pipeline.appraisal.inputs import Scene


def duty_reading(scene: "Scene", item: ScoreItem, plan: Plan, target: Target, unit: str) -> Reading:
    """A duty of a unit in the period, or from the year's start if the item says ``to_date``."""
    calendar = scene.catalogue.calendars[plan.calendar]
    start = scene.period.year_start if item.span == "to_date" else scene.period.start
    within = replace(scene.period, start=start)
    until = scene.figures.known_until.get(unit, NEVER)
    spans = [
        DutySpan(span, target.value_on(span.end), actual_of(scene, item, target, unit, span), until)
        for span in spans_between(target, calendar, within)
        if is_owed(scene.figures.lives, unit, span)
    ]
    if not spans:
        return Reading(None, absent="not_due")
    if len(spans) == 1:
        return of_one(scene, item, target, unit, spans[0])
    return of_several(item, target, spans)


def figure_in(scene: "Scene", item: ScoreItem, target: Target, unit: str, period: Period) -> Figure:
    """The stored figure of a duty's indicator in one span."""
    indicator = scene.catalogue.indicators[target.indicator or ""]
    family = item.family or default_family(indicator)
    segment = key_of(target.segment)
    return scene.figures.value(indicator, family, segment, unit, period.code, "period")


def actual_of(scene: "Scene", item: ScoreItem, target: Target, unit: str, span: Period) -> Actual:
    """The same in the target's unit."""
    found = figure_in(scene, item, target, unit, span)
    indicator = scene.catalogue.indicators[target.indicator or ""]
    factor = conversion(indicator, target, scene.catalogue.product)
    value = None if found.value is None else found.value * factor
    return Actual(value, found.expected, found.reported)


def of_one(scene: "Scene", item: ScoreItem, target: Target, unit: str, span: DutySpan) -> Reading:
    """One span's own figure, once it is settled."""
    actual = span.actual
    if outcome(target, span) is None:
        why = "no_report" if span.ended else "not_due"
        return Reading(None, expected=actual.expected, reported=actual.reported, absent=why)
    found = figure_in(scene, item, target, unit, span.period)
    before = actual_of(scene, item, target, unit, year_before(span.period, scene.catalogue))
    return Reading(
        actual.value, found.numerator, found.denominator, span.goal, ZERO, HUNDRED,
        target.comparator == "<=", before.value, actual.expected, actual.reported,
        within=None if span.period.code == scene.period.code else span.period.code,
    )  # fmt: skip


def of_several(item: ScoreItem, target: Target, spans: Sequence[DutySpan]) -> Reading:
    """How many were done, of all; due are those that are settled.

    A span without a figure is no failure, unless the item says that what is missing counts as zero.
    """
    said = [outcome(target, span) for span in spans]
    blank = [span for span in spans if span.ended and span.actual.value is None]
    expected = sum(span.actual.expected for span in spans)
    reported = sum(span.actual.reported for span in spans)
    if all(one is None for one in said):
        why = "no_report" if blank else "not_due"
        return Reading(None, expected=expected, reported=reported, absent=why)
    due = sum(
        1 for span, one in zip(spans, said, strict=True)
        if one is False or (one is True and span.ended)
    )  # fmt: skip
    if item.missing == "zero":
        due += len(blank)
    return Reading(
        Decimal(said.count(True)), goal=Decimal(len(spans)), baseline=ZERO,
        due=HUNDRED * due / len(spans), expected=expected, reported=reported,
        counting=target.span,
    )  # fmt: skip
