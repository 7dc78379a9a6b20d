"""Units below on one scale: a dot each, its size by the denominator; or a bar for a count."""

import math
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import ChildValue, IndicatorPage, Value
from pipeline.wording.axis import Axis

SMALLEST, LARGEST = 7, 19
"""Pixels across the smallest and the largest dot."""


class Scale(Axis):
    """An axis over the width of a cell."""

    def at(self, value: Decimal) -> str:
        """A value's place in percent of the width."""
        return f"{self.share(value) * 100:.2f}%"


def ranking(page: IndicatorPage, view: View) -> html.Table | html.Div:
    """The units below, in the order of the answer."""
    values = [row.value.value for row in page.children if row.value.value is not None]
    if not values:
        return parts.empty(view.say("state.no_data", what=view.text(page.indicator.name)))
    is_rate = any(row.value.denominator is not None for row in page.children)
    whole = page.value.value
    scale = Scale([*values, whole] if is_rate and whole is not None else values, not is_rate)
    largest = max((row.value.denominator or Decimal(0) for row in page.children), default=None)
    heads: tuple[Part, ...] = (
        parts.right(view.say("page.rank")), view.say("select.unit"),
        html.Th(axis(scale, page, view), scope="col", className="plot"),
        parts.right(view.say("head.actual")),
        *([parts.right(view.say("page.num_den"))] if is_rate else []),
        parts.right(view.say("page.reported_expected")),
    )  # fmt: skip
    rows = [ranked(row, page, scale, largest if is_rate else None, view) for row in page.children]
    return parts.table(heads, rows, view.say("page.children"), "rank")


def axis(scale: Scale, page: IndicatorPage, view: View) -> html.Div:
    """The figures of the scale, over the dots."""
    ticks = [html.Span(view.tick(t, page.indicator), style={"left": scale.at(t)})
             for t in scale.ticks()]  # fmt: skip
    return html.Div(ticks, className="dots axis-row", **aria(hidden="true"))


def ranked(
    row: ChildValue, page: IndicatorPage, scale: Scale, largest: Decimal | None, view: View
) -> html.Tr:
    """One unit."""
    here, code = view.selection, row.unit.code
    data = row.value.data
    href = view.to_trace(page.indicator.id, unit=code, family=here.family, segment=here.segment,
                         span=row.value.span)  # fmt: skip
    name = parts.link(view.text(row.unit.name), view.to_unit(code))
    share: Part = view.share(data.reported, data.expected)
    return html.Tr(
        [
            parts.figure_cell("—" if row.rank is None else view.whole(row.rank), "faint"),
            parts.row_head(name),
            parts.cell(picture(row.value, page, scale, largest, view), "plot"),
            parts.figure_cell(parts.value_link(row.value, page.indicator, href, view)),
            *(
                []
                if largest is None
                else [
                    parts.figure_cell(parts.ratio(row.value, page.indicator, view), "faint nowrap")
                ]
            ),
            parts.figure_cell(html.B(share) if data.reported < data.expected else share),
        ]
    )


def picture(
    value: Value, page: IndicatorPage, scale: Scale, largest: Decimal | None, view: View
) -> html.Div:
    """A unit's dot or bar; a sentence where it has no value."""
    if value.value is None:
        words = view.say("ranking.absent", share=view.share(value.data.reported,
                                                            value.data.expected))  # fmt: skip
        return html.Div(html.Span(words, className="note"), className="dots")
    open_ = " open" if value.data.reported < value.data.expected else ""
    place = scale.at(value.value)
    if value.denominator is None:
        bar = html.I(className=f"length{open_}", style={"width": place})
        return html.Div(bar, className="dots", **aria(hidden="true"))
    size = f"{across(value.denominator, largest)}px"
    dot = html.I(className=f"dot{open_}", style={"left": place, "width": size, "height": size})
    pieces: list[Part] = [html.I(className="from", style={"width": place}), dot]
    if page.value.value is not None:
        pieces.insert(0, html.I(className="whole", style={"left": scale.at(page.value.value)}))
    return html.Div(pieces, className="dots", **aria(hidden="true"))


def across(denominator: Decimal, largest: Decimal | None) -> int:
    """A dot's width: its area grows with the denominator."""
    if not largest or denominator <= 0:
        return SMALLEST
    return round(max(SMALLEST, LARGEST * math.sqrt(denominator / largest)))
