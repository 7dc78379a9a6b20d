"""The office's list: who owes what since when, with title, counts and moment."""

import io
from dataclasses import replace
from datetime import date, datetime

from openpyxl import load_workbook

from benchmarks.office_traps import traps
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import (
    FormStatus,
    OpenFile,
    OpenFiles,
    PeriodRef,
    ReportingStatus,
    ReportRow,
    Snapshot,
    UnitRef,
)
from pipeline.reports.county_list import county_list
from pipeline.reports.words import Words

DUE, SENT, PUBLISHED = date(2024, 10, 5), datetime(2024, 10, 3, 8), datetime(2024, 10, 12, 9, 30)
QUARTER = PeriodRef("2024Q3", Bilingual(zh="2024年第三季度", en="Q3 2024"), "quarter",
                    "calendar_year", date(2024, 7, 1), date(2024, 9, 30))  # fmt: skip
FORM = Bilingual(zh="会员表", en="Membership")
EVIL = '=HYPERLINK("http://x")'


def unit(code: str, name: str = "") -> UnitRef:
    return UnitRef(code, Bilingual(zh=name or f"{code}厂工会", en=code), "grassroots", False)


def row(
    code: str, state: str, due: date = DUE, name: str = "", file: str | None = None
) -> ReportRow:
    sent = None if state == "missing" else SENT
    version = 1 if state in ("late", "accepted") else None
    return ReportRow(
        unit(code, name), unit("镇"), "a", FORM, due, sent, state, version, None, 2, file
    )


ANSWER = ReportingStatus(
    unit("县", "东县总工会"), (), QUARTER, (FormStatus("a", FORM, 4, 1, 0, 1, 2, DUE),), (),
    (row("甲", "withheld", file=EVIL), row("乙", "missing", name="+1厂"),
     row("丙", "missing", date(2024, 10, 31)), row("丁", "late")), 4,
    superiors=((unit("镇"), 4),),
)  # fmt: skip
WAITING = OpenFiles(
    unit("县"),
    (OpenFile(unit("甲"), "2024Q3", EVIL, 2, 1, 0, SENT, ("exceeds-total", "missing-value"),
              QUARTER.label),
     OpenFile(None, None, "不知谁的.xlsx", 1, 0, 0, SENT, ("unknown-org-unit",))),
)  # fmt: skip
ON = date(2024, 10, 12)
SNAPSHOT = Snapshot(3, PUBLISHED, False)
BYTES = county_list(ANSWER, WAITING, SNAPSHOT, Words("zh"), ON)
BOOK = load_workbook(io.BytesIO(BYTES))


def values(sheet: str) -> list[list[object]]:
    return [[cell.value for cell in line] for line in BOOK[sheet].iter_rows(min_row=5)]


def test_only_missing_and_returned_reports_are_listed_with_since_and_days() -> None:
    assert [(v[0], v[4], v[6], v[7], v[8]) for v in values("催报名单")] == [
        ("甲", "退回", 7, datetime(2024, 10, 3), 9),
        ("乙", "未报", 7, datetime(2024, 10, 5), 7),
        ("丙", "未报", None, datetime(2024, 10, 31), None),
    ]


def test_what_a_superior_returned_counts_from_the_day_it_was_returned() -> None:
    back = replace(row("甲", "withheld"), flow="returned", flow_at=datetime(2024, 10, 9, 8))
    content = county_list(replace(ANSWER, rows=(back,)), WAITING, SNAPSHOT, Words("zh"), ON)
    line = [cell.value for cell in load_workbook(io.BytesIO(content))["催报名单"][5]]
    assert line[4:9] == ["上级退回", datetime(2024, 10, 5), 7, datetime(2024, 10, 9), 3]


def test_each_superior_has_its_reminder_line_by_line_ready_to_paste() -> None:
    lines = values("催报文字")
    assert {tuple(line[:2]) for line in lines} == {("镇", "镇厂工会")}
    text = [str(line[2]) for line in lines]
    assert text[0] == "关于报送2024年第三季度（7—9月）报表的提醒"
    assert "你单位所属应报的4个单位中，3个没有报齐" in text[1]
    assert "+1厂：会员表未报（10月5日截止，已逾期7天）" in text
    assert "丙厂工会：会员表未报（10月31日截止）" in text
    assert not any("\n" in line for line in text), "such a cell is pasted in quotation marks"


def test_files_to_correct_say_how_many_of_what() -> None:
    first, second = values("待改文件")
    assert first[:9] == [
        "甲",
        "甲厂工会",
        "2024年第三季度",
        EVIL,
        2,
        1,
        0,
        datetime(2024, 10, 3),
        9,
    ]
    assert second[:4] == ["", "", "", "不知谁的.xlsx"]
    assert second[9] == "单位名称或代码对不上名册。"


def test_title_counts_and_moment_stand_above() -> None:
    sheet = BOOK["催报名单"]
    assert sheet["A1"].value == "东县总工会 · 2024年第三季度（7—9月） · 催报名单"
    assert sheet["A2"].value.startswith("共 3 行，单位：份、条、天；第 3 次发布（2024")
    assert sheet["A2"].value.endswith("天数算到2024年10月12日")
    assert sheet.page_setup.paperSize == 9


def test_text_that_begins_like_a_formula_stays_text() -> None:
    for sheet, cell in (("催报名单", "K5"), ("催报名单", "B6"), ("待改文件", "D5")):
        found = BOOK[sheet][cell]
        assert str(found.value)[0] in "=+"
        assert found.data_type == "s"
        assert found.quotePrefix, "edited by hand, it would become a formula"


def test_the_same_answers_give_the_same_bytes() -> None:
    assert county_list(ANSWER, WAITING, SNAPSHOT, Words("zh"), ON) == BYTES


def test_nothing_owed_is_said_in_words() -> None:
    empty = ReportingStatus(ANSWER.unit, (), QUARTER, ANSWER.forms, (), (row("丁", "late"),), 1)
    book = load_workbook(io.BytesIO(
        county_list(empty, OpenFiles(unit("县"), ()), SNAPSHOT, Words("en"), ON)
    ))  # fmt: skip
    assert book.sheetnames == ["Owed reports", "Files to correct"]
    assert book["Owed reports"]["A5"].value == "None"


def test_it_has_nothing_that_excel_repairs() -> None:
    assert traps(BYTES) == []
