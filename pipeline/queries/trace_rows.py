"""The fact rows behind one measure of a number, and their sum in plain Python.

The rows come from the same SQL conditions the number was computed with.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipeline.domain.indicator import Measure
from pipeline.indicators.relations import Section, rows_behind
from pipeline.queries.answers import PeriodRef
from pipeline.queries.nouns import Nouns
from pipeline.warehouse.reader import Reader

TERMS = """
select term.role, term.position, measure.tbl, measure.segment, measure.definition
from indicator_term as term join measure using (measure)
where term.indicator = $indicator and term.family = $family and term.segment = $segment
  and $day between term.valid_from and term.valid_to
order by term.role desc, term.position
"""
BELOW = """
create or replace temp table picked as
with recursive below as (
    select unit, parent, is_open from unit_tree where unit = $unit and day = $day
    union
    select tree.unit, tree.parent, tree.is_open
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
),
"""
PICK = f"""{BELOW}
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
PICK_CARRIED = f"""{BELOW}
missing as (
    select distinct unit from expected_report as expected join below using (unit)
    where expected.form = $form and expected.starts >= $starts and expected.ends <= $ends
      and below.is_open
      and not exists (from report where report.tbl = $table and report.unit = expected.unit
                      and report.starts >= $starts and report.ends <= $ends)
),
before as (
    select report.* from report join missing using (unit)
    where report.tbl = $table and report.ends < $starts
    qualify row_number() over (
        partition by report.unit
        order by report.ends desc, report.starts desc, report.submission desc
    ) = 1
)
select before.unit, cast(1 as integer) as grp, before.submission, true as carried,
       $starts as w_start, $ends as w_end, tree.attributes
from before join unit_tree as tree on tree.unit = before.unit and tree.day = $day
"""
"""Of units that owe a report and have not sent it: the last one before, as ``pick_last`` says."""


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


def rows_of(
    reader: Reader,
    known: Nouns,
    part: Part,
    unit: str,
    at: PeriodRef,
    window: tuple[object, ...],
    carried: bool = False,
) -> tuple[list[Row], list[Report]]:
    """Rows behind one measure, and the reports that were looked at.

    With ``carried``, those of the last reports of units whose report is missing.
    """
    asked = {"unit": unit, "day": at.end, "table": part.table, "starts": window[0],
             "ends": window[1]}  # fmt: skip
    own = {"form": part.measure.form} if carried else {"over_time": part.measure.over_time}
    cursor = reader.cursor()
    try:
        cursor.execute(PICK_CARRIED if carried else PICK, asked | own)
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


def rows_that_count(part: Part, rows: list[Row]) -> list[Row]:
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
