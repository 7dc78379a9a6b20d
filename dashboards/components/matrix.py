"""The matrix: a heat table of units × targets; each cell by glyph, word and fill."""

from collections.abc import Sequence
from itertools import groupby

from dash import html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import MatrixCell, MatrixColumn, MatrixPage, MatrixRow
from pipeline.wording.duties import done_words
from pipeline.wording.reasons import reason_words
from pipeline.wording.scores import points_column
from pipeline.wording.statuses import css_class


def heat_table(page: MatrixPage, view: View) -> html.Div:
    """The whole first, then the units; how many are behind in each column last."""
    heads = [theme_heads(page, view), column_heads(page, view)]
    totals = points_column(row.total for row in (page.whole, *page.rows))
    body = [unit_row(page.whole, totals[0], page, view, whole=True)]
    body += [unit_row(row, total, page, view)
             for row, total in zip(page.rows, totals[1:], strict=True)]  # fmt: skip
    foot = html.Tfoot(html.Tr(foot_cells(page, view)))
    table = html.Table(
        [html.Caption(view.say("matrix.caption"), className="unseen"), html.Thead(heads),
         html.Tbody(body), foot],
        className="matrix", style={"--columns": len(page.columns) + (3 if page.scored else 2)},
    )  # fmt: skip
    return html.Div(table, className="scroll")


def theme_heads(page: MatrixPage, view: View) -> html.Tr:
    """A head over the columns of each theme."""
    cells: list[html.Th] = [html.Th("", scope="col")]
    for theme, columns in groupby(page.columns, key=lambda c: c.theme):
        key = f"theme.{theme}"
        name = view.say(key) if view.has(key) else theme
        width = len(list(columns))
        cells.append(html.Th(html.Span(name, title=name), scope="colgroup", colSpan=width,
                             className="theme" if width > 1 else "theme one"))  # fmt: skip
    cells.append(html.Th("", scope="col", colSpan=3 if page.scored else 2))
    return html.Tr(cells)


def column_heads(page: MatrixPage, view: View) -> html.Tr:
    """Names written downwards."""
    cells = [html.Th(view.say("select.unit"), scope="col")]
    for column, first in with_first(page.columns):
        href = view.to_indicator(column.indicator.id, segment=column.segment)
        name = parts.link(view.text(column.name), href)
        cells.append(html.Th(html.Span(name, className="down"), scope="col",
                             className="first" if first else ""))  # fmt: skip
    words = ["page.reported_expected", "matrix.behind", *(["matrix.score"] if page.scored else [])]
    cells += [html.Th(html.Span(view.say(word), className="down"), scope="col", className="sum")
              for word in words]  # fmt: skip
    return html.Tr(cells)


def with_first(columns: Sequence[MatrixColumn]) -> list[tuple[MatrixColumn, bool]]:
    """Columns, and whether each is the first of its theme."""
    before = ""
    found = []
    for column in columns:
        found.append((column, column.theme != before))
        before = column.theme
    return found


def unit_row(
    row: MatrixRow, total: str, page: MatrixPage, view: View, *, whole: bool = False
) -> html.Tr:
    """A unit with its cells."""
    name: Part = view.text(row.unit.name)
    if not whole:
        name = parts.link(name, view.to_unit(row.unit.code))
    cells: list[Part] = [parts.row_head(name)]
    for (column, first), cell in zip(with_first(page.columns), row.cells, strict=True):
        cells.append(heat_cell(row, column, cell, view, first=first))
    share = view.share(row.reported, row.expected)
    cells.append(parts.figure_cell(html.B(share) if row.reported < row.expected else share, "sum"))
    cells.append(parts.figure_cell(view.whole(row.behind), "sum"))
    if page.scored:
        cells.append(parts.figure_cell(score_of(row, total, view), "sum nowrap"))
    return html.Tr(cells, className="all" if whole else "")


def heat_cell(
    row: MatrixRow, column: MatrixColumn, cell: MatrixCell | None, view: View, *, first: bool
) -> html.Td:
    """Completion with the status's glyph; the figure alone where there is no target."""
    style = "first " if first else ""
    if cell is None:
        return html.Td("", className=style.strip())
    period = cell.period.code if cell.period else ""
    href = view.to_trace(column.indicator.id, row.unit.code, period, segment=column.segment,
                         span=cell.span)  # fmt: skip
    status = css_class(cell.status) if cell.status else "plain"
    pieces: list[Part] = [parts.glyph(status)] if cell.status else []
    said = figure(column, cell, view)
    word, *why = judged(cell, view)
    if why:
        word = view.say("matrix.judged_by", status=word, why=view.say("join.list").join(why))
    label = view.say(
        "matrix.cell", unit=view.text(row.unit.name), name=view.text(column.name),
        figure=said or "–", status=word, share=view.share(cell.data.reported, cell.data.expected),
    )  # fmt: skip
    partly = cell.status is not None and 0 < cell.data.reported < cell.data.expected
    corner = " partly" if partly and status != "status-incomplete" else ""
    return html.Td(
        parts.link([*pieces, said], href, title=label, **aria(label=label)),
        className=f"{style}heat {status}{corner}",
    )


def judged(cell: MatrixCell, view: View) -> list[str]:
    """The status in a word, why there is no completion, and of which days the figure is where it
    is not of the shown period alone.
    """
    said = [view.status(cell.status)] if cell.status else []
    if (why := reason_words(cell.reason, view.language)) is not None:
        said.append(why.rstrip("。."))
    said = said or [view.say("matrix.no_target")]
    if done := done_words(cell, view.language):
        said.append(done)
    if cell.period is not None:
        said.append(view.say("duty.judged_in", period=view.text(cell.period.label)))
    if cell.span == "to_date":
        said.append(view.say("trace.span_to_date"))
    return said


def figure(column: MatrixColumn, cell: MatrixCell, view: View) -> str:
    """Completion in percent; without one the value with its unit; a dash where there is neither.

    What is judged by several spans has no value of its own: it is so many of them done.
    """
    if cell.completion is not None:
        return view.whole_percent(cell.completion)
    if cell.status and (cell.spans or 0) > 1:
        return view.share(cell.spans_done or 0, cell.spans or 0)
    if cell.value is None:
        return "" if cell.status else "–"
    # Beside completions a figure of its own kind carries its unit.
    shown = view.with_unit if cell.status else view.amount
    return shown(cell.value, column.indicator)


def score_of(row: MatrixRow, total: str, view: View) -> list[Part]:
    """The unit's score, marked while it may change."""
    mark = html.Span(view.say("score.provisional_short"), className="unit")
    return [total, mark] if row.provisional and row.total is not None else [total]


def foot_cells(page: MatrixPage, view: View) -> list[Part]:
    """How many units are behind in each column."""
    cells: list[Part] = [html.Th(view.say("matrix.units_behind"), scope="row")]
    for column, first in with_first(page.columns):
        style = "first" if first else ""
        cells.append(html.Td(view.whole(column.far_or_behind), className=style))
    return [*cells, html.Td("", colSpan=3 if page.scored else 2)]


def legend(page: MatrixPage, view: View) -> html.Div:
    """Every status with how many cells have it."""
    pieces: list[Part] = []
    for status, count in page.counts:
        pieces.append(html.Span([parts.badge(status, view), " ", view.whole(count)]))
    pieces.append(html.Span(view.say("matrix.corner"), className="note"))
    return html.Div(pieces, className="key")
