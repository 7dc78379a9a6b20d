"""Blank workbooks to send out: for one unit, or for every unit below one, as a folder or a .zip."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period, period_containing, previous
from pipeline.queries.last_report import LastReport, last_report
from pipeline.reports.answer.folder import clean
from pipeline.reports.owing import forms_of, owes
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import blank_sheets, write_workbook
from pipeline.warehouse.reader import Reader
from pipeline.wording.phrases import phrase

FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def period_like(catalogue: Catalogue, unit: OrgUnit, period: Period) -> Period:
    """Return the last period that a unit reports for, of those that end in ``period``."""
    key, calendar = next(iter(catalogue.calendars.items()))
    return period_containing(period.end, unit.frequency or period.kind, key, calendar)  # type: ignore[arg-type]


def units_below(catalogue: Catalogue, top: str, period: Period) -> list[OrgUnit]:
    """Return the units at or below ``top`` that owe reports for a period, by code."""
    known = catalogue.units_at(period.end)

    def is_below(unit: OrgUnit) -> bool:
        seen: set[str] = set()
        at: OrgUnit | None = unit
        while at is not None and at.code not in seen:
            if at.code == top:
                return True
            seen.add(at.code)
            at = known.get(at.parent or "")
        return False

    owing = (u for u in known.values() if owes(catalogue, u, period) and is_below(u))
    return sorted(owing, key=lambda unit: unit.code)


def write_template(
    path: Path, catalogue: Catalogue, unit: OrgUnit, period: Period, forms: Sequence[str],
    language: Language, reader: Reader | None = None,
) -> None:  # fmt: skip
    """Write one unit's blank workbook, with what it reported last where that is known."""
    sheets = blank_sheets(catalogue, forms)
    if reader is not None:
        before = previous(period, catalogue.calendars[period.calendar])
        known = last_report(reader, catalogue, unit.code, before.code, forms)
        sheets = [with_last(catalogue, sheet, known, language) for sheet in sheets]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, catalogue, sheets, unit, period, language)


def with_last(
    catalogue: Catalogue, sheet: SheetContent, known: LastReport, language: Language
) -> SheetContent:
    """Show a card's figures of the period before; carry a register's rows over.

    A register is sent complete every time, so its rows are the stock to begin with. Registers
    of persons stay blank: only hashes of personal numbers are stored, and a row without its
    person is nobody's. The code of a unit that is shown has the unit's name in front; one that
    is carried over does not, for the form asks for the code.
    """
    rows = known.get((sheet.form, sheet.section), ())
    section = catalogue.forms[sheet.form].sections[sheet.section]
    if not rows:
        return sheet
    if section.layout == "card":
        before = {
            name: named(catalogue, value, language)
            if section.fields[name].type == "code"
            else value
            for name, value in rows[0].items()
        }
        return replace(sheet, before=before)
    if section.kind == "ledger" and not any(f.personal for f in section.fields.values()):
        return replace(sheet, rows=rows)
    return sheet


def named(catalogue: Catalogue, value: object, language: Language) -> object:
    """Return a unit's code with its present name in front; any other value as it is."""
    versions = catalogue.unit_versions(value) if isinstance(value, str) else ()
    if not versions:
        return value
    name = versions[-1].name.in_language(language)
    return phrase("sheet.named_code", language, name=name, code=value)


def write_templates(
    out: Path, catalogue: Catalogue, units: Sequence[OrgUnit], period: Period,
    forms: Sequence[str], language: Language, reader: Reader | None = None,
) -> Iterator[Path]:  # fmt: skip
    """Write the workbooks of many units, a folder for each superior; yield each path.

    Where ``out`` ends in .zip they go into one file, and the paths are those inside it.
    """
    if out.suffix.lower() == ".zip":
        with TemporaryDirectory() as folder:
            paths = list(
                write_templates(Path(folder), catalogue, units, period, forms, language, reader)
            )
            out.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
                for path in paths:
                    inside = path.relative_to(folder)
                    entry = zipfile.ZipInfo(inside.as_posix(), FIXED_TIME)
                    bundle.writestr(entry, path.read_bytes())
                    yield inside
        return
    known = catalogue.units_at(period.end)
    for unit in units:
        owed = [form for form in forms_of(catalogue, unit) if not forms or form in forms]
        if not owed:
            continue
        superior = known.get(unit.parent or "")
        name = superior.name.in_language(language) if superior else ""
        folder_name = clean(name.replace("/", "／"))  # one unit's name is one folder
        path = out / folder_name / f"{unit.code}_{period.code}.xlsx"
        write_template(path, catalogue, unit, period, owed, language, reader)
        yield path
