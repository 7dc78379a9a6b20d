"""``make fixloop`` in small: one fault of each kind, and that the loop notices what goes wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.faults import Fault
from benchmarks.fixloop import Case, Result, loop, shortcomings
from benchmarks.sheet_faults import SHEET_FAULTS
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.warehouse.loading import Stored


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return loop(tmp_path_factory.mktemp("fixloop"), each=1, units=12)


def test_every_fault_is_found_returned_put_right_and_accepted(result: Result) -> None:
    assert result.problems == []


def test_every_kind_that_can_be_planted_was(result: Result) -> None:
    assert {fault.slug for fault in SHEET_FAULTS} <= result.kinds
    assert {"not-a-number", "missing-value", "exceeds-total", "duplicate-key", "wrong-id-number",
            "outside-period", "required-when", "error-cell"} <= result.kinds  # fmt: skip


FOUND = Finding("not-a-number", "error", Place("a.xlsx", "表", "C5"))
KEY = ("form", "unit", "2024Q4")
GOOD = Case(
    "a.xlsx", "unit", Fault("not-a-number", "form", "main"), Path("a.xlsx"), "表", "C5",
    Stored("a.xlsx", "1", Verdict.WITHHELD, ((1, *KEY, 1),), (FOUND,)),
    Stored("a.xlsx", "2", Verdict.ACCEPTED, ((2, *KEY, 2),), ()),
)  # fmt: skip


def test_a_good_case_has_no_shortcoming() -> None:
    assert list(shortcomings(GOOD)) == []


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (replace(GOOD, cell="C6"), "was not found at 表!C6"),
        (replace(GOOD, again=None), "nothing came back"),
        (replace(GOOD, again=replace(GOOD.again, verdict=Verdict.WITHHELD)), "not accepted"),
        (replace(GOOD, again=replace(GOOD.again, findings=(FOUND,))), "still not-a-number"),
        (replace(GOOD, again=replace(GOOD.again, submissions=((2, *KEY, 3),))), "version 3, not 2"),
        (replace(GOOD, again=replace(GOOD.again, submissions=())), "no report"),
    ],
)
def test_the_loop_says_what_went_otherwise(case: Case, said: str) -> None:
    assert any(said in problem for problem in shortcomings(case))
