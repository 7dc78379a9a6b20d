"""Measures and indicators by one program, whichever engine it is given."""

from typing import cast

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.distributed.engine import SparkConnection
from pipeline.indicators.compute import (
    count_completeness,
    measure_tables,
    name_periods,
    prepare_measures,
    value_indicators,
)


def measure(engine: duckdb.DuckDBPyConnection | SparkConnection, catalogue: Catalogue) -> None:
    """Fill ``completeness``, ``measure_value`` and ``indicator_value`` from a lake.

    The mark of figures given roughly (约) is no number and is not set here.
    """
    # The engine's functions ask for no more than both have.
    connection = cast(duckdb.DuckDBPyConnection, engine)
    terms = prepare_measures(connection, catalogue)
    name_periods(connection, catalogue)
    count_completeness(connection)
    tables = {table for table, _, _ in terms.measures.values()}
    measure_tables(connection, terms, catalogue, sorted(tables))
    value_indicators(connection, terms, tables)
