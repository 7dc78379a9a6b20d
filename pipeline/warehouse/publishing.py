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
    shutil.copyfile(warehouse, copying)
    with copying.open("rb") as written:
        os.fsync(written.fileno())
    copying.replace(target)
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
    fresh.replace(folder / POINTER)


def published(folder: Path) -> Publication | None:
    """What is published now; None before the first time."""
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    words = json.loads(pointer.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(words["published_at"])
    return Publication(words["number"], words["file"], at, words["digest"])


def prune(folder: Path, newest: int) -> None:
    """Remove old snapshots; on Windows a file that is still being read stays until next time."""
    for file in folder.glob("*.duckdb"):
        if int(file.stem) <= newest - KEEP:
            try:
                file.unlink()
            except PermissionError:
                continue
