"""An analyst's query as a workbook: its rows, and on a second sheet what was asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from pipeline.domain.sheet_limits import cut
from pipeline.domain.text_width import display_width
from pipeline.queries.answers import NamedQuery, Parameter, Snapshot, SqlResult, TableHelp
from pipeline.reports.query_cells import Cell, cell, number_format
from pipeline.reports.words import Words
from pipeline.reports.workbook.issued_book import IssuedBook
from pipeline.reports.workbook.styles import Styles, print_on_a4, write_heads
from pipeline.wording.parameters import parameters_said

NARROWEST, WIDEST, WIDEST_HEAD, ROOM = 9, 60, 26, 2
MOST_ROWS = 1_000_000
"""That a sheet holds, beside what stands above them."""
SQL_WIDTH = 110
COUNTED = "current_"
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
MOST_OF_A_VALUE = 24
"""Characters of a value in a file's name, which some file systems hold to 255 bytes."""
Said = Sequence[tuple[str, str]]
"""Lines above the rows, each with the name of its style."""


def query_book(
    result: SqlResult, sql: str, library: Sequence[NamedQuery], tables: Sequence[TableHelp],
    snapshot: Snapshot, words: Words, given: Sequence[Parameter] = (),
) -> bytes:  # fmt: skip
    """Return the workbook of an answer that has columns; the same answer gives the same bytes.

    Title and note are those of the ``library`` where it has this very query; under them stand the
    values of the parameters that were ``given``. Column heads carry the
    word of the column beside its name where the tables of the query agree on one. Texts stay texts,
    whatever they begin with; times are by the office's clock, as stored.
    """
    if len(result.rows) > MOST_ROWS:
        result = replace(result, rows=result.rows[:MOST_ROWS], more=True)
    out = BytesIO()
    book = IssuedBook(out)
    book.set_properties({"created": snapshot.published_at})
    styles = Styles(book)
    lines = above(result, of_library(sql, library), given, snapshot, words)
    write_rows(styles, book.add_worksheet(words.say("sql.result")), result, sql, tables, lines,
               words)  # fmt: skip
    write_asked(styles, book.add_worksheet(words.say("sql.label")), sql, lines)
    book.close()
    return out.getvalue()


def of_library(sql: str, library: Sequence[NamedQuery]) -> NamedQuery | None:
    """The named query that has this text; None for one written by hand."""
    return next((query for query in library if query.sql == sql.strip()), None)


def file_name(
    sql: str, library: Sequence[NamedQuery], snapshot: Snapshot, words: Words,
    given: Sequence[Parameter] = (), ending: str = ".xlsx",
) -> str:  # fmt: skip
    """A name that says which query, of what, and which publication, fit for every file system.

    Of what: the codes and values it was asked with, and the day as of which, since in a CSV file
    nothing else tells.
    """
    named = of_library(sql, library)
    title = words.text(named.title) if named else words.say("sql.own")
    asked = [one.text[:MOST_OF_A_VALUE] for one in given if one.text]
    if snapshot.as_of:
        asked.append(words.say("sql.filename_as_of", day=snapshot.as_of))
    name = words.say("sql.filename", title=" ".join([title, *asked]), number=snapshot.number)
    return NOT_IN_NAMES.sub("_", name) + ending


def above(
    result: SqlResult, named: NamedQuery | None, given: Sequence[Parameter], snapshot: Snapshot,
    words: Words,
) -> list[tuple[str, str]]:  # fmt: skip
    """Title, note, parameters, publication, what the figures are, if they are generated or cut."""
    lines = [("title", words.text(named.title) if named else words.say("sql.own"))]
    if named and named.note:
        lines.append(("note", words.text(named.note)))
    if given:
        values = parameters_said(given, words.language)
        asked = words.say("sql.parameter_set", label=words.say("sql.parameters"), value=values)
        lines.append(("note", asked))
    lines.append(
        ("note", words.say("page.publication", number=words.whole(snapshot.number),
                           moment=words.moment(snapshot.published_at)))
    )  # fmt: skip
    basis = [words.say("sql.basis")]
    if snapshot.as_of:
        basis.append(words.say("world.as_of", day=snapshot.as_of))
    if snapshot.tree == "now":
        basis.append(words.say("world.tree_now"))
    lines.append(("note", " ".join(basis)))
    count = words.whole(len(result.rows))
    if result.more:
        lines.append(("warning", words.say("sql.rows_cut", rows=count)))
    else:
        lines.append(("note", words.say("sql.rows", rows=count)))
    if snapshot.generated_data:
        lines.append(("warning", words.say("page.generated")))
    return lines


def write_lines(styles: Styles, sheet: Worksheet, lines: Said) -> int:
    """Write the lines into the first column; returns the first free row under them."""
    looks = {"title": styles.format(font_size=15, bold=True, quote_prefix=True),
             "note": styles.note, "warning": styles.warning}  # fmt: skip
    sheet.set_row(0, 26)
    for row, (look, said) in enumerate(lines):
        sheet.write_string(row, 0, said, looks[look])
    return len(lines) + 1


def write_rows(
    styles: Styles, sheet: Worksheet, result: SqlResult, sql: str, tables: Sequence[TableHelp],
    lines: Said, words: Words,
) -> None:  # fmt: skip
    """The rows under their heads, which stay in sight, with a filter over them."""
    heads = column_heads(result.columns, sql, tables, words)
    columns = [[cell(row[at], kind) for row in result.rows] for at, kind in enumerate(result.types)]
    widths = [column_width(head, cells) for head, cells in zip(heads, columns, strict=True)]
    patterns = [
        number_format(*one) for one in zip(result.columns, result.types, columns, strict=True)
    ]
    figures = {at for at, pattern in enumerate(patterns) if pattern}
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    first = write_heads(styles, sheet, write_lines(styles, sheet, lines), heads, figures)
    for at, (cells, pattern) in enumerate(zip(columns, patterns, strict=True)):
        write_column(styles, sheet, first, at, cells, pattern)
    sheet.freeze_panes(first, 0)
    if result.rows:
        sheet.autofilter(first - 1, 0, first + len(result.rows) - 1, len(heads) - 1)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, widths)


def write_column(
    styles: Styles, sheet: Worksheet, first: int, at: int, cells: Iterable[Cell],
    pattern: str | None,
) -> None:  # fmt: skip
    """One column, cell by cell; texts are marked as such, so that editing runs no formula."""
    plain = styles.pasted
    figure = styles.number(pattern) if pattern else plain
    for row, one in enumerate(cells, first):
        if one.kind == "nothing":
            sheet.write_blank(row, at, None, figure)
        elif one.kind == "truth":
            sheet.write_boolean(row, at, one.value, styles.text)
        elif one.kind == "text":
            sheet.write_string(row, at, str(one.value), plain)
        else:
            sheet.write_number(row, at, float(one.value or 0), figure)


def write_asked(styles: Styles, sheet: Worksheet, sql: str, lines: Said) -> None:
    """The lines again, whole, and the query as it was written, a line of it a row."""
    wrapped = styles.format(text_wrap=True, font_size=9, quote_prefix=True)
    code = styles.format(font_name="Consolas", quote_prefix=True)
    sheet.set_column(0, 0, SQL_WIDTH)
    first = write_lines(styles, sheet, lines)
    for row, (look, said) in enumerate(lines):
        if look == "note":
            sheet.write_string(row, 0, said, wrapped)
    for row, line in enumerate(sql.strip().splitlines(), first):
        sheet.write_string(row, 0, cut(line.rstrip()), code)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, [SQL_WIDTH])


def column_heads(
    columns: Sequence[str], sql: str, tables: Sequence[TableHelp], words: Words
) -> list[str]:
    """Each column's word over its name; the name alone where no table of the query has it."""
    mentioned = set(re.findall(r"\w+", sql.lower()))
    meanings: dict[str, set[str]] = {}
    for table in tables:
        if mentioned & {table.name, table.name.removeprefix(COUNTED)}:
            for name, _, said in table.columns:
                meanings.setdefault(name, set()).add(words.text(said))
    heads = []
    for column in columns:
        found = meanings.get(column, set()) - {"—", column}
        heads.append(f"{found.pop()}\n{column}" if len(found) == 1 else column)
    return heads


def column_width(head: str, cells: Sequence[Cell]) -> int:
    """Room for the longest line, within reason; what is longer wraps, heads sooner."""
    under = [line for one in cells for line in one.shown.splitlines()]
    widest = max((display_width(line) + ROOM for line in under), default=0)
    named = max(display_width(line) + ROOM for line in head.split("\n"))
    return max(NARROWEST, min(widest, WIDEST), min(named, WIDEST_HEAD))
