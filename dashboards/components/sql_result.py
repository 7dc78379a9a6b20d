"""The rows of an analyst's query, or why there are none."""

import re
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.view import View
from pipeline.queries.answers import SqlResult

SHOWN = 200
"""Rows drawn on the page; the download has them all."""
NUMERIC = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DOUBLE|FLOAT)")
MOMENT = re.compile(r"DATE|TIME.*")


def result_section(result: SqlResult, view: View) -> html.Section:
    """The answer under the query."""
    title = view.say("sql.result")
    if result.error:
        return parts.section(title, refusal(result, view))
    if not result.rows:
        return parts.section(title, parts.empty(view.say("sql.empty")))
    key = "sql.more" if result.more else "sql.count"
    note = view.say(
        key, rows=view.whole(len(result.rows)), shown=view.whole(min(SHOWN, len(result.rows))),
        seconds=view.tenth(Decimal(result.seconds)),
    )  # fmt: skip
    return parts.section(title, html.Div(result_table(result, view), className="scroll"), note=note)


def refusal(result: SqlResult, view: View) -> html.Div:
    """Why a query did not run, and the database's own words."""
    said = html.Small(view.say("sql.said", said=result.said)) if result.said else ""
    why = view.text(result.error) if result.error else ""
    return parts.empty(view.say("sql.failed"), why, said)


def result_table(result: SqlResult, view: View) -> html.Table:
    """The rows as they came, numbers at the right; a column's type is its title."""
    heads = [
        html.Th(name, scope="col", title=kind, className="r" if NUMERIC.fullmatch(kind) else None)
        for name, kind in zip(result.columns, result.types, strict=True)
    ]
    rows = [
        html.Tr([shown(value, kind) for value, kind in zip(row, result.types, strict=True)])
        for row in result.rows[:SHOWN]
    ]
    return parts.table(heads, rows, view.say("sql.result"), "result")


def shown(value: object, kind: str) -> html.Td:
    """A value as the database has it: nothing rounded, nothing translated."""
    if value is None:
        return parts.cell("—", "faint")
    if isinstance(value, bool):
        return parts.cell(str(value).lower())
    if NUMERIC.fullmatch(kind):
        return parts.figure_cell(str(value))
    return parts.cell(str(value), "nowrap" if MOMENT.fullmatch(kind) else "")
