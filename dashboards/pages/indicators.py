"""指标: every indicator by theme, to choose one from."""

from collections.abc import Sequence

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.shell import Page
from dashboards.pages.targets import theme_name
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import IndicatorRef


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    where = questions.whereabouts(reader, here.unit, here.period).breadcrumb
    rows = questions.indicators(reader)
    title = view.say("page.indicators")
    facts = len(questions.facts(reader))
    return Page(title, where, (*body(rows, view), *sources(facts, view)), ((title, ""),))


def body(rows: Sequence[IndicatorRef], view: View) -> tuple[Part, ...]:
    """How many there are, then the list."""
    heading = html.H1(view.say("page.indicators"), tabIndex="-1")
    if not rows:
        return heading, parts.empty(view.say("indicators.none"))
    themes = list(dict.fromkeys(row.theme for row in rows))
    said = view.say("indicators.count", count=view.whole(len(rows)),
                    themes=view.whole(len(themes)))  # fmt: skip
    lists = [theme_list(theme, rows, view) for theme in themes]
    return heading, html.P(said, className="lead small"), html.Div(lists, className="index")


def sources(count: int, view: View) -> list[Part]:
    """The way to what the source documents state, where that is registered."""
    if not count:
        return []
    said = view.say("indicators.facts", count=view.whole(count))
    return [html.P(parts.link(said, view.to_page("fact")))]


def theme_list(theme: str, rows: Sequence[IndicatorRef], view: View) -> html.Section:
    """The indicators of one theme."""
    own = [row for row in rows if row.theme == theme]
    note = view.whole(len(own))
    items = html.Ul([html.Li(entry(row, view)) for row in own], className="entries")
    return parts.section(theme_name(theme, view), items, note=note)


def entry(row: IndicatorRef, view: View) -> list[Part]:
    """One indicator: a link, its unit, its direction where lower is better."""
    name: Part = parts.link(view.text(row.name), indicator_href(row, view))
    lower = view.say("page.lower_is_better") if row.direction.startswith("lower") else ""
    remark = " · ".join(word for word in (view.unit(row), lower) if word)
    return [html.B(name) if row.core else name, html.Span(remark, className="note")]


def indicator_href(row: IndicatorRef, view: View) -> str:
    """Where an entry leads: to the trace when one was about to be chosen, else to its page."""
    if view.selection.page == "trace":
        return view.to_trace(row.id)
    return view.to_indicator(row.id)
