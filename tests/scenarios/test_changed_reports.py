"""A world of a few other reports is made of the published figures: the same as from all facts."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.scenarios import world
from pipeline.scenarios.definitions import published_catalogue
from pipeline.scenarios.question import Change, Figure, Promise, Question, Repeat
from pipeline.warehouse.fingerprints import compare
from pipeline.warehouse.publishing import Publication
from pipeline.warehouse.reader import Reader

from .town import SENT, event, take_in

LATE = event("D", "2024Q1", date(2024, 2, 10), 6, "2024-04-04")
MEMBERS = Figure("book", "members", "A", "2024Q2", "25")
OF_THE_LATE = Figure("book", "members", "D", "2024Q2", "9")
ALL_LATE = Repeat("R", "2024Q2")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The town, where D has also sent a list of events for the first quarter."""
    return take_in(tmp_path_factory.mktemp("town"), [*SENT, LATE])


def never(*_: object) -> None:
    raise AssertionError("all figures are computed again")


@pytest.mark.parametrize(
    "changes",
    [(MEMBERS,), (OF_THE_LATE,), (ALL_LATE,), (OF_THE_LATE, ALL_LATE)],
    ids=["a figure", "of a late unit", "late units", "both"],
)
def test_all_tables_are_as_if_computed_from_all_facts(
    reader: Reader, changes: tuple[Change, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, catalogue = Question(changes=changes), published_catalogue(reader)
    assert question.is_of_reports
    world.compute_all(reader, question, catalogue, tmp_path / "all.duckdb")
    monkeypatch.setattr(world, "rebuild", never)
    world.compute_changed(reader, question, catalogue, tmp_path / "changed.duckdb")
    mine = Publication(1, "changed.duckdb", datetime(2024, 7, 1), "")
    found = compare(tmp_path, mine, tmp_path / "all.duckdb", tmp_path / "spill")
    assert found.differences == ()
    assert found.rows > 0


def test_where_too_many_units_change_all_is_computed(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(changes=(MEMBERS, OF_THE_LATE))
    monkeypatch.setattr(world, "rebuild", never)
    with pytest.raises(AssertionError, match="computed again"):
        world.compute_changed(reader, question, published_catalogue(reader), tmp_path / "w.duckdb")


@pytest.mark.parametrize(
    "question",
    [
        Question(changes=(MEMBERS, Promise("plan", "many", "140"))),
        Question(changes=(MEMBERS,), as_of=date(2024, 7, 3)),
        Question(changes=(MEMBERS,), tree="now"),
    ],
)
def test_other_targets_days_and_trees_reach_all_figures(question: Question) -> None:
    assert not question.is_of_reports
