"""The fields for what is decided when one circular is issued; blank, the settings hold.

``assets/js/issuing.js`` puts what is typed into the addresses of the files, key by key.
"""

from typing import Any

from dash import dcc, html

from dashboards.circulars import ISSUED, LONGEST_SAID
from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.circular import Letterhead
from pipeline.reports.letter import listed, said

FIELD = "issue-"
"""Before the name of what is typed, in the ids of the fields."""


def issue_form(head: Letterhead, view: View) -> html.Section:
    """A field for each; in a blank one stands what the settings say."""
    usual = {
        "title": said(head.title, view),
        "to": listed(head.to, view),
        "copies": listed(head.copies, view),
        "issuer": said(head.issuer, view),
    }
    fields = [field(name, usual.get(name, ""), view) for name in ISSUED]
    number = view.say("circular.number_whole")
    if head.number:
        number = view.say("circular.number_note", pattern=head.number)
    return parts.section(
        view.say("circular.issue"), html.Div(fields, className="parameters issue"),
        html.P(number, className="note"), note=view.say("circular.issue_note"),
    )  # fmt: skip


def field(name: str, usual: str, view: View) -> Part:
    """One of them."""
    kind: Any = "date" if name == "issued" else "text"  # the library hands any type on
    typed = dcc.Input(id=f"{FIELD}{name}", type=kind, value="", placeholder=usual or None,
                      maxLength=LONGEST_SAID, debounce=False, autoComplete="off")  # fmt: skip
    label = html.Span(view.say(f"circular.field_{name}"), className="of")
    return html.Label([label, typed], className="choice")
