"""Workbooks that are issued, on paper: rows as high as their texts, tables that can be read."""

from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.domain.text_width import display_width, lines_in
from pipeline.reports.quarterly import ReportFiles
from pipeline.reports.workbook.issued_book import IssuedBook
from pipeline.reports.workbook.styles import Styles, print_on_a4, write_heads

LONG = "集体合同职工覆盖率低于目标，" * 6


def written(widths: list[float], heads: list[str], text: str) -> Worksheet:
    out = BytesIO()
    book = IssuedBook(out)
    styles, sheet = Styles(book), book.add_worksheet()
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    write_heads(styles, sheet, 0, heads, figures=(1,))
    sheet.write_string(1, 0, text, styles.text)
    sheet.write_number(1, 1, 7, styles.number("0"))
    sheet.write_string(2, 0, text)
    sheet.merge_range(3, 0, 3, len(widths) - 1, "", styles.text)
    sheet.write_string(3, 0, text, styles.text)
    print_on_a4(sheet, widths)
    book.close()
    return openpyxl.load_workbook(BytesIO(out.getvalue())).worksheets[0]


def test_a_row_is_as_high_as_the_text_wrapped_in_it() -> None:
    sheet = written([40, 10, 200], ["说明", "数", "备注"], LONG)
    lines = lines_in(LONG, 40)
    assert lines == 5
    assert sheet.row_dimensions[2].height >= 13 * lines
    assert sheet.row_dimensions[3].height is None, "nothing is wrapped there"
    assert sheet.row_dimensions[4].height is None, "all columns together are wide enough"


def test_a_row_never_becomes_lower_than_was_set() -> None:
    sheet = written([40, 10], ["说明", "数"], "短")
    assert sheet.row_dimensions[1].height >= 32
    assert sheet.row_dimensions[2].height is None


def test_own_lines_of_a_text_are_counted() -> None:
    assert (display_width("a集"), lines_in("a\n集集", 4), lines_in("", 4)) == (3, 2, 1)


def test_the_head_of_figures_stands_over_them() -> None:
    sheet = written([40, 10], ["说明", "数"], LONG)
    assert [cell.alignment.horizontal for cell in sheet[1]][1] == "right"
    assert sheet["A1"].alignment.horizontal != "right"
    assert sheet["B1"].alignment.indent == sheet["B2"].alignment.indent > 0


def test_what_is_too_wide_goes_on_several_sheets() -> None:
    narrow, wide = written([40, 10], ["a", "b"], ""), written([40] + [20] * 12, ["a"] * 13, "")
    assert (narrow.page_setup.fitToWidth, narrow.print_title_cols) == (None, None)
    assert (wide.page_setup.fitToWidth, wide.print_title_cols) == (2, "$A:$A")
    assert wide.page_setup.paperSize == narrow.page_setup.paperSize == 9


def test_no_line_of_the_circular_s_workbook_covers_another(report: ReportFiles) -> None:
    book = openpyxl.load_workbook(Path(report.workbook))
    wrapped = 0
    for sheet in book.worksheets:
        wide = {
            at: kind.width
            for kind in sheet.column_dimensions.values()
            for at in range(kind.min, kind.max + 1)
        }
        merged = {(one.min_row, one.min_col) for one in sheet.merged_cells.ranges}
        for cell in (c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)):
            if not cell.alignment.wrap_text or (cell.row, cell.column) in merged:
                continue
            lines = lines_in(cell.value, wide[cell.column])
            height = sheet.row_dimensions[cell.row].height or 15
            assert height >= 13 * lines, (sheet.title, cell.coordinate)
            wrapped += lines > 1
    assert wrapped > 5


def test_lines_between_rows_are_of_one_colour(report: ReportFiles) -> None:
    sheet = openpyxl.load_workbook(Path(report.workbook)).worksheets[-1]
    last = [cell.border.bottom for cell in sheet[sheet.max_row]]
    assert {line.color.rgb for line in last if line and line.style} == {"FFD9DCDF"}
