"""``make powercut`` in small, and that it would notice what it is there to notice."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("resource", reason="kills process groups, which this system does not have")

from benchmarks.powercut_state import TEARS, Contents, contents_of
from benchmarks.powercut_work import FILES_BEFORE, import_some, write_inbox
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader


def test_killed_imports_lose_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.powercut", "--kills", "4"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("powercut: 4 kills")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Contents]:
    folder = tmp_path_factory.mktemp("whole")
    write_inbox(folder / "inbox")
    import_some(folder / "inbox", folder / "data")
    return folder / "data", contents_of(folder / "data")


def torn(data: Path) -> set[str]:
    """What a reader would call torn."""
    rows = Reader(data).rows
    return {words for words, sql in TEARS.items() if rows(sql)[0][0]}


def test_a_whole_snapshot_is_not_called_torn(whole: tuple[Path, Contents]) -> None:
    data, contents = whole
    assert torn(data) == set()
    assert contents == contents_of(data)
    assert len(contents.archived) == FILES_BEFORE
    assert contents.left_behind == []


@pytest.mark.parametrize(
    ("damage", "seen"),
    [
        ("delete from archive_file", {"a submission without its file"}),
        ("delete from report where submission = 1", {"results that are not of these facts"}),
        ("delete from computed_from", {"half a computation"}),
        ("update counter set visits = visits + 1", {"a sum that is not that of its cells"}),
        ("insert into submission from submission limit 1", {"two versions that count"}),
    ],
)
def test_a_torn_snapshot_is_seen(
    whole: tuple[Path, Contents], tmp_path: Path, damage: str, seen: set[str]
) -> None:
    data, contents = whole
    last = published(data / "processed")
    assert last is not None
    for name in (last.file, "published.json"):
        (tmp_path / "processed" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "processed" / name).write_bytes((data / "processed" / name).read_bytes())
    with duckdb.connect(str(tmp_path / "processed" / last.file)) as connection:
        connection.execute(damage)
    assert torn(tmp_path) >= seen
    assert contents_of(tmp_path).digests != contents.digests
