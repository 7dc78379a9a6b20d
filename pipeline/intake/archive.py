"""The archive: every file as it was sent, under the hash of its content; written once.

A file is written beside its place and moved there whole. ``settle`` makes sure that it would
also be there after a power cut; until the warehouse knows a file, its bytes are compared before
they are relied on.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
ARRIVING = "arriving-"
FLUSHED_AT_ONCE = 16


def suffix_of(name: str) -> str:
    """The lower-case ending of a file name, or none when it is odd."""
    found = Path(name.replace("\\", "/")).suffix.lower()
    return found if SUFFIX.fullmatch(found) else ""


def archived_path(archive: Path, sha256: str, name: str) -> Path:
    """Where a file of this content and ending is kept."""
    return archive / sha256[:2] / f"{sha256}{suffix_of(name)}"


def digest_of(content: bytes) -> str:
    """The hash that names a content."""
    return hashlib.sha256(content).hexdigest()


def keep(
    content: bytes, name: str, archive: Path, sha256: str | None = None, *, known: bool = False
) -> Path:
    """Put a file into the archive, unless it is there, and return its place.

    What is there counts as it is when the content is ``known`` to have been settled. Raises
    OSError, on a full disk for one, and then leaves nothing behind.
    """
    path = archived_path(archive, sha256 or digest_of(content), name)
    if not path.exists() or (not known and path.read_bytes() != content):
        path.parent.mkdir(parents=True, exist_ok=True)
        arriving = path.with_name(f"{ARRIVING}{os.getpid()}-{path.name}")
        try:
            arriving.write_bytes(content)
            os.replace(arriving, path)  # noqa: PTH105 - the name says what it does
        except BaseException:
            with suppress(OSError):
                arriving.unlink(missing_ok=True)
            raise
    return path


def settle(paths: Iterable[Path]) -> None:
    """Return when these files and their names are on the disk, power cut or not.

    Many at once: the disk then writes them in one go.
    """
    files = list(paths)
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as pool:
        list(pool.map(flush, files))
        list(pool.map(flush_folder, {path.parent for path in files}))


def flush(path: Path) -> None:
    """Have the system write a file to the disk now."""
    number = os.open(path, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def flush_folder(path: Path) -> None:
    """Have the names in a folder written now; Windows can not, and does so by itself."""
    try:
        number = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)


def clear_arriving(archive: Path) -> int:
    """Remove what a killed process left half written; only for the one who may write."""
    left = list(archive.glob(f"??/{ARRIVING}*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
