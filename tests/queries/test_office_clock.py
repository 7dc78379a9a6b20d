"""Whether a report came in time is asked by the clock of the office, not by that of Greenwich."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import run
from pipeline.domain import clock
from pipeline.queries.reporting import reporting_status

from .office import Sent, open_office, write


@pytest.fixture
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose clock is eight hours ahead of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a process cannot be set on this system")
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_china")
@pytest.mark.parametrize(
    ("sent_at", "received", "state"),
    [
        (datetime(2024, 4, 10, 15, 59, tzinfo=UTC), "2024-04-10T23:59", "accepted"),
        (datetime(2024, 4, 10, 16, 1, tzinfo=UTC), "2024-04-11T00:01", "late"),
    ],
)
def test_a_report_is_late_when_the_last_day_is_over_in_the_office(
    sent_at: datetime, received: str, state: str, tmp_path: Path
) -> None:
    office = open_office(tmp_path)
    path = write(tmp_path / "inbox", office.config, Sent("G4", "2024Q1", "2024-04-10", 20, 0), 90)
    os.utime(path, (sent_at.timestamp(), sent_at.timestamp()))
    run.ingest([path], [office.config], office.data, by_file_time=True)
    rows = reporting_status(office.reader, "C1", "2024Q1", form="members").rows
    (row,) = [one for one in rows if one.unit.code == "G4"]
    assert row.received_at == datetime.fromisoformat(received)
    assert row.state == state


@pytest.mark.usefixtures("in_china")
def test_now_is_what_the_clock_shows() -> None:
    ahead = clock.now() - datetime.now(UTC).replace(tzinfo=None)
    assert round(ahead.total_seconds() / 3600) == 8
