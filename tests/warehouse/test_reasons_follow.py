"""Why a report was changed late is asked by when files came, in whatever order they came in."""

import json
from pathlib import Path

import pytest

from pipeline import run
from pipeline.queries import questions
from tests.definitions.folders import MEMBERS, PRODUCT
from tests.queries.office import Office, Sent, open_office, write
from tests.warehouse.test_aliases import OWN, by_name

from .acts import agrees, settle, take

RULE = """\
      - id: women_of_members
        advice: {zh: 请核对, en: Check it}
        at_most: [women, members, employees]
"""
HOLDING = PRODUCT + "flow: {hold_late_changes: true}\n"
WRONG = Sent("G2", "2024Q1", "2024-04-22", members=50, women=51)
LAST = Sent("G2", "2024Q1", "2024-04-25", members=52, women=20)


def send(office: Office, sent: Sent, number: int) -> run.Ingestion:
    return take(office, write(office.config.parent / "inbox", office.config, sent, number))


def let_in(office: Office) -> None:
    """A rule goes, and what was held back for it comes in."""
    assert MEMBERS.count(RULE) == 1
    (office.config / "forms" / "members.yml").write_text(MEMBERS.replace(RULE, ""), "utf-8")
    run.build([office.config], office.data)


def asked(office: Office, unit: str) -> list[str]:
    """Before which days' report the late changes of a unit came."""
    found = questions.finding_list(office.reader, unit, slug="changed-after-deadline").rows
    assert len(found) == len({row.file for row in found})
    rows = office.reader.rows(
        "select details from finding where slug = 'changed-after-deadline' and unit = $unit"
        " order by received_at", {"unit": unit},
    )  # fmt: skip
    return [json.loads(details)["before"] for (details,) in rows]


def counting(office: Office, unit: str) -> list[tuple[int, int]]:
    """Version and members of the report that counts."""
    return office.reader.rows(
        "select version, members from current_members join submission using (submission)"
        " where submission.unit = $unit", {"unit": unit},
    )  # fmt: skip


def test_the_question_speaks_of_what_came_in_between(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    send(office, WRONG, 80)
    send(office, LAST, 81)
    assert asked(office, "G2") == ["2024-04-20"]
    let_in(office)
    assert asked(office, "G2") == ["2024-04-20"] * 2, "what is let in is a change itself"
    assert agrees(office)


@pytest.mark.parametrize("product", [PRODUCT, HOLDING])
def test_what_is_let_in_before_it_makes_a_report_no_change(tmp_path: Path, product: str) -> None:
    office = open_office(tmp_path, {"product.yml": product})
    send(office, Sent("G3", "2024Q1", "2024-05-08", members=31, women=31), 80)
    assert asked(office, "G3") == [], "what came before it was held back"
    let_in(office)
    assert asked(office, "G3") == [], "it was not there to be changed"
    assert counting(office, "G3") == [(2, 31)], "the newer one goes on to count"
    assert agrees(office)
    send(office, Sent("G3", "2024Q1", "2024-05-09", members=32, women=31), 81)
    assert asked(office, "G3") == ["2024-05-08"]
    assert agrees(office)


def test_of_two_that_are_let_in_together_the_newer_counts(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": HOLDING})
    send(office, Sent("G3", "2024Q1", "2024-05-08", members=32, women=33), 80)
    let_in(office)
    assert (asked(office, "G3"), counting(office, "G3")) == ([], [(2, 32)])
    told = questions.report_history(office.reader, "G3", "2024Q1", "members").report
    assert told is not None
    assert [(step.deed, step.version) for step in told.steps] == [("admit", 1)]
    assert agrees(office)


@pytest.mark.parametrize("product", [PRODUCT, HOLDING])
def test_what_is_held_back_again_was_not_changed(tmp_path: Path, product: str) -> None:
    office = open_office(tmp_path, {"product.yml": product})
    take(office, by_name(office, Sent("G4", "2024Q1", "2024-04-08", members=70, women=7), OWN))
    assert settle(office, "alias", "G4", OWN, "--by", "C1")[0] == 0
    send(office, Sent("G4", "2024Q1", "2024-05-08", members=71, women=7), 84)
    assert asked(office, "G4") == ["2024-04-08"]
    assert settle(office, "alias", "G4", OWN, "--by", "C1", "--withdraw")[0] == 0
    assert asked(office, "G4") == [], "the first that is accepted is no change"
    assert agrees(office)
