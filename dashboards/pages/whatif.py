"""假如: what would be if; the same engine on other inputs, and nothing is stored."""

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.parts import data
from dashboards.components.shell import Page, choose, segments
from dashboards.components.supposed import results
from dashboards.selection import parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Supposable
from pipeline.wording.comparators import SIGNS

LIVE = data(live="yes")
FIGURE, GOAL, RUN = "whatif-figure", "whatif-goal", "whatif-run"


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask what may be supposed, and what would be if what was chosen were so."""
    here = view.selection
    answer = questions.supposable(reader, here.unit, here.period, here.reporter, here.cell)
    title = view.say("page.whatif")
    heading = html.H1(title, tabIndex="-1")
    lead = html.P(view.say("whatif.lead"), className="lead small")
    body = (heading, lead, chosen(answer, view), outcome(reader, questions, view))
    return Page(title, answer.breadcrumb, body, ((title, ""),))


def chosen(answer: Supposable, view: View) -> html.Section:
    """What is supposed: everything in the address, but for the two numbers being typed."""
    here = view.selection
    late = [(view.say(f"whatif.late_{word}"), here.change(late=value).href(),
             bool(here.late) == bool(value))
            for word, value in (("no", ""), ("yes", "yes"))]  # fmt: skip
    button = html.Button(view.say("whatif.run"), id=RUN, className="button first", type="button",
                         **LIVE)  # fmt: skip
    again = parts.link(view.say("whatif.reset"), view.to_page("whatif"))
    return parts.section(
        view.say("whatif.suppose"),
        html.Div(segments(view.say("whatif.late"), late), className="suppose"),
        html.Div(figure(answer, view), className="suppose"),
        html.Div(promise(answer, view), className="suppose"),
        html.Div([button, html.Span(view.say("whatif.takes"), className="note"), again],
                 className="suppose"),
    )  # fmt: skip


def figure(answer: Supposable, view: View) -> list[Part]:
    """One number of one unit: whose, which, and what it would be."""
    here = view.selection
    label = view.say("whatif.figure")
    units = [(f"{view.text(u.name)} {u.code}", here.change(reporter=u.code, cell="",
              figure="").href(), u.code == here.reporter)
             for u in answer.reporters]  # fmt: skip
    none = (view.say("whatif.nobody"), here.change(reporter="", cell="", figure="").href(),
            not here.reporter)  # fmt: skip
    pieces: list[Part] = [html.Span(label, className="of"),
                          choose(view.say("select.unit"), [none, *units])]  # fmt: skip
    if answer.total > len(answer.reporters):
        said = view.say("page.listed", shown=view.whole(len(answer.reporters)),
                        total=view.whole(answer.total))  # fmt: skip
        pieces.append(html.Span(said, className="note"))
    if answer.cells:
        cells = [(view.text(c.label), here.change(cell=c.path, figure="").href(),
                  c.path == here.cell) for c in answer.cells]  # fmt: skip
        first = (view.say("whatif.which"), here.change(cell="", figure="").href(), not here.cell)
        pieces.append(choose(view.say("trace.field"), [first, *cells]))
    elif here.reporter:
        pieces.append(html.Span(view.say("whatif.no_cells"), className="note", role="status"))
    pieces.append(typed(FIGURE, here.figure, view, "reporter cell", bool(here.cell)))
    if here.cell:
        now = view.say("whatif.now", value=answer.now or "—")
        pieces.append(html.Span(now, className="note"))
    return pieces


def promise(answer: Supposable, view: View) -> list[Part]:
    """One target, and what would be promised."""
    here = view.selection
    offered = [
        (f"{view.text(t.name)} {SIGNS[t.comparator]} {view.amount(t.target, t)}",
         here.change(promise=f"{t.plan_id}/{t.target_id}", goal="").href(),
         f"{t.plan_id}/{t.target_id}" == here.promise)
        for t in answer.targets
    ]  # fmt: skip
    none = (view.say("whatif.no_target"), here.change(promise="", goal="").href(),
            not here.promise)  # fmt: skip
    return [
        html.Span(view.say("whatif.promise"), className="of"),
        choose(view.say("whatif.target"), [none, *offered]),
        typed(GOAL, here.goal, view, "promise", bool(here.promise)),
    ]


def typed(name: str, value: str, view: View, of: str, asked: bool) -> html.Label:
    """A number to be typed, closed until it is known what it would be ``of``: while that stays,
    ``navigation.js`` takes the number along to what is chosen next.
    """
    field = dcc.Input(id=name, type="text", value=value, size="12",
                      disabled=not asked, debounce=False, className="figure")  # fmt: skip
    label = html.Span(view.say("whatif.would_be"), className="unseen")
    kept = data(typed=name.removeprefix("whatif-"), of=of)
    return html.Label([label, "= ", field], className="typed", **kept)


def outcome(reader: Reader, questions: Questions, view: View) -> Part:
    """What would be, where something is supposed; or why it can not be."""
    here = view.selection
    figures = [f"{here.cell}@{here.reporter}={here.figure}"] if here.cell and here.figure else []
    promises = [f"{here.promise}={here.goal}"] if here.promise and here.goal else []
    if not (here.late or figures or promises):
        return parts.empty(view.say("whatif.nothing_supposed"))
    try:
        found = questions.what_if(
            reader, here.unit, here.period, late_repeat=bool(here.late), figures=figures,
            promises=promises,
        )  # fmt: skip
    except questions.NotFound as problem:
        return parts.empty(str(getattr(problem, f"message_{view.language}", problem)))
    return results(found, view)


def register(app: Dash) -> None:
    """The button puts the two numbers into the address, which the page follows."""

    @app.callback(
        Output("address", "href", allow_duplicate=True),
        Input(RUN, "n_clicks"),
        State(FIGURE, "value"),
        State(GOAL, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def run(clicks: int | None, figure: str | None, goal: str | None, search: str) -> str:
        if not clicks:
            raise PreventUpdate
        here = parse("whatif", search)
        typed = {
            "figure": (figure or "").strip() if here.cell else "",
            "goal": (goal or "").strip() if here.promise else "",
        }
        return here.change(**typed).href()
