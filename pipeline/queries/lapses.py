"""到期: what is in force at a period's end and lapses in the coming quarters.

The registers are known today, so is what will be in force on a later day if nothing is renewed:
the very measure of the indicator, over the same reports, with a later day as the period's end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import duckdb

from pipeline.domain.indicator import Bound, Indicator, Measure, Test
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import make_period, period_containing
from pipeline.indicators.relations import Section, rows_behind, scans
from pipeline.indicators.scorecards import default_family, exact
from pipeline.queries.answers import LapseList, LapseStep, LapsingEntry, PeriodRef
from pipeline.queries.nouns import NotFound, Nouns, near, nouns
from pipeline.queries.targets import as_decimal
from pipeline.queries.units import breadcrumb
from pipeline.queries.values import span_of, value_of
from pipeline.warehouse.reader import Reader

MOST_QUARTERS = 20
ZERO = Decimal(0)
PICK = """
create or replace temp table picked as
with recursive below as (
    select unit, is_open, attributes from unit_tree where unit = $unit and day = $day
    union
    select tree.unit, tree.is_open, tree.attributes
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
),
owing as (
    select distinct unit from expected_report
    where form = $form and starts >= $starts and ends <= $ends
),
latest as (
    select report.*, report.starts < $starts as carried, below.attributes
    from report join below using (unit)
    where tbl = $table and below.is_open and (
        (report.starts >= $starts and report.ends <= $ends)
        or (report.ends < $starts and unit in (from owing))
    )
    qualify row_number() over (
        partition by unit order by carried, ends desc, starts desc, submission desc
    ) = 1
),
ahead as (
    select cast(unnest(range(len($days))) as integer) as grp, unnest($firsts::date[]) as w_start,
           unnest($days::date[]) as w_end
)
select latest.unit, ahead.grp, latest.submission, latest.carried, ahead.w_start, ahead.w_end,
       latest.attributes
from latest cross join ahead
"""


@dataclass(frozen=True)
class Day:
    """A later day, the first day of what it ends, and what it is called."""

    first: date
    day: date
    label: Bilingual


@dataclass(frozen=True)
class Register:
    """The measure of what is in force, the fact table it stands on, and when an entry ends."""

    measure: Measure
    table: str
    ends: str
    key: str | None


def lapses(
    reader: Reader,
    unit: str,
    period: str,
    quarters: int = 4,
    indicator: str | None = None,
    on: date | None = None,
    limit: int = 200,
) -> LapseList:
    """What lapses in the coming quarters, or until ``on``, and what it does to an indicator.

    Without ``indicator``, the first core indicator that counts what is in force. Raises
    NotFound when there is none, or the one asked for counts nothing that ends.
    """
    known = nouns(reader)
    at = known.period(period)
    asked = choose(known, indicator, at.end)
    register = register_of(known, asked)
    days = days_ahead(known, at, min(quarters, MOST_QUARTERS), on)
    cursor = reader.cursor()
    try:
        section = pick(cursor, known, register, unit, at, days)
        sums = unit_sums(cursor, section, register)
        rows = entries_in_force(cursor, section, register)
    finally:
        cursor.close()
    steps_of = first_missing(rows, len(days))
    entries = [
        entry(known, register, row, steps_of[row.place], sums)
        for row in rows
        if row.step == 0 and row.place in steps_of
    ]
    entries.sort(key=lambda e: (e.lapses_on or date.max, e.unit.code, e.key))
    form = known.forms[register.measure.form]
    return LapseList(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        indicator=known.indicator_ref(asked.id),
        register=form.sections[register.measure.section].title,
        amount_label=asked.numerator_label,
        steps=steps(reader, asked, unit, at, days, sums, entries),
        entries=tuple(entries[:limit]),
        total=len(entries),
    )


def choose(known: Nouns, name: str | None, day: date) -> Indicator:
    """The indicator asked for, or the first core one that lapses, as it is defined on a day."""
    defined = (indicator.on(day) for indicator in known.indicators.values())
    able = [i for i in defined if ends_of(i) is not None]
    if name is None:
        able.sort(key=lambda i: (not i.core, not i.denominator))
        if able:
            return able[0]
    elif (asked := known.indicator(name).on(day)) in able:
        return asked
    kind = Bilingual(zh="按到期日计算的指标", en="indicator that counts what is in force")
    raise NotFound(kind, name or "", near(name or "", [i.id for i in able]))


def ends_of(indicator: Indicator) -> str | None:
    """The date field after which an entry no longer counts, if there is one."""
    if len(indicator.numerator) != 1 or indicator.numerator[0].over_time != "last":
        return None
    for name, test in indicator.numerator[0].where.items():
        if isinstance(test, Test) and is_period_end(test.at_least):
            return name
    return None


def is_period_end(bound: str | Bound | None) -> bool:
    """Whether a comparison asks for the last day of the window."""
    if isinstance(bound, Bound):
        return bound.day == "period_end"
    return bound == "period_end"


def register_of(known: Nouns, indicator: Indicator) -> Register:
    """Where the entries stand that an indicator counts."""
    measure = indicator.numerator[0]
    form = known.forms[measure.form]
    section = form.sections[measure.section]
    key = section.key[0] if section.key else None
    return Register(measure, form.table(measure.section), ends_of(indicator) or "", key)


def days_ahead(known: Nouns, at: PeriodRef, quarters: int, on: date | None) -> list[Day]:
    """The period's own end, then the ends of the quarters after it, or the one day asked for."""
    found = [Day(at.start, at.end, at.label)]
    if on is not None:
        said = on.isoformat()
        return [*found, Day(at.start, on, Bilingual(zh=said, en=said))]
    calendar = known.product.calendars[at.calendar]
    for _ in range(quarters):
        after = found[-1].day + timedelta(days=1)
        p = period_containing(after, "quarter", at.calendar, calendar)
        p = make_period(at.calendar, calendar, "quarter", p.year, p.index)
        found.append(Day(p.start, p.end, Bilingual(zh=p.label("zh"), en=p.label("en"))))
    return found


def pick(
    cursor: duckdb.DuckDBPyConnection,
    known: Nouns,
    register: Register,
    unit: str,
    at: PeriodRef,
    days: Sequence[Day],
) -> Section:
    """Lay out each open unit's last register beside every day that is asked for."""
    measure = register.measure
    cursor.execute(PICK, {
        "unit": unit, "day": at.end, "table": register.table, "form": measure.form,
        "starts": at.start, "ends": at.end, "firsts": [d.first for d in days],
        "days": [d.day for d in days],
    })  # fmt: skip
    fields = known.forms[measure.form].sections[measure.section].fields
    section = Section(register.table, fields, known.product.attributes)
    section.spread(cursor)
    return section


def unit_sums(
    cursor: duckdb.DuckDBPyConnection, section: Section, register: Register
) -> dict[tuple[str, int, bool], Decimal]:
    """Unit, step and whether its register was carried over → the measure; absent where blank."""
    (scan,) = scans(section, [(1, register.measure, "")])
    rows = cursor.execute(f"select unit, grp, carried, m1 from ({scan.sql})").fetchall()
    return {
        (u, step, carried): as_decimal(m) or ZERO for u, step, carried, m in rows if m is not None
    }


@dataclass(frozen=True)
class Row:
    """An entry that is in force in a step."""

    unit: str
    step: int
    submission: int
    source_row: int
    carried: bool
    amount: Decimal | None
    kind: str | None
    key: str | None
    ends: date | None
    period: str

    @property
    def place(self) -> tuple[int, int]:
        """What tells an entry from the others."""
        return self.submission, self.source_row


def entries_in_force(
    cursor: duckdb.DuckDBPyConnection, section: Section, register: Register
) -> list[Row]:
    """Every entry in force, step by step, in the order of registers and rows."""
    key = f'cast(facts."{register.key}" as varchar)' if register.key else "null"
    rows = cursor.execute(
        "select mine.unit, mine.grp, mine.submission, mine.source_row, mine.carried, mine.amount,"
        f' mine.grouping, {key}, facts."{register.ends}", facts.period'
        f" from ({rows_behind(section, register.measure, '', by_group=True)}) as mine"
        f' join "{register.table}" as facts using (submission, source_row)'
        " order by mine.submission, mine.source_row, mine.grp"
    ).fetchall()
    return [
        Row(unit, step, submission, place, carried, as_decimal(amount), kind, name, ends, period)
        for unit, step, submission, place, carried, amount, kind, name, ends, period in rows
    ]


def first_missing(rows: Sequence[Row], steps: int) -> dict[tuple[int, int], int]:
    """Entry → the first step in which it is no longer in force, for those that lapse."""
    seen: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        seen.setdefault(row.place, set()).add(row.step)
    missing = {
        place: next((n for n in range(steps) if n not in held), None)
        for place, held in seen.items()
        if 0 in held
    }
    return {place: step for place, step in missing.items() if step is not None}


def entry(
    known: Nouns,
    register: Register,
    row: Row,
    step: int,
    sums: dict[tuple[str, int, bool], Decimal],
) -> LapsingEntry:
    """One entry as an answer."""
    fields = known.forms[register.measure.form].sections[register.measure.section].fields
    choices = fields[register.measure.group].choices if register.measure.group else {}
    named = choices.get(row.kind or "")
    kind = Bilingual(zh=named.zh, en=named.en) if named else None
    return LapsingEntry(
        known.unit(row.unit), row.key or "", kind, row.amount, row.ends, step,
        sums.get((row.unit, step, row.carried)), row.period, row.carried,
    )  # fmt: skip


def steps(
    reader: Reader,
    indicator: Indicator,
    unit: str,
    at: PeriodRef,
    days: Sequence[Day],
    sums: dict[tuple[str, int, bool], Decimal],
    entries: Sequence[LapsingEntry],
) -> tuple[LapseStep, ...]:
    """The indicator on each of the days, over the denominator of today."""
    family = default_family(indicator)
    now = value_of(reader, indicator, unit, at, family=family, span=span_of(indicator))
    any_in = any(not carried for *_, carried in sums)
    found: list[LapseStep] = []
    for number, day in enumerate(days):
        mine = [m for (_, step, carried), m in sums.items() if step == number and not carried]
        numerator = sum(mine, Decimal(0)) if mine else None
        value = exact(numerator, now.denominator, indicator.scale, bool(indicator.denominator))
        ending = [e for e in entries if e.step == number and not e.carried]
        first = found[0].value if found else value
        change = None if value is None or first is None else value - first
        amount = sum((e.amount for e in ending if e.amount is not None), Decimal(0))
        found.append(
            LapseStep(day.label, day.day, len(ending) if any_in else None,
                      amount if any_in else None, numerator, now.denominator, value,
                      None if number == 0 else change)
        )  # fmt: skip
    return tuple(found)
