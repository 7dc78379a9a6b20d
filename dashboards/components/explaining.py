"""A line in which a finding is explained where it is listed."""

from collections.abc import Sequence

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.components.parts import data
from dashboards.desk import Desk
from dashboards.selection import parse
from dashboards.view import View
from pipeline.domain.explanation import LONGEST

LIVE = data(live="yes")
PATH = "/findings"


def explain_line(findings: Sequence[int], seen: int, view: View) -> html.Details:
    """Text and button; ``seen`` is the publication in which the findings have these numbers."""
    about = f"{seen}:{','.join(str(number) for number in findings)}"
    label = view.say("findings.write")
    text = dcc.Input(id={"type": "explain-text", "about": about}, type="text", value="",
                     maxLength=LONGEST, className="reason")  # fmt: skip
    field = html.Label([view.say("findings.write_note"), text])
    send = html.Button(view.say("findings.send"), id={"type": "explain-send", "about": about},
                       className="button", type="button", **LIVE)  # fmt: skip
    said = html.P(id={"type": "explain-said", "about": about}, className="note", role="status",
                  **LIVE)  # fmt: skip
    told = html.Summary(label, **LIVE)
    return html.Details([told, html.Div([field, send], className="explain"), said])


def register(app: Dash, desk: Desk | None) -> None:
    """The button notes what was written, for the unit that is shown."""

    @app.callback(
        Output({"type": "explain-said", "about": MATCH}, "children"),
        Output({"type": "explain-send", "about": MATCH}, "disabled"),
        Input({"type": "explain-send", "about": MATCH}, "n_clicks"),
        State({"type": "explain-send", "about": MATCH}, "id"),
        State({"type": "explain-text", "about": MATCH}, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def explain(
        clicks: int | None, identity: dict[str, str], text: str | None, search: str
    ) -> tuple[str, bool]:
        about = read(identity.get("about", ""))
        if not clicks or about is None:
            raise PreventUpdate
        here = parse(PATH, search)
        view = View.of(here)
        if desk is None:
            return view.say("upload.problem_closed"), False
        if not (written := (text or "").strip()):
            return view.say("findings.write_first"), False
        refused = desk.explain(about[1], here.unit, written, about[0], view.language)
        return (refused, False) if refused else (view.say("findings.noted"), True)


def read(about: str) -> tuple[int, list[int]] | None:
    """Publication and findings; None for rubbish."""
    seen, _, numbers = about.partition(":")
    parts = numbers.split(",")
    if not (seen.isdecimal() and parts and all(part.isdecimal() for part in parts)):
        return None
    return int(seen), [int(part) for part in parts]
