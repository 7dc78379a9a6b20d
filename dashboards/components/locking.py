"""The section that locks a period and opens it again, and the buttons that except one unit."""

import json
from collections.abc import Sequence

from dash import Dash, html

from dashboards.components import parts
from dashboards.components.buttons import (
    LIVE,
    Said,
    button,
    on_press,
    opened,
    outcome,
    text_field,
)
from dashboards.components.sent_reports import period_of, read_words
from dashboards.desk import Desk
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.event import Deed
from pipeline.domain.explanation import LONGEST
from pipeline.queries.answers import PeriodLock, ReportingStatus, ReportRow

LOCK: Deed = "lock"
UNLOCK: Deed = "unlock"
EXEMPT: Deed = "exempt"
UNEXEMPT: Deed = "unexempt"


def lock_section(answer: ReportingStatus, view: View) -> html.Section | None:
    """Which locks hold here, and what may be done about them. None for units with nobody below,
    and where a day or tree was chosen.
    """
    if not answer.children or not (answer.acts or answer.opens):
        return None
    pieces: list[Part] = []
    for lock in answer.locks:
        pieces += lock_told(lock, answer, view)
    if LOCK in answer.acts:
        if not answer.locks:
            period = view.period(answer.period)
            pieces.append(html.P(view.say("locking.open", period=period)))
        pieces.append(lock_act(answer, view))
    return parts.section(view.say("locking.title"), *pieces)


def lock_told(lock: PeriodLock, answer: ReportingStatus, view: View) -> list[Part]:
    """One lock in words, and its undoing where it is the page's unit's."""
    unit, period = view.text(lock.by.name), view.text(lock.label)
    said = [view.say("locking.locked", unit=unit, period=period, day=view.record_day(lock.at))]
    if lock.text:
        said.append(view.say("locking.because", text=lock.text))
    if lock.exempt:
        names = view.join([view.text(one.name) for one in lock.exempt], "join.items")
        said.append(view.say("locking.excepted", units="".join(map(str, names))))
    own = lock in answer.opens
    said.append(view.say("locking.how" if own else "locking.ask", unit=unit))
    told: list[Part] = [html.P(("" if view.language == "zh" else " ").join(said))]
    if own:
        below = view.text(answer.unit.name)
        warning = view.say("locking.unlock_warning", unit=below, period=period)
        told.append(confirmed(UNLOCK, lock.period, warning, view))
    return told


def lock_act(answer: ReportingStatus, view: View) -> html.Details:
    """The lock of the page's period. It touches everybody below, so it is asked for twice."""
    totals = {name: view.whole(sum(getattr(form, name) for form in answer.forms))
              for name in ("expected", "missing", "withheld")}  # fmt: skip
    warning = view.say("locking.lock_warning", unit=view.text(answer.unit.name),
                       period=view.period(answer.period), **totals)  # fmt: skip
    return confirmed(LOCK, answer.period.code, warning, view)


def confirmed(deed: Deed, period: str, warning: str, view: View) -> html.Details:
    """A button that shows what it would do before it can be pressed."""
    about = json.dumps([view.selection.unit, period])
    field = html.Label([view.say("locking.why"), text_field(deed, "text", about, LONGEST)])
    send = button(deed, about, view.say(f"locking.{deed}"))
    summary = html.Summary(view.say(f"locking.{deed}_open"), **LIVE)
    return html.Details([summary, html.P(warning), html.Div([field, send], className="explain"),
                         outcome(deed, about, view)])  # fmt: skip


def exempt_act(together: Sequence[ReportRow], view: View) -> list[Part]:
    """The button that excepts a unit from the locks of the page's unit, or takes that back."""
    row = together[0]
    kind = next((deed for deed in (EXEMPT, UNEXEMPT) if deed in row.acts), None)
    if kind is None:
        return []
    words = [view.selection.unit, row.unit.code, period_of(row, view), row.form, *row.excepting]
    about = json.dumps(words)  # a unit may stand in several rows: each button has its own name
    return [button(kind, about, view.say(f"locking.{kind}")), outcome(kind, about, view)]


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons do it, for the unit whose page it is."""
    on_press(app, desk, LOCK, ("text",), lock)
    on_press(app, desk, UNLOCK, ("text",), unlock)
    on_press(app, desk, EXEMPT, (), exempt)
    on_press(app, desk, UNEXEMPT, (), unexempt)


def lock(desk: Desk, about: str, texts: Sequence[str], view: View) -> Said | None:
    """Lock the period."""
    return ended(desk, LOCK, about, texts[0], view)


def unlock(desk: Desk, about: str, texts: Sequence[str], view: View) -> Said | None:
    """Open it again."""
    return ended(desk, UNLOCK, about, texts[0], view)


def ended(desk: Desk, deed: Deed, about: str, text: str, view: View) -> Said | None:
    """What became of it."""
    words = read_words(about, 2)
    if words is None:
        return None
    by, period = words[:2]
    return opened(desk.end_period(deed, by, period, text, view.language), view)


def exempt(desk: Desk, about: str, _: Sequence[str], view: View) -> Said | None:
    """Except the unit."""
    return excepted(desk, EXEMPT, about, view)


def unexempt(desk: Desk, about: str, _: Sequence[str], view: View) -> Said | None:
    """Take the exception back."""
    return excepted(desk, UNEXEMPT, about, view)


def excepted(desk: Desk, deed: Deed, about: str, view: View) -> Said | None:
    """What became of it."""
    words = read_words(about, 5)
    if words is None:
        return None
    by, unit, _, _, *periods = words
    return opened(desk.except_unit(deed, unit, by, periods, view.language), view)
