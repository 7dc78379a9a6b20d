"""溯源: where a number comes from, down to its cells, and the sum done again."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.card import definition_card
from dashboards.components.citations import cited_facts
from dashboards.components.hops import hops
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Trace

CELLS_LISTED = 40
"""The check is made on all cells; the page lists the first ones, the command line all."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.trace(
        reader, here.indicator, here.unit, here.period,
        span=here.span or None, segment=here.segment, family=here.family or None,
        limit=CELLS_LISTED,
    )  # fmt: skip
    name = view.text(answer.indicator.name)
    back = view.to_indicator(here.indicator, family=here.family, segment=here.segment)
    tail = ((name, back), (view.say("page.trace"), ""))
    title = view.say("trace.title", name=name)
    return Page(title, answer.breadcrumb, body(answer, view), tail)


def body(answer: Trace, view: View) -> tuple[Part, ...]:
    """The hops at the left, the check and the definition at the right."""
    shown = view.in_prose(answer.value.value, answer.indicator)
    asked = view.say("trace.heading_absent")
    if answer.value.value is not None:
        asked = view.say("trace.heading", value=shown)
    heading = html.H1(asked, tabIndex="-1")
    words = [view.text(answer.indicator.name), view.text(answer.unit.name),
             view.period(answer.period), view.say(f"trace.span_{answer.value.span}")]  # fmt: skip
    if answer.card.family is not None:
        words.append(view.text(answer.card.family))
    line = html.P(" · ".join(words), className="data-line")
    side = html.Div([check(answer, view), card(answer, view)])
    columns = html.Div([hops(answer, view), side], className="columns")
    return heading, line, *documented(answer, view), columns


def documented(answer: Trace, view: View) -> list[Part]:
    """The facts of source documents that are reported in the figure."""
    if not answer.shows:
        return []
    facts = cited_facts(list(answer.shows), answer.shows, view)
    return [html.P(view.rich("trace.documented", facts=facts), className="data-line")]


def check(answer: Trace, view: View) -> html.Section:
    """The number computed again from the listed cells."""
    if answer.agrees is None or (answer.value.value is None and answer.agrees):
        why = "trace.left_out" if answer.agrees is None else "trace.nothing_to_check"
        nothing = html.P(view.say(why), className="note")
        return parts.section(view.say("trace.check"), nothing)
    indicator = answer.indicator
    again = view.say(
        "trace.recomputed",
        numerator=view.part(answer.recomputed_numerator, indicator),
        denominator=view.part(answer.recomputed_denominator, indicator),
        value=view.in_prose(answer.recomputed_value, indicator),
    )
    if answer.recomputed_denominator is None:
        again = view.say("trace.recomputed_sum",
                         value=view.in_prose(answer.recomputed_value, indicator))  # fmt: skip
    verdict = view.say("trace.agrees" if answer.agrees else "trace.differs")
    sign = parts.glyph("status-done" if answer.agrees else "status-far-behind")
    line = html.Div([sign, html.P([html.B(verdict), html.Br(), again])],
                    className="check" if answer.agrees else "check bad")  # fmt: skip
    return parts.section(view.say("trace.check"), line)


def card(answer: Trace, view: View) -> html.Section:
    """What the indicator means."""
    return parts.section(view.say("card.title"), definition_card(answer.card, view))
