"""CSV files of confirmations: one line each, read with the place of every mistake, and written."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import ValidationError

from pipeline.definitions.csv_lines import CsvFile, csv_lines
from pipeline.domain.confirmation import Confirmation
from pipeline.domain.days import day_from_text
from pipeline.domain.finding import Place

C = TypeVar("C", bound=Confirmation)
DAYS = ("confirmed_on", "withdrawn_on")


@dataclass
class ConfirmedFile(CsvFile, Generic[C]):
    """The confirmations of one file, and the place of each."""

    lines: list[C] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def columns_of(model: type[Confirmation]) -> tuple[str, ...]:
    """The columns of a file, what it is about first."""
    shared = tuple(Confirmation.model_fields)
    return (*(name for name in model.model_fields if name not in shared), *shared)


def read_lines(content: bytes, shown: str, model: type[C]) -> ConfirmedFile[C]:
    """Read one file; every mistake is a finding with its line."""
    file: ConfirmedFile[C] = ConfirmedFile(shown)
    for line, cells in csv_lines(file, content, columns_of(model)):
        read_line(file, line, cells, model)
    return file


def read_line(file: ConfirmedFile[C], line: int, cells: dict[str, str], model: type[C]) -> None:
    """Add one confirmation, or say what is wrong with its line."""
    before = len(file.findings)
    for column, asked in model.model_fields.items():
        if asked.is_required() and not cells.get(column):
            file.find("required-cell-blank", line, column=column)
    for column in DAYS:
        said = cells.get(column)
        day = day_from_text(said) if said else None
        if day is not None:
            cells[column] = day.isoformat()
        elif said:
            file.find("date-wanted", line, got=said, key=column)
    if bool(cells.get("withdrawn_by")) != bool(cells.get("withdrawn_on")):
        file.find("withdrawal-half-written", line)
    if len(file.findings) > before:
        return
    try:
        file.lines.append(model.model_validate({k: v for k, v in cells.items() if v}))
    except ValidationError as error:
        file.find_refused(line, cells, error)
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
