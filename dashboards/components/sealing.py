"""Buttons that note on the list of reports whose signed and sealed copy has come."""

from collections.abc import Sequence

from dash import Dash

from dashboards.components.buttons import Said, button, on_press, outcome
from dashboards.components.sent_reports import read_sent, sent_together
from dashboards.desk import Desk
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.event import Deed
from pipeline.queries.answers import ReportRow

CAME: Deed = "seal"
UNDO: Deed = "unseal"


def seal_act(together: Sequence[ReportRow], view: View) -> list[Part]:
    """The button beside reports that came together, where the page's unit may note it."""
    row = together[0]
    kind = next((deed for deed in (CAME, UNDO) if deed in row.acts), None)
    if kind is None or row.version is None:
        return []
    about = sent_together(together, row.version, view)
    return [button(kind, about, view.say(f"reporting.{kind}")), outcome(kind, about, view)]


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons note it and take it back, for the unit whose page it is."""
    on_press(app, desk, CAME, (), came)
    on_press(app, desk, UNDO, (), undo)


def came(desk: Desk, about: str, _: Sequence[str], view: View) -> Said | None:
    """Note that the copy has come."""
    return noted(desk, about, view, came=True)


def undo(desk: Desk, about: str, _: Sequence[str], view: View) -> Said | None:
    """Take the note back."""
    return noted(desk, about, view, came=False)


def noted(desk: Desk, about: str, view: View, came: bool) -> Said | None:
    """What became of it."""
    found = read_sent(about)
    if found is None:
        return None
    by, sent = found
    refused = desk.note_seal(sent, by, came, view.language)
    return (refused, False) if refused else (view.say("reporting.seal_noted"), True)
