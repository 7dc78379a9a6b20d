"""Coming: the period after the last reported one, so that it can be chased before its first report.

The figures are the published ones, untouched. Laid over them in memory are what the roster owes in
that period, its windows, the tree of its last day, and values that say how much of it is in, made
by the models that make them for reported periods. As soon as one report of the period counts, it is
like any other.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import duckdb

from pipeline.domain.outside import Outside
from pipeline.domain.period import Period, PeriodKind, parse_period, period_containing
from pipeline.domain.product import Product
from pipeline.indicators.compute import (
    count_completeness,
    name_periods,
    name_planned,
    value_all,
    window_row,
)
from pipeline.indicators.models_runner import fresh_table, insert_columns, run_model
from pipeline.indicators.roster import owe
from pipeline.indicators.windows import Window
from pipeline.scenarios.definitions import published_catalogue
from pipeline.warehouse.connection import configure, reading_memory
from pipeline.warehouse.deltas import attach
from pipeline.warehouse.layout import NothingPublished, definitions_of
from pipeline.warehouse.publishing import Publication
from pipeline.warehouse.reader import Reader

PUBLISHED, ADDED = "published", "added"
"""Names under which the two parts are attached."""
COPIED = ("org_unit", "unit_root", "expected_report")
"""Read whole by the models; the tree goes by the order of the units' versions."""
EXTENDED = {
    "expected_report": f"from {ADDED}.main.expected_report",
    "time_window": f"""from {PUBLISHED}.main.time_window anti join {ADDED}.main.time_window
        using (win) union all by name from {ADDED}.main.time_window""",
    "unit_tree": f"""from {PUBLISHED}.main.unit_tree anti join {ADDED}.main.unit_tree
        using (day) union all by name from {ADDED}.main.unit_tree""",
    **{
        table: f"""from {PUBLISHED}.main.{table} anti join {ADDED}.main.time_window
        using (win) union all by name from {ADDED}.main.{table}"""
        for table in ("completeness", "indicator_value")
    },
}
"""How the extended tables are read: what was worked out anew in the place of what is published."""
LAST_DAYS = """
select root, max(ends) from report join unit_root using (unit)
where tbl not like 'system_%' group by root
"""
HELD_BACK = """
select distinct root, period from submission join unit_root using (unit)
where verdict = 'accepted' and not current and root not in (
    select root from report join unit_root using (unit) where tbl not like 'system_%')
order by all
"""
KINDS = """
select distinct root, frequency from org_unit join unit_root using (unit)
where form_set is not null and frequency is not null order by all
"""
OWING = """
select unit, form_set, frequency, valid_from, valid_to from org_unit
where form_set is not null and frequency is not null
"""
VALUES_THERE = f"""
create view measure_value as from {PUBLISHED}.main.measure_value semi join time_window using (win)
"""
"""Of the year so far, where a plan's year has the window already."""
NAMES = """
select table_name from duckdb_tables() where database_name = 'published' and not internal
union select view_name from duckdb_views() where database_name = 'published' and not internal
order by 1
"""


class Coming(Reader):
    """Answers like ``base``, in which ``period`` may be chosen and is owed.

    ``roster``: the published figures, which know who owes; today's tree leaves debts alone.
    """

    def __init__(self, base: Reader, roster: Reader, period: str) -> None:
        super().__init__(base.data)
        self.base, self.roster, self.period = base, roster, period

    @property
    def publication(self) -> Publication:
        """The base's. Raises NothingPublished."""
        return self.base.publication

    def _attach(self, publication: Publication) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        configure(connection, self.folder / "spill", reading_memory())
        attach(connection, self.folder, publication.file, publication.whole, PUBLISHED)
        connection.execute(f"attach ':memory:' as {ADDED}")
        connection.execute(f"use {ADDED}")
        extended = self.add(connection)
        connection.execute("attach ':memory:' as snapshot")
        connection.execute("use snapshot")
        for (name,) in connection.execute(NAMES).fetchall():
            rows = extended.get(name, f'from {PUBLISHED}.main."{name}"')
            connection.execute(f'create view "{name}" as {rows}')
        return connection

    def add(self, connection: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
        """Work out what is laid over; return the tables that show it, and how they are read.

        Nothing where the period has been reported meanwhile.
        """
        roots = {
            root: period
            for root, periods in periods_to_come(self.base).items()
            for period in periods
            if period.code == self.period
        }
        if not roots:
            return {}
        period = next(iter(roots.values()))
        catalogue = published_catalogue(self.roster)
        for table in COPIED:
            connection.execute(f"create table {table} as from {PUBLISHED}.main.{table}")
        for table in ("time_window", "unit_tree", "completeness", "indicator_value"):
            connection.execute(f"create table {table} as from {PUBLISHED}.main.{table} limit 0")
        for table in ("submission", "measure", "indicator_term"):
            connection.execute(f"create view {table} as from {PUBLISHED}.main.{table}")
        insert_windows(connection, period)
        connection.execute(VALUES_THERE)
        run_model(connection, "unit_tree")
        fresh_table(connection, "owing")
        insert_columns(connection, "owing", self.roster.rows(OWING))
        owed = [(root, p.kind, p.code, p.start, p.end) for root, p in roots.items()]
        owe(connection, catalogue, owed)
        name_periods(connection, catalogue)
        count_completeness(connection)
        connection.execute("update completeness set carried = 0")  # nothing is estimated yet
        name_planned(connection, catalogue)
        value_all(connection)
        return EXTENDED


def insert_windows(connection: duckdb.DuckDBPyConnection, period: Period) -> None:
    """The windows of the period: those that are there already, as plans make them, or new ones."""
    connection.execute(
        f"insert into time_window from {PUBLISHED}.main.time_window where period = ?",
        [period.code],
    )
    if counted(connection, "select count(*) from time_window"):
        return
    first = counted(connection, f"select max(win) from {PUBLISHED}.main.time_window") + 1
    alone = Window(first, period, "period", period.start, period.end)
    to_date = Window(first + 1, period, "to_date", period.year_start, period.end)
    insert_columns(connection, "time_window", [window_row(alone), window_row(to_date)])


def counted(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one number a query gives."""
    ((number,),) = connection.execute(sql).fetchall()
    return int(number or 0)


def periods_to_come(reader: Reader) -> Mapping[str, tuple[Period, ...]]:
    """Root → the period after its last reported one, of each kind that anyone below it reports by.

    Of roots of which nothing counts yet, the periods of what was accepted and waits: for approval,
    for one. Raises NothingPublished.
    """
    return read_periods_to_come(reader, reader.publication.number)


@lru_cache(maxsize=16)
def read_periods_to_come(reader: Reader, number: int) -> Mapping[str, tuple[Period, ...]]:
    """Read them; ``number`` makes a new publication a new entry of the cache."""
    bodies = dict(
        reader.rows("select kind, body from definition where kind in ('product', 'outside')")
    )
    with definitions_of(reader.data):
        product = Product.model_validate_json(bodies["product"])
        outside = Outside.model_validate_json(bodies.get("outside", "{}"))
    key, calendar = next(iter(product.calendars.items()))
    kinds: dict[str, list[PeriodKind]] = {}
    for root, kind in reader.rows(KINDS):
        kinds.setdefault(root, []).append(kind)

    def after(root: str, last_day: date) -> Iterator[Period]:
        for kind in kinds.get(root, ()):
            reported = period_containing(last_day, kind, key, calendar)
            yield period_containing(reported.end + timedelta(days=1), kind, key, calendar)

    last = dict(reader.rows(LAST_DAYS))
    for one in outside.tops:
        ends = [last[root] for root in one.units if root in last]
        ends += [parse_period(code, product.calendars).end for code in one.reported]
        last |= dict.fromkeys(one.units, max(ends)) if ends else {}
    found = {root: tuple(after(root, day)) for root, day in last.items()}
    held = [(root, code) for one, code in reader.rows(HELD_BACK)
            for root in outside.with_same_top(one) if root not in last]  # fmt: skip
    for root, code in dict.fromkeys(held):
        found[root] = (*found.get(root, ()), parse_period(code, product.calendars))
    return found


def with_coming(base: Reader, roster: Reader, period: str) -> Reader:
    """``base``, or where ``period`` is one that comes after the last reported one, that too."""
    try:
        found = periods_to_come(base) if period else {}
    except NothingPublished:
        return base
    if any(period == one.code for periods in found.values() for one in periods):
        return coming(base, roster, period)
    return base


@lru_cache(maxsize=8)
def coming(base: Reader, roster: Reader, period: str) -> Reader:
    """The reader of a period to come; the same one while it is asked for."""
    return Coming(base, roster, period)
