"""The rows behind a figure sum to it: what a trace lists is all of it, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.domain.indicator import Measure
from pipeline.queries.trace_rows import TERMS, Part, added_up, rows_of, rows_that_count

from .engine import ONE_THREAD, compute
from .worlds import Invented, worlds

SOME = 40
"""Figures of a world that are traced."""
STORED = """
select indicator, family, segment, unit, period, span, time_window.starts, time_window.ends,
       numerator, denominator, numerator_carried, denominator_carried
from indicator_value join time_window using (win, period, span)
join unit_tree as tree using (unit)
where tree.day = time_window.ends and (segment = '' or tree.has_children)
order by all
"""


@dataclass(frozen=True)
class Open:
    """A warehouse in memory, read as a published one is."""

    connection: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.connection.cursor()

    def rows(self, sql: str, given: object = None) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, given).fetchall()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(worlds(), st.integers(0, 2**32))
def test_the_rows_behind_a_figure_sum_to_it(invented: Invented, seed: int) -> None:
    with duckdb.connect(config=ONE_THREAD) as connection:
        compute(connection, invented.catalogue, invented.reports)
        reader = Open(connection)
        stored = reader.rows(STORED)
        for row in Random(seed).sample(stored, min(SOME, len(stored))):
            numerator, denominator, *carried = row[8:]
            assert from_rows(reader, invented, row, carried=False) == (numerator, denominator), row
            assert from_rows(reader, invented, row, carried=True) == tuple(carried), row


def from_rows(
    reader: Open, invented: Invented, stored: Sequence[Any], *, carried: bool
) -> tuple[Decimal | None, Decimal | None]:
    """Numerator and denominator added up from the rows a trace would list."""
    indicator, family, segment, unit, _, _, starts, ends, *_ = stored
    known: Any = SimpleNamespace(forms=invented.catalogue.forms, product=invented.catalogue.product)
    sums: dict[str, Decimal] = {}
    keys = {"indicator": indicator, "family": family, "segment": segment, "day": ends}
    for role, position, table, applied, body in reader.rows(TERMS, keys):
        part = Part(role, position, table, Measure.model_validate_json(body), applied)
        if carried and part.measure.over_time != "last":
            continue
        at: Any = SimpleNamespace(end=ends)
        rows, reports = rows_of(reader, known, part, unit, at, (starts, ends), carried)  # type: ignore[arg-type]
        total = added_up(part, rows, rows_that_count(part, rows), reports)
        if total is not None:
            sums[role] = sums.get(role, Decimal(0)) + total
    return sums.get("numerator"), sums.get("denominator")
