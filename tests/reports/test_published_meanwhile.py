"""Where figures are published while a circular is made of the answers to many questions."""

from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.queries import questions
from pipeline.queries.answers import ReportingStatus
from pipeline.reports import one_page, pack, quarterly
from tests.definitions.folders import PLAN
from tests.queries.office import Office, Sent, open_office, write

from .test_all_below import OF_A_UNION


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, plan=PLAN, union=OF_A_UNION)


def come(office: Office) -> None:
    """A corrected report of G1 is published."""
    path = write(office.config.parent / "inbox", office.config,
                 Sent("G1", "2024Q2", "2024-08-05", 111, 7), 80)  # fmt: skip
    run.ingest([path], [office.config], office.data)


def test_a_circular_is_of_one_publication(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = questions.reporting_status

    def asked(*told: Any, **more: Any) -> ReportingStatus:
        monkeypatch.setattr(questions, "reporting_status", usual)
        come(office)
        return usual(*told, **more)

    monkeypatch.setattr(questions, "reporting_status", asked)
    before = office.reader.publication.number
    made = pack.gather(office.reader, "C1", "2024Q2")
    assert made.snapshot.number == office.reader.publication.number > before
    assert made.overview == questions.overview(office.reader, "C1", "2024Q2")


class Watching:
    """Counts the circulars along; while the second is made, a report comes."""

    def __init__(self, office: Office) -> None:
        self.office, self.counted = office, list[int]()

    def __call__(self, done: int) -> None:
        self.counted.append(done)
        if self.counted == [1]:
            come(self.office)


def test_circulars_in_one_folder_are_of_one_publication(office: Office, tmp_path: Path) -> None:
    units = ["C1", "T1", "T2"]
    progress = Watching(office)
    written = quarterly.write_reports(
        office.reader, units, "2024Q2", tmp_path / "out", progress=progress
    )
    assert progress.counted == [1, 2, 3, 1, 2, 3]
    number = office.reader.publication.number
    for files in written:
        assert f"第 {number} 次发布" in files.html.read_text("utf-8"), files.html


def test_circulars_in_one_file_are_of_one_publication(office: Office, tmp_path: Path) -> None:
    units = ["C1", "T1", "T2"]
    progress = Watching(office)
    path = one_page.write_one_page(office.reader, units, "2024Q2", tmp_path / "out", "zh", progress)
    said = path.read_text("utf-8")
    assert progress.counted == [1, 2, 3, 1, 2, 3]
    number = office.reader.publication.number
    assert said.count(f"第 {number} 次发布") >= len(units)
    assert f"第 {number - 1} 次发布" not in said
