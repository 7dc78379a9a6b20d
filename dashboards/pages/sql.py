"""查询: an analyst's own query, the named ones, and what the tables mean."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboards.asking import Questions, Reader
from dashboards.components import parameters, parts
from dashboards.components.parts import data
from dashboards.components.shell import Page
from dashboards.components.sql_result import refusal, result_section
from dashboards.failing import said_of
from dashboards.files import WORKBOOK
from dashboards.selection import LONGEST, Selection, day_of, parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import NamedQuery, Parameter, SqlResult, TableHelp
from pipeline.reports.csv_text import csv_text
from pipeline.reports.query_book import file_name, of_library, query_book
from pipeline.reports.words import Words

LIVE = data(live="yes")
"""Marks a button that a callback listens to."""
SAID = "sql-said"
"""Where it stands why nothing was downloaded, or that not all of it was."""
Typed = Mapping[str, str | None]
Download = tuple[object, list[Part]]
"""What the browser saves, and what is said where that is nothing or not all."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out; a query in the address is run, with the values that stand there too."""
    here = view.selection
    where = questions.whereabouts(reader, here.unit, here.period).breadcrumb
    library = questions.library(reader)
    chosen = next((query for query in library if query.id == here.query), None)
    text = here.sql or (chosen.sql if chosen else "")
    known = of_library(text, library)
    title = view.say("page.sql")
    about = [html.P(view.text(known.note), className="note")] if known and known.note else []
    asked = answered(reader, questions, chosen, text, view)
    left = html.Div([editor(text, view), *about, *asked])
    right = html.Div([queries(library, view), tables(questions.tables(reader), view)])
    heading = html.H1(title, tabIndex="-1")
    note = html.P(view.say("sql.note"), className="data-line")
    columns = html.Div([left, right], className="columns even")
    return Page(title, where, (heading, note, columns), ((title, ""),), of_all_units=True)


def answered(
    reader: Reader, questions: Questions, chosen: NamedQuery | None, text: str, view: View
) -> list[Part]:
    """What may be set, and the rows; or why a value cannot be."""
    if not text:
        return []
    offered = questions.parameter_choices(reader, chosen) if chosen else {}
    try:
        given = values_of(reader, questions, chosen, view.selection)
    except questions.NotFound as problem:
        own = possible(reader, questions, chosen, view.selection) if chosen else ()
        return [*parameters.form(own, offered, view), parameters.note_of(problem, view)]
    found = result_section(questions.run_sql(reader, text, parameters=given), view)
    return [*parameters.form(given, offered, view), found]


def values_of(
    reader: Reader, questions: Questions, chosen: NamedQuery | None, here: Selection
) -> Sequence[Parameter]:
    """The parameters of the named query as the address sets them. Raises NotFound."""
    if chosen is None:
        return ()
    return questions.parameters(reader, chosen, parameters.read(here.values))


def possible(
    reader: Reader, questions: Questions, chosen: NamedQuery, here: Selection
) -> Sequence[Parameter]:
    """The parameters without the values that cannot be; those keep the query's own."""
    kept: dict[str, str] = {}
    for name, value in parameters.read(here.values).items():
        with suppress(questions.NotFound):
            questions.parameters(reader, chosen, {name: value})
            kept[name] = value
    return questions.parameters(reader, chosen, kept)


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
    return html.Section([label, area, buttons, html.Div(id=SAID, role="status", **LIVE)])


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
        Output(SAID, "children", allow_duplicate=True),
        Input("sql-run", "n_clicks"),
        State("sql-text", "value"),
        State({"type": parameters.TYPED, "name": ALL}, "value"),
        State({"type": parameters.TYPED, "name": ALL}, "id"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def run(
        clicks: int | None, text: str | None, typed: list[str | None],
        names: list[dict[str, str]], pathname: str, search: str,
    ) -> tuple[object, list[Part]]:  # fmt: skip
        if not clicks:
            raise PreventUpdate
        here = parse(pathname, search)
        if len(text or "") > LONGEST:
            said = View.of(here).say("sql.too_long", most=View.of(here).whole(LONGEST))
            return no_update, [parts.empty(said)]
        asked = asked_for(here, text or "", by_name(names, typed), questions.library(reader))
        return asked.href(), []

    @app.callback(
        Output("download", "data"),
        Output(SAID, "children"),
        Input("sql-download", "n_clicks"),
        Input("sql-excel", "n_clicks"),
        State("sql-text", "value"),
        State({"type": parameters.TYPED, "name": ALL}, "value"),
        State({"type": parameters.TYPED, "name": ALL}, "id"),
        State("address", "search"),
        prevent_initial_call=True,
        on_error=not_made,
    )
    def download(
        csv: int | None, excel: int | None, text: str | None, typed: list[str | None],
        names: list[dict[str, str]], search: str,
    ) -> Download:  # fmt: skip
        if not (csv or excel):
            raise PreventUpdate
        here = parse("sql", search)
        return downloaded(reader, questions, text or "", by_name(names, typed), here)


def by_name(names: Sequence[Mapping[str, str]], typed: Sequence[str | None]) -> Typed:
    """What was typed for each parameter."""
    return dict(zip((name["name"] for name in names), typed, strict=True))


def asked_for(here: Selection, text: str, typed: Typed, library: Sequence[NamedQuery]) -> Selection:
    """What is in the editor and in the fields, as a selection.

    The text of a named query is left to its name; one that was changed keeps the name, and with
    it the parameters, as long as it uses one.
    """
    named = next((query for query in library if query.id == here.query), None)
    if named is None or ("$" not in text and text.strip() != named.sql):
        return here.go("sql", sql=text)
    values = parameters.read(here.values)
    values.update({name: (value or "").strip() for name, value in typed.items()})
    own = "" if text.strip() == named.sql else text
    return here.go("sql", query=named.id, sql=own, values=parameters.written(values))


def downloaded(
    reader: Reader, questions: Questions, text: str, typed: Typed, here: Selection
) -> Download:
    """What the browser saves."""
    view = View.of(here)
    if not text.strip():
        return no_update, [parts.empty(view.say("sql.nothing_written"))]
    asked = questions.reader_as(reader, day_of(here.as_of), here.tree or "then", here.period)
    library = questions.library(asked)
    chosen = asked_for(here, text, typed, library)
    named = next((one for one in library if one.id == chosen.query), None)
    try:
        given = values_of(asked, questions, named, chosen)
    except questions.NotFound as problem:
        return no_update, [parameters.note_of(problem, View.of(chosen))]
    found = questions.run_sql(asked, text, parameters=given)
    if found.error:
        return no_update, [refusal(found, view)]
    cut = html.P(view.say("sql.rows_cut", rows=view.whole(len(found.rows))), className="note")
    told: list[Part] = [cut] if found.more else []  # it may never have been run on the page
    words = Words(here.language)
    if ctx.triggered_id == "sql-excel":
        return workbook(asked, questions, found, text, given, words), told
    name = file_name(text, library, questions.snapshot(asked), words, given, ".csv")
    return {"content": csv_text(found.columns, found.rows), "filename": name}, told


def not_made(problem: Exception) -> Download:
    """That nothing can be saved because something failed."""
    said, _ = said_of(problem, "sql.not_made")
    return no_update, [parts.empty(said)]


def workbook(
    asked: Reader, questions: Questions, found: SqlResult, text: str,
    given: Sequence[Parameter], words: Words,
) -> dict[str, object]:  # fmt: skip
    """The rows as a workbook that the browser saves."""
    library, snapshot = questions.library(asked), questions.snapshot(asked)
    content = query_book(found, text, library, questions.tables(asked), snapshot, words, given)
    name = file_name(text, library, snapshot, words, given)
    return {"content": b64encode(content).decode(), "filename": name, "base64": True,
            "type": WORKBOOK}  # fmt: skip
