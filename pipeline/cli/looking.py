"""What ``build --look`` tells: which accepted reports changed definitions would change, and how."""

from dataclasses import dataclass

import click

from pipeline.cli.naming import period_named, unit_named
from pipeline.cli.tables import print_table
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import RereadCell
from pipeline.domain.noun import Language
from pipeline.looking_ahead import Foreseen
from pipeline.warehouse.arrival import SubmissionKey
from pipeline.warehouse.readings import is_shown
from pipeline.warehouse.redefined import Redefined
from pipeline.wording.messages import render
from pipeline.wording.phrases import phrase


@dataclass(frozen=True)
class BuildCellJson:
    """One entry of ``cells``: a cell that would be read otherwise."""

    section: str
    sheet: str
    cell: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class BuildReportJson:
    """One entry of ``reports``: an accepted report that the definitions of now reach."""

    org_unit: str
    form: str
    period: str
    file: str
    sha256: str
    outcome: str
    why: tuple[str, ...]
    cells: tuple[BuildCellJson, ...]


@dataclass(frozen=True)
class BuildJson:
    """``build --look --json``: what ``build`` would do with the reports on record."""

    held_accepted: int
    reports: tuple[BuildReportJson, ...]


def look_json(found: Foreseen, language: Language) -> BuildJson:
    """Everything that would change."""
    return BuildJson(
        held_accepted=found.accepted,
        reports=tuple(
            BuildReportJson(
                org_unit=key[1], form=key[0], period=key[2], file=one.file.name,
                sha256=one.file.sha256, outcome=outcome(one, key), why=why(one, key, language),
                cells=tuple(cell_json(cell) for cell in one.compared.cells.get(key, ())),
            )
            for one in found.files
            for key in listed(one)
        ),
    )  # fmt: skip


def listed(one: Redefined) -> tuple[SubmissionKey, ...]:
    """The reports of a file that would be others; all of one that stays whole, or where what is
    told otherwise is about the file."""
    reached = one.compared.reached
    if one.stays or not reached:
        return one.reports
    return tuple(key for key in one.reports if key in reached)


def outcome(one: Redefined, key: SubmissionKey) -> str:
    """What becomes of a report: other figures, only other findings, or it stays as it is."""
    if one.stays:
        return "stays"
    return "figures" if key in one.compared.figures else "findings"


def why(one: Redefined, key: SubmissionKey, language: Language) -> tuple[str, ...]:
    """Why it stays as it was read."""
    mine = [n for n in one.notes if (n.form, n.unit, n.period) == key]
    return tuple(dict.fromkeys(render(note, language).what for note in mine))


def cell_json(cell: RereadCell) -> BuildCellJson:
    """One cell."""
    return BuildCellJson(cell.section, cell.sheet, cell.cell, cell.field, cell.old, cell.new)


def say_look(found: Foreseen, catalogue: Catalogue, language: Language, limit: int) -> None:
    """What would change: reports, then cells."""
    if found.accepted:
        click.echo(phrase("redefined.held_accepted", language, files=found.accepted))
    rows, cells = [], []
    for one in found.files:
        for key in listed(one):
            form, unit, period = key
            known = catalogue.forms.get(form)  # it may be taken out
            title = known.title.in_language(language) if known else form
            changed = one.compared.cells.get(key, [])
            said = phrase(f"redefined.outcome_{outcome(one, key)}", language)
            reasons = why(one, key, language)
            rows.append((unit_named(catalogue, unit, language), title,
                         period_named(catalogue, period, language), said,
                         str(len(changed)), " ".join(reasons)))  # fmt: skip
            cells += [cell_row(catalogue, key, cell, language) for cell in changed]
    if not rows:
        click.echo(phrase("redefined.nothing", language))
        return
    heads = tuple(phrase(f"redefined.{name}", language)
                  for name in ("unit", "form", "period", "outcome", "cells", "why"))  # fmt: skip
    print_table(phrase("redefined.title", language, files=len(found.files)), heads, rows[:limit],
                right=[4])  # fmt: skip
    if cells:
        heads = tuple(phrase(f"redefined.{name}", language)
                      for name in ("unit", "period", "place", "field", "old", "new"))  # fmt: skip
        print_table("", heads, cells[:limit])
    if max(len(rows), len(cells)) > limit:
        click.echo(phrase("cli.more_rows", language, limit=limit))


def cell_row(
    catalogue: Catalogue, key: SubmissionKey, cell: RereadCell, language: Language
) -> tuple[str, ...]:
    """One cell as it is read and would be read."""
    section = catalogue.forms[key[0]].sections[cell.section]
    asked = section.fields.get(cell.field)
    label = asked.label.in_language(language) if asked else cell.field
    blank = phrase("correction.blank" if is_shown(section, cell.field) else "diff.hidden", language)
    place = f"{cell.sheet} › {cell.cell}" if cell.cell else cell.sheet
    return (unit_named(catalogue, key[1], language), period_named(catalogue, key[2], language),
            place, label, cell.old or blank, cell.new or blank)  # fmt: skip
