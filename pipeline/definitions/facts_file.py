"""``facts.csv``: one line per fact of a source document."""

import re
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pipeline.definitions.csv_lines import CsvFile, csv_lines
from pipeline.domain.fact import Fact
from pipeline.domain.finding import Place

BILINGUAL = ("issuer", "document", "name", "unit", "scope", "denominator")
NEVER_BLANK = ("id", "issuer_zh", "issuer_en", "document_zh", "document_en", "theme", "kind",
               "name_zh", "name_en", "span", "nature")  # fmt: skip
TOGETHER = (
    ("comparator", "value", "unit_zh", "unit_en"),
    ("scope_zh", "scope_en"),
    ("denominator_zh", "denominator_en"),
    ("shown_unit", "shown_period", "shown_indicator"),
)
"""Columns of which a line fills in all or none."""
MORE = ("shown_segment", "shown_part", "together")
"""Columns that say more of what is shown."""
PLAIN = ("id", "year", "theme", "kind", "comparator", "value", "span", "nature", "repeats")
OPTIONAL = ("year", "repeats", *(column for group in TOGETHER for column in group), *MORE)
YEAR = re.compile(r"\d{4}")


@dataclass
class FactsFile(CsvFile):
    """The facts of one file, and where each stands."""

    facts: list[Fact] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def read_facts_file(content: bytes, shown: str) -> FactsFile:
    """Read one file; every mistake is a finding with its line."""
    file = FactsFile(shown)
    for line, cells in csv_lines(file, content, NEVER_BLANK, OPTIONAL):
        read_line(file, line, {column: cell for column, cell in cells.items() if cell})
    return file


def read_line(file: FactsFile, line: int, cells: dict[str, str]) -> None:
    """Add one fact, or say what is wrong with its line."""
    before = len(file.findings)
    for column in NEVER_BLANK:
        if column not in cells:
            file.find("required-cell-blank", line, column=column)
    for group in TOGETHER:
        if not all(column in cells for column in group) and any(c in cells for c in group):
            file.find("columns-go-together", line, columns=", ".join(group))
    for column in MORE:
        if column in cells and "shown_indicator" not in cells:
            file.find("columns-go-together", line, columns=f"shown_indicator, {column}")
    if "year" in cells and not YEAR.fullmatch(cells["year"]):
        file.find("number-wanted", line, cells["year"], key="year")
    if len(file.findings) > before:
        return
    try:
        file.facts.append(Fact.model_validate(as_noun(cells)))
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            note(file, line, problem)
        return
    file.places.append(Place(file.shown, line=line))


def as_noun(cells: dict[str, str]) -> dict[str, object]:
    """Return the cells as the noun's fields; what is blank is left out."""
    given: dict[str, object] = {key: cells[key] for key in PLAIN if key in cells}
    for key in BILINGUAL:
        if f"{key}_zh" in cells:
            given[key] = {"zh": cells[f"{key}_zh"], "en": cells[f"{key}_en"]}
    if "shown_indicator" in cells:
        shown: dict[str, object] = {
            key: cells[f"shown_{key}"]
            for key in ("unit", "period", "indicator", "segment", "part")
            if f"shown_{key}" in cells
        }
        with_others = [other.strip() for other in cells.get("together", "").split(";")]
        given["shown"] = {**shown, "together": tuple(filter(None, with_others))}
    return given


def note(file: FactsFile, line: int, problem: ErrorDetails) -> None:
    """Say what is wrong with a cell."""
    column, got = "_".join(str(step) for step in problem["loc"]), str(problem["input"])
    if problem["type"] == "literal_error":
        permitted = re.findall(r"'([^']*)'", str(problem["ctx"]["expected"]))
        file.find("wrong-value", line, got, key=column, permitted=", ".join(permitted))
    elif problem["type"].startswith("decimal"):
        file.find("number-wanted", line, got, key=column)
    else:
        file.find("refused-value", line, got, key=column, reason=problem["msg"])
