"""A lock holds for what had been held back before it, whatever lets it in afterwards."""

import json
import os
from pathlib import Path

import pytest

from pipeline import looking_ahead, run
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish
from tests.docs.test_json import documented
from tests.queries.office import UNITS, Office, Sent, open_office, write
from tests.queries.test_flow import ASKING, NOT_HOLDING, numerator, row
from tests.queries.test_late_changes import LATE, WANTED, take
from tests.warehouse.acts import agrees, history, lock, settle
from tests.warehouse.test_aliases import OWN, by_name
from tests.warehouse.test_names_in_time import verdicts
from tests.warehouse.test_redefined import ALIAS, LABEL, edit


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def held(office: Office) -> list[Verdict]:
    """A report of G4 comes by a name that nobody knows."""
    return verdicts(office, by_name(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), OWN))


def alias(office: Office) -> str:
    code, said = settle(office, "alias", "G4", OWN, "--by", "C1")
    assert code == 0, said
    return said


def told(office: Office) -> set[str]:
    """What is found in the files of G4."""
    rows = questions.finding_list(office.reader, "C1", period="2024Q1", limit=500).rows
    return {one.slug for one in rows if one.unit and one.unit.code == "G4"}


def test_an_alias_lets_nothing_into_a_period_that_was_locked_meanwhile(office: Office) -> None:
    before = numerator(office)
    assert held(office) == [Verdict.WITHHELD]
    lock(office)
    said = alias(office)
    assert "现在收下 0 个" in said
    assert "另有 1 个文件可以收了" in said
    assert numerator(office) == before
    assert "locked-since" in told(office)
    assert agrees(office)
    run.build([office.config], office.data)
    assert (numerator(office), "locked-since" in told(office)) == (before, True)
    lock(office, deed="unlock")
    assert numerator(office) != before
    assert row(office, "G4").state == "accepted"
    assert "locked-since" not in told(office)
    assert agrees(office)
    lock(office)
    assert row(office, "G4").state == "accepted", "it was in when the period was locked again"
    run.build([office.config], office.data)
    assert row(office, "G4").state == "accepted"
    assert agrees(office)


def test_a_lock_that_leaves_the_unit_open_holds_nothing_back(office: Office) -> None:
    assert held(office) == [Verdict.WITHHELD]
    lock(office, "G4")
    assert "现在收下 1 个" in alias(office)
    assert row(office, "G4").state == "accepted"
    assert agrees(office)


def test_an_exception_lets_in_what_the_lock_held_back(office: Office) -> None:
    assert held(office) == [Verdict.WITHHELD]
    lock(office)
    alias(office)
    wish = Wish("exempt", "C1", unit="G4", period="2024Q1")
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert row(office, "G4").state == "accepted"
    deeds = [e.deed for e in event_log.read(office.data)]
    assert deeds == ["lock", "hold", "hold", "exempt", "admit", "admit"], "two forms"
    assert history(office)[-3:] == [("hold", "C1"), ("exempt", "C1"), ("admit", "C1")]
    assert agrees(office)


def test_registering_a_unit_lets_nothing_into_a_locked_period(tmp_path: Path) -> None:
    line = "G4,四厂,Plant 4,grassroots,T2,,,,base,quarter,,,state,\n"
    assert line in UNITS
    office = open_office(tmp_path, {"org_units.csv": UNITS})
    before = numerator(office)
    assert held(office) == [Verdict.WITHHELD]
    lock(office)
    roster = office.config / "org_units.csv"
    roster.write_text(UNITS.replace(line, line.replace(",,,state", f",{OWN},,state")), "utf-8")
    assert looking_ahead.look(run.load([office.config]), office.data).accepted == 0
    again = run.build([office.config], office.data)
    assert [file.verdict for file in again.judged_again if "locked-since" in
            {f.slug for f in file.findings}] == [Verdict.WITHHELD]  # fmt: skip
    assert numerator(office) == before
    assert agrees(office)


def asked_of(office: Office) -> int:
    (asked,) = questions.finding_list(office.reader, "G3", severity="explain").rows
    return asked.finding


def test_an_explanation_lets_nothing_into_a_locked_period(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"forms/members.yml": ASKING})
    assert row(office, "G3").flow == "unexplained"
    lock(office)
    for by in ("G3", "C1"):
        wish = Wish("explain", by, "会员以外的女职工误计", finding=asked_of(office))
        refusal = run.decide(wish, [office.config], office.data).refusal
        assert refusal is not None
        assert (refusal.slug, refusal.details["by_en"]) == ("explanation-locked", "East county")
    assert numerator(office) == 211
    lock(office, deed="unlock")
    wish = Wish("explain", "G3", "会员以外的女职工误计", finding=asked_of(office))
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert numerator(office) == 241


def test_a_question_that_no_report_waits_for_is_explained_all_the_same(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"forms/members.yml": ASKING, "product.yml": NOT_HOLDING})
    lock(office)
    wish = Wish("explain", "G3", "会员以外的女职工误计", finding=asked_of(office))
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert numerator(office) == 241


def test_a_reason_lets_no_late_change_into_a_locked_period(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": WANTED})
    take(office, LATE)
    lock(office)
    take(office, LATE, "漏报一个车间")
    assert (numerator(office, "G1"), row(office, "G1").flow) == (100, "unreasoned")
    lock(office, deed="unlock")
    take(office, LATE, "漏报一个车间")
    assert (numerator(office, "G1"), row(office, "G1").flow) == (105, None)


def sent_under_the_lock(office: Office, unit: str = "G4") -> Path:
    """A report comes while its period is locked.

    As of when it was written: other receipts are kept to the second, and that of a file that came
    within the second of the lock would be before it.
    """
    lock(office)
    sent = Sent(unit, "2024Q1", "2024-04-03", 70, 7)
    path = write(office.config.parent / "inbox", office.config, sent, 80)
    os.utime(path)
    (file,) = run.ingest([path], [office.config], office.data, by_file_time=True).files
    assert file.verdict is Verdict.WITHHELD
    assert {f.slug for f in file.findings} == {"period-locked"}
    return path


def test_what_came_under_a_lock_comes_in_when_it_is_lifted(office: Office) -> None:
    before = numerator(office)
    path = sent_under_the_lock(office)
    run.build([office.config], office.data)
    assert (numerator(office), row(office, "G4").state) == (before, "withheld")
    lock(office, deed="unlock")
    assert row(office, "G4").state == "late"
    assert numerator(office) != before
    assert "period-locked" not in told(office)
    assert agrees(office)
    lock(office)
    run.build([office.config], office.data)
    assert row(office, "G4").state == "late", "it was in when the period was locked again"
    (file,) = run.ingest([path], [office.config], office.data).files
    assert file.verdict is Verdict.DUPLICATE, "sent again it does no harm"
    assert row(office, "G4").state == "late"
    assert agrees(office)


NOTHING = {"accepted": 0, "reread": 0, "adopted": 0}


def test_opening_a_period_tells_how_many_files_came_in(office: Office) -> None:
    sent_under_the_lock(office)
    one_unit = ("exempt", "2024Q1", "--by", "C1", "--unit")
    code, said = settle(office, *one_unit, "G2", "--json")
    assert (code, json.loads(said)) == (0, {"publication": 4} | NOTHING)
    code, said = settle(office, *one_unit, "G4")
    assert (code, said) == (0, "已登记，已发布第 5 次\n以前退回的 1 个文件现在收下\n")
    code, said = settle(office, "--lang", "en", "unlock", "2024Q1", "--by", "C1")
    assert (code, said) == (0, "Noted; publication 6\n"), "it was in already"


def test_unlocking_tells_of_what_came_in_and_of_what_is_read_otherwise(unread: Office) -> None:
    sent_under_the_lock(unread, "G1")
    edit(unread, LABEL, ALIAS)
    run.build([unread.config], unread.data)
    code, said = settle(unread, "unlock", "2024Q1", "--by", "C1", "--json")
    assert code == 0, said
    there = {key: value for key, value in json.loads(said).items() if key != "publication"}
    assert there == {"accepted": 1, "reread": 0, "adopted": 1}
    assert documented("unlock") == documented("exempt") == {"publication", *there}


def test_an_exception_lets_in_what_came_under_the_lock_from_that_unit_alone(
    office: Office,
) -> None:
    sent_under_the_lock(office)
    for unit, state in (("G2", "withheld"), ("G4", "late")):
        wish = Wish("exempt", "C1", unit=unit, period="2024Q1")
        assert run.decide(wish, [office.config], office.data).refusal is None
        assert row(office, "G4").state == state
        assert agrees(office)
