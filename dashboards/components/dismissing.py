"""Lines in which what nobody will correct is dismissed where it is listed, or taken up again."""

from collections.abc import Sequence
from functools import partial

from dash import Dash, html

from dashboards.components.buttons import LIVE, Said, button, on_press, outcome, text_field
from dashboards.components.explaining import read
from dashboards.desk import Desk
from dashboards.view import View
from pipeline.domain.event import Deed
from pipeline.domain.explanation import LONGEST

DISMISS: Deed = "dismiss"
UNDISMISS: Deed = "undismiss"


def dismiss_line(finding: int, seen: int, view: View) -> html.Details:
    """Reason and button, folded away; ``seen`` is the publication in which the finding has this
    number."""
    about = f"{seen}:{finding}"
    field = html.Label([
        view.say("findings.dismiss_note"), text_field(DISMISS, "text", about, LONGEST),
    ])  # fmt: skip
    send = button(DISMISS, about, view.say("findings.dismiss"))
    summary = html.Summary(view.say("findings.dismiss_open"), **LIVE)
    return html.Details([summary, html.Div([field, send], className="explain"),
                         outcome(DISMISS, about, view)])  # fmt: skip


def undismiss_line(finding: int, seen: int, view: View) -> html.Div:
    """The button that takes that back."""
    about = f"{seen}:{finding}"
    send = button(UNDISMISS, about, view.say("findings.undismiss"))
    return html.Div([send, outcome(UNDISMISS, about, view)])


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons note it, for the unit that is shown."""
    on_press(app, desk, DISMISS, ("text",), partial(act, DISMISS))
    on_press(app, desk, UNDISMISS, (), partial(act, UNDISMISS))


def act(deed: Deed, desk: Desk, about: str, texts: Sequence[str], view: View) -> Said | None:
    """Dismiss it, if there is a reason, or take that back."""
    named = read(about)
    if named is None:
        return None
    text = "".join(texts)
    if deed == DISMISS and not text:
        return view.say("reporting.why_first"), False
    seen, findings = named
    refused = desk.answer(deed, findings, view.selection.unit, text, seen, view.language)
    return (refused, False) if refused else (view.say("reporting.act_noted"), True)
