"""CSV files of confirmations: one line each, read with the place of every mistake, and written."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import ValidationError

from pipeline.definitions.org_units import numbered_rows
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.unit_columns import ISO_DATE
from pipeline.domain.confirmation import Confirmation
from pipeline.domain.finding import Finding, Place

C = TypeVar("C", bound=Confirmation)
DAYS = ("confirmed_on", "withdrawn_on")


@dataclass
class ConfirmedFile(Generic[C]):
    """The confirmations of one file, the place of each, and what is wrong with it."""

    shown: str
    lines: list[C] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(self, slug: str, line: int, got: str | None = None, **details: str) -> None:
        """Note a problem on a line."""
        self.findings.append(Finding(slug, "error", Place(self.shown, line=line), got, details))


def columns_of(model: type[Confirmation]) -> tuple[str, ...]:
    """The columns of a file, what it is about first."""
    shared = tuple(Confirmation.model_fields)
    return (*(name for name in model.model_fields if name not in shared), *shared)


def read_lines(content: bytes, shown: str, model: type[C]) -> ConfirmedFile[C]:
    """Read one file; every mistake is a finding with its line."""
    file: ConfirmedFile[C] = ConfirmedFile(shown)
    try:
        content.decode("utf-8-sig")
        rows = list(numbered_rows(content))
    except UnicodeDecodeError as error:
        file.find("definition-not-utf8", content[: error.start].count(b"\n") + 1)
        return file
    except csv.Error as error:
        file.find("not-csv", 1, problem=str(error))
        return file
    heads = [head.strip() for head in rows[0][1]] if rows else []
    file.rows += [row for _, row in rows]
    known = columns_of(model)
    for head in known:
        if heads.count(head) != 1:
            slug = "column-twice" if head in heads else "column-missing"
            file.find(slug, 1, column=head)
    for head in heads:
        if head not in known:
            file.find("column-not-read", 1, head, column=head, suggestion=suggestion(head, known))
    if file.findings:
        return file
    for line, row in rows[1:]:
        if any(cell.strip() for cell in row):
            read_line(file, line, dict(zip(heads, (c.strip() for c in row), strict=False)), model)
    return file


def read_line(file: ConfirmedFile[C], line: int, cells: dict[str, str], model: type[C]) -> None:
    """Add one confirmation, or say what is wrong with its line."""
    before = len(file.findings)
    for column, asked in model.model_fields.items():
        if asked.is_required() and not cells.get(column):
            file.find("required-cell-blank", line, column=column)
    for column in DAYS:
        day = cells.get(column)
        if day and not ISO_DATE.fullmatch(day):
            file.find("date-wanted", line, got=day, key=column)
    if bool(cells.get("withdrawn_by")) != bool(cells.get("withdrawn_on")):
        file.find("withdrawal-half-written", line)
    if len(file.findings) > before:
        return
    try:
        file.lines.append(model.model_validate({k: v for k, v in cells.items() if v}))
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            column = "_".join(str(step) for step in problem["loc"])
            slug = "date-wanted" if problem["type"].startswith("date") else "refused-value"
            file.find(slug, line, cells.get(column), key=column, reason=problem["msg"])
        return
    file.places.append(Place(file.shown, line=line))


def as_csv(model: type[C], lines: Iterable[C]) -> bytes:
    """The file that says these lines, marked as UTF-8 for spreadsheet programs."""
    text = io.StringIO(newline="")
    columns = columns_of(model)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for one in lines:
        said = one.model_dump(mode="json")
        writer.writerow(["" if said[name] is None else said[name] for name in columns])
    return text.getvalue().encode("utf-8-sig")
