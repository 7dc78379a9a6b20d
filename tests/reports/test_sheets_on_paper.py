"""How a list goes on paper: wide enough to be read, on as many sheets as it takes."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from pipeline.reports.workbook.styles import print_on_a4


@pytest.mark.parametrize(("widths", "across"), [([20, 30], 1), ([40] * 9, 2)])
def test_a_long_list_is_not_pressed_on_one_sheet(
    widths: list[float], across: int, tmp_path: Path
) -> None:
    with Workbook(tmp_path / "list.xlsx") as book:
        print_on_a4(book.add_worksheet("list"), widths)
    sheet = load_workbook(tmp_path / "list.xlsx")["list"]
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (across, 0)
    assert (sheet.print_title_cols is not None) is (across > 1)
