"""Core indicators without a target: name, value, what it is made of."""

from collections.abc import Sequence

from dash import html

from dashboards.components import parts
from dashboards.view import View
from pipeline.queries.answers import IndicatorRef, Value


def headline_table(rows: Sequence[tuple[IndicatorRef, Value]], view: View) -> html.Table:
    """One row an indicator."""
    heads = (view.say("page.name_and_data"), parts.right(view.say("head.actual")),
             parts.right(view.say("page.num_den")))  # fmt: skip
    body = [headline_row(indicator, value, view) for indicator, value in rows]
    return parts.table(heads, body, view.say("overview.headline"), "targets")


def headline_row(indicator: IndicatorRef, value: Value, view: View) -> html.Tr:
    """An indicator with its value."""
    name = parts.link(view.text(indicator.name), view.to_indicator(indicator.id), "name")
    href = view.to_trace(indicator.id, span=value.span)
    # What is computed from the product's own records is reported by nobody.
    data = [parts.data_line(value.data, view)] if value.data.expected else []
    return html.Tr(
        [
            parts.row_head([name, *data]),
            parts.figure_cell(parts.value_link(value, indicator, href, view, "big")),
            parts.figure_cell(parts.ratio(value, indicator, view), "faint nowrap"),
        ]
    )
