"""``org_units.csv``: one line per version of an org unit."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding, Place
from pipeline.domain.org_unit import OrgUnit

REQUIRED = ("code", "name_zh", "name_en", "level", "parent")
OPTIONAL = (
    "valid_from",
    "valid_to",
    "merged_into",
    "split_from",
    "form_set",
    "frequency",
    "aliases",
    "generated",
)
PLAIN = ("code", "level", "parent", "merged_into", "split_from", "form_set", "frequency")
TRUTH = {"": False, "true": True, "yes": True, "false": False, "no": False}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class OrgUnitsFile:
    """The units of one file, the place of each, and what is wrong with it."""

    shown: str
    units: list[OrgUnit] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(self, slug: str, line: int, got: str | None = None, **details: str) -> None:
        """Note a problem on a line."""
        self.findings.append(Finding(slug, "error", Place(self.shown, line=line), got, details))


def read_org_units(content: bytes, shown: str, attributes: Collection[str] | None) -> OrgUnitsFile:
    """Read one file; ``attributes`` are the further columns allowed (None: any)."""
    file = OrgUnitsFile(shown)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        file.find("definition-not-utf8", content[: error.start].count(b"\n") + 1)
        return file
    try:
        rows = list(numbered_rows(text))
    except csv.Error as error:
        file.find("not-csv", 1, problem=str(error))
        return file
    heads = [head.strip() for head in rows[0][1]] if rows else []
    file.rows += [row for _, row in rows]
    _check_heads(file, heads, attributes)
    if any(head not in heads for head in REQUIRED):
        return file
    extra = [h for h in heads if h and h not in REQUIRED and h not in OPTIONAL]
    for line, row in rows[1:]:
        if any(cell.strip() for cell in row):
            _read_row(file, line, heads, row, extra)
    return file


def numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on (a quoted cell may hold line breaks)."""
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _check_heads(file: OrgUnitsFile, heads: list[str], attributes: Collection[str] | None) -> None:
    known = (*REQUIRED, *OPTIONAL, *(attributes or ()))
    for head in REQUIRED:
        if head not in heads:
            file.find("column-missing", 1, column=head)
    for i, head in enumerate(heads):
        if head in heads[:i]:
            file.find("column-twice", 1, got=head, column=head)
        elif attributes is not None and head not in known:
            file.find(
                "undeclared-column", 1, got=head, column=head, suggestion=suggestion(head, known)
            )


def _read_row(
    file: OrgUnitsFile, line: int, heads: list[str], row: list[str], extra: Iterable[str]
) -> None:
    if len(row) > len(heads):
        file.find("cells-without-column", line, cells=str(len(row)), columns=str(len(heads)))
        return
    cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False)}
    count = len(file.findings)
    given = _as_noun(file, line, cells, extra)
    if len(file.findings) > count:
        return
    try:
        file.units.append(OrgUnit.model_validate(given))
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            column = "_".join(str(step) for step in problem["loc"])
            slug = "date-wanted" if problem["type"].startswith("date") else "refused-value"
            file.find(slug, line, cells.get(column), key=column, reason=problem["msg"])
        return
    file.lines.append(line)


def _as_noun(
    file: OrgUnitsFile, line: int, cells: dict[str, str], extra: Iterable[str]
) -> dict[str, object]:
    """Return the cells as the noun's fields; blank cells are left out."""
    for column in ("code", "name_zh", "name_en", "level"):
        if column in cells and not cells[column]:
            file.find("required-cell-blank", line, column=column)
    given: dict[str, object] = {key: cells[key] for key in PLAIN if cells.get(key)}
    given["name"] = {"zh": cells.get("name_zh"), "en": cells.get("name_en")}
    for column in ("valid_from", "valid_to"):
        day = cells.get(column)
        if day and not ISO_DATE.fullmatch(day):
            file.find("date-wanted", line, got=day, key=column)
        elif day:
            given[column] = day
    truth = cells.get("generated", "").lower()
    if truth not in TRUTH:
        file.find("true-or-false-wanted", line, got=truth, key="generated")
    given["generated"] = TRUTH.get(truth, False)
    given["aliases"] = [a.strip() for a in cells.get("aliases", "").split(";") if a.strip()]
    given["attributes"] = {key: cells[key] for key in extra if cells.get(key)}
    return given
