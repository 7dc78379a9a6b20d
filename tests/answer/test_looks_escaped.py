"""Texts that look like an escaped character (``_x000D_``) are shown as they are.

ECMA-376 (ST_Xstring) has Excel read ``_xHHHH_`` as one character, in cells, comments and
attributes. calamine decodes cells so; openpyxl leaves comments and inline texts as they are
written, and takes ``x005F_`` out of shared ones. What is read without decoding is decoded here.
"""

import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from benchmarks.formats import as_ods
from benchmarks.office_traps import traps
from pipeline.domain.finding import Finding, Place
from pipeline.domain.sheet_limits import escaped, sheet_names
from pipeline.intake.workbook import Sheet
from pipeline.reports.answer.marking import marked
from pipeline.reports.answer.returning import returned

from .keeping import ANSWER, opened, parts
from .test_repair_traps import NAME, plain, workbook
from .workbooks import finding

ODD = ("甲_x000D_乙", "_x005F_x000D_", "_x000D_x000a_", "_x0041_", "x005F_", "_x00_", "_x12345_")


def decoded(text: str) -> str:
    """What Excel shows of a text in the XML."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def cells(content: bytes, sheet: str) -> list[list[object]]:
    """The cells as calamine reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


@pytest.mark.parametrize("text", ODD)
def test_what_is_written_into_xml_is_what_is_read(text: str) -> None:
    assert decoded(escaped(text)) == text


def test_a_text_without_such_a_thing_is_written_as_it_is() -> None:
    assert escaped("a_b_xyz1_甲") == "a_b_xyz1_甲"


@pytest.mark.parametrize("text", ODD)
def test_the_list_and_the_comments_show_what_stood_in_the_cell(text: str) -> None:
    one = finding(NAME, "C5", got=text)
    answer = marked(workbook(plain), [Finding(
        "unknown-column", "warning", one.place, text, {"label": text}
    )], "zh")  # fmt: skip
    assert traps(answer) == []
    row = cells(answer, ANSWER)[3]
    assert row[4] == text
    assert f"“{text}”" in str(row[5])
    book = opened(answer)
    assert decoded(book[ANSWER]["E4"].value) == text
    assert f"“{text}”" in decoded(book[NAME]["C5"].comment.text)
    again = marked(answer, [], "zh")
    assert book[NAME]["C5"].comment is not None
    assert "【unionkpi】" not in (opened(again)[NAME]["C5"].comment.text or "")


def test_a_copy_has_texts_as_the_original_has_them() -> None:
    texts = ["甲_x000D_乙", "_x0041_", "x_x005f_y", "_x12345_"]
    out = io.StringIO(newline="")
    csv.writer(out).writerow(texts)
    told = [Finding("unknown-sheet", "warning", Place("a.csv"))]
    answer = returned(out.getvalue().encode("utf-8-sig"), ".csv", told, "zh")[1]
    name = opened(answer).sheetnames[0]
    assert cells(answer, name)[0] == texts
    shared = parts(answer)["xl/sharedStrings.xml"].decode()
    written = re.findall(r"<t>([^<]*)</t>", shared)
    assert [decoded(one) for one in written[: len(texts)]] == texts
    assert [cell.value for cell in opened(answer).worksheets[0][1]] == texts


def test_a_sheet_has_no_name_that_reads_as_a_character() -> None:
    """Excel would find a line break in a name, and repair the file."""
    content = as_ods([Sheet("_x000D_", [["会员"], [1]]), Sheet("表", [["会员"]])])
    answer = returned(content, ".ods", [finding("_x000D_", "A2")], "zh")[1]
    assert traps(answer) == []
    assert opened(answer).sheetnames == ["-x000D_", "表", ANSWER]
    assert opened(answer)["-x000D_"]["A2"].comment is not None
    assert sheet_names(["[x0041_", "_x0041_x0042_"]) == ["-x0041_", "-x0041-x0042_"]
