"""A slice of the warehouse: what must be read to compute a few changed reports again.

It is a database in memory with the warehouse's own tables, so the engine runs in it unchanged:
the changed units, their superiors, and the reporting units right below these, in the windows
that the change can reach. The sums of all other units below a superior are known; they are put
beside what is computed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period
from pipeline.indicators.approximate import find_rough
from pipeline.indicators.compute import (
    count_completeness,
    measure_tables,
    name_periods,
    name_planned,
    run_report_model,
    value_indicators,
)
from pipeline.indicators.models_runner import fresh_table, insert_columns, run_model
from pipeline.indicators.terms import collect_terms

Change = tuple[str, str, Period]
"""form, unit, period"""
BESIDE_COUNT = ("refresh/beside_count", "refresh/replaced_count")
BESIDE_VALUE = ("refresh/beside_value", "refresh/replaced_value")


def fetch_one(result: duckdb.DuckDBPyConnection) -> int:
    """The one whole number a query gives."""
    ((found,),) = result.fetchall()
    return int(found)


class Slice:
    """Open one with ``Slice.open``; ``name`` the changes, then ``recompute``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self.terms = collect_terms(catalogue)
        self.tables: list[str] = []
        ((self.home,),) = connection.execute("select current_database()").fetchall()

    @classmethod
    @contextmanager
    def open(cls, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator["Slice"]:
        """A slice that is gone afterwards."""
        connection.execute("attach ':memory:' as slice")
        try:
            yield cls(connection, catalogue)
        finally:
            connection.execute("detach slice")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let the names of tables mean those of the slice."""
        self.connection.execute("use slice")
        try:
            yield
        finally:
            self.connection.execute(f'use "{self.home}"')

    def run(self, *models: str) -> None:
        """Run models of ``models/refresh``."""
        for model in models:
            run_model(self.connection, f"refresh/{model}")

    def name(self, changes: Sequence[Change], tables: Sequence[tuple[str, str]]) -> None:
        """Start anew with other changes; ``tables``: (form, table) in which they are measured."""
        self.tables = sorted(table for _, table in tables)
        with self.inside():
            for script in ("schema.sql", "results.sql"):
                text = files("pipeline.warehouse").joinpath(script).read_text("utf-8")
                self.connection.execute(text)
        rows = [(form, unit, p.code, p.start, p.end) for form, unit, p in changes]
        for name, content in (("changed", rows), ("form_table", list(tables))):
            fresh_table(self.connection, name)
            insert_columns(self.connection, name, content)
        self.run("changed_submission", "old_report")
        with self.inside():
            run_report_model(self.connection, self.catalogue, "changed_submission")

    def moves_windows(self) -> bool:
        """Whether a period comes or goes with the changes."""
        self.run("unsettled")
        return fetch_one(self.connection.execute("select count(*) from unsettled")) > 0

    def settle(self) -> None:
        """Say in the warehouse which reports are in now."""
        self.run("settle")

    def recompute(self) -> None:
        """Replace measures, completeness and indicators of the units and windows in scope."""
        self.run("scope_window", "scope_unit", "slice")
        self.copy_facts()
        reported = [table for table in self.tables if table != "system_targets"]
        with self.inside():
            name_planned(self.connection, self.catalogue)
            self.name_pass()
        self.run("known_sums")
        with self.inside():
            name_periods(self.connection, self.catalogue)
            count_completeness(self.connection, BESIDE_COUNT)
            measure_tables(self.connection, self.terms, self.catalogue, self.tables, BESIDE_VALUE)
            find_rough(self.connection, self.terms, self.catalogue, reported)
        self.run("merge_rough")
        run_model(self.connection, "rough_climbed")
        with self.inside():
            run_model(self.connection, "approximate")
        self.run("merge_measures", "merge_counts", "slice_sums")
        with self.inside():
            value_indicators(self.connection, self.terms, self.tables)
        self.run("merge_indicators")

    def name_pass(self) -> None:
        """Fill ``this_pass`` with the measures of the slice's tables."""
        wanted = set(self.tables)
        numbers = [(n,) for n, (table, _, _) in self.terms.measures.items() if table in wanted]
        fresh_table(self.connection, "this_pass")
        insert_columns(self.connection, "this_pass", numbers)

    def copy_facts(self) -> None:
        """Copy the rows of the reports that are read."""
        for table in self.tables:
            self.connection.execute("set variable this_table = ?", [table])
            self.run("slice_facts")
            self.connection.execute(f'create or replace table slice."{table}" as from slice_rows')
