"""As of a day, and by today's tree: the figures are those worked out by hand."""

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from pipeline.domain.correction import Correction
from pipeline.domain.event import Event
from pipeline.queries import questions
from pipeline.queries.questions import reader_as
from pipeline.scenarios.world import MOST
from pipeline.warehouse import event_log
from pipeline.warehouse.reader import Reader

from .town import SENT, book, catalogue, due, members, take_in

FIGURES = """
select indicator, family, segment, unit, period, span, numerator, denominator,
       numerator_carried, denominator_carried, value, estimate, expected, reported, carried
from indicator_value order by all
"""


TYPO = Correction.model_validate(
    {
        "id": "typo", "form": "book", "unit": "B", "period": "2024Q1", "decided_by": "R",
        "decided_on": "2024-05-10", "reason": {"zh": "笔误", "en": "A slip"},
        "cells": [{"field": "members", "expected": "20", "value": "25"}],
    }
)  # fmt: skip


WITHDRAWN = Event(
    at=datetime(2024, 6, 10, 8), deed="withdraw", by="C", form="book", unit="C", period="2024Q1",
    sha256="sha-C-2024Q1-30",
)  # fmt: skip


def as_of(reader: Reader, day: str) -> Reader:
    return reader_as(reader, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "county", "reported"),
    [
        ("2024-04-03", 10, 1),
        ("2024-04-04", 30, 2),
        ("2024-05-01", 60, 3),
        ("2024-05-02", 62, 3),
        ("2024-05-20", 66, 4),
        ("2024-12-31", 66, 4),
    ],
)
def test_only_what_had_come_in_by_the_end_of_the_day_counts(
    town: Reader, day: str, county: int, reported: int
) -> None:
    then = as_of(town, day)
    assert members(then, "R") == county
    assert due(then, "R") == (4, reported)


def test_when_everything_has_come_in_every_figure_is_the_published_one(town: Reader) -> None:
    assert as_of(town, "2024-12-31").rows(FIGURES) == town.rows(FIGURES)


def test_before_the_first_report_there_is_nothing_to_ask(town: Reader) -> None:
    with pytest.raises(questions.NotFound, match="2024-04-02"):
        as_of(town, "2024-04-02")


def test_the_version_of_the_day_is_traced(town: Reader) -> None:
    then = questions.trace(as_of(town, "2024-05-01"), "members", "A", "2024Q1")
    now = questions.trace(town, "members", "A", "2024Q1")
    assert [(c.version, c.amount, c.file) for c in then.contributions] == [
        (1, 10, "A-2024Q1-10.xlsx")
    ]
    assert [(c.version, c.amount) for c in now.contributions] == [(2, 12)]
    assert then.agrees
    assert now.agrees


def test_reporting_and_targets_follow_the_day(town: Reader) -> None:
    then = as_of(town, "2024-04-04")
    states = {
        row.unit.code: row.state
        for row in questions.reporting_status(then, "R", "2024Q1", "book").rows
    }
    assert (states["B"], states["C"], states["D"]) == ("accepted", "missing", "missing")
    (target,) = questions.overview(then, "R", "2024Q1").targets
    assert target.completion == 30
    (target,) = questions.overview(town, "R", "2024Q1").targets
    assert target.completion == 66


def test_sql_is_asked_of_the_same_day(town: Reader) -> None:
    sql = "select members from current_book order by all"
    assert questions.run_sql(as_of(town, "2024-04-04"), sql).rows == ((10,), (20,))


def test_the_tree_of_the_time_is_the_usual_one(town: Reader) -> None:
    assert (members(town, "T1"), members(town, "T2")) == (36, 30)
    assert (due(town, "T1"), due(town, "T2")) == ((3, 3), (1, 1))


def test_todays_tree_carries_a_merged_union_to_its_successor(town: Reader) -> None:
    now = reader_as(town, tree="now")
    assert (members(now, "T1"), members(now, "T2"), members(now, "C")) == (4, 62, 50)
    assert (due(now, "T1"), due(now, "T2"), due(now, "C")) == ((1, 1), (3, 3), (2, 2))
    assert (members(now, "R"), due(now, "R")) == (members(town, "R"), due(town, "R"))
    assert (members(now, "T2", "2024Q2"), due(now, "T2", "2024Q2")) == (70, (2, 2))
    traced = questions.trace(now, "members", "C", "2024Q1")
    assert traced.agrees
    assert {(c.unit.code, c.amount) for c in traced.contributions} == {("B", 20), ("C", 30)}
    assert [child.unit.code for child in traced.children] == ["B"]
    assert [u.code for u in traced.breadcrumb] == ["R", "T2", "C"]


def test_a_merged_union_holds_nothing_after_it_closed(town: Reader) -> None:
    now = reader_as(town, tree="now")
    assert members(now, "R", "2024H1") == members(town, "R", "2024H1") == 15 + 55 + 4


def test_day_and_tree_can_be_asked_together(town: Reader) -> None:
    both = reader_as(town, date(2024, 5, 20), "then")
    assert members(both, "T1") == 36
    # On 20 May the move and the merger had not happened.
    assert members(reader_as(town, date(2024, 5, 20), "now"), "T1") == 36
    assert members(reader_as(town, date(2024, 7, 31), "now"), "T1") == 4


def test_an_answer_says_what_it_was_asked_as(town: Reader) -> None:
    shown = questions.snapshot(reader_as(town, date(2024, 5, 2), "now"))
    assert (shown.as_of, shown.tree) == (date(2024, 5, 2), "now")
    assert questions.snapshot(town).as_of is None


def test_a_world_follows_the_publication_and_old_files_go(tmp_path: Path) -> None:
    reader = take_in(tmp_path, SENT[:3])
    then = reader_as(reader, date(2024, 12, 31))
    assert members(then, "R") == 60
    take_in(tmp_path, SENT[3:])
    assert members(then, "R") == 66
    folder = tmp_path / "processed" / "worlds"
    assert [file.name[:6] for file in folder.glob("*.duckdb")] == ["000002"]
    for day in range(1, MOST + 4):
        reader_as(reader, date(2024, 8, day))
    assert len(list(folder.glob("*.duckdb"))) == MOST


def test_the_order_of_ingestion_changes_no_figure(town: Reader, tmp_path: Path) -> None:
    shuffled = list(SENT)
    Random(4).shuffle(shuffled)
    assert [f.name for f in shuffled] != [f.name for f in SENT]
    again = take_in(tmp_path, shuffled)
    assert again.rows(FIGURES) == town.rows(FIGURES)
    versions = "select unit, period, version, current, sha256 from submission order by all"
    assert again.rows(versions) == town.rows(versions)


def test_a_file_received_earlier_does_not_replace_a_later_one(tmp_path: Path) -> None:
    late = book("A", "2024Q1", 12, "2024-05-02")
    early = book("A", "2024Q1", 10, "2024-04-03")
    assert members(take_in(tmp_path, [late, early]), "R") == 12


def test_a_correction_counts_from_the_day_it_was_decided(tmp_path: Path) -> None:
    known = catalogue(corrections={"typo": TYPO}, correction_lines={"typo": (7,)})
    reader = take_in(tmp_path, SENT, known)
    assert members(reader, "B") == 25
    assert members(as_of(reader, "2024-05-09"), "B") == 20
    assert members(as_of(reader, "2024-05-10"), "B") == 25
    traced = questions.trace(as_of(reader, "2024-05-10"), "members", "B", "2024Q1")
    (cell,) = traced.contributions
    assert cell.correction is not None
    assert (cell.amount, cell.correction.reported) == (25, "20")


def test_a_withdrawn_report_counts_until_the_day_it_was_withdrawn(tmp_path: Path) -> None:
    take_in(tmp_path, SENT)
    event_log.append(tmp_path, [WITHDRAWN])
    reader = take_in(tmp_path, [])
    assert members(reader, "R") == 66 - 30
    assert members(as_of(reader, "2024-06-09"), "R") == 66
    assert members(as_of(reader, "2024-06-10"), "R") == 66 - 30
