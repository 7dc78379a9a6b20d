"""The roll-up by itself, at any size: from a card section's facts straight to the units above.

A card gives one row per report, so the sums of a township can be made without the values of its
unions in between, which the product stores. Filters move into the group key: all measures of a
section cost one pass over its columns, however many filters there are. It covers windows that are a
report's own period. The measures are compiled by the product's own rules of what a row means.
"""

from collections.abc import Iterable
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
Column = Any


class Placed(Section):
    """The rows of a section with the superior they count for: view ``placed``."""

    def __init__(self, table: str, fields: dict[str, Field], attributes: Iterable[str]) -> None:
        super().__init__(table, fields, attributes)
        self.rows = ibis.table(
            {"superior": "int32", "grp": "int32", "unit": "string", "source_row": "int32"}
            | {"w_start": "date", "w_end": "date"}
            | {f"unit_{name}": "string" for name in self.attributes}
            | {name: IBIS_TYPES[field.type] for name, field in fields.items()},
            name="placed",
        )

    def place(self, connection: duckdb.DuckDBPyConnection, over_time: str) -> None:
        """Make ``placed``: facts of reports that count, in the windows that are their periods.

        Stocks are held by open units alone.
        """
        # Written as differences: of plain bounds the planner makes a join of units and windows.
        holds = ["tree.valid_from, win.ends", "win.ends, tree.valid_to"]
        holds += ["win.ends, tree.open_to"] if over_time == "last" else []
        in_time = " and ".join(f"date_diff('day', {days}) >= 0" for days in holds)
        columns = "".join(
            f", json_extract_string(tree.attributes, '$.{name}') as unit_{name}"
            for name in self.attributes
        )
        connection.execute(
            "create or replace temp view placed as"
            f" select tree.superior, win.win as grp, fact.*{columns},"
            " win.starts as w_start, win.ends as w_end"
            f' from "{self.key[0]}" as fact'
            " join time_window as win on win.period = fact.period and win.span = 'period'"
            " join unit_place as tree on tree.unit = fact.unit"
            " where fact.submission not in (select submission from submission where not current)"
            f" and (tree.always or ({in_time}))"
        )


def first_sums(section: Placed, measures: Iterable[tuple[int, Measure, str]]) -> str:
    """SQL: per superior and window, the number of reports and a column ``m<number>`` a measure.

    As everywhere: rows that match but are blank give no value, a report without a matching row
    gives zero. Raises ValueError for measures that are not sums of rows.
    """
    asked = list(measures)
    if any(m.aggregate not in ADDITIVE or m.group for _, m, _ in asked):
        raise ValueError("not a sum of rows")
    every = section.rows.source_row.notnull().op()
    flags: dict[Any, int] = {}
    sums: dict[Any, str] = {}
    parts: list[tuple[int, int | None, str | None]] = []
    for number, measure, segment in asked:
        test = predicate(section, measure, segment)
        flag = None if test.op() == every else flags.setdefault(test.op(), 1 << len(flags))
        adds = None
        if measure.aggregate == "sum":
            adds = sums.setdefault(amount(section, measure).op(), f"s{len(sums)}")
        parts.append((number, flag, adds))
    kept: Column = ibis.literal(0, "int64")
    for op, bit in flags.items():
        kept = kept + ibis.ifelse(op.to_expr(), bit, 0)
    keys = [section.rows.superior, section.rows.grp, kept.name("kept")]
    inner = section.rows.group_by(keys).agg(
        n=section.rows.count(), **{name: op.to_expr().sum() for op, name in sums.items()}
    )
    outer = {f"m{number}": total(inner, flag, adds) for number, flag, adds in parts}
    rolled = inner.group_by(["superior", "grp"]).agg(reports=inner.n.sum(), **outer)
    return str(ibis.to_sql(rolled, dialect="duckdb"))


def total(inner: Column, flag: int | None, adds: str | None) -> Column:
    """One measure from the sums of all combinations of filters; ``flag`` is its filter's bit."""
    import ibis

    where = None if flag is None else (inner.kept & flag) != 0
    if adds is None:
        return inner.n.sum(where=where).fill_null(0).cast(NUMBER)
    whole = inner[adds].sum(where=where)
    if where is None:
        return whole.cast(NUMBER)
    return ibis.ifelse((~where).any(), whole.fill_null(0), whole).cast(NUMBER)


def run_model(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one SQL model of this benchmark."""
    connection.execute((MODELS / f"{name}.sql").read_text(encoding="utf-8"))


def roll_up(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Fill ``rolled``: sums of every superior, level by level, one wide row per window."""
    connection.execute(f"create or replace temp table rolled_first as {sql}")
    run_model(connection, "start")
    row = connection.execute("select coalesce(max(depth), 0) from rolled").fetchall()
    for depth in range(row[0][0], 0, -1):
        connection.execute("set variable this_depth = ?", [depth])
        run_model(connection, "step")
    run_model(connection, "end")
