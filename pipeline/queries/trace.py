"""Trace: from a number back to the cells it is made of, and forward again to check it.

The rows come from the same SQL conditions the number was computed with; what is added up here
is added up in plain Python.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipeline.domain.indicator import Indicator, Measure
from pipeline.indicators.relations import Section, rows_behind
from pipeline.indicators.scorecards import default_family, exact
from pipeline.intake.sheet_picture import read_region
from pipeline.queries.answers import (
    Contribution,
    PeriodRef,
    SheetPicture,
    Trace,
    TraceChild,
)
from pipeline.queries.cards import card, label_of
from pipeline.queries.corrections import corrections_behind
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.redaction import redacted, section_on
from pipeline.queries.units import breadcrumb, children
from pipeline.queries.values import is_ratio, span_of, value_of, values
from pipeline.warehouse.reader import Reader

TERMS = """
select term.role, term.position, measure.tbl, measure.segment, measure.definition
from indicator_term as term join measure using (measure)
where term.indicator = $indicator and term.family = $family and term.segment = $segment
order by term.role desc, term.position
"""
PICK = """
create or replace temp table picked as
with recursive below as (
    select unit, parent, is_open from unit_tree where unit = $unit and day = $day
    union
    select tree.unit, tree.parent, tree.is_open
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
),
mine as (
    select report.* from report join below using (unit)
    where tbl = $table and starts >= $starts and ends <= $ends
      and ($over_time <> 'last' or below.is_open)
),
counted as (
    select * from mine
    qualify $over_time <> 'last' or row_number() over (
        partition by unit order by ends desc, starts desc, submission desc
    ) = 1
)
select counted.unit, cast(1 as integer) as grp, counted.submission, false as carried,
       case when $over_time = 'last' then $starts else counted.starts end as w_start,
       case when $over_time = 'last' then $ends else counted.ends end as w_end,
       tree.attributes
from counted
join unit_tree as tree on tree.unit = counted.unit
     and tree.day = case when $over_time = 'last' then $day else counted.ends end
"""
PLACES = """
select submission.submission, submission.unit, submission.period, submission.version,
       submission.sha256, archive_file.name, section.sheet, section.layout, section.cells
from submission
join archive_file using (sha256)
join submission_section as section using (submission)
where section.section = $table
  and submission.submission in (select unnest($numbers::bigint[]))
"""


@dataclass(frozen=True)
class Row:
    """One fact row behind a measure."""

    unit: str
    submission: int
    source_row: int
    amount: Decimal | None
    grouping: str | None
    distinct: str | None


class Report(NamedTuple):
    """One submission of a unit."""

    unit: str
    submission: int


@dataclass(frozen=True)
class Part:
    """One measure of a number: where its rows stand, and how they add up."""

    role: str
    position: int
    table: str
    measure: Measure
    segment: str


def trace(
    reader: Reader,
    indicator: str,
    unit: str,
    period: str,
    span: str | None = None,
    segment: str = "",
    family: str | None = None,
    limit: int = 200,
) -> Trace:
    """The number's way back to file, sheet and cell. ``limit`` cuts the list, never the check."""
    known = nouns(reader)
    asked = known.indicator(indicator)
    at = known.period(period)
    chosen = family or default_family(asked)
    wanted = span or span_of(asked)
    value = value_of(reader, asked, unit, at, family=chosen, segment=segment, span=wanted)
    cells: list[Contribution] = []
    sums: dict[str, Decimal] = {}
    if not value.concealed:
        cells, sums = contributions(reader, known, asked, unit, at, wanted, segment, chosen)
    numerator, denominator = sums.get("numerator"), sums.get("denominator")
    recomputed = exact(numerator, denominator, asked.scale, is_ratio(asked, chosen))
    return Trace(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        indicator=known.indicator_ref(asked.id),
        segment=segment,
        value=value,
        children=trace_children(reader, asked, unit, at, wanted, segment, chosen),
        contributions=tuple(cells[:limit]),
        total_contributions=len(cells),
        recomputed_numerator=numerator,
        recomputed_denominator=denominator,
        recomputed_value=recomputed,
        agrees=(numerator, denominator) == (value.numerator, value.denominator),
        picture=picture(reader, cells),
        card=card(known, asked),
    )


def trace_children(
    reader: Reader,
    indicator: Indicator,
    unit: str,
    at: PeriodRef,
    span: str,
    segment: str,
    family: str,
) -> tuple[TraceChild, ...]:
    """What each unit right below gives."""
    below = children(reader, unit, at)
    stored = values(reader, [indicator], [child.code for child in below], [at], span)
    found = []
    for child in below:
        value = stored.get((indicator.id, family, segment, child.code, at.code))
        if value is not None:
            found.append(
                TraceChild(
                    child, value.numerator, value.denominator, value.value, value.data.expected,
                    value.data.reported,
                )
            )  # fmt: skip
    return tuple(found)


def contributions(
    reader: Reader,
    known: Nouns,
    indicator: Indicator,
    unit: str,
    at: PeriodRef,
    span: str,
    segment: str,
    family: str,
) -> tuple[list[Contribution], dict[str, Decimal]]:
    """Every cell behind the number, and role → sum recomputed from them."""
    window = reader.rows(
        "select starts, ends from time_window where period = ? and span = ?", [at.code, span]
    )
    keys = {"indicator": indicator.id, "family": family, "segment": segment}
    parts = [
        Part(role, position, table, Measure.model_validate_json(body), applied)
        for role, position, table, applied, body in reader.rows(TERMS, keys)
    ]
    cells: list[Contribution] = []
    sums: dict[str, Decimal] = {}
    for part in parts:
        rows, reports = rows_of(reader, known, part, unit, at, window[0])
        kept = rows_that_count(known, part, rows)
        total = added_up(part, rows, kept, reports)
        if total is not None:
            sums[part.role] = sums.get(part.role, Decimal(0)) + total
        cells += cited(reader, known, part, kept)
    return cells, sums


def rows_of(
    reader: Reader,
    known: Nouns,
    part: Part,
    unit: str,
    at: PeriodRef,
    window: tuple[object, ...],
) -> tuple[list[Row], list[Report]]:
    """Rows behind one measure, and the reports that were looked at."""
    cursor = reader.cursor()
    try:
        cursor.execute(PICK, {
            "unit": unit, "day": at.end, "table": part.table, "starts": window[0],
            "ends": window[1], "over_time": part.measure.over_time,
        })  # fmt: skip
        section = section_behind(known, part)
        section.spread(cursor)
        rows = cursor.execute(
            "select unit, submission, source_row, amount, grouping, distinct_value"
            f" from ({rows_behind(section, part.measure, part.segment)})"
            " order by unit, submission, source_row"
        ).fetchall()
        reports = cursor.execute("select unit, submission from pick").fetchall()
    finally:
        cursor.close()
    return [Row(*row) for row in rows], [Report(*report) for report in reports]


def section_behind(known: Nouns, part: Part) -> Section:
    """The section a part is measured in."""
    fields = known.forms[part.measure.form].sections[part.measure.section].fields
    return Section(part.table, fields, known.product.attributes)


def rows_that_count(known: Nouns, part: Part, rows: list[Row]) -> list[Row]:
    """All rows, but of overlapping groups only the largest, and of equal values only the first."""
    if part.measure.aggregate == "count_distinct":
        seen: set[tuple[str, int, str | None]] = set()
        kept = []
        for row in rows:
            key = (row.unit, row.submission, row.distinct)
            if row.distinct is not None and key not in seen:
                kept.append(row)
                seen.add(key)
        return kept
    if part.measure.aggregate != "largest_group_sum":
        return rows
    sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        if row.grouping is not None and row.amount is not None:
            groups = sums[row.submission]
            groups[row.grouping] = groups.get(row.grouping, Decimal(0)) + row.amount
    largest = {number: max(groups, key=lambda g: groups[g]) for number, groups in sums.items()}
    return [
        row
        for row in rows
        if row.grouping is not None and largest.get(row.submission) == row.grouping
    ]


def added_up(part: Part, rows: list[Row], kept: list[Row], reports: list[Report]) -> Decimal | None:
    """The measure from its rows: zero in reports without any, absent where all are blank."""
    said: dict[int, list[Decimal]] = defaultdict(list)
    for row in kept:
        if row.amount is not None:
            said[row.submission].append(row.amount)
    blank = {row.submission for row in rows} - set(said)
    by_unit: dict[str, list[Decimal]] = defaultdict(list)
    for unit, submission in reports:
        if submission not in blank or part.measure.aggregate == "count_distinct":
            by_unit[unit].append(sum(said.get(submission, ()), Decimal(0)))
    if not by_unit:
        return None
    if part.measure.over_time != "average":
        return sum((sum(amounts, Decimal(0)) for amounts in by_unit.values()), Decimal(0))
    means = (sum(amounts, Decimal(0)) / len(amounts) for amounts in by_unit.values())
    return sum((mean.quantize(Decimal("0.000001")) for mean in means), Decimal(0))


def cited(reader: Reader, known: Nouns, part: Part, rows: list[Row]) -> list[Contribution]:
    """Rows as cells of sheets: the column of the field (or of the key, for counted rows)."""
    numbers = sorted({row.submission for row in rows})
    places = {
        place[0]: place[1:]
        for place in reader.rows(PLACES, {"table": part.table, "numbers": numbers})
    }
    stored = stored_values(reader, known, part, numbers)
    corrected = corrections_behind(reader, known, part.table, numbers)
    found = []
    for row in rows:
        if row.amount is None or row.submission not in places:
            continue
        unit, period, version, sha256, name, sheet, layout, cells_json = places[row.submission]
        cells = json.loads(cells_json)
        for position, field in enumerate(fields_of(known, part)):
            letter = cells.get(field, "")
            found.append(
                Contribution(
                    role=part.role,
                    measure=part.position,
                    unit=known.unit(unit),
                    period=period,
                    file=name,
                    sha256=sha256,
                    sheet=sheet,
                    cell=letter if layout == "card" else f"{letter}{row.source_row}",
                    field=field,
                    field_label=label_of(known, part.measure, field),
                    value=stored.get((row.submission, row.source_row, field)),
                    amount=row.amount if position == 0 else Decimal(0),
                    submission=row.submission,
                    version=version,
                    correction=next(
                        (
                            corrected[row.submission, row.source_row, name]
                            for name in (field, *part.measure.where)
                            if (row.submission, row.source_row, name) in corrected
                        ),
                        None,
                    ),
                )
            )
    return found


def fields_of(known: Nouns, part: Part) -> list[str]:
    """The fields to point at: those added up, or the key of a counted row."""
    measure = part.measure
    if measure.expression is not None:
        kinds = measure.expression
        return list(
            kinds.sum_of or kinds.product_of or kinds.difference_of or kinds.days_between or ()
        )
    if measure.field is not None:
        return [measure.field]
    section = known.forms[measure.form].sections[measure.section]
    return list(section.key[:1]) or [next(iter(measure.where), next(iter(section.fields)))]


def stored_values(
    reader: Reader, known: Nouns, part: Part, numbers: list[int]
) -> dict[tuple[int, int, str], str]:
    """(submission, row, field) → stored value as text; never of a personal field."""
    section = known.forms[part.measure.form].sections[part.measure.section]
    fields = [
        f for f in fields_of(known, part) if f in section.fields and not section.fields[f].personal
    ]
    found: dict[tuple[int, int, str], str] = {}
    for field in fields:
        rows = reader.rows(
            f'select submission, source_row, "{field}"::varchar from "{part.table}"'
            " where submission in (select unnest(?::bigint[]))",
            [numbers],
        )
        found |= {(s, r, field): v for s, r, v in rows if v is not None}
    return found


def picture(reader: Reader, cells: list[Contribution]) -> SheetPicture | None:
    """The sheet of the first cited cell, with every cited cell on it, from the archived file."""
    first = next((cell for cell in cells if cell.sha256 and cell.cell[-1:].isdigit()), None)
    if first is None:
        return None
    on_sheet = [c for c in cells if (c.sha256, c.sheet) == (first.sha256, first.sheet)]
    cited_cells = tuple(dict.fromkeys(c.cell for c in on_sheet))[:40]
    file = archived(reader.data, first.sha256)
    if file is None:
        return None
    columns, rows = read_region(file, first.sheet, cited_cells)
    section, places = section_on(reader, first.submission, first.sheet)
    rows = redacted(columns, rows, cited_cells, section, places)
    return SheetPicture(
        first.file,
        first.sheet,
        tuple(columns),
        tuple((n, tuple(texts)) for n, texts in rows),
        cited_cells,
    )


def archived(data: Path, sha256: str) -> Path | None:
    """The archived original with this content."""
    return next((data / "raw" / "archive" / sha256[:2]).glob(f"{sha256}*"), None)
