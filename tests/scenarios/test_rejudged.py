"""Targets and scores of a frozen quarter that are others now, and why."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboards.router import page_for
from dashboards.selection import parse
from pipeline import run
from pipeline.cli import commands
from pipeline.domain.status import Status
from pipeline.queries import questions
from pipeline.queries.answers import Rejudged
from pipeline.scenarios.freezing import freeze
from pipeline.warehouse.frozen import in_force
from pipeline.warehouse.reader import Reader
from tests.appraisal.scored import open_scored
from tests.docs.test_json import documented, printed
from tests.queries.office import Sent, write

from .town import SENT, book, take_in

EARLY = SENT[:4]


@pytest.fixture
def frozen(tmp_path: Path) -> Reader:
    """The first quarter, frozen: A 12, B 20, C 30 are 62 of the 100 promised."""
    reader = take_in(tmp_path, EARLY)
    freeze(reader, "R", "2024Q1", "季报已印发")
    return reader


def judged(reader: Reader, unit: str = "R") -> tuple[Rejudged, ...]:
    found = questions.restatements(reader, unit, "2024Q1")
    assert found.total_judged == len(found.judged)
    return found.judged


def test_nothing_is_judged_otherwise_when_nothing_has_come(frozen: Reader) -> None:
    assert judged(frozen) == ()


def test_a_target_lists_what_was_done_what_is_and_the_cells_that_changed(
    frozen: Reader, tmp_path: Path
) -> None:
    """B 3 and C 2 instead make 17 of 100, where 91 of 366 days are due: 24.9 %, 7.9 points less."""
    again = [book("B", "2024Q1", 3, "2024-08-01", staff=40),
             book("C", "2024Q1", 2, "2024-08-02", staff=60)]  # fmt: skip
    take_in(tmp_path, again)
    (row,) = judged(frozen)
    assert (row.plan.id, row.target, row.unit.code) == ("plan", "many", "R")
    assert (row.old, row.new) == (62, 17)
    assert (row.old_status, row.new_status) == (Status.ON_PACE, Status.BEHIND)
    told = {(c.kind, c.unit.code if c.unit else "", c.when, c.version,
             *((x.cell, x.old, x.new) for x in c.cells)) for c in row.causes}  # fmt: skip
    assert told == {
        ("new_version", "B", date(2024, 8, 1), 2, ("C6", "20", "3")),
        ("new_version", "C", date(2024, 8, 2), 2, ("C6", "30", "2")),
    }
    assert judged(frozen, "T1") == ()


def test_a_freeze_that_remembers_figures_only_is_still_a_ledger(
    frozen: Reader, tmp_path: Path
) -> None:
    (kept,) = in_force(tmp_path)
    for table in ("targets", "scores", "plans"):
        Path(kept.table(tmp_path, table)).unlink()
    take_in(tmp_path, [book("B", "2024Q1", 3, "2024-08-01", staff=40)])
    found = questions.restatements(frozen, "R", "2024Q1")
    assert found.judged == ()
    assert found.total > 0


def test_a_score_is_restated_with_the_cells_of_its_lines(tmp_path: Path) -> None:
    """G1 sends 120 members instead of 100: 170 of 400 are 42.5 %, of 50 due: 34 of 40 points.

    It was 150 of 400, 37.5 %, and 30 points. The town's plan gave G1 its full marks before too.
    """
    office = open_scored(tmp_path)
    before = {u: total(office.reader, u) for u in ("T1", "T2")}
    freeze(office.reader, "C1", "2024Q1", "季报已印发")
    again = write(tmp_path / "inbox", office.config, Sent("G1", "2024Q1", "2024-04-08", 120, 40), 9)
    run.ingest([again], [office.config], office.data, by_file_time=True)
    found = questions.restatements(office.reader, "C1", "2024Q1")
    scores = {r.unit.code: r for r in found.judged if r.target is None and r.plan.id == "plan"}
    row = scores["T1"]
    assert (row.old, row.new) == (before["T1"], total(office.reader, "T1"))
    assert (row.new or Decimal(0)) - (row.old or Decimal(0)) == 4
    cells = {(x.cell, x.old, x.new) for c in row.causes for x in c.cells}
    assert ("C6", "100", "120") in cells
    assert {c.unit.code for c in row.causes if c.unit} == {"G1"}
    assert "T2" not in scores
    page = str(page_for(office.reader, questions, parse("/restatements", "?unit=C1&lang=en")))
    assert "Targets and scores that have changed since" in page
    shared = ["--config", str(office.config), "--data", str(office.data)]
    asked = [*shared, "restatements", "--unit", "C1"]
    said = json.loads(CliRunner().invoke(commands, [*asked, "--json"]).stdout)
    assert set(printed(said)) == documented("restatements")
    listed = {(r["org_unit"], r["target"]): (r["old"], r["new"]) for r in said["judged"]}
    assert listed["T1", None] == (float(row.old or 0), float(row.new or 0))
    text = CliRunner(env={"COLUMNS": "300"}).invoke(commands, asked).stdout
    assert "目标和得分：变了" in text


def test_a_score_changed_by_days_late_or_by_scores_below_says_so(tmp_path: Path) -> None:
    """G4, which had sent nothing, sends 26 days late: T2 is no longer late by G5's days alone.

    And T1's town scores G1 anew: the mean below is one of T1's lines.
    """
    office = open_scored(tmp_path)
    freeze(office.reader, "C1", "2024Q1", "季报已印发")
    late = Sent("G4", "2024Q1", "2024-05-06", members=50, women=20, employees=100)
    more = Sent("G2", "2024Q1", "2024-04-20", members=60, women=20)
    again = [write(tmp_path / "inbox", office.config, one, 80 + n)
             for n, one in enumerate((late, more))]  # fmt: skip
    run.ingest(again, [office.config], office.data, by_file_time=True)
    found = questions.restatements(office.reader, "C1", "2024Q1")
    causes = {(r.unit.code, c.kind, c.unit.code if c.unit else "")
              for r in found.judged if r.target is None and r.plan.id == "plan"
              for c in r.causes}  # fmt: skip
    assert ("T2", "late_days", "G4") in causes
    assert ("T1", "score_below", "G2") in causes
    assert ("T1", "late_days", "G2") not in causes, "it was in before, as late"
    assert "follows" not in {kind for _, kind, _ in causes}
    for one in ("迟报天数变了", "下级得分变了"):
        assert one in str(page_for(office.reader, questions, parse("/restatements", "?unit=C1")))


def total(reader: Reader, unit: str) -> Decimal | None:
    page = questions.score_page(reader, unit, "2024Q1")
    return next(score.total for score in page.scores if score.plan.id == "plan")
