"""A file goes in, comes back marked, is corrected there, and is accepted as the next version."""

import json
from pathlib import Path

import pytest

from pipeline import run
from pipeline.domain.status import Verdict
from pipeline.reports.answer.folder import Judged, free_name, write_answers
from pipeline.reports.answer.guarded_marker import GuardedMarker
from pipeline.sample.county import generate
from tests.journey.steps import CONFIG

from .keeping import kept, opened
from .workbooks import finding, odd_workbook


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    generate(folder, run.load([CONFIG]), units=3, periods=1, seed=5, mistakes=0)
    return folder


@pytest.fixture
def inbox(county: Path, tmp_path: Path) -> tuple[Path, list[Path]]:
    """A good report into which two mistakes are put, and the definitions."""
    source = next((county / "inbox").rglob("*.xlsx"))
    book = opened(source.read_bytes())
    book["会员表"]["C5"] = "若干"
    book["会员表"]["C14"] = -2
    sent = tmp_path / source.name
    book.save(sent)
    return sent, [CONFIG, county / "config"]


def test_the_corrected_answer_is_version_two(
    inbox: tuple[Path, list[Path]], county: Path, tmp_path: Path
) -> None:
    sent, config = inbox
    right = opened(next((county / "inbox").rglob(sent.name)).read_bytes())["会员表"]
    before = sent.read_bytes()
    first = run.ingest([sent], config, tmp_path, by_file_time=True, answers=tmp_path / "back")
    assert [f.verdict for f in first.files] == [Verdict.WITHHELD]
    assert sent.read_bytes() == before
    back = tmp_path / "back" / f"{sent.stem}_退回.xlsx"
    assert kept(back.read_bytes()) == kept(before)

    told = json.loads((tmp_path / "back" / "answer.json").read_text("utf-8"))["files"][0]
    assert (told["verdict"], told["returned"]) == ("withheld", back.name)
    assert {(f["slug"], f["cell"]) for f in told["findings"]} >= {
        ("masked-number", "C5"), ("below-minimum", "C14"),
    }  # fmt: skip
    page = (tmp_path / "back" / "answer.html").read_text("utf-8")
    assert "C14" in page
    assert "“本期减少会员”小于允许的最小值 0。" in page

    book = opened(back.read_bytes())
    for cell in ("C5", "C14"):
        assert book["会员表"][cell].comment is not None
        book["会员表"][cell] = right[cell].value
    book.save(back)
    second = run.ingest([back], config, tmp_path, by_file_time=True)
    assert [f.verdict for f in second.files] == [Verdict.ACCEPTED]
    assert {s[4] for s in second.files[0].submissions} == {2}
    assert {f.slug for f in second.files[0].findings} <= {"late-submission"}


def test_checking_alone_returns_the_workbook_as_well(
    inbox: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    sent, config = inbox
    found = run.judge_only([sent], run.load(config), tmp_path / "back", "en").findings
    assert {f.slug for f in found} >= {"masked-number", "below-minimum"}
    book = opened((tmp_path / "back" / f"{sent.stem}_returned.xlsx").read_bytes())
    assert book.sheetnames[-1] == "Problem list"
    assert "at least" in book["会员表"]["C14"].comment.text.lower() or book["会员表"]["C14"].comment


def test_a_unit_unknown_to_the_template_may_be_corrected_in_the_line_everybody_sees(
    county: Path, tmp_path: Path
) -> None:
    """The hidden sheet names a unit that does not exist; only 填报单位 can be corrected."""
    config = [CONFIG, county / "config"]
    source = next((county / "inbox").rglob("*.xlsx"))
    book = opened(source.read_bytes())
    hidden = book["_unionkpi"]
    right = hidden["B2"].value
    hidden["B2"] = "AHX999999"
    for sheet in book.worksheets:
        if str(sheet["A2"].value).startswith("填报单位"):
            sheet["A2"] = "填报单位：没有这家工会"
    wrong = tmp_path / "a.xlsx"
    book.save(wrong)
    stating = [s.title for s in book.worksheets if str(s["A2"].value).startswith("填报单位")]
    found = run.judge_only([wrong], run.load(config), tmp_path / "back").findings
    (told,) = (f for f in found if f.slug == "unknown-org-unit")
    assert (told.place.sheet, told.place.cell) == (stating[0], "A2")
    assert told.details["sheets_zh"].endswith(f"等 {len(stating)} 张表")
    back = opened((tmp_path / "back" / "a_退回.xlsx").read_bytes())
    marked = [sheet.title for sheet in back.worksheets if sheet["A2"].comment is not None]
    assert marked == stating, "each is to be corrected, so each is marked"
    for sheet in book.worksheets:
        if str(sheet["A2"].value).startswith("填报单位"):
            sheet["A2"] = f"填报单位：{right}"
    book.save(wrong)
    assert not run.judge_only([wrong], run.load(config)).findings


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("东河镇/西坪.xls", "东河镇/西坪_退回.xlsx"),
        ("a/../../etc/passwd", "a/etc/passwd_退回.xlsx"),
        ("C:\\报表\\1.csv", "C_/报表/1_退回.xlsx"),
        ("表_退回.xlsx", "表_退回.xlsx"),
        ("..", "__退回.xlsx"),
    ],
)
def test_an_answer_stays_in_its_folder_whatever_the_file_is_called(sent: str, name: str) -> None:
    assert free_name(sent, ".xlsx", set(), "zh") == name


def test_two_files_of_one_name_get_two_answers() -> None:
    taken: set[str] = set()
    names = [free_name("表.xlsx", ".xlsx", taken, "zh"), free_name("表.xls", ".xlsx", taken, "zh")]
    assert names == ["表_退回.xlsx", "表_退回_2.xlsx"]


def test_a_file_nobody_can_read_is_answered_without_a_workbook(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    made = write_answers(
        tmp_path / "back",
        [Judged("坏.xlsx", Verdict.WITHHELD, (finding(None, None),), broken)],
        "zh",
    )
    assert made[0].returned is None
    assert made[0].findings[0].slug == "below-minimum"


def test_a_process_that_dies_of_a_file_costs_only_that_file(tmp_path: Path) -> None:
    good = tmp_path / "好.xlsx"
    good.write_bytes(odd_workbook())
    with GuardedMarker() as marker:
        assert marker.returned(good, [finding("表&一", "D2")], "zh") is not None
        assert marker._process is not None
        marker._process.kill()
        marker._process.join()
        assert marker.returned(good, [finding("表&一", "D2")], "zh") is None
        assert marker.returned(good, [finding("表&一", "D2")], "zh") is not None


def test_the_sheet_of_problems_is_not_taken_for_a_report(county: Path, tmp_path: Path) -> None:
    """Also when its words are those of a form."""
    config = [CONFIG, county / "config"]
    catalogue = run.load(config)
    source = next((county / "inbox").rglob("*.xlsx"))
    from pipeline.reports.answer.marking import marked

    words = {"label_zh": "安全隐患台账", "label_en": "Hazards"}
    plain = finding("会员表", "C5")
    told = [type(plain)("not-a-number", "warning", plain.place, "职工总数", words)] * 3
    again = tmp_path / source.name
    again.write_bytes(marked(source.read_bytes(), told, "zh"))
    assert run.judge_only([again], catalogue).findings == []
