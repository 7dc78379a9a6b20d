"""What a file itself explains: in the notes of a row, or on the sheet of problems sent back."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline import run
from pipeline.desk import Desk
from pipeline.domain.status import Verdict
from pipeline.intake.explanations import kept
from pipeline.queries import questions
from pipeline.queries.answers import FindingRow, ReportingStatus
from pipeline.queries.nouns import NotFound
from pipeline.queries.reminders import reminders
from pipeline.reports.reminder import reminder
from pipeline.reports.words import Words
from pipeline.warehouse import event_log
from pipeline.warehouse.connection import OutOfMemory
from pipeline.warehouse.decisions import Wish
from tests.definitions.folders import PRODUCT
from tests.journey.steps import CONFIG

from .office import Office, Sent, open_office, write
from .test_flow import ASKING, numerator, row

WHY = "会员以外的女职工误计"
SENT = Sent("G4", "2024Q1", "2024-04-09", members=50, women=51)
LATE = Sent("G1", "2024Q1", "2024-05-08", members=105, women=40)
ANSWERS = "问题清单"


@pytest.fixture
def asking(tmp_path: Path) -> Office:
    """An office where more women than members is a question, not an error."""
    return open_office(tmp_path, {"forms/members.yml": ASKING})


def cell_below(book: Workbook, sheet: str, head: str) -> tuple[int, int]:
    """Row and column of the head of a column."""
    for cells in book[sheet].iter_rows():
        for cell in cells:
            if str(cell.value or "").startswith(head):
                return cell.row, cell.column
    raise AssertionError(head)


def note(path: Path, text: str, line_of: str = "女会员") -> Path:
    """Write a note beside a line of the card; asked about are the women of it."""
    book = load_workbook(path)
    sheet = book.worksheets[0].title
    _, column = cell_below(book, sheet, "备注")
    line, _ = cell_below(book, sheet, line_of)
    book[sheet].cell(line, column, text)
    return saved(book, path)


def saved(book: Workbook, path: Path, on: str = "2024-04-10") -> Path:
    book.save(path)
    moment = datetime.fromisoformat(f"{on}T09:00").replace(tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def take(office: Office, path: Path, back: Path | None = None) -> run.Ingestion:
    return run.ingest([path], [office.config], office.data, by_file_time=True, answers=back)


def asked(office: Office, unit: str) -> list[FindingRow]:
    return list(questions.finding_list(office.reader, unit, severity="explain").rows)


def test_a_note_beside_the_row_explains_and_the_report_counts(asking: Office) -> None:
    path = note(write(asking.config.parent, asking.config, SENT, 90), f" {WHY}（13800001111） ")
    (file,) = take(asking, path).files
    assert file.verdict is Verdict.ACCEPTED
    assert [f.slug for f in file.findings] == [], "what is explained is not asked again"
    assert row(asking, "G4").state == "accepted"
    (found,) = [one for one in asked(asking, "G4") if one.file == path.name]
    assert not found.open
    assert found.explanation is not None
    assert found.explanation.by.code == "G4"
    assert found.explanation.text == f"{WHY}（***********）", "nobody's number is kept"
    assert run.verify([asking.config], asking.data).agrees


def test_a_note_beside_another_of_its_cells_explains_too(asking: Office) -> None:
    path = write(asking.config.parent, asking.config, SENT, 90)
    (file,) = take(asking, note(path, WHY, "会员数")).files
    assert (file.verdict, file.findings) == (Verdict.ACCEPTED, ())
    assert row(asking, "G4").state == "accepted"


def test_a_note_elsewhere_explains_nothing(asking: Office) -> None:
    path = write(asking.config.parent, asking.config, SENT, 90)
    book = load_workbook(path)
    sheet = book.worksheets[0].title
    _, column = cell_below(book, sheet, "备注")
    line, _ = cell_below(book, sheet, "会费")
    book[sheet].cell(line, column, WHY)
    (file,) = take(asking, saved(book, path)).files
    assert [f.severity for f in file.findings] == ["explain"]
    assert (row(asking, "G4").state, row(asking, "G4").flow) == ("withheld", "unexplained")


def test_what_is_written_on_the_sheet_of_problems_explains(asking: Office, tmp_path: Path) -> None:
    path = write(asking.config.parent, asking.config, SENT, 90)
    take(asking, path, tmp_path / "back")
    before = numerator(asking)
    book = load_workbook(tmp_path / "back" / f"{path.stem}_退回.xlsx")
    head, column = cell_below(book, ANSWERS, "说明")
    assert book[ANSWERS].cell(head + 1, 2).value == "? 要说明"
    book[ANSWERS].cell(head + 1, column, WHY)
    (file,) = take(asking, saved(book, tmp_path / "again.xlsx")).files
    assert (file.verdict, file.findings) == (Verdict.ACCEPTED, ())
    assert row(asking, "G4").state == "accepted"
    assert numerator(asking) == (before or 0) + 50
    told = [one for one in asked(asking, "G4") if one.period == "2024Q1"]
    assert len(told) == 2, "as sent first, and again"
    assert {one.explanation.text for one in told if one.explanation} == {WHY}
    assert not any(one.open for one in told)
    assert run.verify([asking.config], asking.data).agrees


def test_an_explanation_of_another_finding_or_unit_holds_for_neither(
    asking: Office, tmp_path: Path
) -> None:
    path = write(asking.config.parent, asking.config, SENT, 90)
    take(asking, path, tmp_path / "back")
    book = load_workbook(tmp_path / "back" / f"{path.stem}_退回.xlsx")
    head, column = cell_below(book, ANSWERS, "说明")
    book[ANSWERS].cell(head + 1, column, WHY)
    hidden = book[ANSWERS].cell(head + 1, column + 2)
    hidden.value = str(hidden.value).replace('"G4"', '"G3"')
    (file,) = take(asking, saved(book, tmp_path / "again.xlsx")).files
    assert [f.severity for f in file.findings] == ["explain"]
    assert row(asking, "G4").flow == "unexplained"
    assert row(asking, "G3").flow == "unexplained", "a file speaks for its own units"


def test_the_reason_of_a_late_change_may_stand_there_too(asking: Office, tmp_path: Path) -> None:
    path = write(asking.config.parent, asking.config, LATE, 91)
    (file,) = take(asking, path, tmp_path / "back").files
    assert "changed-after-deadline" in [f.slug for f in file.findings]
    book = load_workbook(tmp_path / "back" / f"{path.stem}_退回.xlsx")
    head, column = cell_below(book, ANSWERS, "说明")
    for line in range(head + 1, book[ANSWERS].max_row + 1):
        if book[ANSWERS].cell(line, 2).value == "? 要说明":
            book[ANSWERS].cell(line, column, "漏报一个车间")
    (again,) = take(asking, saved(book, tmp_path / "again.xlsx", "2024-05-09")).files
    assert [f.slug for f in again.findings if f.severity == "explain"] == []
    told = questions.report_history(asking.reader, "G1", "2024Q1", "members").report
    assert told is not None
    reasons = [past.reason and past.reason.text for past in told.versions]
    assert reasons == [None, "漏报一个车间", "漏报一个车间"]


def test_a_check_of_an_explained_file_asks_nothing(asking: Office) -> None:
    path = note(write(asking.config.parent, asking.config, SENT, 90), WHY)
    found = run.judge_only([path], run.load([asking.config]))
    assert [list(file.findings) for file in found.files] == [[]]


def test_a_required_number_may_be_blank_where_a_note_says_why(asking: Office) -> None:
    form = ASKING.replace(
        "女会员, en: Women}, type: integer", "女会员, en: Women}, type: integer, required: true"
    )
    assert form != ASKING
    (asking.config / "forms" / "members.yml").write_text(form, encoding="utf-8")
    path = write(asking.config.parent, asking.config, SENT, 90)
    book = load_workbook(path)
    sheet = book.worksheets[0].title
    line, _ = cell_below(book, sheet, "女会员")
    _, values = cell_below(book, sheet, "数值")
    _, notes = cell_below(book, sheet, "备注")
    book[sheet].cell(line, values).value = None
    (blank,) = take(asking, saved(book, path)).files
    assert [(f.slug, f.severity) for f in blank.findings] == [("missing-value", "error")]
    book[sheet].cell(line, notes, "女会员名册遗失，正在重建")
    (said,) = take(asking, saved(book, path.with_name("again.xlsx"))).files
    assert (said.verdict, said.findings) == (Verdict.ACCEPTED, ())
    (found,) = [one for one in asked(asking, "G4") if one.file == "again.xlsx"]
    assert (found.slug, found.open) == ("missing-value", False)


def test_a_text_about_a_person_stays_in_the_original() -> None:
    forms = run.load([CONFIG]).forms
    persons, card = forms["hardship_file"].sections["main"], forms["membership"].sections["main"]
    assert kept("某某患病", persons) == ""
    assert kept(" 合并 ", card) == "合并"
    assert len(kept("长" * 900, card)) == 500


def test_a_number_of_a_person_is_kept_from_no_way_of_explaining(asking: Office) -> None:
    (one,) = asked(asking, "G3")
    wish = Wish(
        "explain", "G3", "问过，电话13800001111，证号11010519491231002X", finding=one.finding
    )
    assert run.decide([wish], [asking.config], asking.data).refusal is None
    (one,) = asked(asking, "G3")
    assert one.explanation is not None
    assert one.explanation.text == f"问过，电话{'*' * 11}，证号{'*' * 18}"
    (file,) = run.ingest(
        [write(asking.config.parent, asking.config, LATE, 91)], [asking.config], asking.data,
        by_file_time=True, reason="漏报，问13800001111",
    ).files  # fmt: skip
    assert "changed-after-deadline" not in [f.slug for f in file.findings]
    log = (asking.data / event_log.FILE).read_text(encoding="utf-8")
    assert "漏报，问***********" in log
    assert "1380000" not in log
    assert "1101051949" not in log


def test_the_desk_says_in_words_why_an_explanation_was_not_noted(
    asking: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = asked(asking, "G3")
    shown = asking.reader.publication.number

    def explain(finding: int, by: str = "G3", seen: int = shown) -> str | None:
        return Desk([asking.config], asking.data).answer("explain", [finding], by, WHY, seen, "zh")

    assert "“一厂”不能这样处理" in (explain(one.finding, by="G1") or "")
    assert explain(one.finding, seen=shown - 1) is not None
    for error, words in (
        (NotFound.unit("X9", ()), "X9"),
        (OutOfMemory(asking.data, "1GB"), "已登记，但计算时内存不够"),
    ):

        def fail(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        with monkeypatch.context() as patched:
            patched.setattr(run, "decide", fail)
            assert words in (explain(one.finding) or "")
    assert explain(one.finding) is None


def test_reports_of_partial_form_sets_wait_for_nobody(tmp_path: Path) -> None:
    repeating = PRODUCT.replace("forms: [members, cases]", "forms: [members, cases], partial: true")
    assert repeating != PRODUCT
    office = open_office(tmp_path, {"forms/members.yml": ASKING, "product.yml": repeating})
    assert (row(office, "G3").state, row(office, "G3").flow) == ("accepted", None)


def reminded(status: ReportingStatus) -> str:
    return reminder(reminders(status, date(2024, 5, 8)), Words("zh"))


def test_the_reminder_asks_for_what_each_unit_has_to_do(asking: Office) -> None:
    status = questions.reporting_status(asking.reader, "C1", "2024Q1")
    text = reminded(status)
    assert "三厂：会员表有要说明的问题，请写明原因" in text
    assert "退回待改" not in text
    waiting = [replace(r, flow="waiting") if r.state == "withheld" else r for r in status.rows]
    assert "三厂" not in reminded(replace(status, rows=tuple(waiting)))
    back = [replace(r, flow="withdrawn") if r.state == "withheld" else r for r in status.rows]
    assert "三厂：会员表撤回后未重报" in reminded(replace(status, rows=tuple(back)))
