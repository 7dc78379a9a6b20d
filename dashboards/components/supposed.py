"""What would be beside what is: targets, and the indicators that would be others."""

from dash import html

from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import IndicatorSupposed, TargetSupposed, WhatIf


def results(found: WhatIf, view: View) -> html.Div:
    """Two tables, and how many reports were repeated."""
    said = view.say("whatif.said", repeated=found.repeated, indicators=len(found.indicators))
    pieces: list[Part] = [html.P(html.B(said), className="lead small", role="status")]
    if found.targets:
        heads: list[Part | html.Th] = [view.say("whatif.target")]
        heads += [parts.right(view.say(f"whatif.{n}")) for n in ("value", "goal", "completion")]
        heads.append(view.say("whatif.status"))
        rows = [target_row(one, view) for one in found.targets]
        table = parts.table(heads, rows, view.say("whatif.targets"))
        pieces.append(parts.section(view.say("whatif.targets"), table))
    if found.indicators:
        heads = [view.say("whatif.indicator"), parts.right(view.say("whatif.value")),
                 parts.right(view.say("whatif.reported"))]  # fmt: skip
        rows = [indicator_row(one, view) for one in found.indicators]
        table = parts.table(heads, rows, view.say("whatif.indicators"))
        pieces.append(parts.section(view.say("whatif.indicators"), table))
    return html.Div(pieces)


def target_row(one: TargetSupposed, view: View) -> html.Tr:
    """One target, before and after, with as many digits as the more exact of both is shown with."""
    before, after = one.before, one.after
    exact = max(before, after, key=lambda target: len(view.amount(target.target, target)))
    return html.Tr(
        [
            parts.row_head(view.text(before.name)),
            turned(view.in_prose(before.actual.value, exact),
                   view.in_prose(after.actual.value, exact)),
            turned(view.amount(before.target, exact), view.amount(after.target, exact)),
            turned(view.percent(before.completion), view.percent(after.completion)),
            parts.cell(
                arrow(view.status(before.status) if before.status else "—",
                      view.status(after.status) if after.status else "—")
            ),
        ]
    )  # fmt: skip


def indicator_row(one: IndicatorSupposed, view: View) -> html.Tr:
    """One indicator, before and after."""
    family = "" if one.family == "default" else one.family
    href = view.to_indicator(one.indicator.id, family=family)
    name: list[Part] = [parts.link(view.text(one.indicator.name), href)]
    if one.family_label is not None:
        name.append(html.Div(view.text(one.family_label), className="note"))
    return html.Tr(
        [
            parts.row_head(name),
            turned(view.in_prose(one.before.value, one.indicator),
                   view.in_prose(one.after.value, one.indicator)),
            turned(view.share(one.before.data.reported, one.before.data.expected),
                   view.share(one.after.data.reported, one.after.data.expected)),
        ]
    )  # fmt: skip


def turned(before: str, after: str) -> html.Td:
    """A figure, and what it would be where that is another."""
    return parts.figure_cell(arrow(before, after), "nowrap")


def arrow(before: str, after: str) -> list[Part]:
    """Before → after; once where both are the same."""
    if before == after:
        return [before]
    return [html.Span(before, className="faint"), " → ", html.B(after)]
