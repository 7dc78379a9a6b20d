"""The rows of an analyst's query, or why there are none."""

from datetime import date, datetime
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import SqlResult

SHOWN = 200
"""Rows drawn on the page; the download has them all."""
NUMERIC = (int, float, Decimal)


def result_section(result: SqlResult, view: View) -> html.Section:
    """The answer under the query."""
    title = view.say("sql.result")
    if result.error:
        return parts.section(title, parts.empty(view.say("sql.failed"), result.error))
    if not result.rows:
        return parts.section(title, parts.empty(view.say("sql.empty")))
    key = "sql.more" if result.more else "sql.count"
    note = view.say(
        key, rows=view.whole(len(result.rows)), shown=view.whole(min(SHOWN, len(result.rows)))
    )
    return parts.section(title, html.Div(result_table(result, view), className="scroll"), note=note)


def result_table(result: SqlResult, view: View) -> html.Table:
    """The rows as they came, numbers at the right."""
    first = result.rows[0]
    heads = [parts.right(name) if is_number(value) else name
             for name, value in zip(result.columns, first, strict=True)]  # fmt: skip
    rows = [html.Tr([shown(value) for value in row]) for row in result.rows[:SHOWN]]
    return parts.table(heads, rows, view.say("sql.result"), "result")


def is_number(value: object) -> bool:
    """Whether a value stands at the right."""
    return isinstance(value, NUMERIC) and not isinstance(value, bool)


def shown(value: object) -> html.Td:
    """A value as the database has it: nothing rounded, nothing translated."""
    if value is None:
        return parts.cell("—", "faint")
    if isinstance(value, datetime):
        return parts.cell(value.isoformat(" ", "seconds"), "nowrap")
    if isinstance(value, date):
        return parts.cell(value.isoformat(), "nowrap")
    text: Part = str(value)
    return parts.figure_cell(text) if is_number(value) else parts.cell(text)
