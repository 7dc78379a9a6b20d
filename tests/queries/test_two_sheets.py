"""A list that goes on on a second sheet: every row has its sheet, wherever it is shown."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import run
from pipeline.queries import questions
from pipeline.scenarios.freezing import freeze

from .office import Office, Sent, open_office, write

SENT = Sent("G4", "2024Q1", "2024-04-09", members=50, women=20)
LIST, SECOND = "案件", "案件（续）"
CORRECTION = """\
form: cases
unit: G4
period: 2024Q1
decided_by: T2
decided_on: 2024-05-06
reason: {zh: 漏记, en: Left out}
cells:
  - key: {case_id: G4-9a}
    field: persons
    expected: 7
    value: 0
"""


def take(office: Office, persons: int, number: int) -> run.Ingestion:
    """Send two cases on each of two sheets, in the same rows."""
    path = write(office.config.parent, office.config, SENT, number)
    book = load_workbook(path)
    more = book.copy_worksheet(book[LIST])
    more.title = SECOND
    heads = {str(cell.value)[:2]: cell.column for cell in more[4]}
    for row, name in ((5, "G4-9a"), (6, "G4-9b")):
        more.cell(row, heads["编号"], name)
        more.cell(row, heads["涉及"], persons)
    book.save(path)
    return run.ingest([path], [office.config], office.data)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = open_office(tmp_path)
    (file,) = take(found, 7, 90).files
    assert [f.slug for f in file.findings if f.severity == "error"] == []
    return found


def test_a_number_leads_to_the_cells_of_both_sheets(office: Office) -> None:
    found = questions.trace(office.reader, "closed", "G4", "2024Q1")
    assert found.value.numerator == 2
    places = [(c.sheet, c.cell, c.value) for c in found.contributions]
    assert sorted(places) == [(LIST, "A5", "G4-2a"), (SECOND, "A5", "G4-9a")]
    assert found.agrees


def test_a_resubmission_says_on_which_sheet_it_differs(office: Office) -> None:
    take(office, 9, 91)
    diff = questions.version_diff(office.reader, "cases", "G4", "2024Q1")
    changes = {(c.sheet, c.row, c.old, c.new) for c in diff.cells}
    assert changes == {(SECOND, 5, "7", "9"), (SECOND, 6, "7", "9")}


def test_a_correction_of_the_second_sheet_stands_in_the_ledger_with_its_cell(
    office: Office,
) -> None:
    freeze(office.reader, "C1", "2024Q1", "通报已印发")
    (office.config / "corrections").mkdir(exist_ok=True)
    (office.config / "corrections" / "left_out.yml").write_text(CORRECTION, encoding="utf-8")
    assert run.build([office.config], office.data).corrections == []
    rows = office.reader.rows("select source_row, persons from cases where case_id = 'G4-9a'")
    assert rows == [(5 + 2**21, 0)]
    ledger = questions.restatements(office.reader, "C1", "2024Q1")
    causes = [cause for row in ledger.rows for cause in row.causes if cause.kind == "correction"]
    assert {
        (cell.sheet, cell.cell, cell.old, cell.new) for one in causes for cell in one.cells
    } == {(SECOND, "D5", "7", "0")}
    assert run.verify([office.config], office.data).agrees
