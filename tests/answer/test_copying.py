"""What is no .xlsx comes back as an .xlsx copy in the same layout, marked."""

import io
import re
import zipfile

import pytest
import xlwt

from pipeline.domain.finding import Finding, Place
from pipeline.reports.answer.returning import returned
from pipeline.reports.answer.style_part import COLOURS

from .keeping import opened
from .workbooks import ODD_SHEET, finding, odd_workbook

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="会员/表">
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="2"
 office:value-type="string"><text:p>职工总数</text:p></table:table-cell>
<table:covered-table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="float" office:value="-12.5"><text:p>-12.5</text:p>
</table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell table:number-columns-repeated="3"/>
<table:table-cell office:value-type="date" office:date-value="2025-03-31"><text:p>2025/3/31</text:p>
</table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
WIDE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:automatic-styles>
<style:style style:name="co1" style:family="table-column">
<style:table-column-properties style:column-width="2in"/></style:style>
<style:style style:name="co2" style:family="table-column">
<style:table-column-properties style:column-width="12.7mm"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="表">
<table:table-column table:style-name="co1"/>
<table:table-column table:style-name="co2" table:number-columns-repeated="2"/>
<table:table-column table:style-name="gone"/>
<table:table-row><table:table-cell office:value-type="string"><text:p>短</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>很长很长很长的话</text:p></table:table-cell>
</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""


def ods(xml: str = ODS) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        bundle.writestr("content.xml", re.sub(r">\s+<", "><", xml))
        bundle.writestr("META-INF/manifest.xml", MANIFEST)
    return out.getvalue()


def test_columns_of_an_ods_stay_as_wide_as_they_were() -> None:
    _, answer = returned(ods(WIDE), ".ods", [finding("表", "A1")], "zh")
    columns = opened(answer)["表"].column_dimensions
    # 2 in = 192 pixels, 12.7 mm = 48 pixels; 5 are padding, a digit takes 7
    assert columns["A"].width == pytest.approx((192 - 5) / 7, abs=0.8)
    assert columns["B"].width == pytest.approx((48 - 5) / 7, abs=0.8)


def test_columns_of_an_xls_stay_as_wide_as_they_were() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("会员")
    for column, width in ((0, 30), (1, 4)):
        sheet.write(0, column, "职工总数和会员总数")
        sheet.col(column).width = 256 * width
    out = io.BytesIO()
    book.save(out)
    _, answer = returned(out.getvalue(), ".xls", [finding("会员", "A1")], "zh")
    columns = opened(answer)["会员"].column_dimensions
    assert columns["A"].width == pytest.approx(30, abs=0.8)
    assert columns["B"].width == pytest.approx(4, abs=0.8)


def test_an_ods_keeps_values_places_and_merges() -> None:
    ending, answer = returned(ods(), ".ods", [finding("会员/表", "D3")], "zh")
    assert ending == ".xlsx"
    book = opened(answer)
    assert book.sheetnames == ["会员_表", "问题清单"]
    sheet = book["会员_表"]
    assert sheet["A3"].value == "职工总数"
    assert sheet["D3"].value == -12.5
    assert str(sheet["D4"].value)[:10] == "2025-03-31"
    assert list(map(str, sheet.merged_cells.ranges)) == ["A3:C4"]
    assert sheet["D3"].fill.fgColor.rgb == COLOURS["error"]
    assert book["问题清单"]["D4"].hyperlink.location == "'会员_表'!D3"


def test_a_csv_in_gb18030_comes_back_with_text_as_text() -> None:
    content = "单位代码,职工总数\r\n001,＝１\r\n002,=1+1\r\n".encode("gb18030")
    ending, answer = returned(content, ".csv", [finding("1", "B2")], "zh")
    sheet = opened(answer)["1"]
    assert ending == ".xlsx"
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["单位代码", "职工总数"], ["001", "＝１"], ["002", "=1+1"],
    ]  # fmt: skip
    assert sheet["B3"].data_type == "s"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].comment is not None


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("openxmlformats-officedocument.spreadsheetml.sheet.main", ".xlsx"),
     ("ms-excel.sheet.macroEnabled.main", ".xlsm")],
)  # fmt: skip
def test_an_office_workbook_is_marked_in_place_whatever_it_is_called(
    kind: str, ending: str
) -> None:
    made = returned(odd_workbook(kind=kind), ".xls", [finding("表&一", "D2")], "zh")
    assert made[0] == ending
    with zipfile.ZipFile(io.BytesIO(made[1])) as bundle:
        assert "xl/media/picture.png" in bundle.namelist()


def test_a_workbook_that_cannot_be_marked_in_place_comes_back_as_a_copy() -> None:
    declared = ODD_SHEET.replace("?>", "?><!DOCTYPE x>", 1)
    place = Place("表.xlsx", "表&一", "D2")
    found = Finding("not-a-number", "error", place, details={"label_zh": "数", "label_en": "n"})
    ending, answer = returned(odd_workbook(declared), ".xlsx", [found], "zh")
    book = opened(answer)
    assert ending == ".xlsx"
    assert book["表&一"]["D2"].value == -7
    assert book["表&一"]["D2"].fill.fgColor.rgb == COLOURS["error"]
    assert book["表&一"]["B2"].value == "项目 > 值"
