"""查询: an analyst's own query, the named ones, and what the tables mean."""

from base64 import b64encode
from collections.abc import Sequence

from dash import Dash, Input, Output, State, ctx, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.parts import data
from dashboards.components.shell import Page
from dashboards.components.sql_result import result_section
from dashboards.csv_text import csv_text
from dashboards.files import WORKBOOK
from dashboards.selection import day_of, parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import NamedQuery, SqlResult, TableHelp
from pipeline.reports.query_book import file_name, of_library, query_book
from pipeline.reports.words import Words

LIVE = data(live="yes")
"""Marks a button that a callback listens to."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out; a query in the address is run."""
    here = view.selection
    where = questions.overview(reader, here.unit, here.period).breadcrumb
    library = questions.library(reader)
    named = next((query.sql for query in library if query.id == here.query), "")
    text = here.sql or named
    known = of_library(text, library)
    found = [result_section(questions.run_sql(reader, text), view)] if text else []
    title = view.say("page.sql")
    about = [html.P(view.text(known.note), className="note")] if known and known.note else []
    left = html.Div([editor(text, view), *about, *found])
    right = html.Div([queries(library, view), tables(questions.tables(reader), view)])
    heading = html.H1(title, tabIndex="-1")
    note = html.P(view.say("sql.note"), className="data-line")
    columns = html.Div([left, right], className="columns even")
    return Page(title, where, (heading, note, columns), ((title, ""),), of_all_units=True)


def editor(text: str, view: View) -> html.Section:
    """Where the query is written."""
    label = html.Label(view.say("sql.label"), htmlFor="sql-text", className="unseen")
    area = dcc.Textarea(id="sql-text", value=text, spellCheck=False, placeholder="select …")
    buttons = html.Div(
        [
            html.Button(view.say("sql.run"), id="sql-run", className="button first", **LIVE),
            html.Button(view.say("sql.download"), id="sql-download", className="button", **LIVE),
            html.Button(view.say("sql.excel"), id="sql-excel", className="button", **LIVE),
            html.Span(view.say("sql.read_only"), className="note"),
        ],
        className="sql-row",
    )
    return html.Section([label, area, buttons])


def queries(library: Sequence[NamedQuery], view: View) -> html.Section:
    """The named queries."""
    here = view.selection
    items = [
        html.Li(parts.link(view.text(query.title), view.to_page("sql", query=query.id),
                           current=here.query == query.id))
        for query in library
    ]  # fmt: skip
    content: Part = html.Ul(items, className="queries")
    if not items:
        content = parts.empty(view.say("sql.no_queries"))
    return parts.section(view.say("sql.library"), content)


def tables(helps: Sequence[TableHelp], view: View) -> html.Section:
    """Each table with its columns, folded, under the kind of table it is."""
    content: list[Part] = []
    for group in dict.fromkeys(table.group for table in helps):
        content.append(html.H3(view.say(f"sql.group_{group}"), className="group"))
        content += [table_help(table, view) for table in helps if table.group == group]
    return parts.section(view.say("sql.tables"), *content)


def table_help(table: TableHelp, view: View) -> html.Details:
    """One table's columns with what they mean."""
    name = [html.Span(table.name, className="code"),
            html.Span(f" {view.text(table.title)}", className="note")]  # fmt: skip
    heads = (view.say("sql.column"), view.say("sql.type"), view.say("sql.meaning"))
    rows = [
        html.Tr([parts.row_head(html.Span(column, className="code")),
                 parts.cell(html.Span(kind, className="code")), parts.cell(view.text(words))])
        for column, kind, words in table.columns
    ]  # fmt: skip
    return html.Details([html.Summary(name), parts.table(heads, rows, table.name)])


def register(app: Dash, reader: Reader, questions: Questions) -> None:
    """Running a query puts it into the address; downloading runs it again."""

    @app.callback(
        Output("address", "href"),
        Input("sql-run", "n_clicks"),
        State("sql-text", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def run(clicks: int | None, text: str | None, pathname: str, search: str) -> str:
        if not clicks:
            raise PreventUpdate
        return parse(pathname, search).go("sql", sql=text or "").href()

    @app.callback(
        Output("download", "data"),
        Input("sql-download", "n_clicks"),
        Input("sql-excel", "n_clicks"),
        State("sql-text", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def download(
        csv: int | None, excel: int | None, text: str | None, search: str
    ) -> dict[str, object]:
        if not (csv or excel) or not text:
            raise PreventUpdate
        chosen = parse("sql", search)
        asked = questions.reader_as(reader, day_of(chosen.as_of), chosen.tree or "then")
        found = questions.run_sql(asked, text)
        if found.error:
            raise PreventUpdate
        if ctx.triggered_id == "sql-excel":
            return workbook(asked, questions, found, text, Words(chosen.language))
        return {"content": csv_text(found.columns, found.rows), "filename": "unionkpi.csv"}


def workbook(
    asked: Reader, questions: Questions, found: SqlResult, text: str, words: Words
) -> dict[str, object]:
    """The rows as a workbook that the browser saves."""
    library, snapshot = questions.library(asked), questions.snapshot(asked)
    content = query_book(found, text, library, questions.tables(asked), snapshot, words)
    name = file_name(text, library, snapshot, words)
    return {"content": b64encode(content).decode(), "filename": name, "base64": True,
            "type": WORKBOOK}  # fmt: skip
