"""The roll-up by itself, at any size: from a card section's facts straight to the units above.

A card gives one row per report, so the sums of a township can be made without the values of its
unions in between, which the product stores. Each row knows the number of the unit it is first
added to: so all measures of a section cost one pass over its columns and no join, however many
filters there are. What a filter leaves out adds zero. It covers windows that are a report's own
period. The measures are compiled by the product's own rules of what a row means.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import ibis

from pipeline.domain.form import Field
from pipeline.domain.indicator import Measure
from pipeline.indicators.relations import IBIS_TYPES, NUMBER, Section, amount, predicate

MODELS = Path(__file__).parent / "rollup_sql"
ADDITIVE = ("sum", "count")
"""Aggregates of which a superior's value is the sum over rows."""
MONEY = "decimal(18, 2)"
Column = Any


class Placed(Section):
    """The rows of a section with the superior they count for: view ``counted``."""

    def __init__(self, table: str, fields: dict[str, Field], attributes: Iterable[str]) -> None:
        super().__init__(table, fields, attributes)

    @cached_property
    def rows(self) -> Any:
        """The rows that count."""
        return ibis.table(
            {"superior": "int32", "period": "string", "source_row": "int32"}
            | {"w_start": "date", "w_end": "date"}
            | {f"unit_{name}": "string" for name in self.attributes}
            | {name: IBIS_TYPES[field.type] for name, field in self.fields.items()},
            name="counted",
        )

    def place(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make ``placed``: what a row is added to, worked out once, when its report or a later
        version of it comes in, or the roster changes."""
        connection.execute("set variable this_table = ?", [self.key[0]])
        run_model(connection, "placed")

    def count(self, connection: duckdb.DuckDBPyConnection, over_time: str, sql: str) -> None:
        """Make ``counted``, as ``sql`` needs it: the rows with the superior they count for.

        Rows without one stay in: they make one group more, while to leave them out would gather
        what is left of each block of rows anew, column by column.
        """
        asked, rows = "", "placed"
        if any(f'"{name}' in sql for name in ("w_start", "w_end", "unit_")):
            run_model(connection, "in_period")
            rows = "in_period"
            asked = "".join(
                f", json_extract_string(attributes, '$.{name}') as unit_{name}"
                for name in self.attributes
            )
        place = "holder" if over_time == "last" else "superior"
        connection.execute(
            "create or replace temp view counted as"
            f" select * exclude (superior, holder), {place} as superior{asked} from {rows}"
        )


def first_sums(section: Placed, measures: Iterable[tuple[int, Measure, str]]) -> str:
    """SQL: per superior and period, the number of reports and a column ``m<number>`` a measure;
    what counts for no superior stands under none.

    As everywhere: rows that match but are blank give no value, a report without a matching row
    gives zero. Raises ValueError for measures that are not sums of rows.
    """
    asked = list(measures)
    if any(m.aggregate not in ADDITIVE or m.group for _, m, _ in asked):
        raise ValueError("not a sum of rows")
    rows = section.rows
    every = rows.source_row.notnull().op()
    sums = {"reports": rows.count()}
    for number, measure, segment in asked:
        test, adds = predicate(section, measure, segment), amount(section, measure)
        if measure.aggregate == "count":
            adds = ibis.literal(1, "int64")
        kind = kept_as(adds)
        if test.op() == every:
            total = adds.sum() if measure.aggregate == "sum" else rows.count()
        else:
            # A product, because a sum under a condition takes several times as long.
            flag = ibis.ifelse(test, 1, 0).cast("decimal(1, 0)" if kind == MONEY else "int64")
            total = (adds * flag).sum()
            if measure.aggregate == "sum":
                total = ibis.coalesce(total, ibis.ifelse((flag == 0).any(), 0, None))
        sums[f"m{number}"] = total.cast(kind)
    return str(ibis.to_sql(rows.group_by(["superior", "period"]).agg(**sums), dialect="duckdb"))


def kept_as(adds: Column) -> str:
    """What the sums are kept in: narrow where one too large is an error, never another number."""
    if adds.type().is_integer():
        return "int64"
    return MONEY if str(adds.type()) == MONEY else NUMBER


def run_model(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one SQL model of this benchmark."""
    connection.execute((MODELS / f"{name}.sql").read_text(encoding="utf-8"))


def roll_up(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Fill ``rolled_up``: sums of every superior, level by level, one wide row per window."""
    connection.execute(f"create or replace temp table first_sums as {sql}")
    run_model(connection, "first")
    row = connection.execute("select coalesce(max(depth), 0) from first_place").fetchall()
    for depth in range(row[0][0], 0, -1):
        connection.execute("set variable this_depth = ?", [depth])
        run_model(connection, "step")
    run_model(connection, "end")
