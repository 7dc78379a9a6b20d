"""From an address to the page it names."""

from dataclasses import replace
from urllib.parse import unquote

from dash import Dash, Input, Output, html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.shell import Page, frame
from dashboards.failing import reason, said_of
from dashboards.markup import children_of, merged
from dashboards.pages import (
    circular,
    fact,
    findings,
    history,
    indicator,
    indicators,
    lapses,
    matrix,
    overview,
    reporting,
    restatements,
    scorecard,
    sql,
    targets,
    trace,
    upload,
    whatif,
)
from dashboards.selection import Selection, clean, day_of, is_known, parse
from dashboards.view import View
from pipeline.queries.answers import Choices
from pipeline.queries.steady import steadily
from pipeline.warehouse.layout import NothingPublished

PAGES = {
    "overview": overview.page,
    "targets": targets.page,
    "indicators": indicators.page,
    "indicator": indicator.page,
    "fact": fact.page,
    "lapses": lapses.page,
    "circular": circular.page,
    "upload": upload.page,
    "scorecard": scorecard.page,
    "matrix": matrix.page,
    "reporting": reporting.page,
    "history": history.page,
    "findings": findings.page,
    "trace": trace.page,
    "restatements": restatements.page,
    "sql": sql.page,
    "whatif": whatif.page,
}
NEED_INDICATOR = ("indicator", "trace")
LONGEST_ADDRESS = 80
NOTHING = Choices(periods=(), children=(), indicators=())


def register(app: Dash, reader: Reader, questions: Questions) -> None:
    """Let the page follow the address."""

    @app.callback(
        Output("page", "children"),
        Input("address", "pathname"),
        Input("address", "search"),
        on_error=failed,
        running=[(Output("page", "className"), "busy", "")],
    )
    def show(pathname: str | None, search: str | None) -> html.Div:
        chosen = parse(pathname, search)
        if not is_known(pathname):
            return still_page(unknown_page(pathname or "", chosen))
        return still_page(page_for(reader, questions, chosen))


def still_page(page: html.Div) -> html.Div:
    """The page as it is sent: its frame a component, what never changes as text."""
    page.children = list(merged(children_of(page)))
    return page


def page_for(reader: Reader, questions: Questions, chosen: Selection) -> html.Div:
    """The page of a selection; a name that is not there gets a page that says so.

    A page asks many questions: where new figures are published among them it is made again, so
    that no page shows figures of two publications.
    """
    return steadily(
        lambda: made_once(reader, questions, chosen), lambda: number_of(reader, questions)
    )


def number_of(reader: Reader, questions: Questions) -> int:
    """The number of the newest publication; 0 where there is none."""
    try:
        return questions.snapshot(reader).number
    except NothingPublished:
        return 0


def made_once(reader: Reader, questions: Questions, chosen: Selection) -> html.Div:
    """The page of a selection as things stand."""
    view = View.of(chosen)
    try:
        usual = complete(world_of(reader, questions, chosen), questions, chosen)
        view, reader = View.of(usual), world_of(reader, questions, usual)
        answer = PAGES[page_shown(view.selection)](reader, questions, view)
        here = view.selection
        choices = questions.choices(reader, here.unit, here.period)
        return frame(answer, choices, questions.snapshot(reader), view)
    except (questions.NotFound, NothingPublished) as problem:
        start = View.of(Selection(language=chosen.language))
        return frame(problem_page(reason(problem, start), start), NOTHING, None, start)


def world_of(reader: Reader, questions: Questions, chosen: Selection) -> Reader:
    """The reader of the day, the tree and the calendar that were chosen."""
    return questions.reader_as(reader, day_of(chosen.as_of), chosen.tree or "then", chosen.period)


def complete(reader: Reader, questions: Questions, chosen: Selection) -> Selection:
    """The selection with the usual unit and period where none were chosen."""
    if chosen.unit and chosen.period:
        return chosen
    if chosen.unit:
        return replace(chosen, period=questions.latest_period(reader, chosen.unit))
    unit, period = questions.default_selection(reader)
    return replace(chosen, unit=unit, period=chosen.period or period)


def page_shown(selection: Selection) -> str:
    """The page of a selection; without an indicator, the list to choose one from."""
    if selection.page in NEED_INDICATOR and not selection.indicator:
        return "indicators"
    return selection.page


def problem_page(sentence: str, view: View) -> Page:
    """A page that says what is wrong and leads back."""
    title = view.say("page.nothing_here")
    back = parts.link(view.say("page.to_start"), Selection(language=view.language).href())
    said = (html.H1(title, tabIndex="-1"), parts.empty(sentence, back))
    return Page(title, (), said, on_rail=False)


def unknown_page(address: str, chosen: Selection) -> html.Div:
    """What is shown at an address that names no page: a sentence, and the way home."""
    view = View.of(Selection(language=chosen.language))
    sentence = view.say("page.unknown", address=clean(unquote(address))[:LONGEST_ADDRESS])
    return frame(problem_page(sentence, view), NOTHING, None, view)


def failed(problem: Exception) -> html.Div:
    """What is shown when a page cannot be made."""
    said, view = said_of(problem, "page.failed")
    return still_page(frame(problem_page(said, view), NOTHING, None, view))
