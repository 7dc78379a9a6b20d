"""A report of G4 that was accepted without finding its members, and the same once they are read."""

import os
from datetime import UTC, datetime
from pathlib import Path

from pipeline.domain.status import Verdict
from pipeline.queries import questions
from tests.queries.office import Office, Sent, open_office
from tests.queries.test_flow import numerator, row
from tests.warehouse.acts import take, told
from tests.warehouse.test_synonyms import headed

FILE = "90_G4_2024Q1.xlsx"


def enter(office: Office, sent: Sent, number: int = 90) -> str:
    """Take in a report whose members stand under a heading of its sender's own."""
    path = headed(office, sent, number)
    moment = datetime.fromisoformat(f"{sent.on}T09:00").replace(tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    (file,) = take(office, path).files
    assert file.verdict is Verdict.ACCEPTED
    assert "unknown-item" in {f.slug for f in file.findings}
    return file.sha256


def not_read(folder: Path) -> None:
    """An office that accepted a report without finding its members: G4 has 70 of them."""
    office = open_office(folder)
    enter(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7))
    assert numerator(office, "G4") is None
    assert numerator(office) == 211


def is_read(office: Office) -> str:
    """The members are read now, in the submission that was there; return the cell they are in."""
    assert numerator(office, "G4") == 70
    assert numerator(office) == 281
    trace = questions.trace(office.reader, "rate", "G4", "2024Q1")
    assert trace.agrees
    (from_cell,) = [c for c in trace.contributions if c.value == "70"]
    assert (from_cell.file, from_cell.sheet) == (FILE, "会员")
    found = row(office, "G4")
    assert (found.state, found.version) == ("accepted", 1), "the same submission, read anew"
    assert str(found.received_at)[:10] == "2024-04-03"
    assert told(office, "unknown-item") == []
    return from_cell.cell
