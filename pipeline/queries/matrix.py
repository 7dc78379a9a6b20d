"""The matrix: the units right below × the targets they share, or the plan's indicators."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from pipeline.domain.noun import Bilingual
from pipeline.domain.plan import Plan, Target
from pipeline.domain.status import Status
from pipeline.indicators.scorecards import default_family
from pipeline.indicators.segments import key_of
from pipeline.queries.answers import (
    IndicatorRef,
    MatrixCell,
    MatrixColumn,
    MatrixPage,
    MatrixRow,
    PeriodRef,
    UnitRef,
    Value,
)
from pipeline.queries.cards import segment_in_short, with_segment
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.reporting import complete_units, due_reports
from pipeline.queries.small_cells import Key as ValueKey
from pipeline.queries.targets import as_decimal, choose_plan, plan_ref, target_of_plan, target_span
from pipeline.queries.units import breadcrumb, children
from pipeline.queries.values import values
from pipeline.warehouse.reader import Reader
from pipeline.wording.statuses import WORST_FIRST

BEHIND = (Status.BEHIND, Status.FAR_BEHIND)
JUDGED = """
select tv.unit, tv.plan, tv.target, tv.period, tv.completion, tv.status, tv.reason, tv.judged_in,
       tv.spans, tv.spans_ended, tv.spans_done, tv.missed_on
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.unit in (select unnest($units::varchar[])) and win.ends = $day and win.kind = $kind
  and tv.indicator is not null
order by tv.plan, tv.position
"""
SCORES = """
select score.unit, total, provisional, rank
from score
join time_window as win on win.period = score.period and win.span = 'period'
where score.plan = $plan and win.ends = $day and win.kind = $kind
"""
Key = tuple[str, str, str]
"""unit, indicator, segment"""
Scores = dict[str, tuple[Decimal | None, bool, int | None]]


def matrix_page(reader: Reader, unit: str, period: str) -> MatrixPage:
    """Units right below × the targets of the unit's plan, worst columns and units countable."""
    known = nouns(reader)
    at = known.period(period)
    here = known.unit(unit, at.end)
    below = children(reader, unit, at)
    plan = plan_at(reader, known, unit, at)
    chosen = columns_of(known, plan)
    codes = [unit, *(child.code for child in below)]
    asked = {"plan": plan.id if plan else "", "day": at.end, "kind": at.kind}
    scores: Scores = {
        code: (as_decimal(total), provisional, rank)
        for code, total, provisional, rank in reader.rows(SCORES, asked)
    }
    cells = cells_of(reader, known, plan, chosen, codes, at)
    counted = reported_units(reader, unit, at)
    whole = row_of(here, cells[unit], counted.get("", (0, 0)), scores)
    rows = [row_of(child, cells[child.code], counted.get(child.code, (0, 0)), scores)
            for child in below]  # fmt: skip
    rows.sort(key=lambda row: (-row.behind, row.unit.code))
    columns = tuple(
        MatrixColumn(
            key, column_name(known, ref, segment, target), ref, segment, ref.theme,
            sum(1 for row in rows if (cell := row.cells[n]) and cell.status in BEHIND),
        )
        for n, (key, ref, segment, target) in enumerate(
            (k, known.indicator_ref(i), s, t) for k, i, s, t, _ in chosen
        )
    )  # fmt: skip
    counts = Counter(c.status for row in rows for c in row.cells if c and c.status)
    return MatrixPage(
        unit=here,
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        plan=plan_ref(plan) if plan else None,
        columns=columns,
        whole=whole,
        rows=tuple(rows),
        counts=tuple((status, counts[status]) for status in WORST_FIRST if counts[status]),
        scored=bool(scores),
    )


def column_name(known: Nouns, ref: IndicatorRef, segment: str, target: Target | None) -> Bilingual:
    """The target's name, with its segment: two columns may look at the same indicator."""
    name = target.name if target else ref.name
    if not segment:
        return name
    return with_segment(name, segment_in_short(known, known.indicators[ref.id], segment))


Column = tuple[str, str, str, Target | None, str]
"""key, indicator, segment, the target it comes from, span"""


@dataclass(frozen=True)
class Judged:
    """A target of a unit's own plan as it was judged; ``window`` and ``span``: by which figure."""

    plan: Plan
    target: Target
    window: str
    span: str
    completion: Decimal | None
    status: Status | None
    reason: str | None
    spans: tuple[int | None, int | None, int | None, date | None]
    """Of a duty: how many, ended, done, and when one was missed."""


Look = tuple[str, str, Judged | None, str, str]
"""indicator, segment, by what it is judged, span and window of the figure"""


def plan_at(reader: Reader, known: Nouns, unit: str, at: PeriodRef) -> Plan | None:
    """The plan of a unit that is in force at a period's end: the year's own, if it has one."""
    rows = reader.rows(
        "select distinct tv.plan from target_value as tv"
        " join time_window as win on win.period = tv.period and win.span = 'period'"
        " where tv.unit = $unit and win.ends = $day and win.kind = $kind",
        {"unit": unit, "day": at.end, "kind": at.kind},
    )
    return known.plans[choose_plan(known, rows, None, at)] if rows else None


def columns_of(known: Nouns, plan: Plan | None) -> list[Column]:
    """The plan's measured targets, by theme; core indicators where there is no plan."""
    themes = {name: n for n, name in enumerate(known.product.themes)}
    if plan is None:
        core = [i for i in known.indicators.values() if i.core]
        return [(i.id, i.id, "", None, "to_date" if i.accumulates else "period") for i in core]
    found = [
        (t.id, t.indicator, key_of(t.segment), t, target_span(known, t))
        for t in plan.targets
        if t.indicator
    ]
    return sorted(found, key=lambda c: themes.get(known.indicators[c[1]].theme, len(themes)))


def judged_targets(
    reader: Reader, known: Nouns, units: Sequence[str], at: PeriodRef
) -> dict[Key, list[Judged]]:
    """The targets of the units' own plans by what they look at; those of the year's plan first."""
    rows = reader.rows(JUDGED, {"units": list(units), "day": at.end, "kind": at.kind})
    found: dict[Key, list[Judged]] = {}
    for unit, name, target_id, period, completion, status, reason, judged_in, *spans in rows:
        plan = known.plans[name]
        target = target_of_plan(plan, target_id)
        judged = Judged(
            plan, target, judged_in if judged_in in known.windows else period,
            target_span(known, target), as_decimal(completion), Status(status) if status else None,
            reason, tuple(spans),
        )  # fmt: skip
        key = (unit, target.indicator or "", key_of(target.segment))
        found.setdefault(key, []).append(judged)
    for several in found.values():
        several.sort(key=lambda judged: judged.plan.year.value < at.end.year)
    return found


def own_target(judged: Sequence[Judged], plan: Plan | None, target: Target | None) -> Judged | None:
    """What a unit is judged by in a column: its share of that target, or what is most like it."""

    def unlike(one: Judged) -> tuple[bool, bool, bool]:
        if plan is None or target is None:
            return False, False, False
        return (
            (one.plan.id, one.target.id) != (plan.id, target.id),
            one.target.part_of != f"{plan.id}/{target.id}",
            (one.target.kind, one.target.span) != (target.kind, target.span),
        )

    return min(judged, key=unlike, default=None)


def cells_of(
    reader: Reader,
    known: Nouns,
    plan: Plan | None,
    columns: Sequence[Column],
    units: Sequence[str],
    at: PeriodRef,
) -> dict[str, tuple[MatrixCell | None, ...]]:
    """Unit → its cells in the columns' order."""
    targets = judged_targets(reader, known, units, at)
    looks: dict[str, list[Look]] = {}
    for unit in units:
        looks[unit] = []
        for _, name, segment, target, span in columns:
            own = own_target(targets.get((unit, name, segment), ()), plan, target)
            look = (own.span, own.window) if own else (span, at.code)
            looks[unit].append((name, segment, own, *look))
    indicators = [known.indicators[name] for name in {column[1] for column in columns}]
    windows: dict[str, set[str]] = {}
    for *_, span, window in chain.from_iterable(looks.values()):
        windows.setdefault(span, set()).add(window)
    stored = {
        span: values(reader, indicators, units, [known.windows[c] for c in sorted(codes)], span)
        for span, codes in windows.items()
    }
    return {
        unit: tuple(cell_of(known, unit, look, stored[look[3]], at) for look in looks[unit])
        for unit in units
    }


def cell_of(
    known: Nouns, unit: str, look: Look, stored: Mapping[ValueKey, Value], at: PeriodRef
) -> MatrixCell | None:
    """One cell; None where there is neither a figure nor a word."""
    name, segment, judged, span, window = look
    family = default_family(known.indicators[name])
    whole = stored.get((name, family, "", unit, window))
    value = stored.get((name, family, segment, unit, window))
    told = whole or (value if judged and judged.status else None)
    if told is None:
        return None
    period = None if window == at.code else known.windows[window]
    cell = MatrixCell(value.value if value else None, None, None, told.data, span, period)
    if judged is None:
        return cell
    spans, ended, done, missed_on = judged.spans
    return replace(
        cell, completion=judged.completion, status=judged.status, reason=judged.reason,
        duty_span=judged.target.span if judged.target.kind == "duty" else None,
        spans=spans, spans_ended=ended, spans_done=done, missed_on=missed_on,
    )  # fmt: skip


def reported_units(reader: Reader, unit: str, at: PeriodRef) -> dict[str, tuple[int, int]]:
    """Unit right below ('' for all) → units that owe reports, and those with all of theirs in."""
    due = due_reports(reader, unit, at)
    tops = {report.top for report in due}
    found = {top: complete_units([r for r in due if r.top == top]) for top in tops}
    found[""] = complete_units(due)
    return found


def row_of(
    unit: UnitRef,
    cells: tuple[MatrixCell | None, ...],
    counted: tuple[int, int],
    scores: Scores,
) -> MatrixRow:
    """A unit with its cells, how complete it is, and its score."""
    total, provisional, rank = scores.get(unit.code, (None, False, None))
    behind = sum(1 for cell in cells if cell and cell.status in BEHIND)
    return MatrixRow(unit, cells, *counted, behind, total, provisional, rank)
