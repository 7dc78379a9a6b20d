"""The archive: every file as it was sent, under the hash of its content; written once.

A file is written beside its place and moved there whole. ``settle`` makes sure that it would
also be there after a power cut; until the warehouse knows a file, its bytes are compared before
they are relied on.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from typing import TypeVar

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
ARRIVING = "arriving-"
FLUSHED_AT_ONCE = 16
PAUSES = (0.01,) * 10 + (0.03,) * 10 + (0.1,) * 16 + (0.3,) * 10
"""Seconds until something is tried again that Windows refuses for a moment; often, since of those
who read the same file again and again one has it open most of the time."""
Done = TypeVar("Done")


def suffix_of(name: str) -> str:
    """The lower-case ending of a file name, or none when it is odd."""
    last = name.replace("\\", "/").rpartition("/")[2]
    at = last.rfind(".")
    found = last[at:].lower() if at > 0 else ""
    return found if SUFFIX.fullmatch(found) else ""


def place_of(archive: Path | str, sha256: str, name: str) -> str:
    """Where a file of this content and ending is kept, as text: there are thousands."""
    return f"{archive}/{sha256[:2]}/{sha256}{suffix_of(name)}"


def archived_path(archive: Path, sha256: str, name: str) -> Path:
    """Where a file of this content and ending is kept."""
    return Path(place_of(archive, sha256, name))


def digest_of(content: bytes) -> str:
    """The hash that names a content."""
    return hashlib.sha256(content).hexdigest()


def is_kept(place: str) -> bool:
    """Whether something is there; enough where the content is known to have been settled."""
    return os.path.exists(place)  # noqa: PTH110 - thousands


def keep(content: bytes, name: str, archive: Path, sha256: str | None = None) -> Path:
    """Put a file into the archive, unless it is there as it is, and return its place.

    Raises OSError, on a full disk for one, and then leaves nothing behind.
    """
    path = archived_path(archive, sha256 or digest_of(content), name)
    if not is_kept(str(path)) or path.read_bytes() != content:
        folder, file = os.path.split(path)
        arriving = Path(f"{folder}/{ARRIVING}{os.getpid()}-{file}")
        try:
            try:
                arriving.write_bytes(content)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                arriving.write_bytes(content)
            put_in_place(arriving, path)
        except BaseException:
            with suppress(OSError):
                arriving.unlink(missing_ok=True)
            raise
    return path


def put_in_place(fresh: Path, place: Path) -> None:
    """Give what is written whole its name, instead of what is there, in one step."""
    patiently(lambda: os.replace(fresh, place))  # noqa: PTH105 - the name says what it does


def patiently(act: Callable[[], Done]) -> Done:
    """Do what Windows refuses for as long as another program has the file open: those that look
    for viruses, and whoever reads the same file, do so for a moment. Raises OSError."""
    for pause in PAUSES:
        with suppress(PermissionError):
            return act()
        time.sleep(pause)
    return act()


def settle(paths: Iterable[Path]) -> None:
    """Return when these files and their names are on the disk, power cut or not.

    Many at once: the disk then writes them in one go.
    """
    files = list(paths)
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as pool:
        list(pool.map(flush_each, shares(files), repeat(flush)))
        list(pool.map(flush_each, shares({path.parent for path in files}), repeat(flush_folder)))


def shares(paths: Iterable[Path]) -> list[list[Path]]:
    """As many parts as are flushed at once: a task for each file would cost more than its flush."""
    given = list(paths)
    return [part for n in range(FLUSHED_AT_ONCE) if (part := given[n::FLUSHED_AT_ONCE])]


def flush_each(paths: Iterable[Path], flushing: Callable[[Path], None]) -> None:
    """Flush one after the other."""
    for path in paths:
        flushing(path)


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
