"""Snapshots: readers follow the pointer, one writer at a time, nobody waits or fails."""

import threading
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.indicators import rebuild as rebuilding
from pipeline.warehouse.connection import WarehouseBusy
from pipeline.warehouse.layout import NothingPublished
from pipeline.warehouse.publishing import KEEP, published
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse

from .conftest import AT, sent

MEMBERS = "select sum(members) from book join submission using (submission) where current"

VALUE = """
select numerator from indicator_value
where segment = '' and unit = 'R' and period = '2024Q1'
"""


def members(reader: Reader) -> object:
    return reader.rows(MEMBERS)[0][0]


def test_before_the_first_publication_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert published(tmp_path / "processed") is None
    with pytest.raises(NothingPublished):
        Reader(tmp_path).rows("select 1")


def test_readers_see_what_is_published_and_nothing_else(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    warehouse.store([sent("first", 10)], catalogue)
    warehouse.publish(catalogue, AT)
    assert members(reader) == 10
    warehouse.store([sent("second", 12)], catalogue)
    assert members(reader) == 10
    warehouse.publish(catalogue)
    assert members(reader) == 12


def test_an_open_cursor_keeps_its_snapshot(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    warehouse.store([sent("first", 10)], catalogue)
    warehouse.publish(catalogue)
    cursor = reader.cursor()
    warehouse.store([sent("second", 12)], catalogue)
    warehouse.publish(catalogue)
    assert members(reader) == 12
    assert cursor.execute(MEMBERS).fetchall() == [(10,)]


def test_a_publication_is_numbered_and_dated(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    first, second = warehouse.publish(catalogue, AT), warehouse.publish(catalogue, AT)
    assert (first.number, second.number) == (1, 2)
    assert published(tmp_path / "processed") == second
    assert second.published_at == datetime(2024, 4, 3, 9, 30)
    assert second.digest == catalogue.digest
    assert (tmp_path / "processed" / second.file).is_file()


def test_only_the_newest_snapshots_are_kept(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    for _ in range(KEEP + 3):
        last = warehouse.publish(catalogue)
    kept = sorted(file.name for file in (tmp_path / "processed" / "snapshots").iterdir())
    assert kept == [f"{n:06d}.duckdb" for n in range(last.number - KEEP + 1, last.number + 1)]


def test_a_snapshot_cannot_be_written_to(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    warehouse.publish(catalogue)
    with pytest.raises(duckdb.Error, match="read-only"):
        Reader(tmp_path).rows("delete from submission")


def test_a_second_writer_is_told_that_another_import_is_running(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    with pytest.raises(WarehouseBusy, match="another import"), Warehouse.open(tmp_path, catalogue):
        pass
    warehouse.store([sent("still works")], catalogue)


def test_the_next_writer_may_begin_when_the_first_has_ended_with_an_error(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    with pytest.raises(RuntimeError), Warehouse.open(tmp_path, catalogue):
        raise RuntimeError
    with Warehouse.open(tmp_path, catalogue) as again:
        again.publish(catalogue)


def test_figures_that_cannot_be_computed_leave_the_published_ones(
    warehouse: Warehouse,
    catalogue: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warehouse.store([sent("first", 10)], catalogue)
    rebuilding.rebuild(warehouse.connection, catalogue)
    warehouse.publish(catalogue)
    warehouse.store([sent("second", 12)], catalogue)
    with monkeypatch.context() as broken:
        broken.setattr(rebuilding, "judge_all", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rebuilding.rebuild(warehouse.connection, catalogue)
    assert {n for (n,) in Reader(tmp_path).rows(VALUE)} == {10}
    rebuilding.rebuild(warehouse.connection, catalogue)
    warehouse.publish(catalogue)
    assert {n for (n,) in Reader(tmp_path).rows(VALUE)} == {12}


def test_readers_never_fail_and_never_go_back_while_a_writer_works(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    warehouse.store([sent("0", 0)], catalogue)
    warehouse.publish(catalogue)
    stop, seen, problems = threading.Event(), [[], [], []], []

    def read(mine: list[int]) -> None:
        while not stop.is_set():
            try:
                mine.append(int(str(members(reader))))
            except Exception as problem:  # whatever it is, the test shows it
                problems.append(problem)

    threads = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    try:
        for n in range(1, 9):
            warehouse.store([sent(str(n), n)], catalogue)
            warehouse.publish(catalogue)
    finally:
        stop.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert members(reader) == 8
    for mine in seen:
        assert mine == sorted(mine)
