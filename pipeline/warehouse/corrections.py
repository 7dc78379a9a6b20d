"""Corrections laid over the accepted facts: what was reported stays beside what counts.

Facts hold the corrected value; table ``correction`` keeps the reported one, so that the next time
everything is first put back as it was sent and then corrected anew.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.correction import CorrectedCell, Correction
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Field, FieldType
from pipeline.domain.source_row import ROWS
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.fact_tables import SQL_TYPES

APPLIED, OBSOLETE, FAILING = "applied", "obsolete", "failing"
INSERT = f"insert into correction values ({', '.join(['?'] * 21)})"
YES_NO = {"yes": "true", "no": "false"}


@dataclass(frozen=True)
class Spot:
    """One corrected cell of the catalogue, and where it is written."""

    correction: Correction
    position: int
    cell: CorrectedCell
    table: str
    fields: dict[str, Field]
    place: Place

    @property
    def field(self) -> Field:
        """The field of the cell."""
        return self.fields[self.cell.field]


@dataclass(frozen=True)
class Outcome:
    """What became of one cell; ``slug`` says why it could not be corrected."""

    state: str
    slug: str | None = None
    submission: int | None = None
    source_row: int | None = None
    reported: str | None = None


def apply_corrections(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Finding]:
    """Put every fact back as reported, then correct it; one finding per cell that cannot be.

    Which version counts must be settled before. A correction that fails changes nothing.
    """
    known = connection.execute("select 1 from correction limit 1").fetchone()
    if not catalogue.corrections and known is None:
        return []
    findings = []
    with transaction(connection):
        put_back(connection)
        for spot in spots(catalogue):
            outcome = correct(connection, spot)
            connection.execute(INSERT, row(spot, outcome))
            if outcome.slug is not None:
                findings.append(complaint(spot, outcome))
    return findings


def failing(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Finding]:
    """The findings of ``apply_corrections`` as it left them in the table."""
    told = connection.execute(
        "select correction, position, state, slug, submission, source_row, reported"
        " from correction where slug is not null"
    ).fetchall()
    known = {(spot.correction.id, spot.position): spot for spot in spots(catalogue)}
    return [complaint(known[name, at], Outcome(*rest)) for name, at, *rest in told]


def put_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Restore the reported values and forget the corrections."""
    applied = connection.execute(
        "select tbl, field, submission, source_row, reported from correction where state = ?",
        [APPLIED],
    ).fetchall()
    for table, field, submission, source_row, reported in applied:
        write(connection, table, field, submission, source_row, reported)
    connection.execute("delete from correction")


def write(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    field: str,
    submission: int,
    source_row: int,
    value: str | None,
) -> None:
    """Set one cell of a fact table; DuckDB turns the text into the column's type."""
    connection.execute(
        f'update "{table}" set "{field}" = ? where submission = ? and source_row = ?',
        [value, submission, source_row],
    )


def spots(catalogue: Catalogue) -> Iterator[Spot]:
    """Every corrected cell of the configuration."""
    for name, correction in catalogue.corrections.items():
        form = catalogue.forms[correction.form]
        file = catalogue.file_of("correction", name) or name
        for i, cell in enumerate(correction.cells):
            place = Place(file, line=catalogue.correction_lines.get(name, ())[i])
            fields = form.sections[cell.section].fields
            yield Spot(correction, i, cell, form.table(cell.section), fields, place)


def correct(connection: duckdb.DuckDBPyConnection, spot: Spot) -> Outcome:
    """Correct one cell, or say why not."""
    cell, correction = spot.cell, spot.correction
    found = connection.execute(
        "select submission from submission where current and form = ? and unit = ? and period = ?",
        [correction.form, correction.unit, correction.period],
    ).fetchone()
    if found is None:
        return Outcome(FAILING, "correction-without-report")
    submission: int = found[0]
    rows = matching(connection, spot, submission)
    if len(rows) != 1:
        slug = "correction-row-ambiguous" if rows else "correction-row-missing"
        return Outcome(FAILING, slug, submission)
    source_row, reported, as_expected, as_corrected = rows[0]
    if as_corrected:
        return Outcome(OBSOLETE, "correction-not-needed", submission, source_row, reported)
    if not as_expected:
        return Outcome(FAILING, "correction-source-changed", submission, source_row, reported)
    value = typed(cell.value, spot.field.type)
    write(connection, spot.table, cell.field, submission, source_row, value)
    return Outcome(APPLIED, None, submission, source_row, reported)


def matching(
    connection: duckdb.DuckDBPyConnection, spot: Spot, submission: int
) -> list[tuple[int, str | None, bool, bool]]:
    """(row, what was reported, is it as expected, is it as corrected) of the rows named."""
    cell = spot.cell
    kind = SQL_TYPES[spot.field.type]
    wheres, values = ["submission = ?"], [submission]
    if cell.row is not None:
        wheres.append(f"source_row % {ROWS} = ?")
        values.append(cell.row)
    texts = [typed(cell.expected, spot.field.type), typed(cell.value, spot.field.type)]
    for name, text in cell.key.items():
        key_type = spot.fields[name].type
        wheres.append(f'"{name}" is not distinct from cast(? as {SQL_TYPES[key_type]})')
        values.append(typed(text, key_type))  # type: ignore[arg-type]
    same = f'"{cell.field}" is not distinct from cast(? as {kind})'
    return connection.execute(
        f'select source_row, cast("{cell.field}" as varchar), {same}, {same}'
        f' from "{spot.table}" where {" and ".join(wheres)} limit 2',
        [*texts, *values],
    ).fetchall()


def typed(text: str, kind: FieldType) -> str | None:
    """A value of a definition as DuckDB reads it; an empty text is a blank."""
    if text == "":
        return None
    return YES_NO[text] if kind == "boolean" else text


def row(spot: Spot, outcome: Outcome) -> list[object]:
    """One row of ``correction``."""
    found, cell = spot.correction, spot.cell
    return [
        found.id, spot.position, found.form, cell.section, spot.table, found.unit, found.period,
        cell.field, json.dumps(cell.key, ensure_ascii=False) if cell.key else None,
        outcome.submission, outcome.source_row, typed(cell.expected, spot.field.type),
        outcome.reported, typed(cell.value, spot.field.type), found.reason.zh, found.reason.en,
        found.decided_by, found.decided_on, outcome.state, outcome.slug,
        f"{spot.place.file}:{spot.place.line}",
    ]  # fmt: skip


def complaint(spot: Spot, outcome: Outcome) -> Finding:
    """Why a cell could not be corrected, at the line of the correction."""
    found, cell = spot.correction, spot.cell
    blank = {"zh": "空白", "en": "blank"}
    details = {"label_zh": spot.field.label.zh, "label_en": spot.field.label.en}
    for language, word in blank.items():
        details[f"expected_{language}"] = cell.expected or word
        details[f"value_{language}"] = cell.value or word
        details[f"reported_{language}"] = outcome.reported or word
    pairs = [f"{name}={text}" for name, text in cell.key.items()]
    details["row"] = str(cell.row) if cell.row is not None else ", ".join(pairs) or "1"
    return Finding(
        outcome.slug or "", "error", spot.place, None, details, form=found.form,
        section=cell.section, field_id=cell.field, unit=found.unit, period=found.period,
    )  # fmt: skip
