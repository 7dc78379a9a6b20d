"""指标: one indicator at one unit: value, trend, units below, denominators, definition."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.card import definition_card, family_table
from dashboards.components.ranking import ranking
from dashboards.components.shell import Page, segments
from dashboards.components.target_notes import other_plans, pace_facts
from dashboards.components.targets import gap, goal
from dashboards.components.trend import trend
from dashboards.components.unit_map import unit_map
from dashboards.pages.targets import theme_name
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import (
    Comparison,
    Forecast,
    IndicatorPage,
    SegmentValue,
    TargetRow,
    UnitMap,
)
from pipeline.wording.comparisons import caveats, change_words, name_words, sides_words


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.indicator_page(
        reader, here.indicator, here.unit, here.period, here.family or None, here.segment,
        here.plan or None,
    )  # fmt: skip
    drawn = questions.unit_map(reader, here.unit, here.period)
    name = view.text(answer.indicator.name)
    tail = ((view.say("page.indicators"), view.to_page("indicators")), (name, ""))
    return Page(
        name, answer.breadcrumb, body(answer, view, drawn), tail, extra=family_choice(answer, view)
    )


def family_choice(answer: IndicatorPage, view: View) -> Part | None:
    """The denominators, to switch between."""
    if len(answer.families) < 2:
        return None
    options = [(view.text(row.name), view.selection.change(family=row.family).href(), row.current)
               for row in answer.families]  # fmt: skip
    return segments(view.say("select.family"), options)


def body(answer: IndicatorPage, view: View, drawn: UnitMap | None = None) -> tuple[Part, ...]:
    """The figure, then how it came about, then who below stands where."""
    name = view.text(answer.indicator.name)
    theme = html.P(theme_name(answer.indicator.theme, view), className="note")
    course = parts.section(
        view.say("indicator.trend"),
        trend(answer.trend, answer.indicator, view, answer.forecast, answer.redefined),
        note=trend_note(answer, view),
    )  # fmt: skip
    left = [course, below(answer, view, drawn)]
    right = [families(answer, view), card(answer, view), by_segment(answer, view)]
    columns = [html.Div([piece for piece in side if piece is not None]) for side in (left, right)]
    body = html.Div(columns, className="columns even")
    said = (figures(answer, view), *other_plans(answer, view), body)
    return theme, html.H1(name, tabIndex="-1"), *said


def trend_note(answer: IndicatorPage, view: View) -> str:
    """What the lines of the chart are."""
    said = view.say("indicator.trend_note", unit=view.unit(answer.indicator))
    if answer.redefined:
        said += view.say("indicator.trend_changed")
    return said + (view.say("forecast.trend_note") if answer.forecast else "")


def figures(answer: IndicatorPage, view: View) -> html.Div:
    """The value, large, with its data status; the target beside it."""
    here, value = view.selection, answer.value
    href = view.to_trace(answer.indicator.id, family=here.family, segment=here.segment,
                         span=value.span)  # fmt: skip
    shown = parts.value_link(value, answer.indicator, href, view, "huge")
    status = answer.target.status if answer.target else None
    told: list[Part] = [parts.badge(status, view)] if answer.target else []
    told.append(parts.data_line(value.data, view))
    ratio = parts.ratio(value, answer.indicator, view)
    if ratio:
        told.append(html.Div(ratio, className="note"))
    return html.Div(
        [html.Div([shown, html.Div(told)], className="value"), beside(answer, view)],
        className="figures",
    )


def beside(answer: IndicatorPage, view: View) -> html.Dl:
    """Target, completion, distance from the schedule; the estimate with late reports."""
    pairs: list[tuple[str, Part | list[Part]]] = []
    row = answer.target
    if row is not None:
        pairs = [
            (view.say("head.target"), goal(row, view, unit=True)),
            (view.say("head.completion"), completed(row, view)),
            (view.say("head.gap"), gap(row, view)),
        ]
        if row.to_go is not None:
            pairs.append((view.say("indicator.remaining"), view.still_needed(row.to_go, row)))
        if row.excess is not None:
            pairs.append((view.say("indicator.excess"), view.still_needed(row.excess, row)))
        pairs += pace_facts(row, view)
    pairs += [changed(one, answer, view) for one in answer.changes]
    if answer.value.estimate is not None:
        words = view.in_prose(answer.value.estimate, answer.indicator)
        pairs.append((view.say("indicator.estimate"), words))
    if answer.value.low is not None:
        said = parts.between(answer.value, answer.indicator, view)
        pairs.append((view.say("indicator.between"), said))
    if answer.forecast is not None:
        pairs.append((view.say("forecast.title"), foreseen(answer.forecast, answer, view)))
    terms = [html.Div([html.Dt(term), html.Dd(said)]) for term, said in pairs]
    return html.Dl(terms, className="facts")


def completed(row: TargetRow, view: View) -> list[Part]:
    """The completion, and what it is worked from where that is not the large figure."""
    said: list[Part] = [view.percent(row.completion)]
    if row.is_estimate and row.completion is not None:
        by = view.say("target.by_estimate", value=view.amount(row.actual.value, row))
        said.append(html.Div(by, className="note"))
    return said


def changed(found: Comparison, answer: IndicatorPage, view: View) -> tuple[str, Part | list[Part]]:
    """同比 or 环比: the change, and under it both figures and what to know of them."""
    measured, language = answer.indicator, view.language
    amounts = (view.amount(found.value, measured), view.amount(found.before, measured))
    notes = [sides_words(found, *amounts, language), *caveats(found, language)]
    return name_words(found, language), [
        change_words(found, measured.decimals, language),
        *(html.Div(said, className="note") for said in notes),
    ]


def foreseen(told: Forecast, answer: IndicatorPage, view: View) -> list[Part]:
    """The year's end with its interval, and how such forecasts did before."""
    measured = answer.indicator
    low, high = view.amount(told.low, measured), view.amount(told.high, measured)
    between = view.say("value.between", low=low, high=high)
    tried = view.say(
        "forecast.tried",
        cases=view.whole(told.cases),
        error=view.percent(told.error),
        line=view.percent(told.line_error),
    )
    return [
        f"{view.in_prose(told.value, measured)} ", html.Span(f"({between})", className="faint"),
        html.Div(tried, className="note"),
    ]  # fmt: skip


def families(answer: IndicatorPage, view: View) -> html.Section | None:
    """The same indicator under each denominator."""
    if len(answer.families) < 2:
        return None
    return parts.section(view.say("indicator.families"), family_table(answer, view),
                         note=view.say("indicator.families_note"))  # fmt: skip


def card(answer: IndicatorPage, view: View) -> html.Section:
    """What the indicator means."""
    return parts.section(view.say("card.title"), definition_card(answer.card, view))


def below(answer: IndicatorPage, view: View, drawn: UnitMap | None = None) -> html.Section | None:
    """The units below: on a map where there is one, and on one scale."""
    if not answer.children:
        return None
    is_rate = answer.value.denominator is not None
    whole = view.in_prose(answer.value.value, answer.indicator)
    note = view.say("ranking.rate_note" if is_rate else "ranking.count_note", whole=whole)
    chart, ranks = unit_map(answer, drawn, view), ranking(answer, view)
    shown = [ranks] if chart is None else [chart, html.Div(ranks)]
    return parts.section(view.say("page.children"), *shown, note=note)


def by_segment(answer: IndicatorPage, view: View) -> html.Section | None:
    """The indicator for parts of the units; with numerator and denominator where it is a rate."""
    if not answer.segments:
        return None
    is_rate = any(row.value.denominator is not None for row in answer.segments)
    heads: list[Part | html.Th] = [
        view.say("indicator.segment"),
        parts.right(view.say("head.actual")),
    ]
    heads += [parts.right(view.say("page.num_den"))] if is_rate else []
    rows = [segment_row(row, answer, is_rate, view) for row in answer.segments]
    table = parts.table(heads, rows, view.say("indicator.segments"))
    return parts.section(view.say("indicator.segments"), table)


def segment_row(row: SegmentValue, answer: IndicatorPage, is_rate: bool, view: View) -> html.Tr:
    """One segment."""
    href = view.to_trace(answer.indicator.id, segment=row.segment, family=view.selection.family,
                         span=row.value.span)  # fmt: skip
    name = parts.link(view.text(row.label), view.selection.change(segment=row.segment).href())
    if row.value.concealed:
        words = html.Td(view.say("state.concealed"), colSpan=1 + is_rate, className="note r")
        return html.Tr([parts.row_head(view.text(row.label)), words])
    ratio = parts.ratio(row.value, answer.indicator, view)
    return html.Tr(
        [
            parts.row_head(name),
            parts.figure_cell(parts.value_link(row.value, answer.indicator, href, view)),
            *([parts.figure_cell(ratio, "faint nowrap")] if is_rate else []),
        ],
        className="here" if row.segment == view.selection.segment else "",
    )
