"""The archive never holds half a file under a whole file's name."""

import errno
from pathlib import Path

import pytest

from pipeline.intake.archive import archived_path, clear_arriving, digest_of, keep, settle
from pipeline.intake.persons import KEY_FILE, key_beside

CONTENT = b"rows" * 1000


def test_a_file_cut_short_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    path = archived_path(tmp_path, digest_of(CONTENT), "a.xlsx")
    path.parent.mkdir()
    path.write_bytes(CONTENT[:100])
    assert keep(CONTENT, "a.xlsx", tmp_path) == path
    assert path.read_bytes() == CONTENT
    settle([path])
    assert path.read_bytes() == CONTENT


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    kept = keep(CONTENT, "a.xlsx", tmp_path)
    left = kept.with_name(f"arriving-1-{kept.name}")
    left.write_bytes(b"ro")
    assert clear_arriving(tmp_path) == 1
    assert list(kept.parent.iterdir()) == [kept]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        keep(CONTENT, "a.xlsx", tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_key_of_persons_is_made_once_and_whole(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    key = key_beside(archive)
    assert len(key) == 32
    assert key_beside(archive) == key
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
