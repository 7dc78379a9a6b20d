"""The units below on a map: the figure in each area, its shade by the scale of the ranking."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import Any

from dash import dcc, html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.components.trend import CONFIG, FACE, INK, INK_2, INK_3
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.text_width import display_width
from pipeline.queries.answers import ChildValue, IndicatorPage, UnitArea, UnitMap
from pipeline.wording.axis import Axis
from pipeline.wording.short_names import short_names

SHADES = ("#F4F7FA", "#E0E9F1", "#CCDBE7", "#B8CDDD", "#A4BFD3", "#90B1C9", "#7CA3BF")
"""Light to dark; ink is read on each of them."""
PAPER, HATCH = "#FFFFFF", "#868D95"
WIDTH, LOWEST, HIGHEST = 560, 200, 400
"""Pixels: about how wide a map is shown, and how high at least and at most."""
SIZE, HALF = 12, 6.2
"""The size of a letter, and the width of half a Chinese one."""


def unit_map(page: IndicatorPage, found: UnitMap | None, view: View) -> html.Div | None:
    """The map, its key, and what is printed with it; None where there is nothing to compare."""
    values = [row.value.value for row in page.children if row.value.value is not None]
    if found is None or not values:
        return None
    scale = scale_of(page, values)
    drawn = {area.unit for area in found.areas}
    rows = [row for row in page.children if row.unit.code in drawn]
    label = view.say("map.label", name=view.text(page.indicator.name), count=view.whole(len(rows)))
    high = min(max(round(WIDTH * found.height), LOWEST), HIGHEST)
    graph = dcc.Graph(
        figure=figure(page, found, scale, high, view),
        config=CONFIG,  # type: ignore[arg-type]
        className="map",
        style={"height": f"{high}px"},
    )
    picture = html.Div(graph, role="img", **aria(label=label))
    told = [key(page, rows, scale, view), *notes(page, found, drawn, view)]
    return html.Div([picture, *told], className="unit-map")


def scale_of(page: IndicatorPage, values: Sequence[Decimal]) -> Axis:
    """The axis of the ranking: of the whole too for a rate, from zero for a count."""
    is_rate = any(row.value.denominator is not None for row in page.children)
    whole = page.value.value
    return Axis([*values, whole] if is_rate and whole is not None else values, not is_rate)


def figure(
    page: IndicatorPage, found: UnitMap, scale: Axis, high: int, view: View
) -> dict[str, object]:
    """The chart as plain data."""
    by_code = {row.unit.code: row for row in page.children}
    pairs = [(by_code[a.unit], a) for a in found.areas if a.unit in by_code]
    named = dict(zip(by_code, short_names([view.text(r.unit.name) for r in by_code.values()]),
                     strict=True))  # fmt: skip
    across = min(WIDTH, high / found.height)
    shapes = [shape(row, area, scale, page, view) for row, area in pairs]
    texts = [written(row, area.room * across, named[area.unit], page, view)
             for row, area in pairs]  # fmt: skip
    words = {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False,
        "x": [area.middle[0] for _, area in pairs], "y": [area.middle[1] for _, area in pairs],
        "text": texts,
        "textfont": {"size": SIZE, "color": INK},
    }  # fmt: skip
    axis = {"visible": False, "fixedrange": True}
    layout = {
        "template": None, "autosize": True, "height": high, "showlegend": False,
        "hovermode": "closest", "dragmode": False, "margin": {"l": 2, "r": 2, "t": 2, "b": 2},
        "font": {"family": FACE, "size": SIZE, "color": INK_2},
        "paper_bgcolor": PAPER, "plot_bgcolor": PAPER,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK_3, "font": {"color": INK},
                       "align": "left"},
        "xaxis": {**axis, "range": [-0.005, 1.005], "constrain": "domain"},
        "yaxis": {**axis, "range": [-0.005, found.height + 0.005], "scaleanchor": "x",
                  "constrain": "domain"},
    }  # fmt: skip
    return {"data": [*shapes, words], "layout": layout}


def shape(
    row: ChildValue, area: UnitArea, scale: Axis, page: IndicatorPage, view: View
) -> dict[str, object]:
    """One area; rings are kept apart by a gap, so that a hole stays one."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in area.rings:
        gap = [None] if xs else []
        xs += [*gap, *(x for x, _ in ring)]
        ys += [*gap, *(y for _, y in ring)]
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "x": xs, "y": ys,
        "line": {"color": INK_2, "width": 0.8, "dash": "solid" if has_value(row) else "3px,3px"},
        "hoveron": "fills", "hoverinfo": "text", "text": spoken(row, page, view),
        "meta": view.to_unit(row.unit.code), **look(row, scale),
    }  # fmt: skip


def look(row: ChildValue, scale: Axis) -> dict[str, Any]:
    """The shade of a value, hatched while reports are missing; crossed lines where none is."""
    value = row.value.value
    if value is None:
        crossed = {"shape": "x", "fgcolor": HATCH, "bgcolor": PAPER, "size": 9, "solidity": 0.1}
        return {"fillcolor": PAPER, "fillpattern": crossed}
    colour = shade(step_of(value, scale), scale)
    if is_partly(row):
        lines = {"shape": "/", "fgcolor": HATCH, "bgcolor": colour, "size": 9, "solidity": 0.1}
        return {"fillcolor": colour, "fillpattern": lines}
    return {"fillcolor": colour}


def has_value(row: ChildValue) -> bool:
    """Whether there is a figure to write."""
    return row.value.value is not None


def is_partly(row: ChildValue) -> bool:
    """Whether reports are missing behind a value."""
    return has_value(row) and row.value.data.reported < row.value.data.expected


def step_of(value: Decimal, scale: Axis) -> int:
    """Which of the axis' steps a value stands in; on a border, the upper one."""
    return min(int((value - scale.low) / scale.step), len(scale.ticks()) - 2)


def shade(step: int, scale: Axis) -> str:
    """The shade of a step; the highest step always has the darkest."""
    steps = len(scale.ticks()) - 1
    return SHADES[-1] if steps < 2 else SHADES[step * (len(SHADES) - 1) // (steps - 1)]


def spoken(row: ChildValue, page: IndicatorPage, view: View) -> str:
    """What is shown beside the pointer."""
    value = view.in_prose(row.value.value, page.indicator)
    if row.value.concealed:
        value = view.say("state.concealed")
    elif row.value.value is None:
        value = view.say("map.absent")
    ratio = parts.ratio(row.value, page.indicator, view) if has_value(row) else ""
    name = escape(view.text(row.unit.name))  # or the library reads tags in it
    lines = [f"<b>{name}</b>", value, ratio, view.reported(row.value.data)]
    return "<br>".join(line for line in lines if line)


def written(row: ChildValue, room: float, name: str, page: IndicatorPage, view: View) -> str:
    """What stands in the area: name and figure where there is room, the figure alone, or nothing
    where its neighbours would be written over."""
    value = view.amount(row.value.value, page.indicator)
    if display_width(name) * HALF <= room:
        return f"{escape(name)}<br><b>{value}</b>"
    return f"<b>{value}</b>" if display_width(value) * HALF <= room * 1.5 else ""


def key(page: IndicatorPage, rows: Sequence[ChildValue], scale: Axis, view: View) -> html.Div:
    """What the shades mean, in figures, and what the lines do."""
    ticks = scale.ticks()
    pieces: list[Part] = [view.say("map.shade", unit=view.unit(page.indicator))]
    for step, (low, high) in enumerate(pairwise(ticks)):
        ends = (view.tick(low, page.indicator), view.tick(high, page.indicator))
        words = view.say("value.between", low=ends[0], high=ends[1])
        swatch = html.I(className="area", style={"background": shade(step, scale)})
        pieces.append(html.Span([swatch, words]))
    if any(is_partly(row) for row in rows):
        pieces.append(html.Span([html.I(className="area partly"), view.say("map.partly")]))
    if not all(has_value(row) for row in rows):
        pieces.append(html.Span([html.I(className="area absent"), view.say("map.absent")]))
    return html.Div(pieces, className="key")


def notes(page: IndicatorPage, found: UnitMap, drawn: set[str], view: View) -> list[html.Div]:
    """Who is not on the map; approval number, source, and whether it is drawn to nature."""
    without = [view.text(r.unit.name) for r in page.children if r.unit.code not in drawn]
    said: list[str] = []
    if without:
        names = view.say("join.list").join(without)
        said.append(view.say("map.without", count=view.whole(len(without)), names=names))
    origin = [view.say("map.schematic")] if found.is_schematic else []
    origin += [view.say("map.approval", number=number) for number in found.approvals]
    origin += [view.say("map.unapproved")] if found.is_unapproved else []
    origin += [view.say("map.source", source=view.text(one)) for one in found.sources]
    said.append(" · ".join(origin))
    return [html.Div(text, className="note") for text in said if text]
