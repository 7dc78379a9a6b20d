"""What nobody will correct is dismissed by who may, closes, and can be taken up again."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.desk import Desk
from pipeline.domain.finding import Finding
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.queries.answers import FindingRow
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse.decisions import Wish
from pipeline.warehouse.reader import Reader
from tests.queries.office import Office, Sent, office_in, open_office
from tests.ready import copied
from tests.warehouse.acts import agrees, settle, take
from tests.warehouse.test_aliases import OWN, by_name

WHY = "早已撤销的厂"
STRANGER = Sent("G4", "2024Q1", "2024-04-03", 70, 7)


def hold(folder: Path) -> None:
    """An office that holds back a report of somebody it does not know."""
    office = open_office(folder)
    (file,) = take(office, by_name(office, STRANGER, OWN)).files
    assert file.verdict is Verdict.WITHHELD


@pytest.fixture
def office(tmp_path: Path) -> Office:
    copied("held, to be dismissed", hold, tmp_path)
    return office_in(tmp_path)


def listed(office: Office, slug: str, unit: str = "C1") -> list[FindingRow]:
    return [row for row in questions.finding_list(office.reader, unit).rows if row.slug == slug]


def stranger(office: Office) -> FindingRow:
    (row,) = listed(office, "unknown-org-unit")
    return row


def withheld(office: Office) -> FindingRow:
    """What was found in the report of G3."""
    (row,) = [one for one in listed(office, "exceeds-total") if one.unit and one.unit.code == "G3"]
    return row


def open_of(office: Office, unit: str = "C1") -> tuple[int, int]:
    """How many open findings are listed, and in how many files."""
    found = questions.finding_list(office.reader, unit, only_open=True)
    return found.total, len(questions.open_files(office.reader, unit).rows)


def refused(office: Office, deed: str, row: FindingRow, by: str) -> str | None:
    wish = Wish(deed, by, WHY, finding=row.finding)  # type: ignore[arg-type]
    refusal: Finding | None = run.decide(wish, [office.config], office.data).refusal
    return refusal and refusal.slug


def test_a_file_nobody_will_send_again_leaves_the_list_and_stays_on_record(office: Office) -> None:
    before = open_of(office)
    assert stranger(office).open
    assert stranger(office).stray
    number = str(stranger(office).finding)
    code, said = settle(office, "dismiss", number, "--by", "C1", "--reason", WHY)
    assert code == 0, said
    row = stranger(office)
    assert not row.open
    assert row.dismissal is not None
    assert (row.dismissal.text, row.dismissal.by.code) == (WHY, "C1")
    findings, files = open_of(office)
    assert (before[0] - findings, before[1] - files) == (1, 1)
    assert agrees(office)
    number = str(row.finding)
    back = settle(office, "dismiss", number, "--by", "C1", "--reason", "找到了", "--withdraw")
    assert back[0] == 0
    assert (stranger(office).open, stranger(office).dismissal) == (True, None)
    assert open_of(office) == before
    assert agrees(office)


def test_what_is_dismissed_comes_in_all_the_same_once_its_unit_is_known(office: Office) -> None:
    assert refused(office, "dismiss", stranger(office), "C1") is None
    assert settle(office, "alias", "G4", OWN, "--by", "T2")[0] == 0
    assert listed(office, "unknown-org-unit") == []
    (row,) = listed(office, "unit-by-alias")
    assert row.dismissal is None


def test_a_report_is_dismissed_by_a_superior_of_its_unit_alone(office: Office) -> None:
    assert not withheld(office).stray, "a report of G3 is due that answers it"
    for by in ("G3", "G1", "T2", "C2"):
        assert refused(office, "dismiss", withheld(office), by) == "not-yours-to-dismiss", by
    for by in ("T1", "G4"):
        assert refused(office, "dismiss", stranger(office), by) == "not-yours-to-dismiss", by
    elsewhere = listed(office, "late-submission")
    assert refused(office, "dismiss", withheld(office), "T1") is None
    assert (withheld(office).open, stranger(office).open) == (False, True)
    assert listed(office, "late-submission") == elsewhere
    (step,) = [
        step
        for past in [questions.report_history(office.reader, "G3", "2024Q1", "members").report]
        if past is not None
        for step in past.steps
    ]
    assert (step.deed, step.by.code, step.text) == ("dismiss", "T1", WHY)


def test_what_was_found_in_an_accepted_report_is_not_dismissed(office: Office) -> None:
    row = listed(office, "late-submission")[0]
    assert not row.stray
    assert refused(office, "dismiss", row, "C1") == "accepted-not-dismissed"
    gone = Wish("dismiss", "C1", WHY, finding=10**6)
    refusal = run.decide(gone, [office.config], office.data).refusal
    assert refusal is not None
    assert refusal.slug == "nothing-to-dismiss"


def test_what_is_so_already_is_told_and_not_noted_again(office: Office) -> None:
    assert refused(office, "undismiss", stranger(office), "C1") == "not-dismissed"
    assert refused(office, "dismiss", stranger(office), "C1") is None
    assert refused(office, "dismiss", stranger(office), "C1") == "already-dismissed"


def test_a_list_that_is_out_of_date_dismisses_nothing(office: Office) -> None:
    desk, shown = Desk([office.config], office.data), office.reader.publication.number
    row = stranger(office)
    said = desk.answer("dismiss", [row.finding], "C1", WHY, shown - 1, "zh")
    assert said is not None
    assert "请刷新页面，再办一次。" in said
    assert stranger(office).open
    assert desk.answer("dismiss", [row.finding], "C1", WHY, shown, "zh") is None


def test_the_part_of_another_unit_has_no_word_of_it(office: Office, tmp_path: Path) -> None:
    assert refused(office, "dismiss", stranger(office), "C1") is None
    assert refused(office, "dismiss", withheld(office), "T1") is None
    for unit, texts in (("T1", [(WHY,)]), ("T2", [])):
        folder = tmp_path / "part" / unit
        folder.parent.mkdir(exist_ok=True)
        write_extract(office.reader, unit, folder)
        asked = "select text from flow_event where deed = 'dismiss'"
        assert Reader(folder).rows(asked) == texts, unit


def test_a_file_of_a_unit_whose_period_could_not_be_told_closes_when_it_comes_again(
    office: Office,
) -> None:
    path = by_name(office, Sent("G4", "2024Q1", "2024-04-04", 70, 7), "四厂", 95)
    whole = path.read_bytes()
    spoil_period(path)
    (file,) = take(office, path).files
    assert file.verdict is Verdict.WITHHELD
    found = listed(office, "unknown-period")
    assert {(row.unit and row.unit.code, row.period) for row in found} == {("G4", None)}
    assert all(row.open and row.stray for row in found)
    path.write_bytes(whole)
    (file,) = take(office, path).files
    assert file.verdict is Verdict.ACCEPTED
    assert [row.open for row in listed(office, "unknown-period")] == [False] * len(found)


def spoil_period(path: Path) -> None:
    """Let the workbook's line 报告期 say nothing that can be read."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(max_row=4):
            for cell in cells:
                if str(cell.value or "").startswith("报告期"):
                    cell.value = "报告期：某季"
    book.save(path)
