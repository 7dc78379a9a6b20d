"""What comes after a deed counts as later: within its second, and in a clock that was set back."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline import run
from pipeline.domain import clock
from pipeline.domain.status import Verdict
from pipeline.intake.receipts import receipts
from pipeline.scenarios.freezing import freeze
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish
from pipeline.warehouse.frozen import in_force
from tests.definitions.folders import PRODUCT
from tests.queries.office import Office, Sent, open_office, write

from .acts import agrees

LOCKED_AT = datetime(2024, 8, 5, 10, 0, 0, 600_000)
HOLDING = PRODUCT + "flow: {hold_late_changes: true}\n"
MEMBERS = {"form": "members", "unit": "G1", "period": "2024Q1"}


class Clock(datetime):
    """The clock of this computer, as it is set."""

    at = LOCKED_AT

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.at


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = open_office(tmp_path)
    monkeypatch.setattr(clock, "datetime", Clock)
    return made


def decide(office: Office, wish: Wish) -> None:
    assert run.decide(wish, [office.config], office.data).refusal is None


def come(office: Office, sent: Sent, number: int) -> run.Ingestion:
    path = write(office.config.parent / "inbox", office.config, sent, number)
    return run.ingest([path], [office.config], office.data)


@pytest.mark.parametrize("later", [timedelta(milliseconds=1), timedelta(hours=-8)])
def test_what_comes_under_a_lock_is_held_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, later: timedelta
) -> None:
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    decide(office, Wish("lock", "C1", period="2024Q1"))
    monkeypatch.setattr(Clock, "at", LOCKED_AT + later)
    (file,) = come(office, Sent("G4", "2024Q1", "2024-08-05", 70, 7), 80).files
    assert (file.verdict, [f.slug for f in file.findings]) == (
        Verdict.WITHHELD, ["period-locked", "period-locked"],
    )  # fmt: skip
    assert agrees(office)


def test_what_came_before_a_lock_stays_in_when_the_clock_was_set_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    (file,) = come(office, Sent("G4", "2024Q1", "2024-08-05", 70, 7), 80).files
    monkeypatch.setattr(Clock, "at", LOCKED_AT - timedelta(hours=1))
    decide(office, Wish("lock", "C1", period="2024Q1"))
    assert file.verdict is Verdict.ACCEPTED
    assert agrees(office), "it did not come under the lock"


def test_the_report_sent_last_counts_when_the_clock_was_set_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    come(office, Sent("G4", "2024Q1", "2024-08-05", 70, 7), 80)
    monkeypatch.setattr(Clock, "at", LOCKED_AT - timedelta(hours=1))
    come(office, Sent("G4", "2024Q1", "2024-08-05", 72, 7), 81)
    asked = "select members from current_members where unit = 'G4' and period = '2024Q1'"
    assert office.reader.rows(asked) == [(72,)]
    assert agrees(office)


def test_a_clock_that_was_a_year_ahead_dates_nothing_after_it_was_put_right(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "at", LOCKED_AT + timedelta(days=365))
    decide(office, Wish("lock", "C1", period="2024Q3"))
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    come(office, Sent("G4", "2024Q1", "2024-08-05", 70, 7), 80)
    assert receipts(office.data / "raw" / "archive")[-1].moment == LOCKED_AT
    monkeypatch.setattr(Clock, "at", LOCKED_AT + timedelta(seconds=1))
    decide(office, Wish("lock", "C1", period="2024Q2"))
    assert event_log.read(office.data)[-1].at == LOCKED_AT + timedelta(seconds=1)


def test_what_was_returned_within_the_second_is_not_asked_for_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(tmp_path, {"product.yml": HOLDING})
    monkeypatch.setattr(clock, "datetime", Clock)
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    decide(office, Wish("return", "T1", "漏了", **MEMBERS))  # type: ignore[arg-type]
    monkeypatch.setattr(Clock, "at", LOCKED_AT + timedelta(milliseconds=1))
    come(office, Sent("G1", "2024Q1", "2024-08-05", 105, 40), 80)
    asked = "select members from current_members where unit = 'G1' and period = '2024Q1'"
    assert office.reader.rows(asked) == [(105,)]


def test_a_freeze_is_of_its_own_moment_and_the_later_one_is_in_force(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    decide(office, Wish("lock", "C1", period="2024Q1"))
    monkeypatch.setattr(Clock, "at", LOCKED_AT + timedelta(milliseconds=1))
    first = freeze(office.reader, "C1", "2024Q1", "季报已印发")
    assert first.frozen_at == Clock.at, "in one second with the lock, and after it"
    monkeypatch.setattr(Clock, "at", LOCKED_AT - timedelta(hours=1))
    second = freeze(office.reader, "C1", "2024Q1", "重新印发")
    assert in_force(office.data) == (second,)
    decide(office, Wish("unlock", "C1", period="2024Q1"))
    assert first.frozen_at < second.frozen_at < event_log.read(office.data)[-1].at


@pytest.mark.parametrize("ahead", [timedelta(hours=5), timedelta(days=9), timedelta(days=900)])
def test_a_file_written_by_a_clock_ahead_dates_nothing_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    monkeypatch.setattr(Clock, "at", LOCKED_AT)
    path = write(office.config.parent / "inbox", office.config,
                 Sent("G4", "2024Q1", "2024-08-05", 70, 7), 80)  # fmt: skip
    written = (LOCKED_AT + ahead).timestamp()
    os.utime(path, (written, written))
    run.ingest([path], [office.config], office.data, by_file_time=True)
    monkeypatch.setattr(Clock, "at", LOCKED_AT + timedelta(minutes=1))
    come(office, Sent("G4", "2024Q1", "2024-08-05", 72, 7), 81)
    moments = [one.moment for one in receipts(office.data / "raw" / "archive")[-2:]]
    assert moments == [LOCKED_AT, Clock.at]
