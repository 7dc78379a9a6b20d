"""What is so already is not noted a second time: it is said since when it is so, and by whom."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.warehouse.decisions import Wish
from tests.definitions.folders import MEMBERS as FORM

from .office import Office, Sent, open_office
from .test_flow import TWO_LEVELS, decide, send

ASKING = FORM.replace(
    "        at_most: [women", "        severity: explain\n        at_most: [women"
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def command(office: Office, *words: str) -> tuple[int, str]:
    folders = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner().invoke(commands, [*folders, *words])
    return done.exit_code, done.output


def log(office: Office) -> bytes:
    path = office.data / "raw" / "events.jsonl"
    return path.read_bytes() if path.exists() else b""


def at_once(office: Office, deed: str, day: int, **more: object) -> None:
    wish = Wish(deed, "C1", period="2024Q1", at=datetime(2024, 5, day, 9, 30), **more)  # type: ignore[arg-type]
    assert run.decide(wish, [office.config], office.data).refusal is None


def refused(office: Office, *words: str) -> str:
    """What is said by a command that notes nothing and publishes nothing."""
    before, number = log(office), office.reader.publication.number
    code, said = command(office, *words)
    assert code == 1, said
    assert log(office) == before
    assert office.reader.publication.number == number
    return said


def test_a_lock_that_stands_and_an_exception_from_it(office: Office) -> None:
    at_once(office, "lock", 7, exempt=("G5",))
    same = ("lock", "2024Q1", "--by", "C1", "--except", "G5")
    assert "“东县总工会”已于 2024-05-07 09:30 锁定2024年第一季度" in refused(office, *same)
    at_once(office, "exempt", 8, unit="G1")
    for unit, day in (("G5", 7), ("G1", 8)):
        words = ("exempt", "2024Q1", "--unit", unit, "--by", "C1", "--reason", "x")
        assert f"“东县总工会”已于 2024-05-0{day} 09:30 对" in refused(office, *words)
    back = ("exempt", "2024Q1", "--unit", "G1", "--by", "C1", "--withdraw")
    assert command(office, *back)[0] == 0
    assert "没有对“一厂”放开" in refused(office, *back)
    assert command(office, "lock", "2024Q1", "--by", "C1")[0] == 0, "for G5 too: something new"
    assert command(office, "exempt", "2024Q1", "--unit", "G5", "--by", "C1")[0] == 0


def test_a_sealed_copy_is_noted_once_and_taken_back_once(office: Office) -> None:
    words = ("seal", "--unit", "G1", "--period", "2024Q1", "--by")
    one = (*words, "T1", "--form", "cases")
    assert "没有登记过" in refused(office, *one, "--withdraw")
    assert command(office, *one, "--text", "收文 12 号")[0] == 0
    assert "“东镇”已于 " in refused(office, *one)
    assert "“东镇”已于 " in refused(office, *one, "--text", "收文 12 号")
    assert command(office, *words, "C1")[0] == 0, "the other form is noted all the same"
    told = questions.report_history(office.reader, "G1", "2024Q1", "cases").report
    assert told is not None
    assert [step.by.code for step in told.steps] == ["T1"]
    refused(office, *words, "C1")
    assert command(office, *one, "--text", "收文 21 号")[0] == 0, "another number was meant"
    assert command(office, *words, "T1", "--withdraw")[0] == 0
    refused(office, *words, "T1", "--withdraw")
    assert run.verify([office.config], office.data).agrees


def test_a_sealed_copy_is_noted_for_the_version_that_counts(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    assert decide(office, "approve", "T1") is decide(office, "approve", "C1") is None
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)  # to be approved
    words = ("seal", "--unit", "G1", "--period", "2024Q1", "--form", "members", "--by", "T1")
    assert command(office, *words)[0] == 0
    found = questions.reporting_status(office.reader, "C1", "2024Q1", form="members").rows
    assert [row.unit.code for row in found if row.seal == "sealed"] == ["G1"]


def test_the_same_explanation_is_not_given_twice(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"forms/members.yml": ASKING})
    (asked,) = questions.finding_list(office.reader, "G3", severity="explain").rows
    assert command(office, "explain", str(asked.finding), "--text", "合并", "--by", "G3")[0] == 0
    (asked,) = questions.finding_list(office.reader, "G3", severity="explain").rows
    words = ("explain", str(asked.finding), "--by", "G3", "--text")
    assert "“三厂”已于 " in refused(office, *words, "合并")
    assert command(office, *words, "两厂合并")[0] == 0


def test_what_is_frozen_is_not_frozen_again_before_something_is_published(office: Office) -> None:
    words = ("freeze", "2024Q1", "--unit", "C1", "--reason", "已印发")
    assert command(office, *words)[0] == 0
    code, said = command(office, *words)
    assert code == 1
    assert "已于 " in said
    assert "2024Q1-C1-001" in said
    assert command(office, *words, "--document", "县工〔2024〕8号")[0] == 0, "another paper"
    at_once(office, "lock", 7)
    assert command(office, *words)[0] == 0, "published since"
    frozen = sorted(path.name for path in (office.data / "raw" / "frozen").iterdir())
    assert frozen == ["2024Q1-C1-001", "2024Q1-C1-002", "2024Q1-C1-003"]
