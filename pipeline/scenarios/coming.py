"""Coming: a period of which nothing counts yet, so that it can be chased before its first report:
the one after the last reported one, and before any report those of now.

The figures are the published ones, untouched. Laid over them in memory are what the roster owes in
that period, its windows, the tree of its last day, and values that say how much of it is in, made
by the models that make them for reported periods. As soon as one report of the period counts, it is
like any other.
"""

from collections.abc import Mapping
from functools import lru_cache

import duckdb

from pipeline.domain.period import Period
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
from pipeline.scenarios.periods_to_come import is_to_come, opening, periods_to_come
from pipeline.warehouse.connection import configure, reading_memory
from pipeline.warehouse.deltas import attach
from pipeline.warehouse.layout import NothingPublished
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
        table: f"""from {PUBLISHED}.main.{table} anti join {ADDED}.main.to_come using (win, unit)
        union all by name from {ADDED}.main.{table} semi join {ADDED}.main.to_come
        using (win, unit)"""
        for table in ("completeness", "indicator_value")
    },
}
"""How the extended tables are read: what was worked out anew in the place of what is published."""
TO_COME = """
create table to_come as
select win, unit from time_window cross join unit_root where root in (select unnest($roots))
"""
"""Elsewhere the period may be reported already; what is known of it there stays as it is."""
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
        self.as_of = base.as_of

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
        connection.execute(TO_COME, {"roots": list(roots)})
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


def with_coming(base: Reader, roster: Reader, period: str) -> Reader:
    """``base``, or where ``period`` is one of which nothing counts yet, that too. Where no report
    counts at all and none is asked for, the one to open with.
    """
    try:
        period = period or opening(base)
        if period and is_to_come(base, period):
            return coming(base, roster, period)
    except NothingPublished:
        pass
    return base


@lru_cache(maxsize=8)
def coming(base: Reader, roster: Reader, period: str) -> Reader:
    """The reader of a period to come; the same one while it is asked for."""
    return Coming(base, roster, period)
