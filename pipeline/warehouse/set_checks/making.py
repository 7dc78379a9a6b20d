"""``make_checks``: run every check over what counts, and put the results in place of the last ones.

A finding keeps its number as long as the same check finds the same thing of the same report.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import duckdb
import pyarrow as pa

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Field
from pipeline.domain.period import parse_period, previous
from pipeline.domain.product import Product
from pipeline.domain.source_row import ROWS, row_of
from pipeline.warehouse.connection import append, transaction
from pipeline.warehouse.loading import finding_row
from pipeline.warehouse.set_checks.statements import Statement, sql, statements
from pipeline.wording.catalogue import catalogue as entries

AREA = "sets"
DEFAULT_FAMILY = "default"
Row = Mapping[str, object]


@dataclass(frozen=True)
class Found:
    """A finding about a report, and the file it came in."""

    sha256: str
    submission: int
    received_at: datetime
    finding: Finding


def make_checks(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Found]:
    """Make all checks; store and return what they find, and store what could not be made."""
    lay_ground(connection, catalogue)
    found: list[Found] = []
    not_run: list[tuple[object, ...]] = []
    for statement in statements(catalogue):
        if statement.before:
            connection.execute(statement.before)
        found += findings_of(connection, statement, catalogue)
        if statement.not_run:
            rows = connection.execute(
                "select missed.submission, form, $section, $rule, reason, unit, period"
                f" from ({statement.not_run}) as missed join submission using (submission)",
                {"section": statement.table, "rule": statement.rule},
            ).fetchall()
            not_run += rows
    with transaction(connection):
        store_findings(connection, found)
        store_not_run(connection, not_run)
    return found


def lay_ground(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make ``period_before`` (each reported period and the one of its kind just before), and
    ``roll_up_family`` (the family and span of an indicator when none is named)."""
    codes = connection.execute("select distinct period from submission where current").fetchall()
    periods = [parse_period(code, catalogue.calendars) for (code,) in codes]
    befores = [previous(p, catalogue.calendars[p.calendar]) for p in periods]
    known = catalogue.indicators
    for name, frame in {
        "period_before": pa.table({
            "period": pa.array([p.code for p in periods], pa.string()),
            "before": pa.array([p.code for p in befores], pa.string()),
            "kind": pa.array([f"{p.calendar}/{p.kind}" for p in periods], pa.string()),
            "before_starts": pa.array([p.start for p in befores], pa.date32()),
            "starts": pa.array([p.start for p in periods], pa.date32()),
            "ends": pa.array([p.end for p in periods], pa.date32()),
        }),
        "roll_up_family": pa.table({
            "indicator": pa.array(list(known), pa.string()),
            "family": pa.array([i.family or DEFAULT_FAMILY for i in known.values()], pa.string()),
            "span": pa.array(
                ["to_date" if i.accumulates else "period" for i in known.values()], pa.string()
            ),
        }),
    }.items():  # fmt: skip
        connection.register("laid_rows", frame)
        connection.execute(f"create or replace temp table {name} as from laid_rows")
        connection.unregister("laid_rows")


def findings_of(
    connection: duckdb.DuckDBPyConnection, statement: Statement, catalogue: Catalogue
) -> Iterator[Found]:
    """What one check finds."""
    result = connection.execute(
        sql("placed", found=statement.found, rows=ROWS),
        {"table": statement.table, "other_table": statement.other_table},
    )
    names = [column[0] for column in result.description or ()]
    for values in result.fetchall():
        row = dict(zip(names, values, strict=True))
        yield Found(
            str(row["_sha256"]), int(str(row["submission"])), row["_received_at"],
            one_finding(statement, row, catalogue),
        )  # fmt: skip


def one_finding(statement: Statement, row: Row, catalogue: Catalogue) -> Finding:
    """The finding of one row."""
    cells = addresses(row, "", statement.fields)
    details = told(statement, row, catalogue)
    if cells:
        details |= {"cells": ", ".join(cells), "cells_zh": "、".join(cells)}
    return Finding(
        slug=statement.slug,
        severity=statement.severity,
        place=Place(str(row["_file"]), text(row["_sheet"]), cells[0] if cells else None),
        got=details.get("value"),
        details=details,
        form=str(row["_form"]),
        section=statement.section_id or None,
        field_id=next(iter(statement.fields), None),
        unit=str(row["_unit"]),
        period=str(row["_period"]),
        rule=statement.rule,
    )


def told(statement: Statement, row: Row, catalogue: Catalogue) -> dict[str, str]:
    """What the sentences of a finding say."""
    said: dict[str, str] = {}
    for name, value in row.items():
        if not name.startswith("_") and name not in KEYS and value is not None:
            said[name] = shown(value, statement.amounts.get(name), catalogue.product)
    words = dict(statement.labels)
    if statement.advice:
        words["advice"] = statement.advice
    if row["_other_unit"] is not None:
        units = catalogue.unit_versions(str(row["_other_unit"]))
        if units:
            words["other_unit"] = units[-1].name.as_text()
        said |= {"other_file": str(row["_other_file"]), "other_period": str(row["_other_period"])}
        place = [text(row["_other_sheet"]), *addresses(row, "_other", statement.other_fields)[:1]]
        said["other_place"] = " › ".join([said["other_file"], *(p for p in place if p)])
    if "indicator" in said and said["indicator"] in catalogue.indicators:
        words["indicator"] = catalogue.indicators[said["indicator"]].name
    for name in (one for one in PERIODS if one in said):
        period = parse_period(said[name], catalogue.calendars)
        said |= {f"{name}_zh": period.label("zh"), f"{name}_en": period.label("en")}
    for name, word in words.items():
        said |= {f"{name}_zh": word.zh, f"{name}_en": word.en}
    return choices(said, row, statement)


KEYS = frozenset({"submission", "source_row", "other", "other_row"})
PERIODS = ("previous_period", "other_period")


def choices(said: dict[str, str], row: Row, statement: Statement) -> dict[str, str]:
    """The same with the words of permitted values in place of their codes."""
    for name, asked in statement.amounts.items():
        choice = asked.choices.get(str(row.get(name)))
        if choice is not None:
            said |= {name: choice.zh, f"{name}_zh": choice.zh, f"{name}_en": choice.en}
    return said


def shown(value: object, asked: Field | None, product: Product) -> str:
    """A value as its sheet has it: money in the field's own unit."""
    if isinstance(value, float):
        value = Decimal(format(value, ".10g"))
        value = round(value, 0 if asked is not None and asked.type == "integer" else 1)
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return str(value)
    amount = Decimal(value)
    if asked is not None and asked.type == "money":
        unit = product.units.get(asked.unit or "")
        amount = amount / unit.factor if unit else amount
    plain = format(amount, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def addresses(row: Row, side: str, fields: tuple[str, ...]) -> list[str]:
    """The cells of fields in a row, as far as its sheet has them."""
    held = row[f"{side}_cells"]
    number = row["other_row" if side else "source_row"]
    if held is None or number is None:
        return []
    cells: dict[str, str] = json.loads(str(held))
    letters = [cells[name] for name in fields if name in cells]
    if row[f"{side}_layout"] == "card":
        return letters
    return [f"{letter}{row_of(int(str(number)))}" for letter in letters]


def text(value: object) -> str | None:
    """A value as text, None where there is none."""
    return None if value is None else str(value)


def store_findings(connection: duckdb.DuckDBPyConnection, found: list[Found]) -> None:
    """Replace the findings of the last time; what is found again keeps its number."""
    slugs = [slug for slug, entry in entries().items() if entry.area == AREA]
    known = connection.execute(
        "select submission, rule, slug, coalesce(sheet, ''), coalesce(cell, ''), finding"
        " from finding where slug in (select unnest(?))", [slugs],
    ).fetchall()  # fmt: skip
    numbers = {tuple(key): number for *key, number in known}
    highest = connection.execute("select coalesce(max(finding), 0) from finding").fetchone()
    fresh = highest[0] if highest else 0
    rows = []
    for one in found:
        f = one.finding
        key = (one.submission, f.rule, f.slug, f.place.sheet or "", f.place.cell or "")
        number = numbers.pop(key, None)
        if number is None:
            fresh += 1
            number = fresh
        rows.append(finding_row(number, one.submission, one.sha256, f, one.received_at))
    connection.execute("delete from finding where slug in (select unnest(?))", [slugs])
    append(connection, "finding", rows)


def store_not_run(connection: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]) -> None:
    """Replace the checks over everything that could not be made the last time."""
    connection.execute("delete from rule_not_run where scope = 'set'")
    append(connection, "rule_not_run", [("set", *row, None) for row in rows])
