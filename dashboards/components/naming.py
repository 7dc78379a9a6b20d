"""Whose a file is that names a unit nobody knows: settled where it is listed, and taken back."""

from collections.abc import Sequence

from dash import Dash, dcc, html

from dashboards.components import parts
from dashboards.components.buttons import (
    LIVE,
    Said,
    button,
    named,
    on_opening,
    on_press,
    outcome,
    text_field,
    told,
)
from dashboards.desk import Desk
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import AliasRow, UnitRef, UnknownName

KIND, BACK = "whose", "alias"
LONGEST_CODE = 40
LIST = "alias-list"


def whose_line(asked: UnknownName, view: View) -> html.Details:
    """The units that are alike, a field for another, and the button."""
    text = asked.text
    alike = [{"label": named_unit(unit, view), "value": unit.code} for unit in asked.alike]
    choices = dcc.RadioItems(alike, None, id=named(KIND, "choice", text), className="choices")
    code = text_field(KIND, "code", text, LONGEST_CODE)
    field = html.Label([view.say("findings.whose_code"), code])
    send = button(KIND, text, view.say("findings.whose_send"))
    note = html.P(view.say("findings.whose_note", text=text), className="note")
    summary = html.Summary(view.say("findings.whose"), **LIVE)
    return html.Details([summary, note, choices, html.Div([field, send], className="explain"),
                         outcome(KIND, text, view)])  # fmt: skip


def named_unit(unit: UnitRef, view: View) -> str:
    """A unit's name with its code."""
    return view.say("sheet.named_code", name=view.text(unit.name), code=unit.code)


def remembered() -> html.Div:
    """The place of the list of what is remembered, filled in when the page is there."""
    return html.Div(id=LIST, **LIVE)


def alias_table(found: Sequence[AliasRow], view: View) -> html.Section:
    """What is remembered, by whom since when, each with a button that takes it back."""
    names = ("alias", "name", "by", "on")
    heads: list[Part | html.Th] = [*(view.say(f"confirmed.{name}") for name in names), ""]
    rows = [alias_row(number, one, view) for number, one in enumerate(found)]
    title = view.say("findings.aliases")
    lead = html.P(view.say("findings.aliases_note"), className="note")
    return parts.section(title, lead, parts.table(heads, rows, title, "aliases"))


def alias_row(number: int, one: AliasRow, view: View) -> html.Tr:
    """One of them."""
    about = f"{number}:{one.unit}:{one.alias}"
    return html.Tr(
        [
            parts.row_head(one.alias),
            parts.cell([view.text(one.name), html.Div(one.unit, className="note code")]),
            parts.cell(view.text(one.by)),
            parts.cell(view.record_day(one.on), "nowrap"),
            parts.cell([button(BACK, about, view.say("findings.alias_withdraw")),
                        outcome(BACK, about, view)]),
        ]
    )  # fmt: skip


def register(app: Dash, desk: Desk | None) -> None:
    """The buttons settle and take back, for the unit that is shown."""
    on_press(app, desk, KIND, ("choice", "code"), settle)
    on_press(app, desk, BACK, (), take_back)

    def listed(view: View) -> list[Part]:
        found = desk.aliases(view.selection.unit) if desk is not None else ()
        return [alias_table(found, view)] if found else []

    on_opening(app, LIST, listed)


def settle(desk: Desk, text: str, given: Sequence[str], view: View) -> Said:
    """Remember that a text means the unit that was chosen or written."""
    chosen, typed = given
    unit = typed or chosen
    if not unit:
        return view.say("findings.whose_first"), False
    done = desk.confirm_alias(unit, text, view.selection.unit, view.language)
    return told(done, "findings.whose_done", view)


def take_back(desk: Desk, about: str, _: Sequence[str], view: View) -> Said:
    """Forget it."""
    _, unit, text = [*about.split(":", 2), "", ""][:3]
    done = desk.withdraw_alias(unit, text, view.selection.unit, view.language)
    return told(done, "findings.alias_gone", view)
