"""CSV files with fixed columns: their lines as cells by column, with the place of every mistake."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding, Place

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NumberedRow = tuple[int, list[str]]


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


def numbered_rows(content: bytes) -> Iterator[NumberedRow]:
    """Yield each row with the line it begins on (a quoted cell may hold line breaks)."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text)
    if b'"' not in content:
        yield from enumerate(reader, 1)
        return
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def csv_lines(
    file: CsvFile, content: bytes, required: Collection[str], optional: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines that say anything; none of a file whose first line is not as it should be."""
    try:
        content.decode("utf-8-sig")
        rows = list(numbered_rows(content))
    except UnicodeDecodeError as error:
        file.find("definition-not-utf8", content[: error.start].count(b"\n") + 1)
        return
    except csv.Error as error:
        file.find("not-csv", 1, problem=str(error))
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
    for head in heads:
        if head not in known:
            file.find("column-not-read", 1, head, column=head, suggestion=suggestion(head, known))
