"""The matrix: the units right below × the targets they share, or the plan's indicators."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

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
)
from pipeline.queries.cards import segment_text, with_segment
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.reporting import complete_units, due_reports
from pipeline.queries.targets import as_decimal, plan_ref, target_span
from pipeline.queries.units import breadcrumb, children
from pipeline.queries.values import values
from pipeline.warehouse.reader import Reader
from pipeline.wording.statuses import WORST_FIRST

BEHIND = (Status.BEHIND, Status.FAR_BEHIND)
JUDGED = """
select tv.unit, tv.indicator, tv.segment, tv.completion, tv.status
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
Judged = dict[tuple[str, str, str], tuple[Decimal | None, Status | None]]
"""(unit, indicator, segment) → completion and status"""
Scores = dict[str, tuple[Decimal | None, bool, int | None]]


def matrix_page(reader: Reader, unit: str, period: str) -> MatrixPage:
    """Units right below × the targets of the unit's plan, worst columns and units countable."""
    known = nouns(reader)
    at = known.period(period)
    here = known.unit(unit, at.end)
    below = children(reader, unit, at)
    plan = plan_at(reader, known, unit, at)
    chosen = columns_of(known, plan, unit)
    codes = [unit, *(child.code for child in below)]
    judged = judged_targets(reader, codes, at)
    asked = {"plan": plan.id if plan else "", "day": at.end, "kind": at.kind}
    scores: Scores = {
        code: (as_decimal(total), provisional, rank)
        for code, total, provisional, rank in reader.rows(SCORES, asked)
    }
    cells = cells_of(reader, known, chosen, codes, at, judged)
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
    return with_segment(name, segment_text(known, known.indicators[ref.id], segment))


Column = tuple[str, str, str, Target | None, str]
"""key, indicator, segment, the target it comes from, span"""


def plan_at(reader: Reader, known: Nouns, unit: str, at: PeriodRef) -> Plan | None:
    """The plan of a unit that is in force at a period's end."""
    rows = reader.rows(
        "select distinct tv.plan from target_value as tv"
        " join time_window as win on win.period = tv.period and win.span = 'period'"
        " where tv.unit = $unit and win.ends = $day and win.kind = $kind order by 1",
        {"unit": unit, "day": at.end, "kind": at.kind},
    )
    return known.plans[rows[0][0]] if rows else None


def columns_of(known: Nouns, plan: Plan | None, unit: str) -> list[Column]:
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


def judged_targets(reader: Reader, units: Sequence[str], at: PeriodRef) -> Judged:
    """Completion and status of every target of the units' own plans."""
    found: Judged = {}
    asked = {"units": list(units), "day": at.end, "kind": at.kind}
    for unit, indicator, segment, completion, status in reader.rows(JUDGED, asked):
        word = Status(status) if status else None
        found.setdefault((unit, indicator, segment), (as_decimal(completion), word))
    return found


def cells_of(
    reader: Reader,
    known: Nouns,
    columns: Sequence[Column],
    units: Sequence[str],
    at: PeriodRef,
    judged: Judged,
) -> dict[str, tuple[MatrixCell | None, ...]]:
    """Unit → its cells in the columns' order."""
    made: dict[str, list[MatrixCell | None]] = {unit: [] for unit in units}
    stored = {
        span: values(
            reader, [known.indicators[c[1]] for c in columns if c[4] == span], list(units), [at],
            span,
        )
        for span in {c[4] for c in columns}
    }  # fmt: skip
    for _, name, segment, _, span in columns:
        family = default_family(known.indicators[name])
        for unit in units:
            whole = stored[span].get((name, family, "", unit, at.code))
            value = stored[span].get((name, family, segment, unit, at.code))
            completion, status = judged.get((unit, name, segment), (None, None))
            if whole is None and status is None:
                made[unit].append(None)
                continue
            data = whole.data if whole else (value.data if value else None)
            made[unit].append(
                None
                if data is None
                else MatrixCell(value.value if value else None, completion, status, data, span)
            )
    return {unit: tuple(cells) for unit, cells in made.items()}


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
