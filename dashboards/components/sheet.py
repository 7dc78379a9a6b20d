"""A picture of a sheet's region: its own grid, the cells cited outlined."""

import re

from dash import html

from dashboards.components.citations import with_links
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import SheetPicture

CELL = re.compile(r"([A-Z]+)(\d+)")
NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?")


def sheet(picture: SheetPicture, view: View) -> html.Div:
    """The region, with column letters and row numbers; a break where rows are left out."""
    cited = {address: match for address in picture.cited if (match := CELL.fullmatch(address))}
    columns = {match[1] for match in cited.values()}
    rows = {int(match[2]) for match in cited.values()}
    heads = [html.Th(""), *[
        html.Th(letter, scope="col", className="cited" if letter in columns else "")
        for letter in picture.columns
    ]]  # fmt: skip
    body: list[Part] = []
    before: int | None = None
    for number, texts in picture.rows:
        if before is not None and number > before + 1:
            body.append(html.Tr([html.Th("⋮"), html.Td("", colSpan=len(picture.columns))]))
        body.append(sheet_row(number, texts, picture, number in rows, view))
        before = number
    caption = view.say("trace.sheet_caption", file=picture.file, sheet=picture.sheet,
                       cells=view.whole(len(picture.cited)))  # fmt: skip
    table = html.Table(
        [html.Caption(caption), html.Thead(html.Tr(heads)), html.Tbody(body)], className="sheet"
    )
    return html.Div(table, className="scroll")


def sheet_row(
    number: int, texts: tuple[str, ...], picture: SheetPicture, hit: bool, view: View
) -> html.Tr:
    """One row of the sheet."""
    head = html.Th(str(number), scope="row", className="cited" if hit else "")
    cells = [
        html.Td(
            with_links(text, picture.fact_names, view),
            className=cell_style(text, f"{letter}{number}" in picture.cited),
        )
        for letter, text in zip(picture.columns, texts, strict=False)
    ]
    return html.Tr([head, *cells])


def cell_style(text: str, cited: bool) -> str:
    """Cited or not; numbers at the right, as a sheet has them."""
    aligned = "r" if NUMBER.fullmatch(text) else ""
    return f"cited {aligned}".strip() if cited else aligned
