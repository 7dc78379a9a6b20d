"""Publishing: a numbered snapshot file beside the warehouse, and a small pointer to it.

Readers attach the file the pointer names; the file never changes again. So nobody waits for an
import, and nobody sees half of one.
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

KEEP = 3
POINTER = "published.json"


@dataclass(frozen=True)
class Publication:
    """Which snapshot is published."""

    number: int
    file: str
    published_at: datetime
    digest: str


def publish(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, at: datetime, digest: str
) -> Publication:
    """Copy the warehouse to a new snapshot and point readers to it."""
    connection.execute("checkpoint")
    folder = warehouse.parent / "snapshots"
    folder.mkdir(exist_ok=True)
    last = published(warehouse.parent)
    number = last.number + 1 if last else 1
    target = folder / f"{number:06d}.duckdb"
    copying = target.with_suffix(".copying")
    try:
        shutil.copyfile(warehouse, copying)
        flush(copying)
        copying.replace(target)
    except BaseException:
        copying.unlink(missing_ok=True)
        raise
    flush_folder(folder)
    publication = Publication(number, f"snapshots/{target.name}", at, digest)
    write_pointer(warehouse.parent, publication)
    prune(folder, number)
    return publication


def write_pointer(folder: Path, publication: Publication) -> None:
    """Replace the pointer in one step."""
    words = {
        "number": publication.number,
        "file": publication.file,
        "published_at": publication.published_at.isoformat(),
        "digest": publication.digest,
    }
    fresh = folder / f"{POINTER}.new"
    fresh.write_text(json.dumps(words, indent=1), encoding="utf-8")
    flush(fresh)
    fresh.replace(folder / POINTER)
    flush_folder(folder)


def flush(path: Path) -> None:
    """Return when a file is on the disk, power cut or not."""
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def flush_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk; Windows sees to that by itself."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)


def published(folder: Path) -> Publication | None:
    """What is published now; None before the first time."""
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    words = json.loads(pointer.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(words["published_at"])
    return Publication(words["number"], words["file"], at, words["digest"])


def prune(folder: Path, newest: int) -> None:
    """Remove old snapshots, and copies that a killed process left unfinished.

    On Windows a file that is still being read stays until next time.
    """
    for left in folder.glob("*.copying*"):
        left.unlink(missing_ok=True)
    for file in folder.glob("*.duckdb"):
        if int(file.stem) <= newest - KEEP:
            try:
                file.unlink()
            except PermissionError:
                continue
