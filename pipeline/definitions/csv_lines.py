"""CSV files with fixed columns: their lines as cells by column, with the place of every mistake."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from pipeline.definitions.spelling import suggestion
from pipeline.domain.cell_address import column_letters
from pipeline.domain.finding import Finding, Place

NumberedRow = tuple[int, list[str]]
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx, .ods, .xls and .et begin"""
SEPARATORS = ("\t", ";", "，", "；", "|")


class TornRowError(Exception):
    """A double quote that does not close; ``line`` is where its row begins."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass
class CsvFindings:
    """A file as messages call it, and what is wrong with it."""

    shown: str
    findings: list[Finding] = field(default_factory=list)

    def find(self, slug: str, line: int, got: str | None = None, **details: str) -> None:
        """Note a problem on a line."""
        self.findings.append(Finding(slug, "error", Place(self.shown, line=line), got, details))

    def find_refused(self, line: int, cells: Mapping[str, str], error: ValidationError) -> None:
        """Note every cell of a line that a model refused."""
        for problem in error.errors(include_url=False):
            column = "_".join(str(step) for step in problem["loc"])
            slug = "date-wanted" if problem["type"].startswith("date") else "refused-value"
            self.find(slug, line, cells.get(column), key=column, reason=problem["msg"])


@dataclass
class CsvFile(CsvFindings):
    """The same, with all its cells."""

    rows: list[list[str]] = field(default_factory=list)


def is_other_than_csv(file: CsvFindings, content: bytes) -> bool:
    """Whether no row can be read, which is noted."""
    if content.startswith(WORKBOOKS):
        file.find("workbook-not-csv", 1)
        return True
    try:
        first = content.decode("utf-8-sig").partition("\n")[0]
    except UnicodeDecodeError as error:
        file.find("definition-not-utf8", content[: error.start].count(b"\n") + 1)
        return True
    other = [sign for sign in SEPARATORS if sign in first]
    if "," not in first and other:
        said = {"sign_zh": "Tab 键", "sign_en": "Tab"} if other[0] == "\t" else {"sign": other[0]}
        file.find("cells-not-apart", 1, **said)
        return True
    return False


def numbered_rows(content: bytes) -> Iterator[NumberedRow]:
    """Yield each row with the line it begins on (a quoted cell may hold line breaks).

    Without the blank columns that spreadsheet programs leave behind the last head. A quote that
    never closes raises TornRowError: it would swallow the rows below.
    """
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    before, width = 0, -1
    try:
        for row in reader:
            if width < 0:
                width = 1 + max((i for i, head in enumerate(row) if head.strip()), default=-1)
            if len(row) > width and not any(map(str.strip, row[width:])):
                row = row[:width]
            yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise TornRowError(before + 1) from error


def csv_lines(
    file: CsvFile, content: bytes, required: Collection[str], optional: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines that say anything; none of a file whose first line is not as it should be."""
    if is_other_than_csv(file, content):
        return
    try:
        rows = list(numbered_rows(content))
    except TornRowError as error:
        file.find("not-csv", error.line)
        return
    heads = [head.strip() for head in rows[0][1]] if rows else []
    file.rows += [row for _, row in rows]
    check_heads(file, heads, required, optional)
    if file.findings:
        return
    for line, row in rows[1:]:
        if len(row) > len(heads):
            file.find("cells-without-column", line, cells=str(len(row)), columns=str(len(heads)))
        elif any(cell.strip() for cell in row):
            yield line, dict(zip(heads, (cell.strip() for cell in row), strict=False))


def check_heads(
    file: CsvFile, heads: list[str], required: Collection[str], optional: Collection[str]
) -> None:
    """Every required column stands once, every other at most once, and no other is there."""
    known = (*required, *optional)
    for head in known:
        if heads.count(head) > 1:
            file.find("column-twice", 1, column=head)
        elif head in required and head not in heads:
            file.find("column-missing", 1, column=head)
    note_nameless(file, heads)
    for head in filter(None, heads):
        if head not in known:
            file.find("column-not-read", 1, head, column=head, suggestion=suggestion(head, known))


def note_nameless(file: CsvFindings, heads: list[str]) -> None:
    """Note columns without a head, by the letter that spreadsheet programs give them."""
    for i, head in enumerate(heads):
        if not head:
            file.find("column-without-head", 1, column=column_letters(i))
