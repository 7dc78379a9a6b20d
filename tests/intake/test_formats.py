"""One workbook in every format: the same cells, the same errors; and one fault each, found."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.formats import WRITERS
from benchmarks.mutation import Case, Result, compare, mutate
from pipeline.domain.finding import Finding, Place
from pipeline.domain.submission import FileRead
from pipeline.intake.binary_scan import (
    BIFF8_NAMES,
    code_page,
    scan_xls,
    scan_xlsb_sheet,
    sheet_name,
)
from pipeline.intake.odd_cells import Unusable
from pipeline.intake.workbook import Sheet, read_workbook
from pipeline.wording.messages import as_line
from tests.intake.county import MOMENT, read

ERROR = Unusable("error-cell", "#DIV/0!")
CASES = [
    ["维权案件台账", "", ""],
    ["填报单位：西坪镇教育工会", "报告期：2024年三季度", ""],
    ["案件编号", "受理日期", "涉及人数"],
    ["A1", date(2024, 8, 1), 3.0],
    ["A2", date(2024, 8, 2), ERROR],
]


@pytest.mark.parametrize("kind", [k for k in WRITERS if "Big5" not in k])
def test_an_error_cell_is_named_in_every_format(tmp_path: Path, kind: str) -> None:
    content = WRITERS[kind]([Sheet("维权案件台账", CASES)])
    assert content is not None
    path = tmp_path / f"a{kind}"
    path.write_bytes(content)
    (one,) = read(path, archive=tmp_path / "archive")
    (section,) = one.sections
    assert section.columns["received_on"] == [date(2024, 8, 1), date(2024, 8, 2)]
    assert section.columns["persons"] == [3, None]
    (found,) = [f for f in one.findings if f.slug == "error-cell"]
    sheet = "1" if kind.endswith(".csv") else "维权案件台账"
    where = f"a{kind} › {sheet} › C5"
    assert as_line(found, "zh") == (
        f"{where} › “涉及人数”这一格是公式错误（填的是 #DIV/0!） › 请改正公式，或直接填数。"
    )
    assert as_line(found, "en").startswith(
        f"{where} › “Persons concerned” shows a formula error (got #DIV/0!)"
    )


@pytest.mark.parametrize("kind", [".ods", ".xlsb", ".xls"])
def test_error_cells_stand_in_their_own_sheet(kind: str) -> None:
    sheets = [Sheet("甲", [["x"], [ERROR]]), Sheet("乙", [["", ERROR], ["y", ""]])]
    content = WRITERS[kind](sheets)
    assert content is not None
    book = read_workbook(content, kind)
    assert [s.rows for s in book.sheets] == [[["x"], [ERROR]], [["", ERROR], ["y", ""]]]


def test_a_formula_never_calculated_is_named_in_an_ods() -> None:
    content = WRITERS[".ods"]([Sheet("甲", [["x", Unusable("formula-without-value", "=")]])])
    assert content is not None
    (sheet,) = read_workbook(content, ".ods").sheets
    assert sheet.rows == [["x", Unusable("formula-without-value", "=")]]


@pytest.mark.parametrize("cut", [0, 30, 100, 513, 700, 1500])
def test_what_is_cut_short_is_left_to_the_reader(cut: int) -> None:
    xls = WRITERS[".xls"]([Sheet("甲", [["x"], [ERROR]])])
    assert xls is not None
    assert list(scan_xls(xls)) == ["甲"]
    assert scan_xls(xls[:cut]) == {}
    scan_xlsb_sheet(xls[:cut])


def test_sheets_of_old_books_are_named_in_their_code_page() -> None:
    place = bytes(6)
    chinese = "职工".encode("gbk")
    assert sheet_name(place + bytes([4]) + chinese, code_page(936)) == "职工"
    assert sheet_name(place + b"\x01\xe9", code_page(60001)) == "é"
    wide = "职工".encode("utf-16-le")
    assert sheet_name(place + b"\x02\x01" + wide, BIFF8_NAMES) == "职工"
    assert sheet_name(place + b"\x03\x01" + wide[:3], BIFF8_NAMES) == "职\ufffd"


def test_every_planted_fault_is_found_and_right_files_are_let_pass(tmp_path: Path) -> None:
    result = mutate(tmp_path, files=160, units=1)
    assert (result.missed, result.alarms, result.beside) == ([], [], {})
    assert len(result.faulty) == 160
    assert len({case.slug for case in result.faulty}) > 25
    assert len({case.name.rpartition(".")[2] for case in result.faulty}) == 7
    assert result.good
    assert result.line().endswith("passed")


def test_what_is_missed_or_found_beside_counts() -> None:
    case = Case("a.xlsx", "not-whole", "表", "C5")
    right = Case("b.xlsx")
    stray = Finding("not-a-date", "error", Place("a.xlsx", "表", "C9"))
    found = Finding("not-whole", "error", Place("a.xlsx", "表", "C5"))
    total = Finding(
        "sum-differs", "error", Place("a.xlsx", "表", "C4"), details={"cells": "C4, C5"}
    )
    outcomes = {
        "missed": ([stray], [], (1, 0, 0)),
        "beside": ([found, total, stray], [], (0, 1, 0)),
        "alarm": ([found, total], [stray], (0, 0, 1)),
        "good": ([found, total], [], (0, 0, 0)),
    }
    for name, (of_case, of_right, counts) in outcomes.items():
        result = Result([case, right])
        files = {"a.xlsx": of_case, "b.xlsx": of_right}
        compare(result, {
            n: FileRead(n, n, 1, MOMENT, findings=list(own)) for n, own in files.items()
        })  # fmt: skip
        assert (len(result.missed), len(result.beside), len(result.alarms)) == counts, name
        assert result.good is (name == "good")
