"""The desk over a real warehouse: checked, corrected in the returned workbook, handed in."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import run
from pipeline.desk import Desk
from pipeline.domain.submission import SentFile
from pipeline.sample.county import generate
from pipeline.uploading import lay_out, name_parts
from pipeline.warehouse.connection import writer
from pipeline.warehouse.reader import Reader
from tests.journey.steps import CONFIG


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    generate(folder, run.load([CONFIG]), units=3, periods=1, seed=6, mistakes=0)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def desk(county: Path, data: Path) -> Desk:
    return Desk([CONFIG, county / "config"], data, wait=0.2)


def wrong(county: Path) -> tuple[bytes, object]:
    """A report with a mistake, and the right value."""
    book = load_workbook(next((county / "inbox").rglob("*.xlsx")))
    right = book["会员表"]["C14"].value
    book["会员表"]["C14"] = -2
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), right


def test_a_check_keeps_nothing_and_the_corrected_answer_is_taken(
    county: Path, desk: Desk, data: Path
) -> None:
    content, right = wrong(county)
    checked = desk.check([SentFile("../甲?.xlsx", content)], "zh")
    assert not data.exists()
    assert [f.file for f in checked.files] == ["甲_.xlsx"]
    assert checked.files[0].verdict == "withheld"
    assert ("below-minimum", "C14") in {(f.slug, f.cell) for f in checked.files[0].findings}
    token = checked.files[0].returned
    assert token
    name, answer = desk.returned(token) or ("", b"")
    assert name == "甲__退回.xlsx"

    book = load_workbook(io.BytesIO(answer))
    book["会员表"]["C14"] = right
    out = io.BytesIO()
    book.save(out)
    assert desk.check([SentFile(name, out.getvalue())], "zh").files[0].verdict == "accepted"
    taken = desk.submit([SentFile(name, out.getvalue())], "zh")
    assert [f.verdict for f in taken.files] == ["accepted"]
    assert taken.publication == Reader(data).publication.number


def test_while_another_import_writes_nothing_is_lost_and_nothing_taken(
    county: Path, desk: Desk, data: Path
) -> None:
    content = next((county / "inbox").rglob("*.xlsx")).read_bytes()
    with writer(data / "processed" / "warehouse.duckdb"):
        assert desk.submit([SentFile("甲.xlsx", content)], "zh").problem == "busy"
    assert desk.submit([SentFile("甲.xlsx", content)], "zh").files[0].verdict == "accepted"


def test_a_file_too_large_is_not_even_written_down(desk: Desk) -> None:
    assert (
        desk.check([SentFile("甲.xlsx", b"x" * (desk.most_bytes + 1))], "zh").problem == "too_large"
    )


def test_what_was_handed_in_is_told_again_in_the_other_language(
    county: Path, desk: Desk, data: Path
) -> None:
    content, _ = wrong(county)
    assert desk.check([SentFile("甲.xlsx", content)], "zh").again is None, "nothing was taken"
    done = desk.submit([SentFile("甲.xlsx", content)], "zh")
    assert done.again
    again = desk.tell_again(done.again, "en")
    assert again
    assert again.publication == done.publication
    assert [(f.file, f.verdict) for f in again.files] == [("甲.xlsx", "withheld")]
    zh, en = done.files[0], again.files[0]
    assert [f.slug for f in zh.findings] == [f.slug for f in en.findings]
    assert zh.findings[0].what != en.findings[0].what
    assert en.returned
    assert (desk.returned(en.returned) or ("",))[0] == "甲_returned.xlsx"
    assert desk.tell_again("long ago", "en") is None


def test_a_name_longer_than_a_disk_takes_is_cut_before_its_ending(county: Path, desk: Desk) -> None:
    """Windows takes 255 characters, other systems 255 bytes, of which a Chinese one is three."""
    content, _ = wrong(county)
    sent = SentFile(f"{'最终修改稿' * 30}/{'报送季度报表' * 35}.xlsx", content)
    (file,) = desk.check([sent], "zh").files
    assert file.verdict == "withheld"
    folder, name = file.file.split("/")
    assert folder.startswith("最终修改稿")
    assert name.startswith("报送季度报表")
    assert name.endswith(".xlsx")
    assert file.returned
    assert (desk.returned(file.returned) or ("",))[0] == f"{name.removesuffix('.xlsx')}_退回.xlsx"


def test_a_template_of_the_desk_is_accepted_where_it_is_filled_in(county: Path, desk: Desk) -> None:
    unit = next((county / "inbox").rglob("*.xlsx")).name.split("_")[0]
    made = desk.template(unit, "2024Q4", "zh")
    assert made is not None
    assert made[0] == f"{unit}_2024Q4.xlsx"
    assert "会员表" in load_workbook(io.BytesIO(made[1])).sheetnames
    assert desk.template("AHX", "2024Q4", "zh") is None
    assert desk.template(unit, "nonsense", "zh") is None
    assert desk.template(unit, "2024", "zh") is None, "it reports by the quarter"
    assert desk.template("nobody", "2024Q4", "zh") is None


def test_a_folder_is_checked_at_once_and_goes_back_as_one(county: Path, desk: Desk) -> None:
    bad, _ = wrong(county)
    good = sorted((county / "inbox").rglob("*.xlsx"))[-1].read_bytes()
    sent = [SentFile("乡镇/甲/报表.xlsx", bad), SentFile("乡镇/乙/报表.xlsx", bad + b" "),
            SentFile("乡镇/丙.xlsx", good), SentFile("乡镇/说明.docx", b"PK")]  # fmt: skip
    found = desk.check(sent, "zh")
    said = {file.file: file.verdict for file in found.files}
    assert said == {"乡镇/甲/报表.xlsx": "withheld", "乡镇/乙/报表.xlsx": "withheld",
                    "乡镇/丙.xlsx": "accepted", "乡镇/说明.docx": "unreadable"}  # fmt: skip
    name, content = desk.returned(found.together or "") or ("", b"")
    assert name == "退回件.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as back:
        assert {"乡镇/甲/报表_退回.xlsx", "乡镇/乙/报表_退回.xlsx", "answer.html"} <= set(
            back.namelist()
        )
        assert "说明.docx" in back.read("answer.html").decode(), "what is no report is told too"


def test_one_returned_workbook_needs_no_bundle(county: Path, desk: Desk) -> None:
    assert desk.check([SentFile("甲.xlsx", wrong(county)[0])], "zh").together is None


def test_files_of_one_name_both_stay(tmp_path: Path) -> None:
    sent = [SentFile("甲.xlsx", b"1"), SentFile("甲.XLSX", b"2"), SentFile("C:\\x\\乙.xlsx", b"3")]
    placed = lay_out(sent, tmp_path)
    read = [
        p.read_bytes() for top in placed for p in ([top] if top.is_file() else top.rglob("*.*"))
    ]
    assert read == [b"1", b"2", b"3"]


def test_a_file_and_a_folder_of_one_name_both_stay(tmp_path: Path) -> None:
    sent = [SentFile("甲", b"1"), SentFile("甲/乙.xlsx", b"2"), SentFile("丙/丁", b"3"),
            SentFile("丙", b"4")]  # fmt: skip
    lay_out(sent, tmp_path)
    there = {p.relative_to(tmp_path).as_posix(): p.read_bytes()
             for p in tmp_path.rglob("*") if p.is_file()}  # fmt: skip
    assert there == {"甲": b"1", "甲 (1)/乙.xlsx": b"2", "丙/丁": b"3", "丙 (3)": b"4"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("甲.xlsx", "甲.xlsx"), ("x\\甲.xlsx", "x/甲.xlsx"), ("../../etc/passwd", "etc/passwd"),
     ("/etc/passwd", "etc/passwd"), ("..", "report"), ("", "report"), ("a/b/", "a/b"),
     ("a\x00b.csv", "a_b.csv"), ("a/../../b.csv", "a/b.csv")],
)  # fmt: skip
def test_a_name_from_a_browser_leads_nowhere_else(given: str, kept: str) -> None:
    assert name_parts(given) == kept.split("/")
