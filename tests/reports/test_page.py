"""The page: its numbers are the answers, it is complete in both languages, it fetches nothing."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from pipeline.domain.status import Status
from pipeline.reports.changes import change_table, counts_said, year_said
from pipeline.reports.markup import content, el
from pipeline.reports.pack import Pack
from pipeline.reports.quarterly import ReportFiles, file_stem, write_report
from pipeline.reports.sentences import conclusion, late_said
from pipeline.reports.target_sections import change_part, data_line
from pipeline.reports.words import Words
from pipeline.warehouse.reader import Reader

from . import county

ZH = Words("zh")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page(report: ReportFiles) -> str:
    return report.html.read_text(encoding="utf-8")


def texts(report: ReportFiles) -> str:
    """Return what a reader sees, without styles and drawings."""
    seen = re.sub(r"<(style|svg).*?</\1>", " ", page(report), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", seen)))


def table_row(report: ReportFiles, name: str) -> str:
    """Return the cells of the target of this name, one space between pieces."""
    rows = re.findall(r"<tr>.*?</tr>", page(report), re.DOTALL)
    found = next(row for row in rows if f'<th scope="row">{name}<' in row)
    cells = re.sub(r"<svg.*?</svg>", "", found, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", cells)))


def test_every_target_shows_what_was_answered(report: ReportFiles, pack: Pack) -> None:
    assert len(pack.overview.targets) == 6
    for row in pack.overview.targets:
        said = table_row(report, row.name.zh)
        assert f" {ZH.amount(row.target, row)} {ZH.unit(row)}" in said
        assert f" {ZH.amount(row.actual.value, row)} " in said
        assert ZH.status(row.status) in said
        data = f"应报 {row.actual.data.expected} · 已报 {row.actual.data.reported}"
        assert (data in said) == (row.indicator is not None)


def test_figures_worked_out_by_hand(report: ReportFiles) -> None:
    """64 of 100 new members; 16 gifts of 1,500 yuan against 50,000; 234 of 300 on the way."""
    said = table_row(report, "新发展会员")
    assert "64 人 100 人 64.0" in said
    assert "−10.9" in said
    assert "2.4 万元 5.0 万元 48.0" in table_row(report, "帮扶资金")
    assert "634 人 700 人 基期 400 78.0" in table_row(report, "会员总数")


def test_a_target_below_its_baseline_has_no_completion(report: ReportFiles) -> None:
    said = table_row(report, "女职工入会率")
    assert "基期已达目标，不算完成度" in said
    assert "%" not in said.split("基期 60.0")[1]


def test_the_conclusion_counts_and_names(report: ReportFiles) -> None:
    said = texts(report)
    assert "6 项目标：1 项滞后，1 项严重滞后，3 项数据不全，1 项不判定。" in said
    assert "最紧的是帮扶资金（完成 48.0%，慢 " in said
    assert "应报 6 个单位，报齐 4 个（66.7%）。" in said
    assert "应报 12 份，收下 8 份，其中按时 6 份；" in said
    assert "报来未计入 2 份（退回、待说明或待审核），未报 2 份。" in said


def test_who_is_missing_and_what_is_not_judged_is_named(report: ReportFiles) -> None:
    said = texts(report)
    owed = said[said.index("未报齐的单位") :]
    assert re.search(r"第5厂工会 西镇总工会 — 全部 2 张报表", owed)
    assert re.search(r"第6厂工会 西镇总工会 全部 2 张报表 —", owed)
    assert "以下目标没有数据或报送不足，不作判定：会员总数、职工入会率、女职工入会率。" in said


def test_definitions_plan_and_publication_are_stated(report: ReportFiles, pack: Pack) -> None:
    said = texts(report)
    for shown in pack.pages.values():
        assert shown.card.definition.zh in said
        assert shown.card.numerator_label.zh in said
    assert "关于下达2024年目标的通知（示工发〔2024〕1号）" in said
    assert f"第 {pack.snapshot.number} 次发布" in said
    assert f"{pack.snapshot.published_at:%H:%M}" in said
    assert said.count("示例数据（程序生成）") == 2


@pytest.mark.parametrize("name", ["report", "english"])
def test_nothing_is_run_or_fetched(name: str, request: pytest.FixtureRequest) -> None:
    text = page(request.getfixturevalue(name))
    assert "<script" not in text
    assert not re.search(r"https?://|//[a-z]", re.sub(r"base64,[\w+/=]+", "", text))
    assert not re.search(r"\son\w+=", text)
    assert re.findall(r"url\((?!data:|#)", text) == []
    assert "@page { size: A4" in text


@pytest.mark.parametrize("name", ["report", "english"])
def test_every_drawing_has_a_label_and_ids_are_its_own(
    name: str, request: pytest.FixtureRequest
) -> None:
    text = page(request.getfixturevalue(name))
    assert len(re.findall(r'<svg class="chart" role="img" aria-label="[^"]+', text)) == 3
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in re.findall(r'href="([^"]+)"', text)} <= set(ids)


def test_names_are_text_and_never_markup(report: ReportFiles) -> None:
    assert "<b>厂</b>" not in page(report)
    assert el("p", "<i>&", title='a"b') == '<p title="a&quot;b">&lt;i&gt;&amp;</p>'
    assert content(["a<", None, [el("br")]]) == "a&lt;<br>"


def test_english_is_complete(english: ReportFiles) -> None:
    said = texts(english)
    assert 'lang="en"' in page(english)
    assert CHINESE.findall(said.replace("示工发〔2024〕1号", "")) == []
    assert "6 targets: 1 behind, 1 far behind, 3 incomplete, 1 not judged." in said
    assert "Aid raised (48.0% done, " in said
    assert "24,000 CNY 50,000 CNY 48.0" in re.sub(r"\s+", " ", said)


def test_units_without_plan_or_reports_get_a_report_too(reader: Reader, tmp_path: Path) -> None:
    township = write_report(reader, "T1", county.LAST, tmp_path)
    said = texts(township)
    assert "本单位没有目标计划，列出有数的核心指标。" in said
    assert "会员总数" in said
    union = write_report(reader, "U1", "2024Q1", tmp_path)
    assert "应报的单位都已报齐。" in texts(union)
    assert [path.name for path in union.charts if "ranking" in path.name] == []


def test_files_are_named_by_unit_period_and_language(report: ReportFiles) -> None:
    assert report.html.name == "TC_2024Q3.html"
    assert file_stem("../x", "2024Q3", "en") == ".._x_2024Q3_en"


def test_every_status_has_a_sign() -> None:
    from pipeline.reports.marks import LOOKS, SIGNS

    assert set(SIGNS) == set(Status)
    assert set(LOOKS) == {*Status, None}


def test_the_note_says_which_figures_take_over_last_reports(report: ReportFiles) -> None:
    """634 members: 388 reported, and 118 and 128 of a quarter before from those who are missing."""
    text = report.html.read_text(encoding="utf-8")
    assert "存量的目标和考核沿用未报单位上次的数（标明“结转”）" in text
    row = next(part for part in text.split("<tr>") if "会员总数" in part and "结转 2" in part)
    assert "<b>634</b>" in row
    rate = next(part for part in text.split("<tr>") if "职工入会率" in part and "已报" in part)
    assert "结转" not in rate, "a rate is of what was reported"


def test_changes_stand_under_the_name_and_in_a_table(report: ReportFiles) -> None:
    """Members 618 and then 634; of 2023 there is nothing. New members 24 and then 16, of four
    unions where there had been six, which the star says."""
    text = report.html.read_text(encoding="utf-8")
    members = next(part for part in text.split("<tr>") if "会员总数" in part and "结转 2" in part)
    assert "环比 +2.6%<" in members
    assert "同比" not in members
    table = text.partition("<h3>同比和环比</h3>")[2].partition("</table>")[0]
    new = next(part for part in table.split("<tr>") if "新发展会员" in part)
    assert [cell for cell in ("24", "16", "−33.3%*") if f">{cell}<" not in new] == []
    assert text.count("* 两期报齐程度") == 1


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("5.1", "；同比增长 5.1%"),
        ("-5.1", "；同比下降 5.1%"),
        ("0.04", "；同比持平"),
        ("0", "；同比持平"),
    ],
)
def test_a_change_that_reads_nought_is_none(pack: Pack, percent: str, said: str) -> None:
    row = next(row for row in pack.overview.targets if row.name.zh == "会员总数")
    (before,) = (one for one in row.changes if one.against == "period_before")
    year = replace(before, against="year_before", percent=Decimal(percent))
    assert year_said(replace(row, changes=(year,)), ZH) == said


@pytest.mark.parametrize(
    ("points", "said"),
    [("2.5", "；同比上升 2.5 个百分点"), ("-2.5", "；同比下降 2.5 个百分点")],
)
def test_points_rise_and_do_not_grow(pack: Pack, points: str, said: str) -> None:
    row = next(row for row in pack.overview.targets if row.name.zh == "会员总数")
    (before,) = (one for one in row.changes if one.against == "period_before")
    year = replace(before, against="year_before", is_rate=True, difference=Decimal(points))
    assert year_said(replace(row, changes=(year,)), ZH) == said


def test_what_rose_from_nothing_is_counted_and_stands_in_the_table(pack: Pack) -> None:
    row = next(row for row in pack.overview.targets if row.name.zh == "会员总数")
    (before,) = (one for one in row.changes if one.against == "period_before")
    year = replace(before, against="year_before", value=Decimal(2), before=Decimal(0),
                   difference=Decimal(2), percent=None, reason="zero_base")  # fmt: skip
    one = replace(row, changes=(year,))
    alone = replace(pack, overview=replace(pack.overview, targets=(one,)))
    assert counts_said(alone, ZH) == "同比：1 项上升。"
    told = re.sub(r"<[^>]+>", " ", str(change_table(alone, ZH)))
    assert "会员总数（人） 2 0 — — — —" in re.sub(r"\s+", " ", told)


def test_the_reports_due_are_not_counted_out_again_under_completeness(
    report: ReportFiles,
) -> None:
    said = texts(report)
    assert said.count("应报 12 份，收下 8 份") == 2, "in the conclusion, and over who owes"
    assert said.count("应报 6 个单位，报齐 4 个") == 2


def test_a_gap_reads_in_the_sentence_as_in_the_table(pack: Pack) -> None:
    late = next(row for row in pack.overview.targets if row.name.zh == "帮扶资金")
    close = replace(late, gap=Decimal("-0.41"))
    assert ZH.signed(close.gap) == "−0.4"
    assert "（−0.4 个百分点）" in late_said(close, ZH)


def test_once_the_time_is_over_nothing_is_tight_any_more(pack: Pack) -> None:
    over = replace(pack, overview=replace(pack.overview, elapsed=Decimal(100)))
    assert "差距最大的是帮扶资金" in conclusion(over, ZH)
    assert "最紧的是帮扶资金" in conclusion(pack, ZH)


def test_inside_an_english_sentence_phrases_begin_small(pack: Pack) -> None:
    row = next(row for row in pack.overview.targets if row.name.zh == "会员总数")
    (before,) = (one for one in row.changes if one.against == "period_before")
    year = replace(before, against="year_before", percent=Decimal(5))
    said = late_said(replace(row, changes=(year,), missed=True), Words("en"))
    assert "; year on year up 5.0%; the time is over; not reached." in said


def test_a_unit_without_a_plan_is_not_told_of_targets(reader: Reader, tmp_path: Path) -> None:
    said = texts(write_report(reader, "T1", county.LAST, tmp_path))
    assert "东镇总工会2024年第三季度核心指标情况通报" in said
    assert "主要指标走势" in said
    assert "计划序时" not in said
    assert "列出有数的核心指标。应报" in said
    assert "目标完成情况通报" not in said


def test_nothing_is_said_of_reports_where_a_figure_rests_on_none(pack: Pack) -> None:
    data = pack.overview.targets[0].actual.data
    assert data_line(data, ZH) is not None
    assert data_line(replace(data, expected=0, reported=0), ZH) is None


@pytest.mark.parametrize(
    ("before", "elapsed", "said"), [("81.2", 100, True), ("80.04", 100, False), ("81.2", 75, False)]
)
def test_a_rates_baseline_that_is_not_its_figure_of_a_year_ago_is_explained(
    pack: Pack, before: str, elapsed: int, said: bool
) -> None:
    """The baseline is 80.0; it and the last quarter of the year before are of one day."""
    (row,) = (one for one in pack.overview.targets if one.target_id == "C")
    (change,) = (one for one in row.changes if one.against == "period_before")
    ago = replace(change, against="year_before", before=Decimal(before))
    own = replace(row, baseline=Decimal(80), baseline_kind="previous_year", changes=(ago,))
    overview = replace(pack.overview, targets=(own,), elapsed=Decimal(elapsed))
    told = content(change_part(replace(pack, overview=overview), ZH))
    assert ("比率的基期按上年各单位最后一次报数算" in str(told)) is said
