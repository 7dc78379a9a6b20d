"""The workbook: opened again, it has the answers as numbers, native charts, and no formula."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as Book

from pipeline.queries.answers import Forecast
from pipeline.reports.pack import Pack
from pipeline.reports.quarterly import ReportFiles
from pipeline.reports.words import Words
from pipeline.reports.workbook.styles import Styles, completion_pattern, gap_pattern
from pipeline.reports.workbook.target_sheet import (
    POINTS,
    change_pattern,
    forecast_of,
    left,
    write_targets,
)

from . import county

ZH = Words("zh")
SHEETS = ["目标完成情况", "走势", "下级单位", "报送情况", "指标说明"]


@pytest.fixture(scope="module")
def book(report: ReportFiles) -> Workbook:
    return load_workbook(report.workbook)


def rows_by(sheet: Worksheet, head: str) -> dict[Any, dict[str, Any]]:
    """Return the table whose heads contain ``head``: rows by the value under it."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if head in row)
    heads = [str(value) for value in rows[start]]
    found = {}
    for row in rows[start + 1 :]:
        line = dict(zip(heads, row, strict=True))
        if line[head] is None:
            break
        found[line[head]] = line
    return found


def test_sheets_charts_and_print_set_up(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert [len(sheet._charts) for sheet in book] == [1, 5, 1, 1, 0]
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows is not None
        assert "示例县总工会" in sheet["A1"].value
        assert "2024年第三季度" in sheet["A1"].value
        assert "次发布" in sheet["A2"].value
        assert "示例数据" in sheet["A4"].value


def test_targets_are_the_answers(book: Workbook, pack: Pack) -> None:
    lines = rows_by(book["目标完成情况"], "指标")
    for row in pack.overview.targets:
        line = lines[row.name.zh]
        assert line["状态"] == ZH.status(row.status)
        assert line["实际"] == pytest.approx(number(row.actual.value))
        assert line["目标"] == pytest.approx(float(row.target))
        assert line["分子"] == pytest.approx(number(row.actual.numerator))
        data = row.actual.data
        assert (line["应报"], line["已报"]) == (data.expected, data.reported)
        assert line["结转"] == (data.carried or None)
    assert lines["会员总数"]["结转"] == 2, "634, and above the line 388: two last reports are in it"
    assert lines["职工入会率"]["结转"] is None
    assert lines["会员总数"]["完成度 %"] == pytest.approx(78)
    assert lines["帮扶资金"]["还差"] == pytest.approx(2.6)
    assert lines["女职工入会率"]["完成度 %"] is None
    assert lines["女职工入会率"]["说明"].split("；") == [
        "基期已达目标，不算完成度", "环比：报齐程度不同：已报 4/6，那一期 6/6",
    ]  # fmt: skip
    assert lines["职工入会率"]["口径"] == "国际可比口径"


def test_changes_and_bounds_stand_beside_the_figure(book: Workbook, pack: Pack) -> None:
    """618 members and then 634, by last reports of two; 24 new ones and then 16, of four unions."""
    lines = rows_by(book["目标完成情况"], "指标")
    members, new = lines["会员总数"], lines["新发展会员"]
    assert (members["上期"], new["上期"]) == (618, 24)
    assert members["环比"] == pytest.approx(1600 / 618)
    assert new["环比"] == pytest.approx(-100 / 3)
    assert (members["上年同期"], members["同比"]) == (None, None)
    row = next(row for row in pack.overview.targets if row.target_id == "A")
    assert members["报齐后下限"] == pytest.approx(number(row.actual.low))
    assert members["报齐后上限"] == pytest.approx(number(row.actual.high))
    assert members["报齐后下限"] <= 634 <= members["报齐后上限"]


def number(value: object) -> float | None:
    """Return a decimal as the workbook holds it."""
    return None if value is None else float(str(value))


def test_completion_is_drawn_with_what_is_due(report: ReportFiles) -> None:
    with ZipFile(report.workbook) as files:
        drawn = files.read("xl/charts/chart1.xml").decode()
    assert drawn.count("<c:ser>") == 2
    assert "<c:barChart>" in drawn
    assert "<c:lineChart>" in drawn
    assert "$G$" in drawn
    assert "$H$" in drawn


def test_units_below_reports_and_definitions(book: Workbook, pack: Pack) -> None:
    below = rows_by(book["下级单位"], "单位")
    east = below["东镇总工会"]
    assert (east["应报"], east["已报"], east["名次"]) == (3, 3, 1)
    assert below["西镇总工会"]["名次"] is None
    assert east["职工入会率（%）"] == pytest.approx(100 * float(east["分子"]) / float(east["分母"]))
    forms = rows_by(book["报送情况"], "报表")
    assert list(forms["会员表"].values()) == ["会员表", 6, 3, 1, 1, 1]
    assert list(rows_by(book["指标说明"], "代号")) == list(pack.pages)


def test_what_is_short_of_the_whole_is_not_printed_as_the_whole(pack: Pack, tmp_path) -> None:
    given = next(row for row in pack.overview.targets if row.unit_label.zh == "%" and row.indicator)
    short = Decimal("99.96")
    late = replace(
        given, actual=replace(given.actual, value=short), completion=short, due=Decimal(100)
    )
    path = tmp_path / "targets.xlsx"
    with Book(str(path)) as book:
        overview = replace(pack.overview, targets=(late,))
        write_targets(Styles(book), book.add_worksheet(), replace(pack, overview=overview), ZH)
    (sheet,) = load_workbook(path)
    at = next(cell for row in sheet for cell in row if cell.value == given.name.zh).row
    heads = {cell.value: cell.column for cell in sheet[at - 1]}
    told = {head: sheet.cell(at, heads[head]) for head in ("实际", "完成度 %", "序时应达 %")}
    assert [cell.value for cell in told.values()] == [99.96, 99.96, 100]
    assert told["实际"].number_format == told["完成度 %"].number_format == '"99.9"'
    assert told["序时应达 %"].number_format == POINTS


def test_less_than_a_point_reads_in_the_workbook_as_in_the_circular(pack: Pack) -> None:
    """−0.21 points are not −0.2 in one place and −0.0 is nothing that anybody says."""
    rate = next(row for row in pack.overview.targets if row.unit_label.zh == "%")
    other = next(row for row in pack.overview.targets if row.unit_label.zh == "人")
    small, large = Decimal("-0.21"), Decimal("-1.21")
    assert change_pattern(rate, small, ZH).startswith('+0.00" 个百分点"')
    assert change_pattern(rate, large, ZH).startswith('+0.0" 个百分点"')
    assert change_pattern(other, small, ZH).startswith('+0.0"%"')
    with Book(BytesIO()) as book:
        formats = [left(Styles(book), rate, -one, ZH)[1].num_format for one in (small, large)]
    assert formats == ["#,##0.00", "#,##0.0"]


def test_an_absurd_completion_is_held_exactly_and_told_as_on_the_page() -> None:
    assert completion_pattern(Decimal("-10401.7"), POINTS) == '"<−100"'
    assert completion_pattern(Decimal("99.96"), POINTS) == '"99.9"'
    assert completion_pattern(Decimal(-50), POINTS) == completion_pattern(None, POINTS) == POINTS
    assert gap_pattern(Decimal("-10451.7"), POINTS) == '"<−200"'
    assert gap_pattern(Decimal(-180), POINTS) == gap_pattern(None, POINTS) == POINTS


def test_texts_that_look_like_formulas_stay_texts(pack: Pack, reader, tmp_path) -> None:
    from pipeline.reports.quarterly import write_report

    files = write_report(reader, "T1", county.LAST, tmp_path)
    cells = [cell for sheet in load_workbook(files.workbook) for row in sheet for cell in row]
    hostile = [cell for cell in cells if cell.value == county.HOSTILE]
    assert hostile
    assert {cell.data_type for cell in hostile} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f"]
    with ZipFile(files.workbook) as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in book.read(name) for name in sheets)


def test_english_workbook_has_english_words(english: ReportFiles) -> None:
    book = load_workbook(english.workbook)
    assert book.sheetnames[:3] == ["Targets", "Trends", "Units below"]
    assert book.sheetnames[3:] == ["Reports received", "Definitions"]
    lines = rows_by(book["Targets"], "Indicator")
    assert lines["Aid raised"]["Actual"] == pytest.approx(24000)
    assert lines["Aid raised"]["Unit"] == "CNY"
    assert lines["Aid raised"]["Status"] == "Far behind"


def test_a_duty_has_no_forecast_beside_it(pack: Pack) -> None:
    row = next(row for row in pack.overview.targets if row.indicator and not row.segment)
    assert row.indicator is not None
    page = pack.pages[row.indicator.id]
    value, low, high, line = map(Decimal, (90, 80, 95, 70))
    told = Forecast(value, low, high, line, 4, Decimal(2), Decimal(5), ())
    foreseen = replace(pack, pages={row.indicator.id: replace(page, forecast=told)})
    assert None not in forecast_of(replace(row, kind="level"), foreseen, ZH)
    assert forecast_of(replace(row, kind="duty"), foreseen, ZH) == (None, None, None)
