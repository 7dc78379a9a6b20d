"""Trend, ranking, trace, findings, reminder, CSV."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboards.components import finding_rows
from dashboards.components.ranking import Scale, across
from dashboards.components.report_rows import alike, titles
from dashboards.components.sheet import sheet
from dashboards.components.trend import figure, trend
from dashboards.pages.trace import body
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.queries.answers import DefinitionChange
from pipeline.reports.csv_text import csv_text
from pipeline.wording.axis import round_step
from tests.dashboards import fake, fake_details
from tests.dashboards.fake import BY_ID, TOWNS, b
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, only, page, words

ZH = View.of(Selection("indicator", "X1", "2026Q3", indicator="coverage"))
EN = View.of(Selection(language="en"))
D = Decimal


def test_a_period_without_reports_is_a_gap_in_the_line() -> None:
    due, actual = figure(fake_details.trend(True), BY_ID["coverage"], ZH)["data"]  # type: ignore[misc]
    assert actual["y"][4] is None
    assert actual["connectgaps"] is False
    assert due["y"][:4] == [None] * 4


def test_a_point_is_open_while_reports_are_missing() -> None:
    actual = figure(fake_details.trend(True), BY_ID["coverage"], ZH)["data"][1]  # type: ignore[index]
    assert [actual["marker"]["color"][i] for i in (2, 8)] == ["#1C2126", "#FFFFFF"]


def test_a_chart_has_no_legend_and_labels_its_lines() -> None:
    layout = figure(fake_details.trend(True), BY_ID["coverage"], ZH)["layout"]
    assert layout["showlegend"] is False  # type: ignore[index]
    assert [a["text"] for a in layout["annotations"]] == ["序时 69.5", "<b>70.1</b>"]  # type: ignore[index]


def test_no_line_joins_figures_of_two_definitions_and_a_rule_stands_between_them() -> None:
    points = fake_details.trend(True)
    drawn = figure(points, BY_ID["coverage"], ZH, redefined=(2,))
    _, before, after = drawn["data"]  # type: ignore[misc]
    codes = [point.period.code for point in points]
    assert (before["x"], after["x"]) == (codes[:2], codes[2:])
    layout = drawn["layout"]
    (rule,) = layout["shapes"]  # type: ignore[index]
    assert (rule["x0"], rule["x1"]) == (1.5, 1.5), "between the second and the third"
    (said,) = [a for a in layout["annotations"] if a["text"] == "改口径"]  # type: ignore[index]
    assert said["x"] == 1.5
    told = words(trend(points, BY_ID["coverage"], EN, redefined=(2,)))
    assert f"Defined anew from {points[2].period.label.en} on" in told


def test_no_line_leads_from_a_whole_year_to_the_first_months_of_the_next() -> None:
    first, second = date(2025, 1, 1), date(2026, 1, 1)
    points = [
        replace(point, counts_from=first if point.period.end < second else second)
        for point in fake_details.trend(False)
    ]
    turn = sum(point.counts_from == first for point in points)
    assert 0 < turn < len(points)
    _, before, after = figure(points, BY_ID["aid_paid"], ZH)["data"]  # type: ignore[misc]
    codes = [point.period.code for point in points]
    assert (before["x"], after["x"]) == (codes[:turn], codes[turn:])
    years = [replace(point, period=replace(point.period, kind="year")) for point in points]
    (whole,) = figure(years, BY_ID["aid_paid"], ZH)["data"][1:]  # type: ignore[index]
    assert whole["x"] == codes, "a year stands beside the year before"


def test_a_page_knows_where_its_indicator_was_defined_anew() -> None:
    answer = fake_details.indicator_page(None, "coverage", "X1", "2026Q3")
    ends = [point.period.end for point in answer.trend]
    for since, places in (
        (ends[2] + timedelta(days=1), (3,)), (ends[2], (2,)), (ends[0], ()),
        (ends[-1] + timedelta(days=1), ()),
    ):  # fmt: skip
        card = replace(answer.card, changes=(DefinitionChange(since, b("改", "anew")),))
        assert replace(answer, card=card).redefined == places


def test_a_chart_of_money_is_drawn_in_the_unit_that_is_printed() -> None:
    actual = figure(fake_details.trend(False), BY_ID["aid_paid"], ZH)["data"][1]  # type: ignore[index]
    assert actual["y"][0] == 30.0


@pytest.mark.parametrize(("view", "tick", "shown"), [(ZH, "10", 10.0), (EN, "100,000", 1e5)])
def test_an_amount_its_schedule_and_its_scale_are_in_one_unit(
    view: View, tick: str, shown: float
) -> None:
    """Ten 万元 of an indicator that counts in 万元: 10 in Chinese, CNY 100,000 in English."""
    counted = replace(BY_ID["aid_paid"], unit_label=b("万元", "CNY 10 000"))
    (point, *_) = fake_details.trend(False)
    point = replace(point, value=replace(point.value, value=D(10)), due=D(10))
    drawn = figure([point], counted, view)
    assert [line["y"] for line in drawn["data"]] == [[shown], [shown]]  # type: ignore[attr-defined]
    assert view.tick(D(10), counted) == tick
    assert view.tick(D(100_000), BY_ID["aid_paid"]) == tick
    assert view.tick(D("62.5"), BY_ID["coverage"]) == "62.5"
    due, actual = (note["text"] for note in drawn["layout"]["annotations"])  # type: ignore[index]
    assert actual == f"<b>{view.amount(D(10), counted)}</b>"
    assert due.endswith(view.amount(D(10), counted))


def test_a_scale_ends_at_round_values_around_all() -> None:
    scale = Scale([D("64.2"), D("73.6")], from_zero=False)
    assert (scale.low, scale.high, scale.step) == (60, 75, 5)
    assert Scale([D(37)], from_zero=True).at(D(0)) == "0.00%"
    assert Scale([D("-3.2"), D("4.1")], from_zero=False).low == -4
    assert Scale([D(5), D(5)], from_zero=False).ticks() == [4, 5]


def test_steps_are_one_two_or_five() -> None:
    assert [round_step(D(span)) for span in ("9.4", "40", "0.3", "0")] == [5, 10, D("0.1"), 1]


def test_a_dot_grows_with_the_root_of_the_denominator() -> None:
    assert across(D(100), D(100)) == 19
    assert across(D(25), D(100)) == 10
    assert across(D(0), None) == 7


def test_each_family_shows_numerator_and_denominator() -> None:
    said = words(page("/indicator?indicator=coverage&unit=X1&period=2026Q3"))
    assert "47,120 / 56,840" in said
    assert "45,890 / 62,013" in said


def test_a_trace_ends_at_cells_and_says_whether_they_agree() -> None:
    said = words(page("/trace?indicator=coverage"))
    assert "合同台账!G6" in said
    assert "用单元格重算，与发布值一致。分子 47,120，分母 67,199，得 70.1%" in said
    assert "列出 3，共 1,042" in said
    assert "结转自 2026年第二季度" in said
    assert "列出 1 格，共 12 格" in said


@pytest.mark.parametrize(
    ("view", "asked", "checked"),
    [
        (ZH, "为什么没有数", "没有数，不用核对"),
        (EN, "why there is no figure", "no figure to check"),
    ],
)
def test_a_trace_of_no_figure_does_not_claim_that_it_agrees(
    view: View, asked: str, checked: str
) -> None:
    found = questions.trace(object(), "coverage", "X1", "2026Q3")
    nothing = replace(found.value, value=None, numerator=None, denominator=None)
    absent = replace(found, value=nothing, recomputed_value=None, recomputed_numerator=None,
                     recomputed_denominator=None)  # fmt: skip
    said = "".join(map(words, body(absent, view)))
    assert asked in said
    assert checked in said
    assert view.say("trace.agrees") not in said
    broken = "".join(map(words, body(replace(absent, agrees=False), view)))
    assert view.say("trace.differs") in broken


def test_the_command_that_freezes_names_the_unit_and_period_shown() -> None:
    said = words(page("/restatements?unit=X199&period=2026Q2"))
    assert "unionkpi freeze 2026Q2 --unit X199 --reason …" in said


def test_a_trace_leads_one_level_down() -> None:
    found = links(page("/trace?indicator=coverage&unit=X1&period=2026Q3"))
    assert "/trace?unit=X103&period=2026Q3&indicator=coverage" in found


def test_a_sheet_shows_what_it_leaves_out_and_outlines_what_counts() -> None:
    drawn = sheet(fake_details.PICTURE, ZH)
    assert words(drawn).count("⋮") == 3
    cited = [
        cell.children for cell in only(drawn, "Td") if "cited" in getattr(cell, "className", "")
    ]
    assert cited == ["486", "352", "274"]


def test_a_finding_says_what_stood_there_and_what_to_do() -> None:
    said = words(page("/findings"))
    assert "“会员总数”要填数字。（填的是 约100）" in said
    assert "松岭镇机关工会_2026Q3.xlsx › 会员表 › C9" in said


def test_findings_are_those_of_the_chosen_period_and_the_count_says_so() -> None:
    said = words(page("/findings?unit=X1&period=2026Q3"))
    assert "2026年第三季度（7—9月）共 23 条问题：16 条必须改" in said
    assert "请核对。其中 2 条认不出属于哪一期。" in said
    found = links(page("/findings?unit=X1&period=2026Q3&severity=error"))
    assert "/findings?unit=X1&period=2026Q3&severity=error&periods=all" in found
    assert "/findings?unit=X1&period=2026Q3&severity=error&state=open" in found
    before = words(page("/findings?unit=X1&period=2026Q2"))
    assert "2026年第二季度（4—6月），" in before
    assert "没有发现问题。" in before
    assert "要填数字" not in before
    every = words(page("/findings?unit=X1&period=2026Q2&periods=all&lang=en"))
    assert "All periods: 23 findings: 16 must be corrected" in every


def test_of_findings_that_wait_alone_the_count_says_so() -> None:
    said = words(page("/findings?unit=X1&period=2026Q3&state=open"))
    assert "2026年第三季度（7—9月）共 23 条问题待处理" in said
    assert "新发展会员数" not in said, "corrected in a later version"
    none = page("/findings?unit=X1&period=2026Q2&state=open")
    assert "没有待处理的问题。" in words(none)
    assert "/findings?unit=X1&period=2026Q2" in links(none), "the way back"


def test_the_number_of_open_findings_leads_to_those_findings() -> None:
    found = links(page("/overview?unit=X1&period=2026Q3"))
    asked = "severity=error&state=open&periods=all"
    assert f"/findings?unit=X1&period=2026Q3&{asked}" in found
    assert f"/findings?unit=X101&period=2026Q3&{asked}" in found


def test_checks_that_did_not_run_stand_under_the_findings() -> None:
    said = words(page("/findings"))
    assert "未执行的检查" in said
    assert "女会员数 ≤ 会员总数" in said
    assert "表上没有“女会员数”" in said
    assert "the sheet does not have “women”" in words(page("/findings?lang=en"))
    assert "未执行的检查" not in words(page(f"/findings?unit={fake.EMPTY_UNIT.code}"))


def test_the_past_of_a_report_is_told_version_by_version() -> None:
    said = words(page("/history?unit=X102"))
    for text in ("漏报一个车间", "会员总数", "470", "486", "第 2 版 › 会员表 › C9", "退回",
                 "会员表：共 34 行，入库 1，未收 0，标题、合计、别的单位等 33"):  # fmt: skip
        assert text in said, text
    assert "上报页" in said, "the name under which the desk keeps files is nobody's"
    assert "web" not in said
    english = words(page("/history?unit=X102&lang=en"))
    assert "From version 1 to version 2: cells changed: 1" in english
    assert "34 rows, 1 loaded, 0 rejected, 33 of titles" in english
    assert "这份报表这一期没有报过" in words(page("/history?unit=X102&form=funds"))
    assert "没有报过表" in words(page(f"/history?unit={fake.EMPTY_UNIT.code}"))


def test_what_offices_did_is_told_with_what_it_was_about() -> None:
    said = words(page("/history?unit=X102"))
    kinds = ("退回", "撤销退回", "说明", "锁定报告期2026年锁定时就对本单位放开")
    for text in (*kinds, "退错了单位", "两厂合并", "松岭镇机关工会_2026Q3.xlsx › 会员表 › C9",
                 "松岭镇机关工会_2026Q3.xlsx › 会员表 C9、会员表 C12",
                 "（可能涉及个人，见原件）"):  # fmt: skip
        assert text in said, text
    english = words(page("/history?unit=X102&lang=en"))
    for text in ("return revoked", "explained", "left open for this unit from the start",
                 "(may be about a person: see the original)"):  # fmt: skip
        assert text in english, text


def test_what_changed_definitions_read_otherwise_is_told_cell_by_cell() -> None:
    said = words(page("/history?unit=X102"))
    for text in ("报表定义或名册改了，照现在的重新读取", "不同的格：3",
                 "会员表 › C11 会员总数：空白 → 486",
                 "会员表 › C12 主席：（个人信息，不显示） → （个人信息，不显示）"):  # fmt: skip
        assert text in said, text
    assert "Cells that differ: 3" in words(page("/history?unit=X102&lang=en"))


def test_two_deeds_of_one_day_are_told_apart_by_their_times() -> None:
    for address in ("/history?unit=X102", "/history?unit=X102&lang=en"):
        versions, steps, _ = (
            [[words(cell) for cell in row.children] for row in only(table, "Tbody")[0].children]
            for table in only(page(address), "Table")
        )
        assert [row[1] for row in versions] == ["2026-10-17 15:42", "2026-10-13 15:42"]
        assert [row[3] for row in steps][:2] == ["2026-10-15 15:42", "2026-10-15 16:05"]
    assert "2026-10-17 15:42）" in words(page("/history?unit=X102")), "of the reason"


def test_the_list_of_reports_leads_to_their_past() -> None:
    assert any(
        href.startswith("/history?") and "form=" in href for href in links(page("/reporting"))
    )


def test_narrow_cells_print_no_absurd_percentages() -> None:
    assert [ZH.whole_percent(D(v)) for v in ("98.6", "-46.3", "-19966")] == ["99", "−46", "<−100"]


def test_what_is_short_of_the_whole_is_not_rounded_up_to_it() -> None:
    assert [ZH.whole_percent(D(v)) for v in ("99.6", "99.99", "100", "100.4")] == [
        "99", "99", "100", "100",
    ]  # fmt: skip


def test_one_problem_at_many_places_is_told_once() -> None:
    one = fake_details.FINDINGS[0]
    many = [replace(one, finding=n, sheet=f"表{n}", cell="A2") for n in range(14)]
    other = replace(one, finding=99, got="9")
    assert [len(found) for found in finding_rows.alike([*many, other])] == [14, 1]
    listed = "".join(str(part) for part in finding_rows.places(many, ZH))
    assert listed.startswith(f"{one.file} › 表0 A2、表1 A2、")
    assert listed.endswith("表11 A2等，另有 2 处")
    assert finding_rows.places([one], ZH) == [f"{one.file} › {one.sheet} › {one.cell}"]


def test_reports_that_share_their_fate_stand_in_one_row() -> None:
    one = fake_details.report_rows()[0]
    rows = [replace(one, form=form.form, form_title=form.title) for form in fake.FORMS]
    both = [*rows, replace(rows[0], unit=TOWNS[0])]
    assert [len(found) for found in alike(both)] == [len(fake.FORMS), 1]
    assert titles(rows, len(rows), ZH) == [f"全部 {len(rows)} 张"]
    assert titles(rows[:1], len(rows), EN) == [rows[0].form_title.en]


def test_csv_runs_nothing_when_it_is_opened() -> None:
    text = csv_text(("a", "=b"), [("=1+1", None), (-3, "-x"), ("约 3", "+86")])
    assert text == "\ufeffa,'=b\r\n'=1+1,\r\n-3,'-x\r\n约 3,'+86\r\n"


def test_a_query_that_fails_says_why() -> None:
    assert "syntax error" in words(page("/sql?query=broken"))


def test_a_target_counted_in_ten_thousands_reads_the_same_in_both_languages() -> None:
    wan = replace(BY_ID["new_members"], unit_label=b("万人", "10 000 persons"))
    assert (ZH.amount(D("29.61"), wan), ZH.unit(wan)) == ("29.61", "万人")
    assert (EN.amount(D("29.61"), wan), EN.unit(wan)) == ("296,100", "persons")
    assert ZH.in_prose(D("29.61"), wan) == "29.61万人"
    assert EN.in_prose(D("29.61"), wan) == "296,100 persons"


def test_a_plan_may_count_money_in_yuan_or_in_ten_thousands() -> None:
    wan = replace(BY_ID["aid_paid"], unit_label=b("万元", "CNY 10 000"))
    assert ZH.amount(D("181.04"), wan) == ZH.amount(D(1810400), BY_ID["aid_paid"]) == "181.0"
    assert EN.amount(D("181.04"), wan) == EN.amount(D(1810400), BY_ID["aid_paid"]) == "1,810,400"
    assert EN.unit(wan) == "CNY"


def test_another_unit_is_not_asked_for_what_was_chosen_among_the_units_of_this_one() -> None:
    view = View.of(Selection("reporting", "X1", "2026Q3", form="members", reporter="X101-0"))
    assert view.to_unit("X102") == "/reporting?unit=X102&period=2026Q3&form=members"
    supposing = Selection("whatif", "X1", "2026Q3", reporter="X101-0", cell="a.b.c", figure="3")
    assert View.of(supposing).to_unit("X102") == "/whatif?unit=X102&period=2026Q3"
