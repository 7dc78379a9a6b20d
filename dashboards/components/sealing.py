"""Buttons that note on the list of reports whose signed and sealed copy has come."""

import json
from collections.abc import Sequence

from dash import Dash

from dashboards.components.buttons import Said, button, on_press, outcome
from dashboards.desk import Desk
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import PaperCopy, ReportRow

CAME, UNDO = "seal", "unseal"


def seal_act(together: Sequence[ReportRow], view: View) -> list[Part]:
    """The button beside reports that came together; none on the sender's own page, nor where a
    day or tree was chosen: what is shown then is not what counts now.
    """
    row, here = together[0], view.selection
    if row.seal is None or row.version is None or here.as_of or here.tree:
        return []
    if row.unit.code == here.unit:
        return []
    forms = [report.form for report in together]
    about = json.dumps([here.unit, row.unit.code, here.period, row.version, *forms])
    kind = UNDO if row.seal == "sealed" else CAME
    return [button(kind, about, view.say(f"reporting.{kind}")), outcome(kind, about)]


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
    found = read(about)
    if found is None:
        return None
    by, copy = found
    refused = desk.note_seal(copy, by, came, view.language)
    return (refused, False) if refused else (view.say("reporting.seal_noted"), True)


def read(about: str) -> tuple[str, PaperCopy] | None:
    """Who notes it, and of which reports; None for rubbish."""
    try:
        given = json.loads(about)
    except ValueError:
        return None
    if not isinstance(given, list) or [type(part) for part in given[:4]] != [str, str, str, int]:
        return None
    by, unit, period, version, *forms = given
    if not forms or any(type(form) is not str for form in forms):
        return None
    return by, PaperCopy(unit, period, version, tuple(forms))
