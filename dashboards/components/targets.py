"""Targets: the table of bullet rows, and the sentence above it."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.components.against import against
from dashboards.components.pictures import bullet, scale
from dashboards.components.target_notes import changed, distance, duty, out_of_reach, years
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.status import Status
from pipeline.queries.answers import TargetRow
from pipeline.wording.also import also_words
from pipeline.wording.comparators import more_said, sign_before
from pipeline.wording.duties import each_words
from pipeline.wording.statuses import WORST_FIRST
from pipeline.wording.time_over import days_words, elapsed_words, tight_key, worst_key

ORDER = {status: place for place, status in enumerate(WORST_FIRST)}
WORST = (Status.FAR_BEHIND, Status.BEHIND)
NAMED = 2
"""How many of the worst targets the sentence names."""
SAID = (Status.DONE, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.INCOMPLETE,
        Status.NO_DATA)  # fmt: skip


def worst_first(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """Judged targets by their gap, the furthest behind first; the others after them."""

    def place(row: TargetRow) -> tuple[bool, Decimal, int]:
        status = ORDER.get(row.status, len(ORDER)) if row.status else len(ORDER)
        return row.gap is None, row.gap or Decimal(0), status

    return sorted(rows, key=place)  # fmt: skip


def conclusion(
    rows: Sequence[TargetRow], elapsed: Decimal | None, view: View, style: str = "lead"
) -> html.P:
    """How many targets stand where, how much time has passed, which are tightest."""
    counts = Counter(row.status for row in rows if row.status)
    words = [counted(status, counts[status], view) for status in SAID if counts[status]]
    unjudged = len(rows) - sum(counts.values())
    if unjudged:
        words.append(view.say("conclusion.unjudged", count=view.whole(unjudged)))
    said = view.rich("conclusion.counts", total=view.whole(len(rows)), parts=view.join(words))
    if elapsed is not None:
        said.append(elapsed_words(rows, elapsed, view.language))
    late = [row for row in worst_first(rows) if row.status in WORST and row.gap_days is not None]
    if late:
        names = [named(row, view) for row in late[:NAMED]]
        said += view.rich(worst_key(elapsed), names=view.join(names, "join.and"))
    elif elapsed is not None:
        said.append(view.say("conclusion.end"))
    return html.P(said, className=style)


def counted(status: Status, count: int, view: View) -> Part:
    """How many targets have a status; what needs attention in bold."""
    text = view.say(f"conclusion.{status.value}", count=view.whole(count))
    return html.B(text) if status in (*WORST, Status.DONE) else text


def named(row: TargetRow, view: View) -> html.Span:
    """A tight target with its completion, or that it fell below its baseline, and its days."""
    pieces = view.rich(
        tight_key(row, view.language),
        name=target_name(row, view, "number"),
        completion=parts.number(view.percent(row.completion), trace_of(row, view)),
        pace=days_words(row, view.language),
    )
    return html.Span(pieces)


def target_table(rows: Sequence[TargetRow], elapsed: Decimal | None, view: View) -> html.Table:
    """One row a target, all on one axis."""
    body = [target_row(row, elapsed, view) for row in rows]
    return parts.table(target_heads(elapsed, view), body, caption(view), "targets")


def grouped_table(
    groups: Sequence[tuple[str, Sequence[TargetRow]]], elapsed: Decimal | None, view: View
) -> html.Table:
    """The same in groups: still one axis, so that all rows compare."""
    heads = target_heads(elapsed, view)
    body: list[html.Tr] = []
    for title, rows in groups:
        body.append(parts.group_row(f"{title}　{view.whole(len(rows))}", len(heads)))
        body += [target_row(row, elapsed, view) for row in rows]
    return parts.table(heads, body, caption(view), "targets")


def caption(view: View) -> str:
    """What the table holds."""
    return view.say("page.targets_caption")


def target_heads(elapsed: Decimal | None, view: View) -> tuple[Part, ...]:
    """The heads, the shared axis among them."""
    return (
        view.say("page.name_and_data"), parts.right(view.say("head.actual")),
        parts.right(view.say("head.target")), parts.right(view.say("page.completion_percent")),
        html.Th(scale(elapsed, view), scope="col", className="axis"),
        parts.right([view.say("head.gap"), html.Br(), view.say("page.points")]),
        view.say("head.status"),
    )  # fmt: skip


def target_row(row: TargetRow, elapsed: Decimal | None, view: View) -> html.Tr:
    """A target: what was promised, what stands there, how far that is."""
    return html.Tr(
        [
            parts.row_head(
                [target_name(row, view), *data_of(row, view), *duty(row, view), *changed(row, view),
                 *out_of_reach(row, elapsed, view)]
            ),
            parts.figure_cell([actual(row, view), *against(row, view)], "nowrap"),
            parts.figure_cell(goal(row, view), "nowrap"),
            parts.figure_cell(html.B(view.bare_percent(row.completion))),
            parts.cell(bullet(row, view), "axis"),
            parts.figure_cell(gap(row, view), "gap"),
            parts.cell([parts.badge(row.status, view), *judged_also(row, view)]),
        ]
    )  # fmt: skip


def judged_also(row: TargetRow, view: View) -> list[Part]:
    """Of a rate that is judged otherwise in another period that ends on the same day."""
    return [html.Div(also_words(row.also, row, view), className="note")] if row.also else []


def data_of(row: TargetRow, view: View) -> list[Part]:
    """The state of the data, for targets that rest on any."""
    return [parts.data_line(row.actual.data, view)] if row.indicator is not None else []


def target_name(row: TargetRow, view: View, style: str = "name") -> Part:
    """The target's name, leading to its indicator when one measures it."""
    words = view.text(row.name)
    if row.indicator is None:
        return html.Span(words, className="name")
    href = view.to_indicator(row.indicator.id, segment=row.segment, plan=view.selection.plan)
    return parts.link(words, href, style)


def trace_of(row: TargetRow, view: View) -> str:
    """Where the actual value comes from."""
    indicator = row.indicator.id if row.indicator else ""
    period = row.judged_in.code if row.judged_in else ""
    return view.to_trace(indicator, period=period, segment=row.segment, span=row.actual.span)


def actual(row: TargetRow, view: View) -> Part:
    """What stands there, leading to its trace."""
    if row.indicator is None:
        return html.Span("—", className="faint")
    return parts.value_link(row.actual, row, trace_of(row, view), view, "big")


def goal(row: TargetRow, view: View, unit: bool = False) -> list[Part]:
    """The target, with its unit if asked for; for a level with a baseline, from where to where."""
    pieces: list[Part] = []
    if row.kind == "level" and row.baseline is not None and row.baseline_kind != "zero":
        pieces = [view.amount(row.baseline, row), " → "]
    pieces.append(sign_before(row.comparator) + view.amount(row.target, row))
    if unit:
        pieces += [" ", view.unit(row, row.target)]
    if more := more_said(row.comparator, view.language):
        pieces.append(html.Div(more, className="note"))
    if row.comparator == "<=" and row.indicator is not None:
        pieces.append(html.Div(view.say("page.lower_is_better"), className="note"))
    each = each_words(row, view.language)
    if each:
        pieces.append(html.Div(each, className="note"))
    return [*pieces, *years(row, view)]


def gap(row: TargetRow, view: View) -> Part:
    """Points and days ahead of or behind the schedule."""
    if row.gap is None:
        return html.Span("—", className="faint")
    late = row.status in WORST
    points: Part = parts.tinted(view.gap(row.gap), row.gap) if late else view.gap(row.gap)
    done = row.status is Status.DONE
    days = view.say("pace.reached") if done else days_words(row, view.language)
    told: list[Part] = [html.Div(days, className="data-line")] if days else []
    return html.Div([points, *told, *distance(row, view)])
