"""What a heading of one sender means: settled where it was not read, and taken back."""

import json
from collections.abc import Sequence

from dash import Dash, html

from dashboards.components import parts
from dashboards.components.buttons import (
    LIVE,
    Said,
    button,
    on_opening,
    on_press,
    outcome,
    text_field,
    told,
)
from dashboards.desk import Desk
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import SynonymRow, UnknownHeading

KIND, BACK = "means", "synonym"
LONGEST_HEADING = 60
LIST = "synonym-list"


def about(*said: str) -> str:
    """Sender, form and heading as one name of a button."""
    return json.dumps(said, ensure_ascii=False)


def means_line(asked: UnknownHeading, view: View) -> html.Details:
    """A field for the heading of the form, and the button."""
    name = about(asked.sender.code, asked.form, asked.label)
    code = text_field(KIND, "text", name, LONGEST_HEADING)
    unit = view.text(asked.sender.name)
    note = view.say("findings.means_note", text=asked.label, unit=unit)
    send = button(KIND, name, view.say("findings.means_send"))
    summary = html.Summary(view.say("findings.means"), **LIVE)
    return html.Details([summary, html.Div([html.Label([note, code]), send], className="explain"),
                         outcome(KIND, name, view)])  # fmt: skip


def remembered_headings() -> html.Div:
    """The place of the list of what is remembered, filled in when the page is there."""
    return html.Div(id=LIST, **LIVE)


def synonym_table(found: Sequence[SynonymRow], view: View) -> html.Section:
    """What is remembered, for whom, by whom since when; each with a button that takes it back."""
    names = ("label", "field", "form", "sender", "by", "on")
    heads: list[Part | html.Th] = [*(view.say(f"confirmed.{name}") for name in names), ""]
    title = view.say("findings.synonyms")
    lead = html.P(view.say("findings.synonyms_note"), className="note")
    rows = [synonym_row(one, view) for one in found]
    return parts.section(title, lead, parts.table(heads, rows, title, "aliases"))


def synonym_row(one: SynonymRow, view: View) -> html.Tr:
    """One of them."""
    name = about(one.sender, one.form, one.label)
    return html.Tr(
        [
            parts.row_head(one.label),
            parts.cell(view.text(one.field)),
            parts.cell(view.text(one.title)),
            parts.cell(view.text(one.name) if one.name else one.sender),
            parts.cell(view.text(one.by)),
            parts.cell(view.record_day(one.on), "nowrap"),
            parts.cell([button(BACK, name, view.say("findings.alias_withdraw")),
                        outcome(BACK, name, view)]),
        ]
    )  # fmt: skip


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons settle and take back, for the unit that is shown."""
    on_press(app, desk, KIND, ("text",), settle)
    on_press(app, desk, BACK, (), take_back)

    def listed(view: View) -> list[Part]:
        found = desk.synonyms(view.selection.unit) if desk is not None else ()
        return [synonym_table(found, view)] if found else []

    on_opening(app, LIST, listed)


def settle(desk: Desk, name: str, given: Sequence[str], view: View) -> Said | None:
    """Remember what a heading means to its sender."""
    said = read(name)
    if said is None:
        return None
    (meant,) = given
    if not meant:
        return view.say("findings.means_first"), False
    done = desk.confirm_synonym(*said, meant, view.selection.unit, view.language)
    return told(done, "findings.means_done", view)


def take_back(desk: Desk, name: str, _: Sequence[str], view: View) -> Said | None:
    """Forget it."""
    said = read(name)
    if said is None:
        return None
    done = desk.withdraw_synonym(*said, view.selection.unit, view.language)
    return told(done, "findings.alias_gone", view)


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
