"""Facts → measure values → indicator values, for every unit, window and segment.

One pass per section and way of adding over time computes all its measures at the reporting
unit; level by level the sums climb the tree of the window's last day.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import count

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Measure
from pipeline.domain.period import Period, PeriodKind, parse_period
from pipeline.indicators.kept_sql import folder_beside
from pipeline.indicators.models_runner import fresh_table, insert_columns, run_model
from pipeline.indicators.relations import Scan, scans, section_of
from pipeline.indicators.roster import expect_reports, reported_outside, valid_from, valid_to
from pipeline.indicators.segments import parse, units_broken_down
from pipeline.indicators.terms import Terms, collect_terms
from pipeline.indicators.windows import Window, windows

FIRST_UNIT, AFTER_ALL = "", "\U0010ffff"
"""Every unit's code lies between."""
MOST_REPORTS, MOST_MEASURES = 100_000, 300_000
"""How many are read, and turned into indicators, at once."""
Beside = tuple[str, str]
"""Two models: see ``climb``"""
REPORTS = """
select count(*) from report
where tbl in (select tbl from measure where measure in (select measure from this_pass))
"""
MEASURES = """
select count(*) from measure_value
where measure in (
    select measure from indicator_term where indicator in (from wanted_indicator)
)
"""


def lay_ground(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Fill everything that does not depend on measures: units, reports, windows, tree, dues."""
    insert_columns(connection, "org_unit", unit_rows(catalogue))
    run_model(connection, "unit_root")
    run_report_model(connection, catalogue)
    run_model(connection, "reported_period")
    found = windows_in_use(connection, catalogue)
    insert_columns(connection, "time_window", [window_row(window) for window in found])
    run_model(connection, "unit_tree")
    expect_reports(connection, catalogue)
    count_completeness(connection)


def count_completeness(connection: duckdb.DuckDBPyConnection, beside: Beside | None = None) -> None:
    """Fill ``completeness``. ``beside``: see ``climb``."""
    run_model(connection, "completeness_start")
    climb(connection, "completeness", "level_count", beside)


def unit_rows(catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Rows of ``org_unit``."""
    return [
        (
            u.code, u.name.zh, u.name.en, u.level, u.parent, valid_from(u), valid_to(u),
            u.merged_into, u.split_from, u.form_set, u.frequency,
            json.dumps(u.attributes, ensure_ascii=False),
            json.dumps(list(u.aliases), ensure_ascii=False), u.generated,
        )
        for u in catalogue.org_units
    ]  # fmt: skip


def run_report_model(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, submissions: str = "submission"
) -> None:
    """Fill ``report``: current submissions with the first and last day of their period."""
    name_periods(connection, catalogue, submissions)
    connection.execute("set variable submissions = ?", [submissions])
    run_model(connection, "report")


def name_periods(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, submissions: str = "submission"
) -> None:
    """Fill ``period_days`` with the periods of current submissions."""
    codes = connection.execute(f"select distinct period from {submissions} where current")
    periods = [parse_period(code, catalogue.calendars) for (code,) in codes.fetchall()]
    fresh_table(connection, "period_days")
    insert_columns(connection, "period_days", [(p.code, p.start, p.end) for p in periods])


def windows_in_use(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue
) -> tuple[Window, ...]:
    """Windows over every reported day and every plan year."""
    row = connection.execute("select min(starts), max(ends) from report").fetchone()
    days = [day for day in row or () if day]
    kinds: set[PeriodKind] = {"quarter", "half"}
    for (code,) in connection.execute("select distinct period from report").fetchall():
        kinds.add(parse_period(code, catalogue.calendars).kind)
    for _, periods in reported_outside(catalogue):
        kinds |= {period.kind for period in periods}
        days += [day for period in periods for day in (period.start, period.end)]
    for year in planned_years(catalogue):
        days += [year.start, year.end]
    if not days:
        return ()
    calendars = {key: catalogue.calendars[key] for key in calendars_in_use(catalogue)}
    used = windows(calendars, min(days), max(days), sorted(kinds))
    years = covered_years(connection, catalogue)
    return tuple(w for w in used if any(a <= w.ends and w.starts <= b for a, b in years))


def calendars_in_use(catalogue: Catalogue) -> list[str]:
    """The first calendar, by which reports are dated, those that plans follow, and those asked."""
    planned = {year.calendar for year in planned_years(catalogue)} | set(catalogue.also_by)
    first, *others = catalogue.calendars
    return [first, *(key for key in others if key in planned)]


def covered_years(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue
) -> list[tuple[date, date]]:
    """Spans of days in which anything was reported or planned (documents lie far apart)."""
    spans = connection.execute("select distinct starts, ends from report").fetchall()
    outside = [period for _, periods in reported_outside(catalogue) for period in periods]
    spans += [(one.start, one.end) for one in (*outside, *planned_years(catalogue))]
    return [(first, last) for first, last in spans]


def planned_years(catalogue: Catalogue) -> list[Period]:
    """The years of plans, in an extract also of those that are not here."""
    years = {(plan.calendar, plan.year.value) for plan in catalogue.plans.values()}
    years |= set(catalogue.outside.planned) if catalogue.outside else set()
    calendars = catalogue.calendars
    return [
        parse_period(f"{calendars[key].prefix}{year}", calendars) for key, year in sorted(years)
    ]


def window_row(window: Window) -> tuple[object, ...]:
    """One row of ``time_window``."""
    p = window.period
    return (
        window.number, p.code, p.calendar, p.kind, window.span, p.year, window.starts,
        window.ends, p.label("zh"), p.label("en"),
    )  # fmt: skip


def prepare_measures(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Terms:
    """Fill ``measure`` and ``indicator_term``."""
    terms = collect_terms(catalogue)
    insert_columns(
        connection,
        "measure",
        [
            (number, table, measure.over_time, segment, number in terms.accumulating,
             measure.model_dump_json())
            for number, (table, measure, segment) in terms.measures.items()
        ],
    )  # fmt: skip
    insert_terms(connection, terms)
    name_planned(connection, catalogue)
    return terms


def name_planned(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Fill ``planned_unit``: units whose segments are kept even when nothing is below them."""
    fresh_table(connection, "planned_unit")
    planned = sorted(units_broken_down(catalogue))
    insert_columns(connection, "planned_unit", [(unit,) for unit in planned])


def measure_tables(
    connection: duckdb.DuckDBPyConnection,
    terms: Terms,
    catalogue: Catalogue,
    tables: Iterable[str],
    beside: Beside | None = None,
) -> None:
    """Fill ``measure_value`` for the measures of some tables. ``beside``: see ``climb``."""
    for scratch in ("unit_value", "level_value", "segment_number", "side_by_side"):
        fresh_table(connection, scratch)
    run_model(connection, "added_for")
    wanted = set(tables)
    fresh_table(connection, "this_pass")
    numbers = [(n,) for n, (table, _, _) in terms.measures.items() if table in wanted]
    insert_columns(connection, "this_pass", numbers)
    reported = [table for table in sorted(wanted) if is_reported(connection, table)]
    scanned = count(1)
    for _ in parts_of(connection, REPORTS, MOST_REPORTS):
        for table in reported:
            compute_section(connection, table, terms, catalogue, scanned)
    run_model(connection, "level_value")
    run_model(connection, "climb_start")
    climb(connection, "climb", "level_value", beside)


def value_indicators(
    connection: duckdb.DuckDBPyConnection, terms: Terms, tables: Collection[str]
) -> None:
    """Fill ``indicator_value`` for the indicators whose measures lie in some tables."""
    wanted = {t.indicator for t in terms.terms if terms.measures[t.measure][0] in tables}
    fresh_table(connection, "wanted_indicator")
    insert_columns(connection, "wanted_indicator", [(name,) for name in sorted(wanted)])
    value_wanted(connection)
    for variant in terms.closed_variants:
        connection.execute(
            "delete from indicator_value where (indicator, family, segment) = (?, ?, ?)", variant
        )


def value_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``indicator_value`` for every indicator whose terms are stored."""
    fresh_table(connection, "wanted_indicator")
    connection.execute("insert into wanted_indicator select distinct indicator from indicator_term")
    value_wanted(connection)


def value_wanted(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``indicator_value`` for the indicators in ``wanted_indicator``."""
    for _ in parts_of(connection, MEASURES, MOST_MEASURES):
        run_model(connection, "indicator_value")


def parts_of(connection: duckdb.DuckDBPyConnection, counting: str, most: int) -> Iterator[str]:
    """Go through the units in parts, as ``first_unit`` and ``next_unit`` name them: the first unit
    of a part, and that of the one after it, which is also given.

    There are so many that a part has some ``most`` of the rows that ``counting`` counts. So what
    a part needs of memory does not grow with the number of units. Spark parts its work itself.
    """
    count = 1
    if isinstance(connection, duckdb.DuckDBPyConnection):
        count += connection.execute(counting).fetchall()[0][0] // most
    firsts = [FIRST_UNIT]
    if count > 1:
        rows = connection.execute(
            "select min(unit) from (select unit, ntile(?) over (order by unit) as part"
            " from (select distinct unit from unit_tree)) group by part order by 1",
            [count],
        ).fetchall()
        firsts += [first for (first,) in rows[1:]]
    for first, following in zip(firsts, [*firsts[1:], AFTER_ALL], strict=True):
        connection.execute("set variable first_unit = ?", [first])
        connection.execute("set variable next_unit = ?", [following])
        yield following


def insert_terms(connection: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Fill ``indicator_term``."""
    rows = [
        (t.indicator, t.family, t.segment, t.role, t.position, t.measure, float(t.scale),
         t.valid_from, t.valid_to)
        for t in terms.terms
    ]  # fmt: skip
    insert_columns(connection, "indicator_term", rows)


def is_reported(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether any report of a table counts."""
    found = connection.execute("select 1 from report where tbl = ? limit 1", [table])
    return found.fetchone() is not None


Numbered = list[tuple[int, Measure, str]]


def compute_section(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    terms: Terms,
    catalogue: Catalogue,
    scanned: Iterator[int],
) -> None:
    """All measures of one reported table, at the reporting units of a part.

    ``scanned`` numbers the scans of a pass.
    """
    section = section_of(table, catalogue)
    folder = folder_beside(connection)
    form, _ = catalogue.tables(built_in=True)[table]
    mine = [
        (n, m, s) for n, (t, m, s) in terms.measures.items() if t == table and n not in terms.closed
    ]
    for way in ("last", "sum", "average"):
        chosen = [(n, m, s) for n, m, s in mine if m.over_time == way]
        if not chosen:
            continue
        connection.execute("set variable this_table = ?", [table])
        connection.execute("set variable this_form = ?", [form.id])
        run_model(connection, "pick_last" if way == "last" else "pick_each")
        section.spread(connection)
        if way != "average":
            run_model(connection, f"group_window_{way}")
        plain, broken_down = split(chosen)
        for scan in scans(section, plain, folder=folder):
            take(connection, scan, next(scanned), way, [(n, None, n) for n, _, _ in plain])
        for field, numbers in broken_down.items():
            bases = {n: (measure, "") for measure, n, _, _ in with_bases(numbers, terms, table)}
            rows = [(b, code, n) for _, b, code, n in with_bases(numbers, terms, table)]
            asked = [(n, measure, segment) for n, (measure, segment) in bases.items()]
            for scan in scans(section, asked, field, folder):
                take(connection, scan, next(scanned), way, rows)


def split(measures: Numbered) -> tuple[Numbered, dict[str, Numbered]]:
    """Measures to be filtered one by one, and those that are one value of a breakdown."""
    plain: Numbered = []
    broken_down: dict[str, Numbered] = {}
    for number, measure, segment in measures:
        parts = parse(segment)
        if len(parts) == 1 and all(len(codes) == 1 for codes in parts.values()):
            broken_down.setdefault(next(iter(parts)), []).append((number, measure, segment))
        else:
            plain.append((number, measure, segment))
    return plain, broken_down


def with_bases(measures: Numbered, terms: Terms, table: str) -> list[tuple[Measure, int, str, int]]:
    """(measure, number of the whole, code, number of the segment)."""
    return [
        (measure, terms.number(table, measure, ""), next(iter(parse(segment).values()))[0], number)
        for number, measure, segment in measures
    ]


def take(
    connection: duckdb.DuckDBPyConnection,
    scan: Scan,
    scan_number: int,
    way: str,
    numbers: Sequence[tuple[int, str | None, int]],
) -> None:
    """Run one scan and put what it gives where it is added up.

    ``numbers``: the scan's measure, the code of a breakdown (None without one), and the measure
    that they make together. Single reporting units keep whole measures only.
    """
    code = "" if scan.by is not None else ", cast(null as varchar) as code"
    rows = f"select *{code} from ({scan.sql})"
    if scan.by is None and way != "average":  # they are read twice
        connection.execute(f"create or replace temp table scan_rows as {rows}")
        rows = "select * from scan_rows"
    connection.execute(f"create or replace temp view scanned as {rows}")
    insert_columns(connection, "segment_number", [(scan_number, *row) for row in numbers])
    connection.execute("set variable this_scan = ?", [scan_number])
    if way == "average":
        run_model(connection, "scanned_long")
        run_model(connection, "unit_value_average")
        return
    run_model(connection, "side_by_side")
    if scan.by is None:
        run_model(connection, f"leaf_value_{way}")


def climb(
    connection: duckdb.DuckDBPyConnection, model: str, levels: str, beside: Beside | None
) -> None:
    """Add the units' values up the tree, one level at a time, from the deepest.

    ``beside`` names two models: one leaves only some reporting units in ``levels`` and puts the
    known sums of others beside them; one takes away, when all is added up, whose values stay.
    """
    if beside:
        run_model(connection, beside[0])
    row = connection.execute(f"select coalesce(max(depth), 0) from {levels}").fetchone()
    for depth in range(row[0] if row else 0, 0, -1):
        connection.execute("set variable this_depth = ?", [depth])
        run_model(connection, f"{model}_step")
    if beside:
        run_model(connection, beside[1])
    run_model(connection, f"{model}_end")
