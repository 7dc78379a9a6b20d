"""No export runs anything in a spreadsheet: a text stays a text, whatever it begins with."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import commands
from pipeline.reports.answer.copying import copied
from pipeline.reports.csv_text import csv_text
from pipeline.reports.workbook.issued_book import IssuedBook
from pipeline.reports.workbook.styles import Styles, write
from pipeline.warehouse.reader import Reader

EVIL = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","x")',
        "＝1+1", "＋1", "－1", "＠SUM(A1)")  # fmt: skip


def test_texts_of_a_csv_file_do_not_begin_like_a_formula() -> None:
    said = csv_text([EVIL[0]], [[text] for text in EVIL])
    rows = list(csv.reader(io.StringIO(said.removeprefix("\ufeff"), newline="")))
    assert [row[0] for row in rows] == [f"'{text}" for text in (EVIL[0], *EVIL)]


def test_numbers_of_a_csv_file_stay_numbers() -> None:
    assert csv_text(["n"], [[-3], [2.5], [None]]).splitlines()[1:] == ["-3", "2.5", '""']
    exact = ["-3.50", "-0.0000004", "-4E-7"]  # as the process of a query hands decimals over
    assert csv_text(["n"], [[text] for text in exact]).splitlines()[1:] == exact


@pytest.mark.parametrize("text", [text for text in EVIL if "'" not in text])
def test_a_query_on_the_command_line_prints_csv_that_runs_nothing(
    reader: Reader, text: str
) -> None:
    quoted = text.replace("\t", "' || chr(9) || '").replace("\r", "' || chr(13) || '")
    asked = ["--data", str(reader.data), "query", "--csv", f"select '{quoted}' as told, -1.5 as n"]
    said = CliRunner().invoke(commands, asked)
    assert said.exit_code == 0, said.output
    rows = list(csv.reader(io.StringIO(said.stdout, newline="")))
    assert rows == [["told", "n"], [f"'{text}", "-1.5"]]


@pytest.mark.parametrize("kept", ["file", "memory"])
def test_texts_of_a_workbook_are_no_formulas(tmp_path: Path, kept: str) -> None:
    path: Path | io.BytesIO = tmp_path / "a.xlsx" if kept == "file" else io.BytesIO()
    book = IssuedBook(path)
    sheet, styles = book.add_worksheet(), Styles(book)
    for row, text in enumerate(EVIL):
        write(sheet, row, 0, text, styles.text)
        sheet.write(row, 1, text)
    book.close()
    page = load_workbook(path).active
    assert page is not None
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}


def test_a_copy_for_the_sender_runs_nothing_either() -> None:
    lines = ["会员表", *(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in EVIL)]
    content, _ = copied("\r\n".join(lines).encode("utf-8-sig"), ".csv")
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds
    assert page["A2"].value == EVIL[0]
