"""Rows of ``archive_file``: every content received, and what is taken back of it."""

from collections.abc import Sequence

import duckdb

from pipeline.warehouse.connection import append


def forget(connection: duckdb.DuckDBPyConnection, judged: Sequence[tuple[object, ...]]) -> None:
    """Remove what was found in files that were held back, and note their verdicts of now.

    ``judged``: their rows of ``archive_file``.
    """
    contents = [row[0] for row in judged]
    numbers = "select submission from submission where sha256 in (select unnest(?::varchar[]))"
    for table in ("submission_section", "rule_not_run"):
        connection.execute(f"delete from {table} where submission in ({numbers})", [contents])
    for table in ("finding", "explanation", "submission"):
        connection.execute(
            f"delete from {table} where sha256 in (select unnest(?::varchar[]))", [contents]
        )
    for sha256, *_, verdict in judged:
        connection.execute(
            "update archive_file set verdict = ? where sha256 = ?", [verdict, sha256]
        )


def insert_archive(connection: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]) -> None:
    """New contents are inserted; contents seen before are counted."""
    if not rows:
        return
    connection.execute("create or replace temp table loading_file as select * exclude (seen)"
                       " from archive_file limit 0")  # fmt: skip
    append(connection, "loading_file", rows)
    connection.execute("insert into moved_file select sha256 from loading_file")
    connection.execute(
        "update archive_file set seen = seen + n from"
        " (select sha256, count(*) as n from loading_file group by sha256) as again"
        " where archive_file.sha256 = again.sha256"
    )
    connection.execute(
        "insert into archive_file (sha256, name, size, received_at, sender, verdict)"
        " select sha256, min(name), min(size), min(received_at), min(sender),"
        " arg_min(verdict, verdict = 'duplicate')"
        " from loading_file anti join archive_file using (sha256) group by sha256"
    )
