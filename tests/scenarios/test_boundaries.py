"""Boundaries go where their units go: into snapshots, worlds, and the extract of the unit."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.domain.boundary import Boundary
from pipeline.queries.questions import reader_as, unit_map
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse.reader import Reader

from .town import SENT, catalogue, take_in

RING = ((100.0, 30.0), (101.0, 30.0), (101.0, 31.0), (100.0, 30.0))
KEPT = "select id from definition where kind = 'boundary' order by id"


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    known = catalogue(
        boundaries={code: Boundary(unit=code, rings=(RING,)) for code in ("T1", "T2", "A", "D")}
    )
    return take_in(tmp_path_factory.mktemp("mapped"), SENT, known)


def shown(reader: Reader, unit: str) -> list[str]:
    found = unit_map(reader, unit, "2024Q2")
    return [area.unit for area in found.areas] if found else []


def test_a_map_shows_the_units_right_below(mapped: Reader, town: Reader) -> None:
    assert shown(mapped, "R") == ["T1", "T2"]
    assert shown(mapped, "T1") == ["D"]  # A had moved
    assert shown(mapped, "T2") == ["A"]
    assert shown(mapped, "D") == []
    assert shown(town, "R") == []


def test_an_extract_holds_the_boundaries_of_its_units_alone(mapped: Reader, tmp_path: Path) -> None:
    write_extract(mapped, "T2", tmp_path / "T2")
    cut = Reader(tmp_path / "T2")
    assert cut.rows(KEPT) == [("A",), ("T2",)]
    assert shown(cut, "T2") == ["A"]


def test_the_map_stays_in_figures_of_another_day(mapped: Reader) -> None:
    before = reader_as(mapped, as_of=date(2024, 7, 4))
    assert before.rows(KEPT) == mapped.rows(KEPT)
    assert shown(before, "R") == ["T1", "T2"]
