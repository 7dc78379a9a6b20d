"""Templates on paper: A4, large enough to be read, whole, and no line printed over another."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.paper import end_of_first, sheets_across
from pipeline.domain.period import parse_period
from pipeline.templates.workbook import blank_sheets, write_workbook
from tests.answer.office import needs_libreoffice, needs_pdftotext, saved_again

from .builders import UNIT

CONFIG = Path(__file__).parents[2] / "config"
MARGINS_INCHES, WIDE_INCHES, TALL_INCHES = 2 * 0.5, 11.69, 8.27
POINTS, READABLE = 11, 6.5
"""The size of the writing, and how small it may come out on paper."""
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)


@pytest.fixture(scope="module")
def product_config() -> Catalogue:
    return run.load([CONFIG])


@pytest.fixture(scope="module")
def made(product_config: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form of the product in one workbook."""
    return written(product_config, tmp_path_factory.mktemp("made") / "made.xlsx", "zh")


def written(config: Catalogue, path: Path, language: Language) -> Path:
    period = parse_period("2025Q1", config.calendars)
    sheets = blank_sheets(config, config.forms)
    write_workbook(path, config, sheets, UNIT, period, language)
    return path


def widths(sheet: Worksheet) -> list[float]:
    """Inches of the columns that are printed."""
    first, _, last, _ = range_boundaries(str(sheet.print_area).rpartition("!")[2].replace("$", ""))
    wide = {
        at: kind.width
        for kind in sheet.column_dimensions.values()
        for at in range(kind.min, kind.max + 1)
    }
    return [7 * wide[at] / 96 for at in range(first, last + 1)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_can_be_read_on_a4(
    product_config: Catalogue, tmp_path: Path, language: Language
) -> None:
    book = openpyxl.load_workbook(written(product_config, tmp_path / "a.xlsx", language))
    pages = {}
    for sheet in (one for one in book.worksheets if one.print_area):
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToHeight) == (9, 0)
        inches, count = widths(sheet), setup.fitToWidth or 1
        repeated = inches[0] if sheet.print_title_cols else 0
        paper = WIDE_INCHES if setup.orientation == "landscape" else TALL_INCHES
        needed = (sum(inches) + (count - 1) * repeated) / count
        assert POINTS * (paper - MARGINS_INCHES) / needed >= READABLE, sheet.title
        pages[sheet.title] = count
    assert Counter(pages.values()) == {"zh": {1: 11, 2: 3}, "en": {1: 7, 2: 6, 3: 1}}[language]


def test_a_list_on_two_sheets_says_on_both_whose_rows_these_are(made: Path) -> None:
    sheet = openpyxl.load_workbook(made)["培训竞赛与文体活动表"]
    assert sheet.page_setup.fitToWidth == 2
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$A", "$1:$5")
    inches = widths(sheet)
    first_half = (sum(inches) + inches[0]) / 2
    for cells in (one for one in sheet.merged_cells.ranges if one.max_row <= 3):
        assert sum(inches[: cells.max_col]) < 0.95 * first_half, "cut by the edge of the paper"
    groups = [cell for cell in sheet[4] if cell.value and sheet.cell(5, cell.column).value]
    assert {cell.alignment.horizontal for cell in groups} == {"left"}


def test_columns_are_shared_out_over_no_more_sheets_than_needed() -> None:
    assert sheets_across([20] + [12] * 5, 1) == 1
    assert sheets_across([20] + [12] * 23, 1) == 2
    assert sheets_across([20] + [12] * 50, 1) == 3
    assert sheets_across([200], 1) == 1, "a single column cannot be shared out"
    assert end_of_first([20] + [12] * 5, 1, 1) == 5
    assert 8 <= end_of_first([20] + [12] * 23, 1, 2) <= 11


@needs_libreoffice
@needs_pdftotext
def test_no_line_of_the_instructions_is_printed_over_another(made: Path, tmp_path: Path) -> None:
    pdf = saved_again([made], "pdf", tmp_path)["made"]
    page, over, seen = 0, [], 0
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    for page, text in enumerate(boxes.split("<page ")[1:], 1):
        if "填报说明与校验规则" not in text:
            continue
        words = [(*map(float, found[:4]), found[4]) for found in WORD.findall(text)]
        seen += len(words)
        over += [
            (page, one[4], other[4])
            for number, one in enumerate(words)
            for other in words[number + 1 :]
            if one[0] < other[2] and other[0] < one[2]
            and min(one[3], other[3]) - max(one[1], other[1]) > 0.4 * (one[3] - one[1])
        ]  # fmt: skip
    assert seen > 300
    assert over == []
