"""Nothing is done to a file that Windows would refuse while somebody has it open.

There nobody can read a file that a database may write to, itself included, and no file that is
open anywhere can be replaced. Here the operations are watched as Python announces them.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.intake.archive import PAUSES, patiently, put_in_place
from pipeline.warehouse import publishing
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse

from .conftest import sent

WRITING = os.O_WRONLY | os.O_RDWR
DESCRIPTORS = Path("/proc/self/fd")
watched: list[str] | None = None
looking = False


def held(path: object, *, for_writing: bool) -> bool:
    """Whether this process has a file open, or open for writing."""
    try:
        file = os.stat(str(path))  # noqa: PTH116 - any kind of path
    except OSError:
        return False
    for one in os.listdir(DESCRIPTORS):  # noqa: PTH208 - texts
        try:
            other = os.stat(DESCRIPTORS / one)  # noqa: PTH116
            flags = (DESCRIPTORS.parent / "fdinfo" / one).read_text("ascii").split()
        except OSError:
            continue
        same = (other.st_dev, other.st_ino) == (file.st_dev, file.st_ino)
        if same and (not for_writing or int(flags[flags.index("flags:") + 1], 8) & WRITING):
            return True
    return False


def look(event: str, words: tuple[object, ...]) -> None:
    """Note what would be refused; Python calls this before it opens, renames or replaces."""
    global looking
    if watched is None or looking:
        return
    looking = True  # what is opened here is announced as well
    try:
        if event == "open" and str(words[0]).endswith(".duckdb"):
            if held(words[0], for_writing=True):
                watched.append(f"read while written: {words[0]}")
        elif event == "os.rename":
            moved = [one for one in words[:2] if held(one, for_writing=False)]
            watched.extend(f"moved while open: {one}" for one in moved)
    finally:
        looking = False


@contextmanager
def refusals() -> Iterator[list[str]]:
    """What Windows would have refused meanwhile."""
    global watched
    watched = []
    try:
        yield watched
    finally:
        watched = None


@pytest.fixture(scope="module", autouse=True)
def announced() -> None:
    if not DESCRIPTORS.exists():
        pytest.skip("this system does not list the files that a process has open")
    sys.addaudithook(look)


def test_the_watch_sees_what_windows_refuses(tmp_path: Path) -> None:
    file = tmp_path / "some.duckdb"
    with duckdb.connect(str(file)), refusals() as found:
        file.read_bytes()
        file.rename(tmp_path / "other.duckdb")
    assert [one.split(":")[0] for one in found] == ["read while written", "moved while open"]


@pytest.mark.parametrize("smallest", [publishing.SMALLEST_WHOLE, 1], ids=["whole", "delta"])
def test_publishing_asks_nothing_of_an_open_file(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, smallest: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(publishing, "SMALLEST_WHOLE", smallest)
    monkeypatch.setattr(publishing, "LARGEST_DELTA", 1000.0)
    reader = Reader(tmp_path)
    with refusals() as found:
        for number, name in enumerate(("first", "second", "third"), 10):
            warehouse.store([sent(name, number)], catalogue)
            last = warehouse.publish(catalogue)
            assert reader.rows("select count(*) from archive_file") == [(number - 9,)]
    assert found == []
    assert (last.whole is None) == (smallest > 1)


def test_what_a_session_made_for_itself_outlasts_a_publication(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    warehouse.connection.execute("create temp table mine as select 7 as number")
    warehouse.store([sent("first", 10)], catalogue)
    warehouse.publish(catalogue)
    assert warehouse.connection.execute("select number from mine").fetchall() == [(7,)]
    assert warehouse.connection.execute("select count(*) from book").fetchall() == [(1,)]


def refuse(monkeypatch: pytest.MonkeyPatch, times: int) -> list[float]:
    """Let replacing be refused so many times, and note how long was waited."""
    waited: list[float] = []
    replace = os.replace

    def refusing(source: Path, target: Path) -> None:
        if len(waited) < times:
            raise PermissionError(errno.EACCES, "used by another process", str(target))
        replace(source, target)

    monkeypatch.setattr("os.replace", refusing)
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def test_a_file_that_is_looked_at_for_a_moment_is_replaced_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, place = tmp_path / "fresh", tmp_path / "place"
    fresh.write_text("new", encoding="utf-8")
    place.write_text("old", encoding="utf-8")
    waited = refuse(monkeypatch, 3)
    put_in_place(fresh, place)
    assert (place.read_text(encoding="utf-8"), tuple(waited)) == ("new", PAUSES[:3])


def test_what_stays_refused_is_said_after_some_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fresh").touch()
    waited = refuse(monkeypatch, 100)
    with pytest.raises(PermissionError, match="used by another process"):
        put_in_place(tmp_path / "fresh", tmp_path / "place")
    assert tuple(waited) == PAUSES


def test_another_error_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("it waited"))
    with pytest.raises(FileNotFoundError):
        patiently(lambda: os.replace("nowhere", "nowhere else"))  # noqa: PTH105
