"""Whose a file is that names a unit nobody knows: settled where it is listed, and taken back."""

import re
from collections.abc import Sequence

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.components import parts
from dashboards.components.parts import data
from dashboards.desk import Alias, Desk, Settled
from dashboards.selection import parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FindingRow

LIVE = data(live="yes")
PATH = "/findings"
SLUG = "unknown-org-unit"
CANDIDATE = re.compile(r"([^、（）]+（[^（）]*）[^、（）]*|[^、（）]+)（([A-Za-z0-9][\w.-]*)）")
LIST = "alias-list"


def whose_line(row: FindingRow, view: View) -> html.Details:
    """The units that are alike, a field for another, and the button."""
    text = row.got or ""
    alike = [
        {"label": f"{name}（{code}）", "value": code}
        for name, code in CANDIDATE.findall(row.details.get("candidates", ""))
    ]
    choices = dcc.RadioItems(alike, None, id={"type": "whose-choice", "about": text},
                             className="choices")  # fmt: skip
    code = dcc.Input(id={"type": "whose-code", "about": text}, type="text", value="",
                     maxLength=40, className="reason")  # fmt: skip
    field = html.Label([view.say("findings.whose_code"), code])
    send = html.Button(view.say("findings.whose_send"), id={"type": "whose-send", "about": text},
                       className="button", type="button", **LIVE)  # fmt: skip
    said = html.P(id={"type": "whose-said", "about": text}, className="note", role="status",
                  **LIVE)  # fmt: skip
    note = html.P(view.say("findings.whose_note", text=text), className="note")
    told = html.Summary(view.say("findings.whose"), **LIVE)
    offered: list[Part] = [note, choices] if alike else [note]
    return html.Details([told, *offered, html.Div([field, send], className="explain"), said])


def may_be_settled(row: FindingRow) -> bool:
    """Whether what stood there could be remembered: it is known whole."""
    whole = bool(row.got) and not str(row.got).endswith("…")
    return row.slug == SLUG and row.open and whole


def remembered() -> html.Div:
    """The place of the list of what is remembered, filled in when the page is there."""
    return html.Div(id=LIST, **LIVE)


def alias_table(found: Sequence[Alias], view: View) -> html.Section:
    """What is remembered, by whom since when, each with a button that takes it back."""
    names = ("alias", "name", "by", "on")
    heads: list[Part | html.Th] = [*(view.say(f"confirmed.{name}") for name in names), ""]
    rows = [alias_row(number, one, view) for number, one in enumerate(found)]
    title = view.say("findings.aliases")
    lead = html.P(view.say("findings.aliases_note"), className="note")
    return parts.section(title, lead, parts.table(heads, rows, title, "aliases"))


def alias_row(number: int, one: Alias, view: View) -> html.Tr:
    """One of them."""
    about = f"{number}:{one.unit}:{one.alias}"
    button = html.Button(view.say("findings.alias_withdraw"), className="button", type="button",
                         id={"type": "alias-withdraw", "about": about}, **LIVE)  # fmt: skip
    said = html.Span(id={"type": "alias-said", "about": about}, role="status", className="note",
                     **LIVE)  # fmt: skip
    return html.Tr(
        [
            parts.row_head(one.alias),
            parts.cell([view.text(one.name), html.Div(one.unit, className="note code")]),
            parts.cell(view.text(one.by)),
            parts.cell(view.record_day(one.on)),
            parts.cell([button, said]),
        ]
    )


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons settle and take back, for the unit that is shown."""

    @app.callback(
        Output({"type": "whose-said", "about": MATCH}, "children"),
        Output({"type": "whose-send", "about": MATCH}, "disabled"),
        Input({"type": "whose-send", "about": MATCH}, "n_clicks"),
        State({"type": "whose-send", "about": MATCH}, "id"),
        State({"type": "whose-choice", "about": MATCH}, "value"),
        State({"type": "whose-code", "about": MATCH}, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def settle(
        clicks: int | None,
        identity: dict[str, str],
        chosen: str | None,
        typed: str | None,
        search: str,
    ) -> tuple[str, bool]:
        if not clicks:
            raise PreventUpdate
        here = parse(PATH, search)
        view = View.of(here)
        unit = (typed or "").strip() or chosen
        if desk is None:
            return view.say("upload.problem_closed"), False
        if not unit:
            return view.say("findings.whose_first"), False
        done = desk.confirm_alias(unit, identity.get("about", ""), here.unit, view.language)
        return told(done, "findings.whose_done", view)

    @app.callback(
        Output({"type": "alias-said", "about": MATCH}, "children"),
        Output({"type": "alias-withdraw", "about": MATCH}, "disabled"),
        Input({"type": "alias-withdraw", "about": MATCH}, "n_clicks"),
        State({"type": "alias-withdraw", "about": MATCH}, "id"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def take_back(clicks: int | None, identity: dict[str, str], search: str) -> tuple[str, bool]:
        _, unit, text = [*identity.get("about", "").split(":", 2), "", ""][:3]
        if not clicks or desk is None:
            raise PreventUpdate
        here = parse(PATH, search)
        view = View.of(here)
        done = desk.withdraw_alias(unit, text, here.unit, view.language)
        return told(done, "findings.alias_gone", view)

    @app.callback(Output(LIST, "children"), Input(LIST, "id"), State("address", "search"))
    def show(_: str, search: str) -> list[Part]:
        here = parse(PATH, search)
        found = desk.aliases(here.unit) if desk is not None else ()
        return [alias_table(found, View.of(here))] if found else []


def told(done: Settled, key: str, view: View) -> tuple[str, bool]:
    """What became of it in words, and whether the button has done its work."""
    if done.problem is not None:
        return done.problem, False
    return view.say(key, accepted=view.whole(done.accepted), held=view.whole(done.held)), True
