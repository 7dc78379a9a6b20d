"""Corrections in invented worlds: most fit what was reported, some name what never stood there."""

from collections.abc import Sequence
from datetime import date
from random import Random

from pipeline.domain.correction import Correction
from pipeline.domain.form import Field
from tests.oracle import Report

from .small_catalogue import definitions, words

KINDS = ("integer", "money", "choice", "boolean")


def corrections(reports: Sequence[Report], die: Random) -> dict[str, Correction]:
    """Up to four cells of different reports; superseded and withheld versions are among them."""
    found: dict[str, Correction] = {}
    if not reports or die.randrange(3) == 0:
        return found
    for report in die.sample(reports, min(4, len(reports))):
        cell = some_cell(report, die)
        name = f"{report.form}_{report.unit}_{report.period.code}"
        if cell is not None:
            found[name] = Correction.model_validate(
                {
                    "id": name, "form": report.form, "unit": report.unit,
                    "period": report.period.code, "decided_by": "R",
                    "decided_on": date(2025, 1, 1), "reason": words("x"), "cells": [cell],
                }
            )  # fmt: skip
    return found


def some_cell(report: Report, die: Random) -> dict[str, object] | None:
    """One cell of a report, with what is expected there and what shall count instead."""
    filled = [(name, rows) for name, rows in report.sections.items() if rows]
    if not filled:
        return None
    name, rows = die.choice(filled)
    section = definitions().forms[report.form].sections[name]
    field = die.choice([f for f, said in section.fields.items() if said.type in KINDS])
    index = die.randrange(len(rows))
    said = (
        text_of(rows[index][field]) if die.randrange(4) else other_text(section.fields[field], die)
    )
    cell: dict[str, object] = {"section": name, "field": field, "expected": said}
    if section.layout == "list":
        cell["row"] = 5 + index
    return {**cell, "value": other_text(section.fields[field], die)}


def text_of(value: object) -> str:
    """A stored value as a definition writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def other_text(field: Field, die: Random) -> str:
    """Some value of a field, or a blank."""
    if die.randrange(6) == 0:
        return ""
    if field.type == "boolean":
        return die.choice(("yes", "no"))
    if field.type == "choice":
        return die.choice(list(field.choices))
    return die.choice(("0", "7", "40", "99"))
