"""A database file that was overwritten in part is made again from the archive."""

from pathlib import Path

import pytest

from benchmarks.powercut_state import contents_of
from benchmarks.powercut_work import import_all, import_some, write_inbox
from pipeline import run
from pipeline.warehouse.connection import WarehouseDamaged
from tests.foreign.library import CONFIG

FIRST_BLOCK = 12_288
"""Where DuckDB's first block begins, with the checksum of what it holds."""


def damage(data: Path) -> None:
    """Change a block's checksum, as a write that ended in its middle does."""
    with (data / run.WAREHOUSE).open("r+b") as file:
        file.seek(FIRST_BLOCK)
        file.write(bytes(8))


def test_an_import_goes_on_from_the_archive(tmp_path: Path) -> None:
    inbox, calm, hurt = (tmp_path / name for name in ("inbox", "calm", "hurt"))
    write_inbox(inbox)
    for data in (calm, hurt):
        import_some(inbox, data)
    damage(hurt)
    for data in (calm, hurt):
        import_all(inbox, data)
    assert contents_of(hurt) == contents_of(calm)
    assert (hurt / run.WAREHOUSE).with_suffix(".damaged").exists()


def test_nothing_is_made_of_an_archive_that_is_not_there(tmp_path: Path) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    write_inbox(inbox)
    import_some(inbox, data)
    damage(data)
    (data / "raw" / "archive").rename(tmp_path / "elsewhere")
    with pytest.raises(WarehouseDamaged):
        run.build([CONFIG], data)
