"""A failed check as a Finding: file › sheet › cell, what stood there, what the rule says."""

from decimal import Decimal
from functools import cached_property, partial

from pipeline.checks.relations import Relation, first_rows
from pipeline.checks.rows import Part, Rows
from pipeline.checks.schemas import MAXIMUM, MINIMUM, Failure, SectionChecks
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Field, Severity
from pipeline.domain.noun import Bilingual
from pipeline.domain.submission import FileRead
from pipeline.wording.catalogue import catalogue as entries
from pipeline.wording.phrases import phrase

MASKED = "＊＊＊"
Details = dict[str, str]


class Teller:
    """Turns the failures of one table into findings."""

    def __init__(self, catalogue: Catalogue, checks: SectionChecks, rows: Rows) -> None:
        self._product = catalogue.product
        self._checks = checks
        self._rows = rows
        self._fields = checks.section.fields

    def finding(self, failure: Failure, file: FileRead) -> Finding:
        """Return the finding of one failure."""
        part, index = self._rows.locate(failure.row)
        read, relation = part.read, failure.relation
        cells = self._cells(failure, part, index)
        return Finding(
            slug=failure.slug,
            severity=severity_of(failure),
            place=Place(file.name, read.sheet, cells[0] if cells else None),
            got=self._got(failure),
            details=self._details(failure) | cell_details(cells),
            form=read.form,
            section=read.section,
            field_id=failure.field,
            unit=read.units[index],
            period=read.periods[index],
            rule=relation.rule if relation else f"{failure.field}.{failure.slug}",
        )

    def cell(self, row: int, field: str) -> str | None:
        """Return the address of a value, None when its sheet has no such column."""
        part, index = self._rows.locate(row)
        return address(part, index, field)

    @cached_property
    def _first_rows(self) -> list[int]:
        return first_rows(self._rows, self._checks.section.key)

    def first_row(self, failure: Failure) -> int:
        """Return the row that has the same key and stands before this one."""
        return self._first_rows[failure.row]

    def _cells(self, failure: Failure, part: Part, index: int) -> list[str]:
        relation = failure.relation
        named = relation.fields if relation else (failure.field or "",)
        if failure.slug == "duplicate-row":
            named = (next(iter(part.read.cells), ""),)
        found = [address(part, index, name) for name in named]
        if failure.slug in ("duplicate-key", "duplicate-row"):
            first, _ = self._rows.locate(self.first_row(failure))
            if first.read.sheet == part.read.sheet:
                found.append(self.cell(self.first_row(failure), named[0]))
        return [cell for cell in found if cell]

    def _got(self, failure: Failure) -> str | None:
        field = self._fields.get(failure.field or "")
        if field is None or field.personal:
            return None
        return self._shown(failure.row, failure.field or "")

    def _shown(self, row: int, field_id: str) -> str | None:
        """Return a value as its sheet has it; None where blank."""
        field = self._fields[field_id]
        value = self._rows.value(row, field_id)
        if value is None:
            return None
        return MASKED if field.personal else self._text(value, field)

    def _text(self, value: object, field: Field) -> str:
        if isinstance(value, str) and value in field.choices:
            return field.choices[value].zh
        if isinstance(value, bool):
            return phrase("sheet.yes" if value else "sheet.no")
        if isinstance(value, int | Decimal):
            return self._amount(Decimal(value), field)
        return str(value)

    def _amount(self, value: Decimal, field: Field) -> str:
        unit = self._product.units.get(field.unit or "")
        scaled = value / unit.factor if unit and field.type == "money" else value
        text = f"{scaled:{',' if unit else ''}f}"  # a year has no unit and no comma
        return text.rstrip("0").rstrip(".") if "." in text else text

    def _details(self, failure: Failure) -> Details:
        relation = failure.relation
        if relation is None:
            return self._of_field(failure)
        details = both("advice", relation.advice) if relation.advice else {}
        tell = {
            "exceeds-total": self._pair,
            "out-of-order": self._pair,
            "earlier-step-blank": self._pair,
            "sum-differs": self._sum,
            "required-when": self._when,
            "outside-period": self._days,
            "after-period": self._days,
            "rule-needs-value": self._label,
        }.get(failure.slug, partial(self._repeated, failure))
        return details | tell(failure.row, relation)

    def _of_field(self, failure: Failure) -> Details:
        field = self._fields[failure.field or ""]
        details = both("label", field.label)
        limit = {MINIMUM: field.minimum, MAXIMUM: field.maximum}.get(failure.slug)
        return details if limit is None else details | {"limit": self._amount(limit, field)}

    def _pair(self, row: int, relation: Relation) -> Details:
        first, second = relation.fields
        return {
            **both("label", self._fields[first].label),
            **both("other", self._fields[second].label),
            "value": self._shown(row, first) or "",
            "other_value": self._shown(row, second) or "",
        }

    def _sum(self, row: int, relation: Relation) -> Details:
        total, *parts = relation.fields
        added = sum((Decimal(str(self._rows.value(row, p) or 0)) for p in parts), Decimal(0))
        labels = [self._fields[p].label for p in parts]
        return {
            **both("label", self._fields[total].label),
            "value": self._shown(row, total) or "",
            "sum": self._amount(added, self._fields[total]),
            "parts_zh": "、".join(label.zh for label in labels),
            "parts_en": ", ".join(label.en for label in labels),
        }

    def _when(self, row: int, relation: Relation) -> Details:
        needed, *conditions = relation.fields
        return {
            **both("label", self._fields[needed].label),
            "when_zh": "，".join(
                f"“{self._fields[c].label.zh}”是“{self._shown(row, c)}”" for c in conditions
            ),
            "when_en": " and ".join(
                f"“{self._fields[c].label.en}” is “{self._in_english(row, c)}”" for c in conditions
            ),
        }

    def _label(self, row: int, relation: Relation) -> Details:
        return both("label", self._fields[relation.fields[0]].label)

    def _in_english(self, row: int, field_id: str) -> str | None:
        value = self._rows.value(row, field_id)
        if isinstance(value, bool):
            return "yes" if value else "no"
        choice = self._fields[field_id].choices.get(str(value))
        return choice.en if choice else self._shown(row, field_id)

    def _days(self, row: int, relation: Relation) -> Details:
        period = self._rows.period(row)
        label = both("label", self._fields[relation.fields[0]].label)
        return label | {"first": period.start.isoformat(), "last": period.end.isoformat()}

    def _repeated(self, failure: Failure, row: int, relation: Relation) -> Details:
        part, index = self._rows.locate(self.first_row(failure))
        name = next(iter(relation.fields or part.read.cells), "")
        labels = [self._fields[f].label for f in relation.fields]
        return {
            "label_zh": "＋".join(label.zh for label in labels),
            "label_en": " + ".join(label.en for label in labels),
            "other_cell": f"{part.read.sheet}!{address(part, index, name) or ''}",
        }


def address(part: Part, index: int, field: str) -> str | None:
    """Return where a value stands: its column's letter with the row, or the card's address."""
    where = part.read.cells.get(field)
    if where is None or part.read.layout == "card":
        return where
    return f"{where}{part.read.source_rows[index]}"


def cell_details(cells: list[str]) -> Details:
    """Return all cells involved, and as each language lists them."""
    return {"cells": ", ".join(cells), "cells_zh": "、".join(cells)} if cells else {}


def both(name: str, text: Bilingual) -> Details:
    """Return a text in both languages under one name."""
    return {f"{name}_zh": text.zh, f"{name}_en": text.en}


def severity_of(failure: Failure) -> Severity:
    """Return the severity of the rule, or of the slug where no rule says one."""
    relation = failure.relation
    if relation is not None and relation.severity is not None:
        return relation.severity
    return entries()[failure.slug].severity
