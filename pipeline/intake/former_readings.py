"""Readings that stay though the definitions are others now, beside the archive, one file each.

A report that was accepted stays as it was read where its period is locked, or where it would no
longer be accepted. The definitions by which it was read are gone; what was read by them is not.
"""

import gzip
import json
import os
from pathlib import Path

from pipeline.domain.submission import StoredRows
from pipeline.intake.archive import flush, flush_folder

FOLDER = "readings"


def path_of(sha256: str) -> str:
    """The path of the reading of a content, from the folder that has the archive of originals."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}.json.gz"


def place_of(archive: Path, sha256: str) -> Path:
    """Where the reading of a content lies, beside the archive of originals."""
    return archive.parent / path_of(sha256)


def keep(archive: Path, sha256: str, rows: StoredRows) -> None:
    """Write a reading, whole or not at all, and wait until it is on the disk."""
    path = place_of(archive, sha256)
    said = json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
    content = gzip.compress(said, 6, mtime=0)
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_bytes(content)
    flush(fresh)
    fresh.replace(path)
    flush_folder(path.parent)


def kept(archive: Path, sha256: str) -> StoredRows | None:
    """A reading that was kept; None where it is not there, or cannot be read."""
    try:
        found: StoredRows = json.loads(gzip.decompress(place_of(archive, sha256).read_bytes()))
    except (OSError, EOFError, ValueError):
        return None
    return found
