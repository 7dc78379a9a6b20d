"""A name that is settled, or taken back, changes nothing that was accepted or locked before."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from pipeline.domain import clock
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from tests.queries.office import UNITS, Office, Sent, open_office, write
from tests.queries.test_flow import numerator, row
from tests.warehouse.acts import agrees, lock, settle, take
from tests.warehouse.test_aliases import OWN
from tests.warehouse.test_synonyms import NEEDED
from tests.warehouse.test_synonyms import OWN as HEADING

SHORT = "第四机械厂工会"
"""Part of OWN; in a file name both can be read."""
LATER = "2999-01-01"
"""A day after all that is settled in these tests."""
Q1 = Sent("G4", "2024Q1", "2024-04-03", 70, 7)


class LaterClock(datetime):
    """The clock of this computer on the evening of that day."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.fromisoformat(f"{LATER}T20:00")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.fixture
def that_day_comes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A file dated ahead counts as received now; so the days have to pass."""
    return lambda: monkeypatch.setattr(clock, "datetime", LaterClock)


def opened(office: Office, number: int = 90) -> tuple[Path, Workbook]:
    """G4's workbook of the first quarter."""
    path = write(office.config.parent, office.config, Q1, number)
    return path, load_workbook(path)


def say_unit(book: Workbook, *names: str | None) -> None:
    """Write whose each sheet is, on its line 填报单位; None: it says nothing."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    lines = [
        cell
        for sheet in sheets
        for cells in sheet.iter_rows(max_row=4)
        for cell in cells
        if str(cell.value or "").startswith("填报单位")
    ]
    assert len(lines) == 2
    for cell, name in zip(lines, names * (3 - len(names)), strict=True):
        cell.value = None if name is None else f"填报单位：{name}"


def without_identity(book: Workbook) -> None:
    """Take away the sheets nobody sees."""
    for sheet in [one for one in book.worksheets if one.sheet_state != "visible"]:
        book.remove(sheet)


def save(path: Path, book: Workbook, on: str = "2024-04-03") -> Path:
    """Save a workbook, dated as it was sent."""
    book.save(path)
    moment = datetime.fromisoformat(f"{on}T09:00").replace(tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def nameless(office: Office, name: str, on: str = "2024-04-03") -> Path:
    """A workbook of G4 that says only in its file's name whose it is."""
    path, book = opened(office)
    without_identity(book)
    say_unit(book, None)
    return save(path.with_name(name), book, on)


def named(office: Office, on: str = "2024-04-03", number: int = 90) -> Path:
    """A template of G4 whose lines say OWN."""
    path, book = opened(office, number)
    say_unit(book, OWN)
    return save(path, book, on)


def verdicts(office: Office, path: Path) -> list[Verdict]:
    return [file.verdict for file in take(office, path).files]


def alias(office: Office, unit: str, text: str, *more: str) -> str:
    code, said = settle(office, "alias", unit, text, "--by", "C1", *more)
    assert code == 0, said
    return said


def of_two_unions(office: Office) -> tuple[Path, Workbook]:
    """A file of G4 and G5 that tells them by names that are settled."""
    alias(office, "G4", OWN)
    alias(office, "G5", "五厂老名字")
    path, book = opened(office)
    without_identity(book)
    say_unit(book, OWN, "五厂老名字")
    return path, book


def test_a_longer_name_settled_later_does_not_take_a_file_from_its_unit(tmp_path: Path) -> None:
    """The file's name holds the roster's name of G4, and later an alias of G5 as well."""
    line = "G4,四厂,Plant 4,grassroots,T2,,,,base,quarter,"
    assert line in UNITS
    roster = UNITS.replace(line, f"{line}{SHORT}")
    office = open_office(tmp_path, {"org_units.csv": roster})
    assert verdicts(office, nameless(office, f"{OWN}2024Q1.xlsx")) == [Verdict.ACCEPTED]
    assert row(office, "G4").state == "accepted"
    alias(office, "G5", OWN)
    assert row(office, "G4").file == f"{OWN}2024Q1.xlsx"
    assert agrees(office)


def test_the_name_settled_first_tells_whose_a_file_is(office: Office) -> None:
    assert verdicts(office, nameless(office, f"{OWN}2024Q1.xlsx")) == [Verdict.WITHHELD]
    assert "现在收下 1 个" in alias(office, "G4", SHORT)
    alias(office, "G5", OWN)
    assert row(office, "G4").file == f"{OWN}2024Q1.xlsx"
    assert agrees(office)


def test_what_comes_later_is_told_by_the_longer_name(
    office: Office, that_day_comes: Callable[[], None]
) -> None:
    """Names settled before a file came are read in its name whatever their order."""
    alias(office, "G5", SHORT)
    alias(office, "G4", OWN)
    that_day_comes()
    later = nameless(office, f"{OWN}2024Q1.xlsx", LATER)
    assert verdicts(office, later) == [Verdict.ACCEPTED]
    assert numerator(office, "G4") == 70
    assert agrees(office)


def test_two_names_of_one_length_in_a_file_name_are_no_answer(
    office: Office, that_day_comes: Callable[[], None]
) -> None:
    alias(office, "G4", "甲乙丙丁工会")
    alias(office, "G5", "戊己庚辛工会")
    that_day_comes()
    sent = nameless(office, "甲乙丙丁工会、戊己庚辛工会2024Q1.xlsx", LATER)
    assert verdicts(office, sent) == [Verdict.WITHHELD]


def test_a_template_with_an_unknown_name_stays_taken_when_that_is_settled(
    office: Office, that_day_comes: Callable[[], None]
) -> None:
    """Nobody knew the name then, and the template says whose it is."""
    assert verdicts(office, named(office)) == [Verdict.ACCEPTED]
    alias(office, "G5", OWN)
    assert agrees(office)
    that_day_comes()
    (file,) = take(office, named(office, LATER, 91)).files
    assert "unit-differs" in {f.slug for f in file.findings}
    assert agrees(office)


@pytest.mark.parametrize("unit", ["G4", "G5"])
def test_what_was_told_of_a_name_stays_told_when_that_is_settled(office: Office, unit: str) -> None:
    """It could not be told whose the name is when the file came; so a rebuild tells it, too."""
    (file,) = take(office, named(office)).files
    assert [f.slug for f in file.findings if f.slug != "late-submission"] == ["unit-line-unknown"]
    alias(office, unit, OWN)
    assert agrees(office)
    assert numerator(office, "G4") == 70
    alias(office, unit, OWN, "--withdraw")
    assert agrees(office)


def test_a_template_counts_on_when_the_name_on_it_is_taken_back(
    office: Office, that_day_comes: Callable[[], None]
) -> None:
    """It counted by its template; what is told of the line is another thing now."""
    alias(office, "G4", OWN)
    that_day_comes()
    (file,) = take(office, named(office, LATER)).files
    assert "unit-by-alias" in {f.slug for f in file.findings}
    alias(office, "G4", OWN, "--withdraw")
    told = {r.slug for r in questions.finding_list(office.reader, "C1").rows if r.open}
    assert "unit-line-unknown" in told
    assert numerator(office, "G4") == 70
    assert agrees(office)


def test_a_locked_report_keeps_its_file_when_another_name_in_it_is_taken_back(
    office: Office,
) -> None:
    """A file of two unions; the quarter is locked, but not for the one whose name was wrong."""
    path, book = of_two_unions(office)
    assert verdicts(office, save(path, book)) == [Verdict.ACCEPTED]
    before = numerator(office)
    lock(office, "G5")
    said = alias(office, "G5", "五厂老名字", "--withdraw")
    assert "1 个文件没有改读" in said
    assert numerator(office) == before
    assert row(office, "G4").state == "accepted"
    assert agrees(office)
    alias(office, "G4", OWN, "--withdraw")
    assert numerator(office) == before
    assert agrees(office)
    lock(office, deed="unlock")
    assert row(office, "G4").state == "missing"
    assert agrees(office)


def test_nothing_is_told_anew_of_a_template_whose_name_is_settled_later(office: Office) -> None:
    assert verdicts(office, named(office)) == [Verdict.ACCEPTED]
    alias(office, "G4", OWN)
    assert agrees(office)


def test_what_another_units_template_says_is_judged_again_without_the_name(
    office: Office, that_day_comes: Callable[[], None]
) -> None:
    """Held back because its line meant another unit; then the line means nobody."""
    alias(office, "G5", OWN)
    that_day_comes()
    path = named(office, LATER)
    assert verdicts(office, path) == [Verdict.WITHHELD]
    assert row(office, "G4").state == "withheld"
    alias(office, "G5", OWN, "--withdraw")
    assert row(office, "G4").file == path.name
    assert agrees(office)


def test_what_stayed_is_told_by_the_name_again_once_that_is_settled_anew(office: Office) -> None:
    alias(office, "G4", OWN)
    path, book = opened(office)
    without_identity(book)
    say_unit(book, OWN)
    assert verdicts(office, save(path, book)) == [Verdict.ACCEPTED]
    lock(office)
    alias(office, "G4", OWN, "--withdraw")
    said = alias(office, "G4", OWN)
    assert "没有改读" not in said
    assert agrees(office)


def test_a_locked_report_keeps_its_file_when_a_heading_in_it_is_taken_back(tmp_path: Path) -> None:
    """G4's members need a heading of its own; the quarter is locked, but not for G4."""
    office = open_office(tmp_path, {"forms/members.yml": NEEDED})
    synonym = ("synonym", "members", HEADING, "members", "--sender", "G4", "--by", "T2")
    assert settle(office, *synonym)[0] == 0
    path, book = of_two_unions(office)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if str(cell.value or "").strip("* （必填）") == "会员数":
                    cell.value = HEADING
    assert verdicts(office, save(path, book)) == [Verdict.ACCEPTED]
    lock(office, "G4")
    code, said = settle(office, "synonym", "members", HEADING, "--sender", "G4", "--by", "C1",
                        "--withdraw")  # fmt: skip
    assert code == 0, said
    assert "1 个文件没有改读" in said
    assert numerator(office, "G4") == 70
    assert agrees(office)
    lock(office, deed="unlock")
    assert row(office, "G4").state == "withheld"
    assert agrees(office)
