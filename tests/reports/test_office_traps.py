"""What is looked for in written Office files is found where it was planted, and nowhere else."""

import io
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from xlsxwriter.workbook import Workbook

from benchmarks.office_files import NoValidator, look_over, validator
from benchmarks.office_kinds import Written
from benchmarks.office_traps import traps
from pipeline.reports.quarterly import ReportFiles

BOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
RELATIONS, TYPES = "xl/worksheets/_rels/sheet1.xml.rels", "[Content_Types].xml"
LONG = "长" * 32_768
PLANTED = [
    (BOOK, 'name="二"', 'name="表"', "2 sheets are called '表'"),
    (BOOK, 'name="二"', f'name="{"二" * 32}"', "has 32 characters"),
    (BOOK, 'name="二"', 'name="a/b"', "a character no sheet name may have"),
    (BOOK, 'name="二"', "name=\"二'\"", "a character no sheet name may have"),
    (BOOK, 'name="二"', 'name="HISTORY"', "is reserved"),
    (BOOK, 'sheetId="2"', 'sheetId="1"', "2 sheets have the id 1"),
    (BOOK, "<sheet ", '<sheet state="hidden" ', "no sheet is visible"),
    (BOOK, "<bookViews><workbookView ", '<bookViews><workbookView activeTab="7" ',
     "the active sheet is none"),
    (BOOK, 'name="Rate"', 'name="R1"', "'R1' is none that a range may have"),
    (BOOK, 'name="Rate"', 'name="a b"', "'a b' is none that a range may have"),
    (BOOK, 'name="Rate"', 'name="_xlnm.Print_Titles" localSheetId="0"', "2 names"),
    (BOOK, "二!$A$1", "三!$A$1", "refers to the sheet '三', which is not there"),
    (BOOK, "二!$A$1", "'三'!$A$1", "refers to the sheet '三', which is not there"),
    (BOOK, 'localSheetId="0"', 'localSheetId="5"', "of a sheet that is not there"),
    (SHEET, '<row r="2"', '<row r="1"', "row 1 stands behind row 1"),
    (SHEET, '<c r="B1"', '<c r="A1"', "stands behind column 1 of row 1"),
    (SHEET, 'ht="20.25"', 'ht="410"', "410 points high"),
    (SHEET, 'width="9.7109375"', 'width="255.5"', "is 255.5 wide"),
    (SHEET, '<col min="2"', '<col min="1"', "described twice"),
    (SHEET, "<v>2.5</v>", "<v>nan</v>", "is the number nan"),
    (SHEET, "<v>2.5</v>", "<v></v><f>=A1</f>", "has the formula =A1"),
    (SHEET, "<v>2.5</v>", "<f>XLOOKUP(1,A:A,B:B)</f>", "calls XLOOKUP without _xlfn."),
    (SHEET, "<v>2.5</v>", "<f>'没有'!A1</f>", "refers to the sheet '没有'"),
    (SHEET, '<c r="B2" s="2"', '<c r="B2" s="99"', "has the look 99"),
    (SHEET, 't="s"><v>0</v>', 't="s"><v>99</v>', "refers to string 99"),
    (SHEET, 't="s"><v>0</v>', f't="inlineStr"><is><t>{LONG}</t></is>', "holds 32768 characters"),
    (SHEET, 't="s"><v>0</v>', 't="e"><v>#ODD!</v>', "is the error #ODD!"),
    (SHEET, 'ref="A5:B6"', 'ref="A5:B8"', "merged ranges overlap at row 8"),
    (SHEET, 'ref="A5:B6"', 'ref="A5:A5"', "a merged range of one cell"),
    (SHEET, 'promptTitle="提示"', f'promptTitle="{"提" * 33}"', "promptTitle of 33"),
    (SHEET, 'prompt="填数"', f'prompt="{"填" * 256}"', "prompt of 256"),
    (SHEET, '"甲,乙"', f'"{"甲" * 256}"', "lists 256 characters"),
    (SHEET, '"甲,乙"', '"甲",乙"', "a quotation mark that is not doubled"),
    (SHEET, '"甲,乙"', "二号!$A$1", "refers to the sheet '二号'"),
    (SHEET, 'sqref="C1"', 'sqref="D1:D2"', "validated ranges overlap"),
    (SHEET, "location=\"'二'!A1\"", "location=\"'三'!A1\"", "refers to the sheet '三'"),
    (SHEET, "location=\"'二'!A1\"", f'location="{"x" * 2100}"', "the link at E1 has 2100"),
    (SHEET, "&amp;P", "页" * 256, "oddFooter has 25"),
    (SHEET, "<formula>5</formula>", "<formula>=5</formula>", "has no formula: =5"),
    (SHEET, "legacyDrawing", "drawingHF", "comments without a drawing"),
    (SHEET, 'r:id="rId', 'r:id="rIdx', "which is no relation"),
    ("xl/comments1.xml", 'ref="C5"', 'ref="C6"', "the comment at C6 has no box"),
    ("xl/comments1.xml", 'authorId="0"', 'authorId="3"', "has no author"),
    ("xl/comments1.xml", "说明", LONG, "the comment at C5 has 327"),
    ("xl/tables/table1.xml", 'name="甲"', 'name="丁"', "has columns ['丁', '乙']"),
    ("xl/tables/table1.xml", 'ref="G1:H3"', 'ref="A1:B6"', "a table over merged cells"),
    (STYLES, 'formatCode="0.000"', f'formatCode="{"0" * 256}"', "a number format of 256"),
    (STYLES, 'numFmtId="164" fontId', 'numFmtId="170" fontId', "number format 170"),
    (STYLES, 'fillId="0"', 'fillId="9"', "has fillId 9"),
    (RELATIONS, 'Id="rId2"', 'Id="rId1"', "relation rId1 is there 2 times"),
    (RELATIONS, "comments1.xml", "comments9.xml", "which is not there"),
    (TYPES, 'Extension="vml"', 'Extension="bin"', "no content type"),
    (TYPES, "</Types>", '<Default Extension="xml" ContentType="application/xml"/></Types>',
     "content type of xml is stated 2 times"),
    ("docProps/core.xml", "2024-01-02T00:00:00Z", "yesterday", "created is yesterday"),
    ("xl/sharedStrings.xml", "</sst>", "", "not well-formed"),
    ("xl/sharedStrings.xml", "<sst ", "<!DOCTYPE sst><sst ", "has a document type"),
]  # fmt: skip


@pytest.fixture(scope="module")
def right() -> bytes:
    """A workbook with everything that is looked at."""
    from datetime import datetime

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2024, 1, 2)})
    sheet, other = book.add_worksheet("表"), book.add_worksheet("二")
    other.write(0, 0, "一")
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 12)
    sheet.write_row(0, 0, ["一", "二"])
    sheet.set_row(1, 20)
    sheet.write(1, 1, 2.5, book.add_format({"num_format": "0.000"}))
    sheet.merge_range("A5:B6", "并")
    sheet.merge_range("A8:B8", "并")
    sheet.data_validation("C1", {"validate": "list", "source": ["甲", "乙"], "input_title": "提示",
                                 "input_message": "填数"})  # fmt: skip
    sheet.data_validation("D1", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.write_url("E1", "internal:'二'!A1", string="去")
    sheet.conditional_format("B1:B3", {"type": "cell", "criteria": ">", "value": 5})
    sheet.write_comment("C5", "说明")
    sheet.add_table("G1:H3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    sheet.set_footer("&C&P")
    sheet.repeat_rows(0)
    book.define_name("Rate", "=二!$A$1")
    book.close()
    return out.getvalue()


def spoilt(content: bytes, part: str, old: str, new: str) -> bytes:
    """The file with something else in one part; what is replaced must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name == part:
                assert old.encode() in text, text.decode()
                text = text.replace(old.encode(), new.encode())
            made.writestr(name, text)
    return out.getvalue()


def test_a_right_workbook_has_none(right: bytes) -> None:
    assert traps(right) == []


@pytest.mark.parametrize(("part", "old", "new", "said"), PLANTED)
def test_what_a_program_would_repair_is_found(
    right: bytes, part: str, old: str, new: str, said: str
) -> None:
    found = traps(spoilt(right, part, old, new))
    assert any(said in one for one in found), found


def test_what_is_no_package_is_one_trap() -> None:
    assert len(traps(b"no zip")) == 1


def test_relations_of_parts_named_in_another_way_break_nothing(right: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(right)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            made.writestr(name.replace("xl/worksheets/_rels/", "xl\\worksheets\\_rels\\"),
                          given.read(name))  # fmt: skip
    assert any("no relation" in one for one in traps(out.getvalue()))


def test_tables_of_a_document_are_looked_at(tmp_path: Path) -> None:
    word = Document()
    word.add_table(rows=1, cols=63)
    word.save(str(tmp_path / "a.docx"))
    content = (tmp_path / "a.docx").read_bytes()
    assert traps(content) == []
    (wide,) = traps(spoilt(content, "word/document.xml", "</w:tc></w:tr>",
                           "</w:tc><w:tc><w:p/></w:tc></w:tr>"))  # fmt: skip
    assert wide == "table 1 has 64 columns"


def test_the_report_has_none(report: ReportFiles, english: ReportFiles) -> None:
    for files in (report, english):
        assert traps(files.workbook.read_bytes()) == []
        assert traps(files.word.read_bytes()) == []


def written_validator(folder: Path, takes: str) -> str:
    """A program that finds an error in each file that has ``wrong`` in its name, and one of the
    oldest Office alone in each that has ``old``."""
    path = folder / f"validator-{takes}"
    said = "--officeVersion" if takes == "option" else ""
    path.write_text(f"""#!{sys.executable}
import json, sys
given = sys.argv[1:]
if {said!r}:
    if given[1] != {said!r}: sys.exit("usage")
    given.remove({said!r})
if len(given) != 2 or given[1].startswith("-"): sys.exit("usage")
found = []
if "wrong" in given[0] or ("old" in given[0] and given[1] == "Office2007"):
    found = [{{"id": "Sch_X", "xPath": "/a[3]/b[1]", "description": "odd"}}] * 2
print(json.dumps({{"errors": found}}))
""")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture
def files(tmp_path: Path, right: bytes) -> dict[str, Written]:
    found = {}
    for name in ("good", "wrong", "old", "others_wrong"):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(right)
        found[name] = Written(f"kind {name}", path)
    return found


@pytest.mark.parametrize("takes", ["place", "option"])
def test_errors_of_the_validator_are_counted_by_kind(
    tmp_path: Path, files: dict[str, Written], takes: str
) -> None:
    program = written_validator(tmp_path, takes)
    result = look_over([files["good"], files["wrong"], files["old"]], program)
    assert (result.files.total(), len(result.files), result.validations) == (3, 3, 18)
    assert result.errors == 2 * 6 + 2
    assert result.line(True).endswith("FAILED")
    assert "Microsoft365: Sch_X /a/b odd" in "\n".join(result.lines())
    assert result.said["kind old"] == {"Office2007: Sch_X /a/b odd": 2}


def test_files_without_errors_pass(tmp_path: Path, files: dict[str, Written]) -> None:
    result = look_over([files["good"]], written_validator(tmp_path, "place"))
    assert result.line(True) == (
        "office-files: 1 files of 1 kinds, 6 validations, 0 errors, 0 repair traps: passed"
    )


def test_an_answer_may_have_the_errors_of_what_it_answers(
    tmp_path: Path, files: dict[str, Written], right: bytes
) -> None:
    odd = spoilt(right, SHEET, 'ht="20.25"', 'ht="410"')
    answered = files["others_wrong"].path
    answered.write_bytes(odd)
    answer = Written("answer", files["wrong"].path, answered)
    answer.path.write_bytes(odd)
    result = look_over([answer], written_validator(tmp_path, "place"))
    assert (result.errors, result.traps) == (0, 0)
    alone = look_over([Written("answer", answered)], written_validator(tmp_path, "place"))
    assert (alone.errors, alone.traps) == (12, 1)


def test_what_does_not_answer_as_a_validator_is_none(
    tmp_path: Path, files: dict[str, Written]
) -> None:
    for program in (sys.executable, str(tmp_path / "nothing")):
        with pytest.raises(NoValidator):
            validator(program, files["good"].path)


def test_nothing_written_does_not_pass() -> None:
    assert look_over([]).line(False).endswith("FAILED")
