"""Rows of ``archive_file``: every content received, and what is taken back of it."""

from collections.abc import Iterable, Sequence

import duckdb

from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.warehouse.connection import append
from pipeline.warehouse.explanations import SAID_IN_FILE

NAMES = """
select sha256, name from archive_file where sha256 in (select unnest($contents::varchar[]))
union
select sha256, file from finding
where slug in ('duplicate-file', 'repeated-file')
  and sha256 in (select unnest($contents::varchar[]))
"""


UNSAY = f"""
delete from explanation where exists (
    from archive_file as file where file.sha256 in (select unnest($contents::varchar[]))
    and {SAID_IN_FILE})
"""
HELD = """
select sha256 from archive_file where sha256 <> '' and verdict in ('withheld', 'unreadable')
"""
NOTHING_SENT = "file-not-there"
"""Told to whoever named the place, and not put on record: there is nothing to be corrected."""


def archive_row(file: FileRead) -> tuple[object, ...]:
    """One row of ``archive_file``."""
    verdict = str(file.verdict or Verdict.WITHHELD)
    return file.sha256, file.name, file.size, file.received_at, file.sender, verdict


def are_news(connection: duckdb.DuckDBPyConnection, files: Sequence[FileRead]) -> list[bool]:
    """Whether each file says what is not on record: a content, a name for it, a stray's fault."""
    strays = known_strays(connection) if any(not file.sha256 for file in files) else set()
    repeated = [file.sha256 for file in files if file.verdict is Verdict.DUPLICATE and file.sha256]
    names = known_names(connection, repeated)
    return [
        (file.sha256, file.name) not in names
        if file.sha256
        else not {(file.name, f.slug) for f in file.findings if f.slug != NOTHING_SENT} <= strays
        for file in files
    ]


def known_strays(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Name and fault of every file that was told of without being kept."""
    rows = connection.execute("select distinct file, slug from finding where sha256 = ''")
    return {(file, slug) for file, slug in rows.fetchall()}


def known_names(
    connection: duckdb.DuckDBPyConnection, contents: Sequence[str]
) -> set[tuple[str, str]]:
    """SHA-256 and name of files that came before under that name, of these contents."""
    rows = connection.execute(NAMES, {"contents": contents}).fetchall() if contents else []
    return {(sha256, name) for sha256, name in rows}


def stored_versions(
    connection: duckdb.DuckDBPyConnection, contents: Sequence[str]
) -> dict[tuple[str, tuple[str, str, str]], int]:
    """SHA-256 and report → the version of it that is stored."""
    rows = connection.execute(
        "select sha256, form, unit, period, version from submission"
        " where sha256 in (select unnest(?::varchar[]))",
        [contents],
    ).fetchall()
    return {(sha256, (form, unit, period)): n for sha256, form, unit, period, n in rows}


def forget(
    connection: duckdb.DuckDBPyConnection,
    judged: Sequence[tuple[object, ...]],
    tables: Iterable[str],
) -> list[tuple[str, str, str]]:
    """Remove what files gave that are judged anew, and note their verdicts of now.

    What is removed cannot be said by a delta, so the next snapshot is a whole one.

    ``judged``: their rows of ``archive_file``; ``tables``: those that hold facts. Returns form,
    unit and period of the reports that were accepted.
    """
    contents = [row[0] for row in judged]
    of_these = "from submission where sha256 in (select unnest(?::varchar[]))"
    accepted = connection.execute(
        f"select distinct form, unit, period {of_these} and verdict = 'accepted'", [contents]
    ).fetchall()
    numbers = f"select submission {of_these}"
    for table in ("submission_section", "rule_not_run", *(tables if accepted else ())):
        connection.execute(f'delete from "{table}" where submission in ({numbers})', [contents])
    connection.execute(UNSAY, {"contents": contents})
    for table in ("finding", "submission"):
        connection.execute(
            f"delete from {table} where sha256 in (select unnest(?::varchar[]))", [contents]
        )
    connection.execute("delete from whole_snapshot")
    for sha256, *_, verdict in judged:
        connection.execute(
            "update archive_file set verdict = ? where sha256 = ?", [verdict, sha256]
        )
    return accepted


def insert_archive(connection: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]) -> None:
    """New contents are inserted; of those that are there another name is counted."""
    if not rows:
        return
    connection.execute("create or replace temp table loading_file as select * exclude (seen)"
                       " from archive_file limit 0")  # fmt: skip
    append(connection, "loading_file", rows)
    connection.execute("insert into moved_file select sha256 from loading_file")
    connection.execute(
        "update archive_file set seen = seen + n from"
        " (select sha256, count(distinct name) as n from loading_file group by sha256) as again"
        " where archive_file.sha256 = again.sha256"
    )
    connection.execute(
        "insert into archive_file (sha256, name, size, received_at, sender, verdict, seen)"
        " select sha256, min(name), min(size), min(received_at), min(sender),"
        " arg_min(verdict, verdict = 'duplicate'), count(distinct name)"
        " from loading_file anti join archive_file using (sha256) group by sha256"
    )
