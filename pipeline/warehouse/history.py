"""Checks that need the report before: the stock at the end follows from what came and went.

They are made over everything that counts, so they are right whatever order files come in; the
earlier results are replaced. They only ask for an explanation, and hold nothing back.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Form, Rule, Section
from pipeline.domain.period import parse_period, previous

SLUG = "stock-flow-gap"
GAPS = """
select now.submission, now.source_row, now.unit, now.period, before.period,
       now."{stock}", before."{stock}", now."{added}", now."{removed}",
       archive_file.sha256, archive_file.name, section.sheet, section.layout, section.cells,
       submission.received_at
from "{table}" as now
join submission on submission.submission = now.submission and submission.current
join period_before on period_before.period = now.period
join "{table}" as before on before.unit = now.unit and before.period = period_before.before
join submission as earlier on earlier.submission = before.submission and earlier.current
join archive_file on archive_file.sha256 = submission.sha256
join submission_section as section
  on section.submission = now.submission and section.section = '{table}'
where before."{stock}" + now."{added}" - now."{removed}" <> now."{stock}"
order by now.unit, now.period
"""


@dataclass(frozen=True)
class Gap:
    """A stock that does not follow from the report before."""

    sha256: str
    submission: int
    received_at: object
    finding: Finding


def check_history(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Gap]:
    """Compare every report that counts with the one before; store and return the findings."""
    name_periods_before(connection, catalogue)
    gaps = [
        gap
        for table, (form, section) in catalogue.tables().items()
        for rule in form.sections[section].rules
        if rule.stock_flow
        for gap in gaps_of(connection, table, form, section, rule)
    ]
    store_gaps(connection, gaps)
    return gaps


def name_periods_before(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make ``period_before``: each reported period and the one of its kind just before."""
    codes = connection.execute("select distinct period from submission where current").fetchall()
    periods = [parse_period(code, catalogue.calendars) for (code,) in codes]
    pairs = {p.code: previous(p, catalogue.calendars[p.calendar]).code for p in periods}
    frame = pa.table({
        "period": pa.array(list(pairs), pa.string()),
        "before": pa.array(list(pairs.values()), pa.string()),
    })  # fmt: skip
    connection.register("period_pairs", frame)
    connection.execute("create or replace temp table period_before as from period_pairs")
    connection.unregister("period_pairs")


def gaps_of(
    connection: duckdb.DuckDBPyConnection, table: str, form: Form, section_id: str, rule: Rule
) -> Iterator[Gap]:
    """The gaps one rule finds."""
    flow = rule.stock_flow
    if flow is None:
        return
    fields = form.sections[section_id]
    names = {"table": table, "stock": flow.stock, "added": flow.added, "removed": flow.removed}
    for row in connection.execute(GAPS.format(**names)).fetchall():
        (number, source_row, unit, period, before, value, earlier, added, removed, *rest) = row
        sha256, file, sheet, layout, cells_json, received_at = rest
        cells = [
            address(json.loads(cells_json), field, layout, source_row)
            for field in (flow.stock, flow.added, flow.removed)
        ]
        expected = earlier + added - removed
        numbers = {
            "value": value, "previous_value": earlier, "added_value": added,
            "removed_value": removed, "expected": expected, "gap": value - expected,
        }  # fmt: skip
        finding = Finding(
            slug=SLUG,
            severity=rule.severity,
            place=Place(file, sheet, cells[0]),
            got=str(value),
            details={
                **{name: str(number_) for name, number_ in numbers.items()},
                **labels(
                    fields, {"label": flow.stock, "added": flow.added, "removed": flow.removed}
                ),
                "previous_period": before,
                "cells": ", ".join(cells),
                "cells_zh": "、".join(cells),
            },
            form=form.id,
            section=section_id,
            field_id=flow.stock,
            unit=unit,
            period=period,
            rule=rule.id,
        )
        yield Gap(sha256, number, received_at, finding)


def labels(section: Section, wanted: dict[str, str]) -> dict[str, str]:
    """Detail name → the field's label, in both languages."""
    found: dict[str, str] = {}
    for name, field in wanted.items():
        label = section.fields[field].label
        found |= {f"{name}_zh": label.zh, f"{name}_en": label.en}
    return found


def address(cells: dict[str, str], field: str, layout: str, row: int) -> str:
    """Where a field of a row stands on its sheet."""
    letter = cells.get(field, "")
    return letter if layout == "card" else f"{letter}{row}"


def store_gaps(connection: duckdb.DuckDBPyConnection, gaps: list[Gap]) -> None:
    """Replace the findings of earlier comparisons."""
    connection.execute("delete from finding where slug = ?", [SLUG])
    first = connection.execute("select coalesce(max(finding), 0) from finding").fetchone()
    for number, gap in enumerate(gaps, start=(first[0] if first else 0) + 1):
        f = gap.finding
        connection.execute(
            "insert into finding values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                number, gap.sha256, gap.submission, f.slug, f.severity, f.place.file,
                f.place.sheet, f.place.cell, f.got, json.dumps(f.details, ensure_ascii=False),
                f.form, f.section, f.field_id, f.unit, f.period, f.rule, gap.received_at,
            ],
        )  # fmt: skip
