"""A check says beforehand what handing in would say: a lock, a late change; nothing is kept."""

import json
from pathlib import Path

import pytest

from pipeline import drafting
from pipeline.desk import Desk
from pipeline.domain.status import Verdict
from pipeline.domain.submission import SentFile
from pipeline.reports.answer.folder import FileAnswer
from tests.queries.office import Office, Sent, open_office, write

from .acts import lock, settle

LATE = Sent("G1", "2024Q1", "2024-05-08", members=105, women=40)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def checked(office: Office, sent: Sent, deed: str = "check") -> FileAnswer:
    """What the page says of a file."""
    path = write(office.config.parent / "inbox", office.config, sent, 90)
    files = [SentFile(path.name, path.read_bytes())]
    (file,) = getattr(Desk([office.config], office.data), deed)(files, "zh").files
    return file


def said(file: FileAnswer, *slugs: str) -> list[tuple[str, str]]:
    return [(f.slug, f.severity) for f in file.findings if f.slug in slugs]


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        (LATE, True),
        (Sent("G2", "2024Q2", "2024-07-05", members=50, women=20), False),  # late, and the first
        (Sent("G3", "2024Q1", "2024-05-08", members=31, women=31), False),  # held back until now
        (Sent("G1", "2024Q1", "2024-04-08", members=100, women=40), False),  # the very file
    ],
)
def test_a_check_asks_for_the_reason_that_handing_in_asks_for(
    office: Office, sent: Sent, asked: bool
) -> None:
    before = office.reader.publication.number
    file = checked(office, sent)
    question = [("changed-after-deadline", "explain")] if asked else []
    assert (file.verdict, said(file, "changed-after-deadline")) == ("accepted", question)
    assert office.reader.publication.number == before
    handed_in = checked(office, sent, "submit")
    assert said(handed_in, "changed-after-deadline") == question


def test_a_check_says_that_the_period_is_locked(office: Office) -> None:
    lock(office, "G2")
    file = checked(office, LATE)
    assert said(file, "locked-now", "changed-after-deadline") == [("locked-now", "warning")] * 2
    assert "东县总工会锁定" in file.findings[0].what
    assert file.verdict == "accepted", "it may be handed in, and waits for the lock to be opened"
    assert checked(office, LATE, "submit").verdict == "withheld"
    assert said(checked(office, LATE), "locked-now") == [], "it is on record"
    excepted = Sent("G2", "2024Q1", "2024-05-08", members=51, women=20)
    assert said(checked(office, excepted), "locked-now", "changed-after-deadline") == [
        ("changed-after-deadline", "explain")
    ]


def test_a_draft_says_what_would_become_of_it_under_a_lock(office: Office) -> None:
    lock(office)
    checked(office, LATE, "save")
    (draft,) = drafting.waiting(office.data, "G1")
    assert (draft.verdict, draft.errors) == (Verdict.WITHHELD, 0)


def test_the_command_says_it_too(office: Office, tmp_path: Path) -> None:
    path = write(office.config.parent / "inbox", office.config, LATE, 90)
    code, told = settle(office, "check", str(path), "--json")
    slugs = {found["slug"] for file in json.loads(told)["files"] for found in file["findings"]}
    assert (code, slugs) == (0, {"changed-after-deadline"})
    (tmp_path / "elsewhere").mkdir()
    elsewhere = Office(office.config, tmp_path / "elsewhere" / "data", office.reader)
    code, told = settle(elsewhere, "check", str(path), "--json")
    assert (code, [file["findings"] for file in json.loads(told)["files"]]) == (0, [[]])
    assert not elsewhere.data.exists()
