"""Publishing: a numbered snapshot file beside the warehouse, and a small pointer to it.

Readers attach the file the pointer names; the file never changes again. So nobody waits for an
import, and nobody sees half of one. After a refresh only a delta is written, to be laid over the
last whole snapshot.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.intake.archive import flush, flush_folder, patiently, put_in_place
from pipeline.warehouse.connection import let_go, transaction
from pipeline.warehouse.deltas import write_delta
from pipeline.warehouse.frozen import pinned

KEEP = 3
LARGEST_DELTA = 0.2
"""A delta that has grown to this part of the whole snapshot is followed by a whole one."""
SMALLEST_WHOLE = 64 * 1024**2
"""Below this many bytes a copy costs no more than a delta."""
POINTER = "published.json"
LAYOUT = 3
"""The layout of the tables that this program publishes and reads (see ``layout``)."""


@dataclass(frozen=True)
class Publication:
    """Which snapshot is published."""

    number: int
    file: str
    published_at: datetime
    digest: str
    whole: str | None = None
    """The whole snapshot that ``file`` is laid over; None when it is one itself."""
    layout: int | None = None
    """The layout of its tables; None of what was published before layouts had numbers."""


def publish(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    at: datetime,
    digest: str,
    facts: Iterable[str],
) -> Publication:
    """Write a new snapshot, or a delta, and point readers to it. ``facts``: tables of forms."""
    folder = warehouse.parent / "snapshots"
    folder.mkdir(exist_ok=True)
    last = published(warehouse.parent)
    number = last.number + 1 if last else 1
    whole = whole_below(connection, folder, last)
    stem = f"{number:06d}" if whole is None else f"{number:06d}-{whole.stem}"
    target = folder / f"{stem}.duckdb"
    writing = target.with_suffix(".copying")
    writing.unlink(missing_ok=True)
    try:
        if whole is None:
            write_whole(connection, warehouse, writing, number)
        else:
            write_delta(connection, writing, facts)
        flush(writing)
        put_in_place(writing, target)
    except BaseException:
        writing.unlink(missing_ok=True)
        raise
    flush_folder(folder)
    base = None if whole is None else f"snapshots/{whole.name}"
    publication = Publication(number, f"snapshots/{target.name}", at, digest, base, LAYOUT)
    write_pointer(warehouse.parent, publication)
    prune(folder, number)
    return publication


def write_whole(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, file: Path, number: int
) -> None:
    """Copy the warehouse; from now on what moves is noted for a delta over this copy."""
    with transaction(connection):
        connection.execute("delete from whole_snapshot")
        for moved in ("moved_report", "moved_value", "moved_file"):
            connection.execute(f"delete from {moved}")
        connection.execute("insert into whole_snapshot values (?)", [number])
    connection.execute("checkpoint")
    with let_go(connection, warehouse):
        shutil.copyfile(warehouse, file)


def whole_below(
    connection: duckdb.DuckDBPyConnection, folder: Path, last: Publication | None
) -> Path | None:
    """The whole snapshot that a delta can be laid over; None when a whole one is due.

    A rebuild empties ``whole_snapshot``: after it everything may differ. So may a snapshot of
    another layout.
    """
    rows = connection.execute("select number from whole_snapshot").fetchall()
    if len(rows) != 1 or last is None or last.layout != LAYOUT:
        return None
    below = folder / f"{rows[0][0]:06d}.duckdb"
    newest = folder.parent / last.file
    if not below.exists() or below.stat().st_size < SMALLEST_WHOLE:
        return None
    grown = newest != below and newest.exists() and newest.stat().st_size
    return None if grown and grown > LARGEST_DELTA * below.stat().st_size else below


def write_pointer(folder: Path, publication: Publication) -> None:
    """Replace the pointer in one step."""
    words = {
        "number": publication.number,
        "file": publication.file,
        "published_at": publication.published_at.isoformat(),
        "digest": publication.digest,
        "whole": publication.whole,
        "layout": publication.layout,
    }
    fresh = folder / f"{POINTER}.new"
    fresh.write_text(json.dumps(words, indent=1), encoding="utf-8")
    flush(fresh)
    put_in_place(fresh, folder / POINTER)
    flush_folder(folder)


def published(folder: Path) -> Publication | None:
    """What is published now; None before the first time."""
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    words = json.loads(patiently(lambda: pointer.read_text(encoding="utf-8")))
    at = datetime.fromisoformat(words["published_at"])
    return Publication(
        words["number"], words["file"], at, words["digest"], words.get("whole"), words.get("layout")
    )


def prune(folder: Path, newest: int) -> None:
    """Remove old snapshots, but none that a freeze holds or a delta lies over, and copies that a
    killed process left unfinished.

    On Windows a file that is still being read stays until next time.
    """
    for left in folder.glob("*.copying*"):
        left.unlink(missing_ok=True)
    numbers = {file: [int(n) for n in file.stem.split("-")] for file in folder.glob("*.duckdb")}
    held = pinned(folder.parent.parent)
    kept = {
        n for parts in numbers.values() if parts[0] > newest - KEEP or parts[0] in held
        for n in parts
    }  # fmt: skip
    for file, (number, *_) in numbers.items():
        if number not in kept:
            try:
                file.unlink()
            except PermissionError:
                continue
