"""A delta over a whole snapshot shows the very rows that a whole snapshot shows."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.indicators import refresh as refreshing
from pipeline.indicators.rebuild import rebuild
from pipeline.indicators.refresh import refresh
from pipeline.queries.sql import run_sql
from pipeline.queries.tables import tables
from pipeline.scenarios.extract import write_extract
from pipeline.scenarios.question import Question
from pipeline.scenarios.world import world
from pipeline.warehouse import publishing
from pipeline.warehouse.deltas import tables_of
from pipeline.warehouse.publishing import KEEP, published
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse

from .conftest import sent

FIGURE = (
    "select numerator from indicator_value"
    " where segment = '' and unit = 'R' and period = '2024Q1' and span = 'period'"
)


@pytest.fixture
def begun(warehouse: Warehouse, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """10 members of A and 5 of B, published whole; small warehouses too get deltas."""
    monkeypatch.setattr(refreshing, "SHARE", 1.0)
    monkeypatch.setattr(publishing, "SMALLEST_WHOLE", 0)
    monkeypatch.setattr(publishing, "LARGEST_DELTA", 100)
    warehouse.store([sent("a", 10), sent("b", 5, unit="B")], catalogue)
    rebuild(warehouse.connection, catalogue)
    assert warehouse.publish(catalogue).whole is None
    return warehouse


def correct(warehouse: Warehouse, catalogue: Catalogue, name: str, members: int) -> None:
    """Another book of A is taken in and published."""
    warehouse.store([sent(name, members)], catalogue)
    assert refresh(warehouse.connection, catalogue)
    warehouse.check_sets(catalogue, [])
    warehouse.publish(catalogue)


def test_every_table_reads_as_the_warehouse_itself(
    begun: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    for name, members in (("second", 12), ("third", 14)):
        correct(begun, catalogue, name, members)
        reader = Reader(tmp_path)
        assert reader.publication.whole is not None
        found = tables_of(begun.connection)
        assert {"book", "submission", "indicator_value", "archive_file"} <= set(found)
        for table in found:
            mine = Counter(begun.connection.execute(f'from "{table}"').fetchall())
            assert Counter(reader.rows(f'from "{table}"')) == mine, table
        assert reader.rows("select members from current_book order by unit") == [(members,), (5,)]


def test_readers_go_over_to_the_delta_and_open_cursors_stay(
    begun: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    cursor = reader.cursor()
    assert cursor.execute(FIGURE).fetchall() == [(15,)]
    correct(begun, catalogue, "second", 12)
    assert reader.rows(FIGURE) == [(17,)]
    assert cursor.execute(FIGURE).fetchall() == [(15,)]
    correct(begun, catalogue, "third", 14)
    assert reader.rows(FIGURE) == [(19,)]


def test_a_strangers_sql_and_the_list_of_tables_see_the_delta(
    begun: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    before = tables(reader)
    correct(begun, catalogue, "second", 12)
    answer = run_sql(reader, FIGURE)
    assert (answer.error, [float(row[0]) for row in answer.rows]) == (None, [17])
    assert {"current_book", "indicator_value"} <= {table.name for table in before}
    assert tables(reader) == before
    counted = run_sql(reader, "select count(*) from current_book")
    assert (counted.error, counted.rows) == (None, ((2,),))


def test_a_world_is_computed_from_a_delta(
    begun: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    correct(begun, catalogue, "second", 12)
    assert world(Reader(tmp_path), Question(tree="now")).rows(FIGURE) == [(17,)]


def test_what_deltas_lie_over_is_kept(
    begun: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    for n in range(KEEP + 2):
        correct(begun, catalogue, f"again {n}", 20 + n)
    files = sorted(file.name for file in (tmp_path / "processed" / "snapshots").iterdir())
    deltas = [f"{n:06d}-000001.duckdb" for n in range(KEEP + 3 - KEEP + 1, KEEP + 4)]
    assert files == ["000001.duckdb", *deltas]
    rebuild(begun.connection, catalogue)
    for _ in range(KEEP):
        last = begun.publish(catalogue)
    assert last.whole == f"snapshots/{last.number - KEEP + 1:06d}.duckdb"
    assert not (tmp_path / "processed" / "snapshots" / "000001.duckdb").exists()


@pytest.mark.parametrize("reason", ["rebuilt", "small", "grown"])
def test_a_whole_snapshot_is_written_when_a_delta_would_not_do(
    begun: Warehouse, catalogue: Catalogue, reason: str, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    correct(begun, catalogue, "second", 12)
    if reason == "rebuilt":
        rebuild(begun.connection, catalogue)
    elif reason == "small":
        monkeypatch.setattr(publishing, "SMALLEST_WHOLE", 10**12)
    else:
        monkeypatch.setattr(publishing, "LARGEST_DELTA", 0)
    correct(begun, catalogue, "third", 14) if reason != "rebuilt" else begun.publish(catalogue)
    last = published(tmp_path / "processed")
    assert last is not None
    assert last.whole is None
    assert Reader(tmp_path).rows(FIGURE) == [(17 if reason == "rebuilt" else 19,)]


def test_an_extract_is_cut_from_a_delta(
    begun: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    correct(begun, catalogue, "second", 12)
    reader = Reader(tmp_path)
    assert reader.publication.whole is not None
    assert write_extract(reader, "A", tmp_path / "part") == 1
    part = Reader(tmp_path / "part")
    assert part.publication.whole is None
    assert part.rows("select unit, members from current_book") == [("A", 12)]
