"""The small parts: section heads, badges, numbers that lead to their trace, empty states."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.view import View
from dashboards.words import Measured, Part
from pipeline.domain.status import Status
from pipeline.queries.answers import DataStatus, Value
from pipeline.wording.statuses import css_class

Children = Part | Sequence[Part] | None


def aria(**names: str) -> dict[str, Any]:
    """ARIA attributes, as elements take them."""
    return {f"aria-{name}": text for name, text in names.items()}


def data(**names: str) -> dict[str, Any]:
    """Data attributes, for the scripts in ``assets``."""
    return {f"data-{name}": text for name, text in names.items()}


def link(
    children: Children, href: str, style: str = "", current: bool = False, **more: Any
) -> html.A:
    """A link; ``assets/js/navigation.js`` follows it without a full reload."""
    if current:
        more["aria-current"] = "page"
    if style:
        more["className"] = style
    return html.A(children, href=href, **more)


def head(title: str, note: Children = None, act: Component | None = None) -> html.Div:
    """The head of a section: a rule, a title, a caption, one action at the right."""
    pieces = [html.H2(title), html.Span(note or "", className="note")]
    if act is not None:
        pieces.append(html.Span(act, className="act"))
    return html.Div(pieces, className="head")


def section(
    title: str,
    *children: Part,
    note: Children = None,
    act: Component | None = None,
) -> html.Section:
    """A section of a page, named by its head."""
    return html.Section([head(title, note, act), *children])


def glyph(name: str) -> html.Span:
    """A drawn glyph; the word beside it says the same."""
    return html.Span(className=f"glyph {name}", **aria(hidden="true"))


def badge(status: Status | None, view: View) -> html.Span:
    """A status: glyph and word, never colour alone."""
    if status is None:
        return html.Span("—", className="faint")
    style = css_class(status)
    return html.Span([glyph(style), view.status(status)], className=f"badge {style}")


def data_line(data: DataStatus, view: View) -> html.Div:
    """应报, 已报, 截至: under every name of a number."""
    short = " short" if data.reported < data.expected else ""
    return html.Div(view.reported(data), className=f"data-line{short}")


def number(
    text: str, href: str, unit: str = "", style: str = "", label: str = "", title: str = ""
) -> html.A:
    """A number that opens its trace; ``title`` is shown beside the pointer."""
    children: list[Part] = [text]
    if unit:
        children.append(html.Span(unit, className="unit"))
    more = aria(label=label) if label else {}
    if title:
        more["title"] = title
    return link(children, href, f"number {style}".strip(), **more)


def value_link(value: Value, measured: Measured, href: str, view: View, style: str = "") -> Part:
    """A value with its unit, leading to its trace; an absent one is a dash."""
    if value.value is None:
        return html.Span("—", className="faint")
    text = view.amount(value.value, measured)
    if value.approximate:
        text = f"{view.say('state.approximate')}{text}"
    unit = view.unit(measured, value.value)
    if value.low is None:
        return number(text, href, unit, style)
    highest = f"{view.amount(value.high, measured)} {view.unit(measured, value.high)}"
    told = view.say("value.between_label", low=view.amount(value.low, measured), high=highest)
    label = f"{text} {unit}{view.say('join.list')}{told}"
    return number(text, href, unit, style, label, told)


def between(value: Value, measured: Measured, view: View) -> str:
    """From where to where a value lies once all reports are in."""
    low, high = view.amount(value.low, measured), view.amount(value.high, measured)
    return f"{view.say('value.between', low=low, high=high)} {view.unit(measured, value.high)}"


def ratio(value: Value, measured: Measured, view: View) -> str:
    """Numerator and denominator of a rate, as the page shows them."""
    if value.denominator is None:
        return ""
    pair = (value.numerator, value.denominator)
    return " / ".join(view.part(part, measured) for part in pair)


def tinted(text: str, amount: Decimal | None) -> html.Span:
    """A difference: a deficit and a gain differ by sign first, by colour second."""
    style = "" if not amount else "loss" if amount < 0 else "gain"
    return html.Span(text, className=style)


def empty(sentence: str, *more: Part, hatched: bool = False) -> html.Div:
    """The designed state of a place without figures: what is missing and what to do."""
    paragraphs = [html.P(html.B(sentence)), *[html.P(piece) for piece in more if piece]]
    return html.Div(paragraphs, className="empty hatched" if hatched else "empty")


def table(
    heads: Sequence[Part | html.Th], rows: Sequence[html.Tr], caption: str, style: str = ""
) -> html.Table:
    """A table whose caption is for those who cannot see where it stands."""
    cells = [h if isinstance(h, html.Th) else html.Th(h, scope="col") for h in heads]
    return html.Table(
        [
            html.Caption(caption, className="unseen"),
            html.Thead(html.Tr(cells)),
            html.Tbody(list(rows)),
        ],
        className=style,
    )


def right(children: Children) -> html.Th:
    """The head of a column of numbers."""
    return html.Th(children, scope="col", className="r")


def row_head(children: Children, style: str = "") -> html.Th:
    """The first cell of a row, which names it."""
    return html.Th(children, scope="row", className=style)


def cell(children: Children, style: str = "") -> html.Td:
    """A cell."""
    return html.Td(children, className=style)


def figure_cell(children: Children, style: str = "") -> html.Td:
    """A cell with a number, aligned at the right."""
    return html.Td(children, className=f"r {style}".strip())


def group_row(title: str, width: int) -> html.Tr:
    """A line between the groups of a table."""
    return html.Tr(html.Th(title, colSpan=width, scope="colgroup"), className="group")


def filters(
    entries: Sequence[tuple[str, str, int | None, bool]], label: str, view: View, whole: bool = True
) -> Part:
    """Links that narrow a list: word, address, how many, whether chosen.

    ``whole``: the first of them leads to all of it, which needs no saying on paper.
    """
    return html.Div(
        [filter_link(word, href, count, chosen, view) for word, href, count, chosen in entries],
        className="filters whole" if whole else "filters", role="group", **aria(label=label),
    )  # fmt: skip


def filter_link(word: str, href: str, count: int | None, chosen: bool, view: View) -> Component:
    """One of the filters; the chosen one says so."""
    children: list[Part] = [word]
    if count is not None:
        children.append(html.Span(view.whole(count), className="count"))
    return link(children, href, current=chosen)
