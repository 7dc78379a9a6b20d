"""Lake: what measures are computed from, as Parquet files that any engine reads.

One file a table: the facts of every measured section, the reports that count, the windows, the
dated tree and what the roster owes. None of it is computed by a measure.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from pipeline.definitions.catalogue import Catalogue
from pipeline.distributed.engine import SparkConnection
from pipeline.indicators.terms import collect_terms
from pipeline.warehouse.connection import configure

GROUND = ("expected_report", "report", "submission", "time_window", "unit_tree")
"""Tables beside the facts."""
MEMORY = "2GB"


def measured_tables(catalogue: Catalogue) -> list[str]:
    """The fact tables that any measure reads."""
    return sorted({table for table, _, _ in collect_terms(catalogue).measures.values()})


def write_lake(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, folder: Path) -> int:
    """Write the files from a warehouse or snapshot; return the number of fact rows."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = measured_tables(catalogue)
    rows = 0
    for table in (*GROUND, *facts):
        file = str(folder / f"{table}.parquet").replace("'", "''")
        written = connection.execute(f"copy (from \"{table}\") to '{file}' (format parquet)")
        ((count,),) = written.fetchall()
        rows += count if table in facts else 0
    return rows


def open_here(folder: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB over the files, with empty tables for the results."""
    connection = duckdb.connect()
    configure(connection, spill, MEMORY)
    connection.execute(result_tables())
    for file in sorted(folder.glob("*.parquet")):
        connection.execute(f'drop table if exists "{file.stem}"')
        path = str(file).replace("'", "''")
        connection.execute(f"create view \"{file.stem}\" as from read_parquet('{path}')")
    return connection


def open_there(session: Any, folder: Path, scratch: Path) -> SparkConnection:
    """Spark over the same files, with empty tables for the results."""
    connection = SparkConnection(session, str(scratch))
    connection.execute(result_tables())
    for file in sorted(folder.glob("*.parquet")):
        connection.attach(file.stem, str(file), schema_of(file))
    return connection


def result_tables() -> str:
    """SQL that makes the tables of results, empty."""
    return files("pipeline.warehouse").joinpath("results.sql").read_text("utf-8")


def schema_of(file: Path) -> str:
    """The columns of a file as Spark writes them; to look for itself costs it a job a file."""
    relation = duckdb.read_parquet(str(file))
    return ", ".join(
        f"`{name}` {exp.DataType.build(str(kind), dialect='duckdb').sql('spark')}"
        for name, kind in zip(relation.columns, relation.types, strict=True)
    )
