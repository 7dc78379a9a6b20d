"""Small pictures made of boxes: bullet bars on one shared axis, status strips, shares."""

from collections.abc import Sequence
from decimal import Decimal

from dash import html

from dashboards.components.parts import aria, glyph
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.status import Status
from pipeline.queries.answers import FormStatus, TargetRow
from pipeline.wording.reasons import NOT_COMPUTED, reason_key
from pipeline.wording.statuses import WORST_FIRST, css_class

FULL = Decimal(125)
"""The axis of all bullet rows ends at 125 % of the way; a longer bar ends there."""
TICKS = (0, 25, 50, 100)
CLOSE = 5
"""Percent within which the pace tick would cover a figure of the axis."""


def at(value: Decimal | int) -> str:
    """Where a percentage of the way stands on the shared axis."""
    inside = min(max(Decimal(value), Decimal(0)), FULL)
    return f"{inside / FULL * 100:.2f}%"


def bullet(row: TargetRow, view: View) -> html.Div:
    """One target on the shared axis: band to the target, bar, pace tick; or why there is none."""
    if row.completion is None:
        why = view.say(reason_key(row.reason, ceiling=row.is_ceiling) or NOT_COMPUTED)
        return html.Div(html.Span(why, className="why"), className="bullet")
    label = view.say("page.bullet_label", completion=view.percent(row.completion),
                     due=view.percent(row.due))  # fmt: skip
    fill = html.I(className=f"fill {css_class(row.status)}", style={"width": at(row.completion)})
    pieces: list[Part] = [html.I(className="band"), fill, html.I(className="goal")]
    if row.due is not None:
        pieces.append(html.I(className="due", style={"left": at(row.due)}))
    return html.Div(pieces, className="bullet", role="img", **aria(label=label))


def scale(elapsed: Decimal | None, view: View) -> html.Div:
    """The head of the shared axis: its figures, and where the schedule stands."""
    free = [tick for tick in TICKS if elapsed is None or abs(elapsed - tick) >= CLOSE]
    pieces: list[Part] = [
        html.Span(str(tick), className="" if tick else "zero", style={"left": at(tick)})
        for tick in free
    ]
    if 100 in free and (elapsed is None or elapsed < 95):
        goal = html.Span(view.say("head.target"), className="upper", style={"left": at(100)})
        pieces.append(goal)
    if elapsed is not None:
        words = view.say("page.pace_at", elapsed=view.percent(elapsed))
        pieces.append(html.Span(words, className="upper pace", style={"left": at(elapsed)}))
        pieces.append(html.I(className="tick", style={"left": at(elapsed)}))
    return html.Div(pieces, className="scale", **aria(hidden="true"))


def key(view: View) -> html.Div:
    """What bar and tick mean, under the table."""
    return html.Div(
        [
            html.Span([html.I(className="sample"), view.say("head.actual")]),
            html.Span([html.I(className="sample tick"), view.say("page.due")]),
            html.Span(view.say("page.completion_rule")),
        ],
        className="key",
    )


def strip(statuses: Sequence[tuple[Status, int]], view: View) -> html.Span:
    """One small square per target, worst first; the words are its label."""
    counts = dict(statuses)
    ordered = [(status, counts.get(status, 0)) for status in WORST_FIRST]
    squares = [square(status) for status, count in ordered for _ in range(count)]
    words = [f"{view.status(status)} {view.whole(count)}" for status, count in ordered if count]
    label = view.say("join.list").join(words)
    return html.Span(squares, className="strip", role="img", title=label, **aria(label=label))


def square(status: Status) -> html.I:
    """One target's status, small; the ends of the order carry their glyph as well."""
    style = css_class(status)
    return html.I(glyph(style) if status is Status.DONE else None, className=style)


def form_share(form: FormStatus, view: View) -> html.Div:
    """Accepted, withheld and missing reports of one form as parts of those expected."""
    late = form.accepted - form.on_time
    sizes = (("in", form.on_time), ("late", late), ("withheld", form.withheld),
             ("missing", form.missing))  # fmt: skip
    return share(sizes, form.expected, view)


def share(sizes: Sequence[tuple[str, int]], whole: int, view: View) -> html.Div:
    """Parts of a whole, side by side."""
    parts = [html.I(className=name, style={"width": f"{count / whole * 100:.2f}%"})
             for name, count in sizes if count > 0]  # fmt: skip
    words = [f"{view.say(f'share.{name}')} {view.whole(count)}" for name, count in sizes if count]
    label = " · ".join(words)
    return html.Div(parts, className="share", role="img", title=label, **aria(label=label))
