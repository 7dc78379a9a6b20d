"""The process that runs one query of an analyst: reads an order on stdin, answers on stdout.

Run with ``python -I -m pipeline.queries.sql_process``. Imports nothing of the product: what is
not loaded cannot be reached.
"""

import json
import re
import sys
from contextlib import suppress
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

import duckdb

MEMORY = 2 * 1024**3
SETTINGS = (
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set allow_persistent_secrets = false",
    "set python_enable_replacements = false",
    "set max_expression_depth = 250",
    "set threads = 1",
    "set lock_configuration = true",
)
INSIDE = re.compile(
    r"duckdb_(databases|settings|extensions|temporary_files|secrets|log\w*|external_file_cache)"
    r"|pragma_database_(list|size)|current_setting",
    re.I,
)
"""What tells where the files lie, and so whose computer it is: nobody's business but its own."""
ONE_ONLY, SELECT_ONLY, TOO_LONG, EMPTY = "one_only", "select_only", "too_long", "empty"
OF_THE_INSIDE = "inside"
"""Refusals that are this process's own, or follow from its deadline; its parent words them."""


def limit_process(seconds: float) -> None:
    """Bound memory, processor time and files; systems without these limits rely on the parent."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024**2, 256 * 1024**2))
    drop_network()


def drop_network() -> None:
    """Leave the network where the system lets us; DuckDB itself is closed to it already."""
    with suppress(Exception):
        import ctypes

        clone_newnet, no_new_privs = 0x40000000, 38
        libc = ctypes.CDLL(None)
        libc.prctl(no_new_privs, 1, 0, 0, 0)
        libc.unshare(clone_newnet)


def open_snapshot(order: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """A private database in memory with the snapshot attached read-only, and locked."""
    connection = duckdb.connect()
    connection.execute("set memory_limit = '1GB'")
    connection.execute("set temp_directory = ?", [order["spill"]])
    connection.execute("set max_temp_directory_size = '200MB'")
    attach(connection, order["file"], order.get("whole"))
    connection.execute(f"set max_execution_time = {int(order['seconds'] * 1000)}")
    for setting in SETTINGS:
        connection.execute(setting)
    return connection


def attach(connection: duckdb.DuckDBPyConnection, file: str, whole: str | None) -> None:
    """Attach one file, or a delta over a whole snapshot with the views that join the two."""
    name = "snapshot" if whole is None else "delta"
    connection.execute("attach '{}' as {} (read_only)".format(file.replace("'", "''"), name))
    if whole is not None:
        connection.execute("attach '{}' as whole (read_only)".format(whole.replace("'", "''")))
        connection.execute("attach ':memory:' as snapshot")
    connection.execute("use snapshot")
    if whole is not None:
        for (statement,) in connection.execute("from delta.snapshot_view").fetchall():
            connection.execute(statement)


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Columns, types and at most limit + 1 rows, or why not: a refusal, or DuckDB's error."""
    connection = open_snapshot(order)
    try:
        statements = connection.extract_statements(order["sql"])
        if len(statements) != 1:
            return {"refused": ONE_ONLY if statements else EMPTY}
        if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            return {"refused": SELECT_ONLY}
        if INSIDE.search(order["sql"]):
            return {"refused": OF_THE_INSIDE}
        given = {name: bound(*order["parameters"][name]) for name in statements[0].named_parameters
                 if name in order["parameters"]}  # fmt: skip
        connection.execute(statements[0], given)
        described = connection.description or []
        rows = connection.fetchmany(order["limit"] + 1)
    except duckdb.InterruptException:
        return {"refused": TOO_LONG}
    except duckdb.Error as problem:
        return {"error": str(problem).split("\n\n")[0]}
    return {
        "columns": [column[0] for column in described],
        "types": [str(column[1]) for column in described],
        "rows": [[plain(value) for value in row] for row in rows],
    }


def bound(kind: str, text: str | None) -> object:
    """A value of a parameter as it is bound: digits as an exact number, a day as a date, all
    else as text."""
    if text is None or kind == "text":
        return text
    return Decimal(text) if kind == "number" else date.fromisoformat(text)


def plain(value: object) -> object:
    """A value as JSON can carry it; numbers stay exact as text where they must. JSON has no word
    for what is no number: a division by zero stays ``inf``, as the database writes it, for null
    would say that there is nothing.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    return str(value)


def main() -> None:
    """Read the order, answer, leave."""
    order = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    limit_process(order["seconds"])
    sys.stdout.buffer.write(json.dumps(answer(order), ensure_ascii=False).encode("utf-8"))


if __name__ == "__main__":
    main()
