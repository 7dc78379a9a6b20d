"""A report changed after its deadline, where the office wants the reason first."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline import run
from pipeline.desk import Desk
from pipeline.domain.status import Verdict
from pipeline.domain.submission import SentFile
from pipeline.queries import questions
from pipeline.queries.answers import FindingRow
from pipeline.queries.reminders import reminders
from pipeline.reports.reminder import reminder
from pipeline.reports.words import Words
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish
from tests.definitions.folders import PRODUCT

from .office import Office, Sent, open_office, write
from .test_flow import MEMBERS, decide, numerator, row, send

WHY = "漏报一个车间"
WANTED = PRODUCT + "flow: {hold_late_changes: true}\n"
LATE = Sent("G1", "2024Q1", "2024-05-08", members=105, women=40)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, {"product.yml": WANTED})


def take(office: Office, sent: Sent, reason: str = "") -> run.Ingestion:
    path = write(office.config.parent / "inbox", office.config, sent, 90)
    return run.ingest([path], [office.config], office.data, by_file_time=True, reason=reason)


def question(office: Office, unit: str = "G1") -> FindingRow:
    rows = questions.finding_list(office.reader, unit, slug="changed-after-deadline").rows
    return rows[0]


def test_the_version_before_counts_until_the_reason_is_given(office: Office) -> None:
    before = numerator(office, "G1")
    (file,) = take(office, LATE).files
    assert file.verdict is Verdict.ACCEPTED
    (asked,) = [f for f in file.findings if f.slug == "changed-after-deadline"]
    assert asked.severity == "explain"
    assert numerator(office, "G1") == before == 100
    found = row(office, "G1")
    assert (found.state, found.version, found.flow) == ("accepted", 1, "unreasoned")
    assert (found.owed, found.listed_as) == ("unreasoned", "unreasoned")
    status = questions.reporting_status(office.reader, "C1", "2024Q1")
    owed = reminders(status, date(2024, 5, 8))
    assert "一厂、五厂：全部2张报表截止日后改报，请说明理由" in reminder(owed, Words("zh"))
    assert "all 2 forms changed after the deadline" in reminder(owed, Words("en"))
    told = questions.report_history(office.reader, "G1", "2024Q1", "members").report
    assert told is not None
    assert [(past.version.held, past.version.current) for past in told.versions] == [
        (None, True),
        ("unreasoned", False),
    ]
    assert run.verify([office.config], office.data).agrees

    wish = Wish("explain", "G1", WHY, finding=question(office).finding)
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert numerator(office, "G1") == 105, "without being sent again"
    found = row(office, "G1")
    assert (found.version, found.flow, found.owed) == (2, None, None)
    assert run.verify([office.config], office.data).agrees


def test_with_its_reason_it_counts_at_once(office: Office) -> None:
    (file,) = take(office, LATE, WHY).files
    assert "changed-after-deadline" not in [f.slug for f in file.findings]
    assert numerator(office, "G1") == 105
    (given,) = event_log.read(office.data)
    assert (given.deed, given.by, given.text) == ("explain", "G1", WHY)
    assert [f.slug for f in file.findings] == ["late-submission"]


def test_the_same_file_sent_again_with_its_reason_counts(office: Office) -> None:
    take(office, LATE)
    assert numerator(office, "G1") == 100
    (file,) = take(office, LATE, WHY).files
    assert file.known
    assert numerator(office, "G1") == 105
    explained = question(office).explanation
    assert explained is not None
    assert (explained.text, explained.by.code) == (WHY, "G1")
    log = office.data / "raw" / "events.jsonl"
    lines = log.read_bytes()
    take(office, LATE, "又说一遍")
    assert log.read_bytes() == lines, "what has its reason is not asked for another"


def test_a_reason_is_noted_only_where_one_was_asked_for(office: Office) -> None:
    (file,) = take(office, Sent("G4", "2024Q1", "2024-05-08", members=20, women=0), WHY).files
    assert [f.slug for f in file.findings] == ["late-submission"]
    assert event_log.read(office.data) == []


def test_a_later_change_with_its_reason_does_not_wait_for_the_one_before(office: Office) -> None:
    take(office, LATE)
    take(office, Sent("G1", "2024Q1", "2024-05-09", members=107, women=40), WHY)
    assert numerator(office, "G1") == 107
    assert row(office, "G1").flow is None


def test_what_is_late_and_no_change_does_not_wait(office: Office) -> None:
    assert row(office, "G2").flow is None, "late, and the first"
    assert row(office, "G3").state == "withheld"
    take(office, Sent("G3", "2024Q1", "2024-05-08", members=31, women=31))
    assert (row(office, "G3").state, row(office, "G3").flow) == ("late", None), "none was accepted"
    assert row(office, "G5").flow == "unreasoned", "changed on 25 April"
    assert numerator(office, "G5") == 60


@pytest.mark.parametrize(("deed", "by"), [("return", "T1"), ("withdraw", "G1")])
def test_what_was_asked_for_again_does_not_wait(office: Office, deed: str, by: str) -> None:
    wish = Wish(deed, by, "x", unit="G1", at=datetime(2024, 5, 7), **MEMBERS)  # type: ignore[arg-type]
    assert run.decide(wish, [office.config], office.data).refusal is None
    take(office, LATE)
    assert numerator(office, "G1") == 105
    found = questions.reporting_status(office.reader, "C1", "2024Q1", form="cases").rows
    (cases,) = [one for one in found if one.unit.code == "G1"]
    assert cases.flow == "unreasoned", "of the other form in the file nothing was returned"


def test_one_returned_after_it_was_changed_still_owes_its_reason(office: Office) -> None:
    take(office, LATE)
    assert decide(office, "return", "T1") is None
    assert row(office, "G1").flow == "returned", "it takes the version before with it"
    send(office, Sent("G1", "2024Q1", "2024-05-09", members=108, women=40), 91)
    assert row(office, "G1").flow == "unreasoned", "returned only after this one had come"


def test_by_default_a_late_change_counts_at_once(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    take(office, LATE)
    assert (numerator(office, "G1"), row(office, "G1").flow) == (105, None)
    (office.config / "product.yml").write_text(WANTED, encoding="utf-8")
    run.build([office.config], office.data)
    assert (numerator(office, "G1"), row(office, "G1").flow) == (100, "unreasoned")
    assert run.verify([office.config], office.data).agrees


def test_reports_of_partial_form_sets_have_nobody_to_ask(tmp_path: Path) -> None:
    text = WANTED.replace("forms: [members, cases]", "forms: [members, cases], partial: true")
    assert text != WANTED
    office = open_office(tmp_path, {"product.yml": text})
    take(office, LATE)
    assert (numerator(office, "G1"), row(office, "G1").flow) == (105, None)


def test_the_desk_takes_the_reason_with_the_file(office: Office, tmp_path: Path) -> None:
    desk = Desk([office.config], office.data)
    path = write(tmp_path, office.config, LATE, 90)
    desk.submit([SentFile(path.name, path.read_bytes())], "zh")
    assert numerator(office, "G1") == 100
    desk.submit([SentFile(path.name, path.read_bytes())], "zh", WHY)
    assert numerator(office, "G1") == 105
