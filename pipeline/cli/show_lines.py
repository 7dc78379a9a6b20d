"""``show`` for people: one indicator in lines of a label and what is said."""

from decimal import Decimal

from pipeline.domain.noun import Language
from pipeline.queries.answers import Comparison, IndicatorPage, PlanRef, TargetRow
from pipeline.wording.comparators import SIGNS, more_said
from pipeline.wording.comparisons import caveats, change_words, name_words, sides_words
from pipeline.wording.dates import data_status, full_date
from pipeline.wording.duties import done_words, missed_words
from pipeline.wording.numbers import completed, number, unit_word
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import glyph, status_word
from pipeline.wording.words import Measured, figure

Line = tuple[str, str]


def show_lines(page: IndicatorPage, language: Language) -> list[Line]:
    """Value, its parts, estimate and bounds, target, and the state of the data."""
    value, card = page.value, page.card
    lines = [(phrase("cli.value", language), with_unit(value.value, page.indicator, language))]
    lines += estimate_lines(page, language)
    lines += [change_line(one, page.indicator, language) for one in page.changes]
    lines.append((card.numerator_label.in_language(language), number(value.numerator, 0)))
    if card.denominator_label:
        label = card.denominator_label.in_language(language)
        lines.append((label, number(value.denominator, 0)))
    if page.target:
        lines.append((phrase("cli.target", language), target_words(page.target, language)))
    lines += [other_plan_line(plan, language) for plan in page.other_plans]
    data = value.data
    said = data_status(data.expected, data.reported, data.as_of, language, data.carried)
    return [*lines, (phrase("cli.data", language), said)]


def other_plan_line(plan: PlanRef, language: Language) -> Line:
    """Another plan with a target for this, and how to ask for it."""
    title = plan.title.in_language(language)
    return phrase("cli.other_plan", language), f"{title} · --plan {plan.id}"


def estimate_lines(page: IndicatorPage, language: Language) -> list[Line]:
    """The value with last reports carried over, and its bounds; nothing where there are none."""
    value, measured = page.value, page.indicator
    lines = []
    if value.estimate is not None:
        told = with_unit(value.estimate, measured, language)
        lines.append((phrase("indicator.estimate", language), told))
    if value.low is not None:
        told = phrase("value.between", language, low=figure(value.low, measured),
                      high=with_unit(value.high, measured, language))  # fmt: skip
        lines.append((phrase("indicator.between", language), told))
    return lines


def change_line(found: Comparison, measured: Measured, language: Language) -> Line:
    """同比 or 环比: the change, both figures, and what to know before relying on it."""
    value, before = figure(found.value, measured), figure(found.before, measured)
    said = [change_words(found, measured.decimals, language)]
    said.append(sides_words(found, value, before, language))
    told = phrase("report.semicolon", language).join(caveats(found, language))
    return name_words(found, language), " · ".join([*said, *([told] if told else [])])


def with_unit(value: Decimal | None, measured: Measured, language: Language) -> str:
    """A value and, a space behind it, its unit."""
    shown = figure(value, measured)
    return f"{shown} {unit_word(measured.unit_label, shown, language)}"


def target_words(row: TargetRow, language: Language) -> str:
    """A target's value, completion, what that was worked from, and status in one line."""
    parts = [f"{SIGNS[row.comparator]} {figure(row.target, row)}"]
    if more := more_said(row.comparator, language):
        parts.append(more)
    if row.completion is not None:
        parts += [completed(row.completion), *worked_from(row, language)]
    if row.status:
        parts.append(f"{glyph(row.status)} {status_word(row.status, language)}")
    parts += [said for said in (done_words(row, language), missed_words(row, language)) if said]
    if row.missed and not row.missed_on:
        parts.append(phrase("target.missed", language))
    if row.unreachable:
        day = full_date(row.unreachable_on, language)
        parts.append(phrase("target.out_of_reach", language, day=day))
    return " · ".join(parts)


def worked_from(row: TargetRow, language: Language) -> list[str]:
    """The baseline of a level, and which of value and estimate the completion is worked from."""
    said = []
    if row.kind == "level" and row.baseline is not None and row.baseline_kind != "zero":
        value = figure(row.baseline, row)
        said.append(phrase("target.from_baseline", language, value=value))
    if row.is_estimate:
        value = figure(row.actual.value, row)
        said.append(phrase("target.by_estimate", language, value=value))
    elif row.actual.estimate is not None:
        said.append(phrase("target.by_reported", language))
    return said
