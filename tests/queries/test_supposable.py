"""What may be supposed at a unit, and that what is chosen there can be asked."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.queries import questions
from pipeline.queries.nouns import NotFound
from pipeline.warehouse.decisions import Wish
from tests.definitions.folders import PRODUCT

from .office import Office, open_office

WAITING = PRODUCT + "flow: {approve_at: [township, county]}\n"


def test_those_who_owe_a_report_and_the_single_numbers_of_their_forms(office: Office) -> None:
    found = questions.supposable(office.reader, "C1", "2024Q1", "G1", "members.main.members")
    assert [u.code for u in found.reporters] == ["G1", "G2", "G3", "G4", "G5"]
    paths = [c.path for c in found.cells]
    assert "members.main.members" in paths
    assert not any(path.startswith("cases.") for path in paths)  # a register has many rows
    assert found.now == "100"
    assert {t.target_id for t in found.targets} == {"rate", "closed", "spirit"}


def test_below_a_town_are_its_own_and_a_long_list_is_counted(office: Office) -> None:
    town = questions.supposable(office.reader, "T1", "2024Q1", limit=2)
    assert [u.code for u in town.reporters] == ["G1", "G2"]
    assert town.total == 3
    assert (town.cells, town.now) == ((), None)


def test_what_was_not_reported_has_nothing_now(office: Office) -> None:
    found = questions.supposable(office.reader, "C1", "2024Q1", "G4", "members.main.members")
    assert found.now is None


def test_a_chosen_cell_can_be_supposed(office: Office) -> None:
    """G1 would have 150 members of 200 instead of 100: the county 261 of 600 instead of 211."""
    before = questions.what_if(office.reader, "C1", "2024Q1")
    assert before.indicators == ()
    said = ["members.main.members@G1=150"]
    after = questions.what_if(office.reader, "C1", "2024Q1", figures=said)
    rate = next(one for one in after.indicators if one.indicator.id == "rate")
    assert (rate.before.numerator, rate.after.numerator) == (211, 261)


@pytest.mark.parametrize("period", ["2024Q1", "2024Q2"])
def test_what_is_offered_is_not_refused(office: Office, period: str) -> None:
    """G4 had reported nothing before the second quarter; G3's only report is held back."""
    offered = {}
    for unit in ("G1", "G2", "G3", "G4", "G5"):
        cells = [one.path for one in questions.supposable(office.reader, "C1", period, unit).cells]
        offered[unit] = "members.main.members" in cells
        assert offered[unit] is can_be_supposed(office, f"members.main.members@{unit}=33", period)
    first = {"G1": True, "G2": True, "G3": False, "G4": False, "G5": True}
    assert offered == (first if period == "2024Q1" else {**first, "G4": True})


def test_nothing_is_offered_of_reports_that_wait(tmp_path: Path) -> None:
    waiting = open_office(tmp_path, {"product.yml": WAITING})
    for by in ("T1", "C1"):
        wish = Wish("approve", by, "", unit="G1", form="members", period="2024Q1")
        assert run.decide(wish, [waiting.config], waiting.data).refusal is None
    for unit, counts in (("G1", True), ("G2", False)):
        cells = questions.supposable(waiting.reader, "C1", "2024Q1", unit).cells
        assert bool(cells) is counts
        assert can_be_supposed(waiting, f"members.main.members@{unit}=33", "2024Q1") is counts


def can_be_supposed(office: Office, figure: str, period: str) -> bool:
    try:
        questions.what_if(office.reader, "C1", period, figures=[figure])
    except NotFound:
        return False
    return True


def test_a_yes_or_no_is_supposed_as_one_of_both(office: Office) -> None:
    asked = "members.has_committee@G1="
    questions.what_if(office.reader, "C1", "2024Q1", figures=[asked + "no"])
    with pytest.raises(questions.NotFound, match="maybe") as wrong:
        questions.what_if(office.reader, "C1", "2024Q1", figures=[asked + "maybe"])
    assert wrong.value.message_zh.startswith("members.has_committee@G1 › 这一栏没有这样的值")
