"""What may be set of a named query: lists of addresses, and what is typed, days among it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dash import dcc, html

from dashboards.components import parts
from dashboards.components.shell import choice, choose
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import Parameter
from pipeline.wording.parameters import unset_said

TYPED = "parameter"
"""The type in the ids of what is typed; their names are the parameters'."""
Offered = Mapping[str, Sequence[tuple[str, Bilingual]]]


def read(values: str) -> dict[str, str]:
    """The values of an address by name; rubbish is nothing set."""
    return dict(parse_qsl(values))


def written(values: Mapping[str, str]) -> str:
    """Values as an address carries them; what is blank is left out."""
    return urlencode({name: value for name, value in values.items() if value})


def form(set_to: Sequence[Parameter], offered: Offered, view: View) -> list[Part]:
    """One control for each parameter; nothing where there are none."""
    if not set_to:
        return []
    controls = [control(one, offered.get(one.name, ()), view) for one in set_to]
    row = html.Div(controls, className="parameters")
    note = view.say("sql.parameters_note")
    return [parts.section(view.say("sql.parameters"), row, note=note)]


def control(one: Parameter, offered: Sequence[tuple[str, Bilingual]], view: View) -> Part:
    """A list of what there is, or room to type."""
    label = view.text(one.label)
    if one.type in ("number", "date", "text"):
        return typed(one, label, view)
    chosen = choice(label, choose(label, options(one, offered, view)))
    if one.type != "unit":
        return chosen
    return html.Span([chosen, typed(one, view.say("sql.parameter_typed"), view)], className="both")


def typed(one: Parameter, label: str, view: View) -> html.Label:
    """Room to type, or to pick a day; the browser has a calendar for that."""
    kind: Any = "date" if one.type == "date" else "text"  # the library hands any type on
    field = dcc.Input(id={"type": TYPED, "name": one.name}, type=kind, value=one.text or "",
                      placeholder=unset_said(one.unset, view.language), size="14",
                      debounce=False)  # fmt: skip
    return html.Label([html.Span(label, className="of"), field], className="choice")


def options(
    one: Parameter, offered: Sequence[tuple[str, Bilingual]], view: View
) -> list[tuple[str, str, bool]]:
    """Word, address, and whether it is the one set; that one is offered even if nothing else has
    its code."""
    codes = dict(offered)
    if one.text is not None and one.named is not None:
        codes.setdefault(one.text, one.named)
    found = [] if one.has_default else [("", unset_said(one.unset, view.language))]
    found += [(code, view.text(name)) for code, name in codes.items()]
    return [(word, address(one.name, code, view), code == (one.text or ""))
            for code, word in found]  # fmt: skip


def address(name: str, code: str, view: View) -> str:
    """Where the query is asked with another value of a parameter."""
    here = view.selection
    return here.change(values=written({**read(here.values), name: code})).href()


def note_of(problem: Exception, view: View) -> Part:
    """Why a value cannot be; the units that may be meant, to choose from."""
    name, alike = getattr(problem, "parameter", ""), getattr(problem, "alike", ())
    links = [
        html.Li(parts.link([view.text(unit.name), " ", html.Span(unit.code, className="code")],
                           address(name, unit.code, view)))
        for unit in alike
    ]  # fmt: skip
    note = parts.empty(str(getattr(problem, f"message_{view.language}", problem)))
    if links:
        note.children.append(html.Ul(links, className="entries"))
    return note
