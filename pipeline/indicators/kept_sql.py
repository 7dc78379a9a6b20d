"""Compiled scans kept beside the warehouse, so that the next process need not write them again.

Writing the SQL of all scans takes longer than running it over the facts of a county, and Ibis
itself a while to import. What is kept is named by the digest of everything it follows from;
anybody may delete the folder at any time, and a file that is not whole counts as not there.

What one warehouse needed stands in the user's own cache too: a new data folder with the same
definitions, next year's for one, finds it there.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import duckdb

FOLDER = "compiled"
WRITERS = ("relations.py", "segments.py", "kept_sql.py")
COMPILERS = ("ibis-framework", "sqlglot")
MOST_KEPT = 2000
Statements = list[tuple[str, str | None]]
"""SQL, and the field it is broken down by"""


@cache
def compiler() -> str:
    """Digest of the code that turns measures into SQL, the libraries' versions included."""
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in COMPILERS).encode())
    for name in WRITERS:
        found.update((Path(__file__).parent / name).read_bytes())
    return found.hexdigest()


def folder_beside(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """Where scans of this warehouse are kept; None for one in memory, or on another engine.

    A slice in memory has the place of the warehouse it was cut from.
    """
    if not isinstance(connection, duckdb.DuckDBPyConnection):
        return None
    row = connection.execute(
        "select path from duckdb_databases() where path is not null and not readonly"
        " and current_database() in (database_name, 'slice')"
        " order by database_name = current_database() desc limit 1"
    ).fetchall()
    return Path(row[0][0]).parent / FOLDER if row and row[0][0] else None


def folder_of_user(platform: str = sys.platform) -> Path | None:
    """Where this user's programs keep what they can make again; None where nobody says."""
    said = os.environ.get("LOCALAPPDATA" if platform == "win32" else "XDG_CACHE_HOME")
    if not said and platform == "win32":
        return None
    try:
        usual = Path.home() / ("Library/Caches" if platform == "darwin" else ".cache")
    except RuntimeError:
        return None
    return Path(said or usual) / "unionkpi" / FOLDER


def name_of(parts: Iterable[object]) -> str:
    """The name of what follows from these parts, by this compiler."""
    said = "\n".join((compiler(), *(repr(part) for part in parts)))
    return hashlib.sha256(said.encode()).hexdigest()


def find(folder: Path, name: str) -> Statements | None:
    """What is kept under a name, in this folder or in the user's."""
    for place in places(folder):
        try:
            found = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
            statements = [(str(sql), by) for sql, by in found["scans"]]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if found.get("check") == digest_of(statements):
            return statements
    return None


def places(folder: Path) -> list[Path]:
    """Where scans are kept."""
    shared = folder_of_user()
    return [folder, shared] if shared else [folder]


def keep(folder: Path, name: str, statements: Statements) -> None:
    """Keep scans under a name; a disk that refuses is nobody's concern."""
    words = {"check": digest_of(statements), "scans": statements}
    for place in places(folder):
        arriving = place / f"{name}.{os.getpid()}"
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            make_room(place)
            try:
                arriving.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
                arriving.replace(place / f"{name}.json")
            finally:
                arriving.unlink(missing_ok=True)


def digest_of(statements: Statements) -> str:
    """By which a file written only in part is known."""
    return hashlib.sha256(json.dumps([list(s) for s in statements]).encode()).hexdigest()


def make_room(folder: Path) -> None:
    """Start anew when many definitions have come and gone."""
    kept = list(folder.iterdir())
    if len(kept) > MOST_KEPT:
        for path in kept:
            path.unlink(missing_ok=True)
