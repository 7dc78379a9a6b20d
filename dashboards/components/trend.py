"""The trend of an indicator: actual, the schedule's path, gaps where nothing came in."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dash import dcc, html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.view import View
from dashboards.words import Measured, Part
from pipeline.queries.answers import Forecast, IndicatorRef, PeriodRef, TrendPoint, new_years

INK, INK_2, INK_3, RULE = "#1C2126", "#454C54", "#626A73", "#E3E5E7"
FACE = "'Noto Sans SC Variable','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
LINE = {"mode": "lines+markers", "type": "scatter", "connectgaps": False, "cliponaxis": False}


def trend(
    points: Sequence[TrendPoint], indicator: IndicatorRef, view: View,
    foreseen: Forecast | None = None, redefined: Sequence[int] = (),
) -> html.Div:  # fmt: skip
    """The chart, its sentence for screen readers, and its data as a table.

    ``redefined``: the places of points that are made by another definition than the one before.
    """
    if not any(point.value.value is not None for point in points):
        return parts.empty(view.say("state.no_data", what=view.text(indicator.name)))
    label = view.say(
        "indicator.trend_label", name=view.text(indicator.name), count=view.whole(len(points))
    )
    for place in redefined:
        named = view.text(points[place].period.label)
        label += view.say("indicator.redefined_label", period=named)
    if foreseen is not None:
        label += view.say("forecast.label", said=said(foreseen, indicator, view))
    graph = dcc.Graph(
        figure=figure(points, indicator, view, foreseen, redefined),
        config=CONFIG,  # type: ignore[arg-type]
        className="trend",
    )
    return html.Div(
        [
            html.Div(graph, role="img", **aria(label=label)),
            html.Details([html.Summary(view.say("action.data_table")),
                          data_table(points, indicator, view, foreseen, redefined)]),
        ]
    )  # fmt: skip


def figure(
    points: Sequence[TrendPoint], indicator: IndicatorRef, view: View,
    foreseen: Forecast | None = None, redefined: Sequence[int] = (),
) -> dict[str, object]:  # fmt: skip
    """The chart as plain data: a figure object would carry a template several times its size."""
    names = [point.period.code for point in points]
    whole_years = points[0].period.kind == "year"  # each stands for itself, and may be compared
    cuts = sorted({*redefined, *(() if whole_years else new_years(points))})
    runs = [actual(list(run), indicator, view) for run in runs_of(points, cuts)]
    due = {
        **LINE, "mode": "lines", "x": names, "hoverinfo": "skip",
        "y": [scaled(p.due, indicator, view) for p in points],
        "line": {"color": INK_2, "width": 1.3, "dash": "4px,4px"},
    }  # fmt: skip
    labels = end_labels(points, names, indicator, view)
    lines = [due, *runs]
    if foreseen is not None:
        lines += ahead(points, foreseen, indicator, view)
        labels.append(ahead_label(foreseen, indicator, view))
    labels += [turn_label(place, view) for place in redefined]
    shown = layout(periods_of(points, foreseen), labels, view)
    if redefined:  # room for what is written over the rules
        shown |= {"shapes": [turn(place) for place in redefined],
                  "margin": {"l": 8, "r": 96, "t": 32, "b": 8}}  # fmt: skip
    return {"data": lines, "layout": shown}


def runs_of(points: Sequence[TrendPoint], cuts: Sequence[int]) -> list[Sequence[TrendPoint]]:
    """The points of one definition, counted from one day: no line joins two such runs."""
    return [points[first:end] for first, end in pairwise([0, *cuts, len(points)])]


def actual(run: Sequence[TrendPoint], indicator: IndicatorRef, view: View) -> dict[str, object]:
    """The line of what was reached by one definition, counted from one day."""
    return {
        **LINE, "x": [point.period.code for point in run],
        "y": [scaled(p.value.value, indicator, view) for p in run],
        "line": {"color": INK, "width": 2.2}, "marker": markers(run),
        "hoverinfo": "text", "hovertext": [spoken(p, indicator, view) for p in run],
    }  # fmt: skip


def turn(place: int) -> dict[str, object]:
    """A thin rule between two periods, where the indicator was defined anew."""
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": place - 0.5, "x1": place - 0.5,
        "y0": 0, "y1": 1, "line": {"color": INK_3, "width": 1}, "layer": "below",
    }  # fmt: skip


def turn_label(place: int, view: View) -> dict[str, object]:
    """What is written over the rule."""
    return {
        "x": place - 0.5, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom",
        "text": view.say("indicator.redefined"), "showarrow": False,
        "font": {"color": INK_3, "size": 12},
    }  # fmt: skip


def periods_of(points: Sequence[TrendPoint], foreseen: Forecast | None) -> list[PeriodRef]:
    """The periods along the axis; those still to come where the year's end is foreseen."""
    return [*(point.period for point in points), *(foreseen.ahead if foreseen else ())]


def ahead(
    points: Sequence[TrendPoint], foreseen: Forecast, indicator: IndicatorRef, view: View
) -> list[dict[str, object]]:
    """From the last figure to the year's end, dotted, with the interval there."""
    last = [point for point in points if point.value.value is not None][-1]
    end = foreseen.ahead[-1].code
    words = said(foreseen, indicator, view)
    spread = {
        **LINE, "x": [end, end], "hoverinfo": "text", "hovertext": [words, words],
        "y": [scaled(v, indicator, view) for v in (foreseen.low, foreseen.high)],
        "line": {"color": INK_3, "width": 1.5},
        "marker": {"size": 11, "symbol": "line-ew-open", "color": INK_3},
    }  # fmt: skip
    way = {
        **LINE, "x": [last.period.code, end], "hoverinfo": "text", "hovertext": ["", words],
        "y": [scaled(v, indicator, view) for v in (last.value.value, foreseen.value)],
        "line": {"color": INK, "width": 1.5, "dash": "1px,4px"},
        "marker": {"size": [0, 8], "symbol": "diamond-open", "color": INK},
    }  # fmt: skip
    return [spread, way]


def ahead_label(foreseen: Forecast, indicator: IndicatorRef, view: View) -> dict[str, object]:
    """The figure foreseen, where its line ends."""
    words = view.say("forecast.end", value=view.amount(foreseen.value, indicator))
    place = scaled(foreseen.value, indicator, view)
    return label(foreseen.ahead[-1].code, place, words, True, INK_2)


def said(foreseen: Forecast, indicator: IndicatorRef, view: View) -> str:
    """The year's end with its interval, in words."""
    low, high = view.amount(foreseen.low, indicator), view.amount(foreseen.high, indicator)
    between = view.say("value.between", low=low, high=high)
    value = view.in_prose(foreseen.value, indicator)
    return f"{view.say('forecast.title')} {value} ({between})"


def markers(points: Sequence[TrendPoint]) -> dict[str, object]:
    """Filled where all reports are in, open where some are missing."""
    whole = [p.value.data.reported >= p.value.data.expected for p in points]
    return {
        "size": 7,
        "color": [INK if complete else "#FFFFFF" for complete in whole],
        "line": {"color": INK, "width": 1.5},
    }


def axis_names(periods: Sequence[PeriodRef], view: View) -> list[str]:
    """The months of each period; the year under the first of each year."""
    names: list[str] = []
    year = 0
    for period in periods:
        named = view.months(period)
        turn = period.start.year != year and period.kind != "year"
        year = period.start.year
        names.append(f"{named}<br>{year}" if turn else named)
    return names


def scaled(value: Decimal | None, measured: Measured, view: View) -> float | None:
    """A value on the chart's axis, in the unit in which it is printed."""
    printed = view.printed(value, measured)
    return None if printed is None else float(printed)


def spoken(point: TrendPoint, measured: Measured, view: View) -> str:
    """What is shown beside the pointer."""
    value = view.in_prose(point.value.value, measured)
    return f"{view.text(point.period.label)}  {value}<br>{view.reported(point.value.data)}"


def end_labels(points: Sequence[TrendPoint], names: Sequence[str], measured: Measured,
               view: View) -> list[dict[str, object]]:  # fmt: skip
    """The last figures, written where their lines end."""
    labels: list[dict[str, object]] = []
    shown = [i for i, p in enumerate(points) if p.value.value is not None]
    planned = [i for i, p in enumerate(points) if p.due is not None]
    last = shown[-1]
    above = True
    if planned:
        end = planned[-1]
        due, value = points[end].due, points[last].value.value
        above = due is None or value is None or value >= due
        words = view.say("indicator.due_label", due=view.amount(due, measured))
        labels.append(label(names[end], scaled(due, measured, view), words, not above, INK_2))
    words = f"<b>{view.amount(points[last].value.value, measured)}</b>"
    labels.append(label(names[last], scaled(points[last].value.value, measured, view), words,
                        above, INK))  # fmt: skip
    return labels


def label(x: str, y: float | None, text: str, above: bool, colour: str) -> dict[str, object]:
    """A text at the right of a point."""
    return {
        "x": x, "y": y, "text": text, "showarrow": False, "xanchor": "left", "xshift": 9,
        "yshift": 7 if above else -7, "font": {"color": colour, "size": 12},
    }  # fmt: skip


def layout(
    periods: Sequence[PeriodRef], labels: list[dict[str, object]], view: View
) -> dict[str, object]:
    """Hairlines, our face, no legend."""
    codes = [period.code for period in periods]
    axis = {"tickfont": {"size": 12, "color": INK_3}, "fixedrange": True, "automargin": True}
    return {
        "template": None, "autosize": True, "height": 310, "showlegend": False,
        "hovermode": "x", "dragmode": False, "annotations": labels,
        "margin": {"l": 8, "r": 96, "t": 16, "b": 8},
        "font": {"family": FACE, "size": 12, "color": INK_2},
        "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF",
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": INK_3, "font": {"color": INK}},
        "xaxis": {**axis, "type": "category", "categoryorder": "array",
                  "categoryarray": codes, "tickvals": codes, "ticktext": axis_names(periods, view),
                  "showgrid": False, "showline": True, "linecolor": INK_3, "tickangle": 0,
                  "range": [-0.4, len(codes) - 0.6]},
        "yaxis": {**axis, "gridcolor": RULE, "zeroline": False, "separatethousands": True,
                  "exponentformat": "none", "nticks": 6},
        "separators": ".,",
    }  # fmt: skip


def data_table(
    points: Sequence[TrendPoint], indicator: IndicatorRef, view: View,
    foreseen: Forecast | None = None, redefined: Sequence[int] = (),
) -> html.Table:  # fmt: skip
    """The chart's figures, each leading to its trace."""
    heads = (view.say("select.period"), parts.right(view.say("head.actual")),
             parts.right(view.say("page.due")), parts.right(view.say("page.num_den")),
             view.say("page.data"))  # fmt: skip
    rows = []
    for place, point in enumerate(points):
        if place in redefined:
            said_here = view.say("indicator.redefined_row", period=view.text(point.period.label))
            rows.append(html.Tr(html.Td(said_here, colSpan=5, className="note")))
        rows.append(data_row(point, indicator, view))
    if foreseen is not None:
        head = parts.row_head(view.text(foreseen.ahead[-1].label))
        rows.append(html.Tr([head, html.Td(said(foreseen, indicator, view), colSpan=4)]))
    return parts.table(heads, rows, view.say("action.data_table"))


def data_row(point: TrendPoint, indicator: IndicatorRef, view: View) -> html.Tr:
    """One period."""
    here = view.selection
    href = view.to_trace(indicator.id, period=point.period.code, family=here.family,
                         segment=here.segment, span=point.value.span)  # fmt: skip
    due: Part = "—" if point.due is None else view.amount(point.due, indicator)
    return html.Tr(
        [
            parts.row_head(view.text(point.period.label)),
            parts.figure_cell(parts.value_link(point.value, indicator, href, view)),
            parts.figure_cell(due),
            parts.figure_cell(parts.ratio(point.value, indicator, view), "faint"),
            parts.cell(view.reported(point.value.data), "note"),
        ]
    )
