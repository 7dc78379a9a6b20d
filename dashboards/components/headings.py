"""What a heading of one sender means: settled where it was not read, and taken back."""

import json
from collections.abc import Sequence

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.components import parts
from dashboards.components.naming import LIVE, PATH, told
from dashboards.desk import Desk, Synonym
from dashboards.selection import parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FindingRow

SLUGS = ("unknown-column", "unknown-item")
LIST = "synonym-list"


def about(*said: str) -> str:
    """Sender, form and heading as one name of a button."""
    return json.dumps(said, ensure_ascii=False)


def asked_of(row: FindingRow) -> str | None:
    """What is asked about a heading that was not read; None where nothing can be settled."""
    label = row.details.get("label", "")
    if row.slug not in SLUGS or not row.open or row.unit is None or row.form is None:
        return None
    if not label.strip():
        return None
    return about(row.unit.code, row.form, label)


def means_line(row: FindingRow, asked: str, view: View) -> html.Details:
    """A field for the heading of the form, and the button."""
    code = dcc.Input(id={"type": "means-text", "about": asked}, type="text", value="",
                     maxLength=60, className="reason")  # fmt: skip
    unit = view.text(row.unit.name) if row.unit else ""
    note = view.say("findings.means_note", text=row.details.get("label", ""), unit=unit)
    send = html.Button(view.say("findings.means_send"), id={"type": "means-send", "about": asked},
                       className="button", type="button", **LIVE)  # fmt: skip
    said = html.P(id={"type": "means-said", "about": asked}, className="note", role="status",
                  **LIVE)  # fmt: skip
    summary = html.Summary(view.say("findings.means"), **LIVE)
    return html.Details(
        [summary, html.Div([html.Label([note, code]), send], className="explain"), said]
    )


def remembered_headings() -> html.Div:
    """The place of the list of what is remembered, filled in when the page is there."""
    return html.Div(id=LIST, **LIVE)


def synonym_table(found: Sequence[Synonym], view: View) -> html.Section:
    """What is remembered, for whom, by whom since when; each with a button that takes it back."""
    names = ("label", "field", "form", "sender", "by", "on")
    heads: list[Part | html.Th] = [*(view.say(f"confirmed.{name}") for name in names), ""]
    title = view.say("findings.synonyms")
    lead = html.P(view.say("findings.synonyms_note"), className="note")
    rows = [synonym_row(one, view) for one in found]
    return parts.section(title, lead, parts.table(heads, rows, title, "aliases"))


def synonym_row(one: Synonym, view: View) -> html.Tr:
    """One of them."""
    name = about(one.sender, one.form, one.label)
    button = html.Button(view.say("findings.alias_withdraw"), className="button", type="button",
                         id={"type": "synonym-withdraw", "about": name}, **LIVE)  # fmt: skip
    said = html.Span(id={"type": "synonym-said", "about": name}, role="status", className="note",
                     **LIVE)  # fmt: skip
    return html.Tr(
        [
            parts.row_head(one.label),
            parts.cell(view.text(one.field)),
            parts.cell(view.text(one.title)),
            parts.cell(view.text(one.name) if one.name else one.sender),
            parts.cell(view.text(one.by)),
            parts.cell(view.record_day(one.on)),
            parts.cell([button, said]),
        ]
    )


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons settle and take back, for the unit that is shown."""

    @app.callback(
        Output({"type": "means-said", "about": MATCH}, "children"),
        Output({"type": "means-send", "about": MATCH}, "disabled"),
        Input({"type": "means-send", "about": MATCH}, "n_clicks"),
        State({"type": "means-send", "about": MATCH}, "id"),
        State({"type": "means-text", "about": MATCH}, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def settle(
        clicks: int | None, identity: dict[str, str], meant: str | None, search: str
    ) -> tuple[str, bool]:
        said = read(identity.get("about", ""))
        if not clicks or said is None:
            raise PreventUpdate
        here = parse(PATH, search)
        view = View.of(here)
        if desk is None:
            return view.say("upload.problem_closed"), False
        if not (written := (meant or "").strip()):
            return view.say("findings.means_first"), False
        done = desk.confirm_synonym(*said, written, here.unit, view.language)
        return told(done, "findings.means_done", view)

    @app.callback(
        Output({"type": "synonym-said", "about": MATCH}, "children"),
        Output({"type": "synonym-withdraw", "about": MATCH}, "disabled"),
        Input({"type": "synonym-withdraw", "about": MATCH}, "n_clicks"),
        State({"type": "synonym-withdraw", "about": MATCH}, "id"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def take_back(clicks: int | None, identity: dict[str, str], search: str) -> tuple[str, bool]:
        said = read(identity.get("about", ""))
        if not clicks or desk is None or said is None:
            raise PreventUpdate
        here = parse(PATH, search)
        view = View.of(here)
        done = desk.withdraw_synonym(*said, here.unit, view.language)
        return told(done, "findings.alias_gone", view)

    @app.callback(Output(LIST, "children"), Input(LIST, "id"), State("address", "search"))
    def show(_: str, search: str) -> list[Part]:
        here = parse(PATH, search)
        found = desk.synonyms(here.unit) if desk is not None else ()
        return [synonym_table(found, View.of(here))] if found else []


def read(name: str) -> tuple[str, str, str] | None:
    """Sender, form and heading; None for rubbish."""
    try:
        given = json.loads(name)
    except ValueError:
        return None
    if not isinstance(given, list) or [type(part) for part in given] != [str] * 3:
        return None
    sender, form, label = given
    return sender, form, label
