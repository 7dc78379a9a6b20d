"""Who ends a period for whom, who is left open, and what a lock keeps from happening."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.desk import Desk
from pipeline.domain.finding import Finding
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.queries.answers import PeriodLock, SentReports
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish

from .office import Office, Sent, open_office
from .test_flow import TWO_LEVELS, decide, numerator, row, send


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.mark.parametrize("code", ["soon", "9999", "0000"])
def test_a_period_nobody_can_mean_is_refused_in_words(tmp_path: Path, code: str) -> None:
    office = open_office(tmp_path)
    with pytest.raises(questions.NotFound) as caught:
        run.decide(Wish("lock", "C1", period=code), [office.config], office.data)
    assert code in caught.value.message_zh
    assert code in caught.value.message_en


def test_a_period_is_locked_and_opened_however_its_code_is_written(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    for deed, code in (("lock", "2024q1"), ("unlock", "2024Q1")):
        wish = Wish(deed, "C1", period=code)  # type: ignore[arg-type]
        assert run.decide(wish, [office.config], office.data).refusal is None
    assert [e.period for e in event_log.read(office.data)] == ["2024Q1", "2024Q1"]


def wished(
    office: Office, deed: str, by: str, period: str = "2024Q1", unit: str | None = None,
    day: int = 7, **more: object,
) -> str | None:  # fmt: skip
    """Do it on a day of May; return the slug of a refusal."""
    wish = Wish(deed, by, unit=unit, period=period, at=datetime(2024, 5, day), **more)  # type: ignore[arg-type]
    refusal = run.decide(wish, [office.config], office.data).refusal
    return refusal.slug if refusal else None


def locks(office: Office, unit: str, period: str = "2024Q1") -> tuple[PeriodLock, ...]:
    return questions.reporting_status(office.reader, unit, period).locks


def arrive(office: Office, unit: str, day: int) -> Verdict:
    sent = Sent(unit, "2024Q1", f"2024-05-{day:02}", members=100 + day, women=40)
    (file,) = send(office, sent, 80 + day).files
    return file.verdict


def test_a_lock_holds_for_the_unit_and_those_below_it(office: Office) -> None:
    assert wished(office, "lock", "T1") is None
    assert (row(office, "G1").locked, row(office, "G5").locked) == (True, False)
    assert [lock.by.code for lock in locks(office, "T1")] == ["T1"]
    assert locks(office, "C1") == locks(office, "T2") == ()
    assert arrive(office, "G1", 8) is Verdict.WITHHELD
    assert arrive(office, "G5", 8) is Verdict.ACCEPTED, "another township"
    assert wished(office, "lock", "C1", day=9) is None
    assert [lock.by.code for lock in row(office, "G1").locks] == ["T1", "C1"]
    assert wished(office, "unlock", "T1", day=10) is None
    assert row(office, "G1").locked, "the county has locked it too"
    assert arrive(office, "G1", 11) is Verdict.WITHHELD
    assert run.verify([office.config], office.data).agrees


def test_one_unit_is_excepted_and_the_exception_ends(office: Office) -> None:
    assert wished(office, "lock", "C1", exempt=("G5",)) is None
    assert wished(office, "exempt", "C1", unit="G1", day=8) is None
    assert [u.code for lock in locks(office, "C1") for u in lock.exempt] == ["G5", "G1"]
    assert [row(office, unit).locked for unit in ("G1", "G2", "G5")] == [False, True, False]
    assert arrive(office, "G1", 9) is Verdict.ACCEPTED
    assert arrive(office, "G2", 9) is Verdict.WITHHELD
    assert wished(office, "unexempt", "C1", unit="G1", day=10) is None
    assert arrive(office, "G1", 11) is Verdict.WITHHELD
    assert numerator(office, "G1") == 109
    told = questions.report_history(office.reader, "G1", "2024Q1", "members").report
    assert told is not None
    assert [step.deed for step in told.steps] == ["lock", "exempt", "unexempt"]
    other = questions.report_history(office.reader, "G2", "2024Q1", "members").report
    assert other is not None
    assert [step.deed for step in other.steps] == ["lock"]
    assert run.verify([office.config], office.data).agrees


@pytest.mark.parametrize(
    ("deed", "by", "period", "unit", "slug"),
    [
        ("unlock", "T1", "2024Q1", None, "no-lock-of-yours"),
        ("unlock", "C1", "2024Q2", None, "no-lock-of-yours"),
        ("exempt", "T1", "2024Q1", "G1", "no-lock-of-yours"),
        ("unexempt", "T1", "2024Q1", "G1", "no-lock-of-yours"),
        ("exempt", "C1", "2024Q1", "C2", "not-yours-to-decide"),
    ],
)
def test_only_who_locked_it_opens_it_and_only_for_those_below(
    office: Office, deed: str, by: str, period: str, unit: str | None, slug: str
) -> None:
    assert wished(office, "lock", "C1") is None
    log = (office.data / "raw" / "events.jsonl").read_bytes()
    assert wished(office, deed, by, period, unit) == slug
    assert (office.data / "raw" / "events.jsonl").read_bytes() == log


def test_a_new_lock_replaces_the_one_before_but_not_from_a_page_that_is_out_of_date(
    office: Office,
) -> None:
    assert wished(office, "lock", "C1", exempt=("G1",)) is None
    assert wished(office, "lock", "C1", exempt=("G2",), day=8) is None
    assert [row(office, unit).locked for unit in ("G1", "G2")] == [True, False]
    assert wished(office, "lock", "C1", first=True, day=9) == "already-locked"
    said = Desk([office.config], office.data).end_period("lock", "C1", "2024Q1", "", "en")
    assert said.problem is not None
    assert "“East county” locked Q1 2024 already, at 2024-05-08 00:00" in said.problem
    assert not row(office, "G2").locked


def test_what_may_not_come_may_not_go_either(office: Office) -> None:
    assert wished(office, "lock", "C1", "2024") is None
    assert decide(office, "withdraw", "G1") == "period-locked"
    wish = Wish("withdraw", "G1", "x", "members", "G1", "2024Q1")
    refusal = run.decide(wish, [office.config], office.data).refusal
    assert isinstance(refusal, Finding)
    assert refusal.details["by_zh"] == "东县总工会"
    assert decide(office, "return", "T1") is None, "superiors still decide"
    assert wished(office, "exempt", "C1", "2024", "G5") is None
    assert decide(office, "withdraw", "G5", "G5") is None


def test_what_is_out_already_is_not_decided_on_again(office: Office) -> None:
    assert decide(office, "return", "T1") is None
    for deed, by in (("return", "C1"), ("withdraw", "G1"), ("approve", "T1")):
        assert decide(office, deed, by) == "already-taken-out"
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert decide(office, "return", "C1") is None


def test_a_decision_is_about_the_version_that_was_looked_at(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    seen = SentReports("G1", "2024Q1", 1, ("members", "cases"))
    desk = Desk([office.config], office.data)
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert "再办" in (desk.decide_on(seen, "approve", "T1", "", "zh") or "")
    now = SentReports("G1", "2024Q1", 2, ("members", "cases"))
    assert desk.decide_on(now, "approve", "T1", "", "zh") is None
    reader = questions.reader_as(office.reader, period="2024Q1")
    rows = questions.reporting_status(reader, "C1", "2024Q1", form="members").rows
    (found,) = [one for one in rows if one.unit.code == "G1"]
    assert (found.newest, found.version) == (2, None)
    assert found.approver is not None
    assert found.approver.code == "C1"


def test_before_anything_counts_what_waits_can_be_looked_at_and_approved(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    assert numerator(office) is None
    reader = questions.reader_as(office.reader, period="2024Q1")
    found = questions.reporting_status(reader, "C1", "2024Q1", state="waiting")
    assert {(r.unit.code, r.approver and r.approver.code) for r in found.rows} == {
        ("G1", "T1"), ("G2", "T1"), ("G5", "T2"),
    }  # fmt: skip
    assert found.approving
    assert questions.latest_period(reader, "C1") == "2024Q2", "the newest that files are in for"


def test_the_command_excepts_one_unit_and_takes_that_back(office: Office) -> None:
    shared = ["--config", str(office.config), "--data", str(office.data), "--lang", "en"]
    words = ["exempt", "2024Q1", "--unit", "G1", "--by", "C1"]
    refused = CliRunner().invoke(commands, [*shared, *words])
    assert refused.exit_code == 1
    assert "has not locked Q1 2024" in refused.output
    assert CliRunner().invoke(commands, [*shared, "lock", "2024Q1", "--by", "C1"]).exit_code == 0
    said = CliRunner().invoke(commands, [*shared, *words, "--reason", "漏报一个车间"])
    assert said.exit_code == 0, said.output
    assert not row(office, "G1").locked
    assert CliRunner().invoke(commands, [*shared, *words, "--withdraw"]).exit_code == 0
    assert row(office, "G1").locked
