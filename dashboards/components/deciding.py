"""Buttons on the list of reports that approve, return or withdraw what came in, or take back an
approval or a return. Who acts is the unit whose page it is.
"""

from collections.abc import Sequence
from functools import partial

from dash import Dash, html

from dashboards.components.buttons import LIVE, Said, button, on_press, outcome, text_field
from dashboards.components.parts import link
from dashboards.components.sent_reports import (
    read_sent,
    read_several,
    sent_together,
    several,
)
from dashboards.desk import Desk
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.event import Deed
from pipeline.domain.explanation import LONGEST
from pipeline.queries.answers import ReportRow

APPROVE: Deed = "approve"
RETURN: Deed = "return"
WITHDRAW: Deed = "withdraw"
APPROVE_ALL = "approve-all"
UNAPPROVE: Deed = "unapprove"
UNRETURN: Deed = "unreturn"
REASONED = (RETURN, WITHDRAW, UNAPPROVE, UNRETURN)
"""What needs a reason, and is asked for twice."""


def decide_acts(together: Sequence[ReportRow], elsewhere: str, view: View) -> list[Part]:
    """What the page's unit may do with reports that came together.

    ``elsewhere``: the address at which a reason can be written, if not here.
    """
    row = together[0]
    if row.newest is None:
        return []
    about = sent_together(together, row.newest, view)
    acts: list[Part] = []
    if APPROVE in row.acts:
        acts = [
            button(APPROVE, about, view.say("reporting.approve")),
            outcome(APPROVE, about, view),
        ]
    folded = [deed for deed in REASONED if deed in row.acts]
    return [*acts, *(with_reason(deed, about, elsewhere, view) for deed in folded)]


def approve_all(listed: Sequence[Sequence[ReportRow]], view: View) -> list[Part]:
    """One act for all listed reports that wait for the page's unit, where it is several; asked for
    twice. What came since the list was drawn is not among them.
    """
    waiting = [rows for rows in listed if APPROVE in rows[0].acts and rows[0].newest is not None]
    if len(waiting) < 2:
        return []
    about = several(waiting, view)
    units = view.whole(len({rows[0].unit.code for rows in waiting}))
    said = view.say("reporting.approve_all_said", units=units,
                    reports=view.whole(sum(map(len, waiting))))  # fmt: skip
    summary = html.Summary(view.say("reporting.approve_all_open"), **LIVE)
    send = button(APPROVE_ALL, about, view.say("reporting.approve_all"))
    return [html.Details([summary, html.P(said), send, outcome(APPROVE_ALL, about, view)])]


def with_reason(deed: Deed, about: str, elsewhere: str, view: View) -> Part:
    """An act that needs a reason: folded away until it is wanted."""
    if elsewhere:
        return html.Div(link(view.say(f"reporting.{deed}_open"), elsewhere))
    field = html.Label([view.say("reporting.why"), text_field(deed, "text", about, LONGEST)])
    send = button(deed, about, view.say(f"reporting.{deed}"))
    summary = html.Summary(view.say(f"reporting.{deed}_open"), **LIVE)
    return html.Details([summary, html.Div([field, send], className="explain"),
                         outcome(deed, about, view)])  # fmt: skip


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons do it, for the unit whose page it is."""
    on_press(app, desk, APPROVE, (), approve)
    on_press(app, desk, APPROVE_ALL, (), approved_all)
    for deed in REASONED:
        on_press(app, desk, deed, ("text",), partial(reasoned, deed))


def approve(desk: Desk, about: str, _: Sequence[str], view: View) -> Said | None:
    """Approve the reports."""
    return done(desk, APPROVE, about, "", view)


def approved_all(desk: Desk, about: str, _: Sequence[str], view: View) -> Said | None:
    """Approve all that was listed, or nothing."""
    found = read_several(about)
    if found is None:
        return None
    by, sent = found
    refused = desk.approve_all(sent, by, view.language)
    return (refused, False) if refused else (view.say("reporting.act_noted"), True)


def reasoned(deed: Deed, desk: Desk, about: str, texts: Sequence[str], view: View) -> Said | None:
    """Do what needs a reason, if there is one."""
    if not texts[0]:
        return view.say("reporting.why_first"), False
    return done(desk, deed, about, texts[0], view)


def done(desk: Desk, deed: Deed, about: str, text: str, view: View) -> Said | None:
    """What became of it."""
    found = read_sent(about)
    if found is None:
        return None
    by, sent = found
    refused = desk.decide_on(sent, deed, by, text, view.language)
    return (refused, False) if refused else (view.say("reporting.act_noted"), True)
