"""Find a unit: a field at the top; what is typed lists units, each leading to the same page.

The keys are served by ``assets/js/finding.js``, which also tells those who cannot see the list
what it holds (a combobox, as ARIA has it).
"""

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.asking import Questions, Reader
from dashboards.components.parts import aria, data, link
from dashboards.selection import Selection, day_of, parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FoundUnit, FoundUnits
from pipeline.queries.unit_search import LONGEST
from pipeline.wording.units import found_notes

LIVE = data(live="yes")
TEXT, FOUND = "unit-find", "unit-found"


def finder(view: View) -> html.Span:
    """The field, and the place of the list under it.

    It tells of every key at once: Enter would be told with an older text otherwise.
    """
    field = dcc.Input(id=TEXT, type="text", value="", maxLength=LONGEST, debounce=False,
                      autoComplete="off", placeholder=view.say("find.hint"))  # fmt: skip
    label = html.Label(view.say("find.unit"), htmlFor=TEXT, className="unseen")
    place = html.Div(id=FOUND, className="found", **LIVE, **aria(label=view.say("find.units")))
    return html.Span([label, field, place], className="choice finder")


def register(app: Dash, reader: Reader, questions: Questions) -> None:
    """What is typed lists units; Enter leads to the one that is meant, if it is one."""

    @app.callback(
        Output(FOUND, "children"),
        Input(TEXT, "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def show(text: str | None, pathname: str, search: str) -> list[Part]:
        here = parse(pathname, search)
        if not (text or "").strip():
            return []
        return listed(found(reader, questions, text or "", here), View.of(here))

    @app.callback(
        Output("address", "href", allow_duplicate=True),
        Input(TEXT, "n_submit"),
        State(TEXT, "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def go(enters: int | None, text: str | None, pathname: str, search: str) -> str:
        here = parse(pathname, search)
        meant = the_one(found(reader, questions, text or "", here)) if enters else None
        if meant is None:
            raise PreventUpdate
        return View.of(here).to_unit(meant.unit.code)


def found(reader: Reader, questions: Questions, text: str, here: Selection) -> FoundUnits:
    """The units of a text, in the world and the period of the page; none where it has neither."""
    try:
        asked = questions.reader_as(reader, day_of(here.as_of), here.tree or "then", here.period)
        return questions.find_units(asked, text, here.period or None)
    except questions.NotFound:
        return FoundUnits((), 0)


def the_one(answer: FoundUnits) -> FoundUnit | None:
    """The unit that a text means: the only one found, or the only one called just so."""
    meant = [one for one in answer.units if one.meant] or list(answer.units)
    return meant[0] if len(meant) == 1 else None


def listed(answer: FoundUnits, view: View) -> list[Part]:
    """The units as links, under each other; then how many more there are, or that there is none."""
    options = [option(number, one, view) for number, one in enumerate(answer.units)]
    more = answer.total - len(answer.units)
    said = view.say("find.none") if not options else ""
    if more > 0:
        said = view.say("find.more", count=view.whole(more))
    lines: list[Part] = [html.Div(options, id=f"{FOUND}-list", role="listbox",
                                  **aria(label=view.say("find.units")))]  # fmt: skip
    return [*lines, html.P(said, className="note", role="status")] if said else lines


def option(number: int, one: FoundUnit, view: View) -> html.A:
    """One unit: name and code, its superior, and what a reader could not know otherwise."""
    name, code = view.text(one.unit.name), one.unit.code
    told = [view.text(one.superior.name)] if one.superior else []
    told += found_notes(one, view.language)
    pieces: list[Part] = [html.B(name), html.Span(code, className="code"),
                          html.Span(" · ".join(told), className="note")]  # fmt: skip
    return link(pieces, view.to_unit(code), id=f"{FOUND}-{number}", role="option", tabIndex="-1")
