"""What the page says of targets over time and over units."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboards.components.splits import shares, split_row
from dashboards.components.target_notes import schedules
from dashboards.components.targets import conclusion, target_row
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.cli.show_lines import target_words
from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers import PeriodRef, TargetRow, TargetVersion
from pipeline.reports.target_sections import goal
from pipeline.reports.words import Words
from tests.dashboards.fake import COUNTY, TARGETS, splits
from tests.dashboards.reading import links, page, words

ZH, EN = View.of(Selection(unit="X1", period="2026Q3")), View.of(Selection(language="en"))
NOTICE = Bilingual(zh="调整通知", en="Notice of change")
ELAPSED = Decimal("74.8")
SKILLED: TargetRow = replace(TARGETS[0], gap_value=Decimal("-242.4"))


def version(value: int, done: str, since: date | None, number: str | None) -> TargetVersion:
    held = since is not None
    return TargetVersion(
        Decimal(value), since, NOTICE, number, None, held, Decimal(done), None, Status.BEHIND
    )


def test_the_distance_is_told_in_points_days_and_units() -> None:
    said = words(target_row(SKILLED, ELAPSED, ZH))
    assert "−20.2" in said
    assert "慢 73 天" in said
    assert "差 243人" in said
    assert "243 persons short" in words(target_row(SKILLED, ELAPSED, EN))
    rate = replace(TARGETS[4], gap_value=Decimal("-0.24"))
    assert "差 0.24 个百分点" in words(target_row(rate, ELAPSED, ZH))
    ahead = replace(TARGETS[6], gap_value=Decimal("27.3"))
    assert "多 28人" in words(target_row(ahead, ELAPSED, ZH))
    done = replace(TARGETS[9], gap_value=Decimal(1))
    assert "多" not in words(target_row(done, ELAPSED, ZH))


@pytest.mark.parametrize("comparator", ["=", "~", ">=", "<="])
def test_a_target_promised_exactly_or_about_says_that_more_counts_as_done(comparator: str) -> None:
    row = replace(SKILLED, comparator=comparator)
    there = comparator in ("=", "~")
    assert ("超过也算完成" in words(target_row(row, ELAPSED, ZH))) is there
    assert ("more counts as done" in words(target_row(row, ELAPSED, EN))) is there
    assert ("超过也算完成" in target_words(row, "zh")) is there
    told = "".join(goal(row, Words("en")))
    assert ("more counts as done" in told) is there


def test_a_way_of_almost_no_length_is_told_without_absurd_figures() -> None:
    row = replace(SKILLED, completion=Decimal("-10401.7"), gap=Decimal("-10476.5"))
    said = words(target_row(row, ELAPSED, ZH))
    assert "<−100" in said
    assert "<−200" in said
    assert "10," not in said.replace("差 243人", "")


def test_a_changed_target_says_what_it_was_and_by_which_document_it_changed() -> None:
    row = replace(
        SKILLED,
        versions=(
            version(1000, "65.5", None, None),
            version(1200, "54.6", date(2026, 7, 1), "7号"),
        ),
    )
    assert "原为 1,000（完成 65.5%），7月1日起按7号" in words(target_row(row, ELAPSED, ZH))
    assert "was 1,000 (65.5% done); since 1 Jul by 7号" in words(target_row(row, ELAPSED, EN))
    unnumbered = replace(row, versions=(row.versions[0], replace(row.versions[1], number=None)))
    assert "by Notice of change" in words(target_row(unnumbered, ELAPSED, EN))


def test_what_is_out_of_reach_is_said_only_once_it_is() -> None:
    late = replace(SKILLED, unreachable_on=date(2026, 9, 8), unreachable=True)
    assert "按历史最好进度也赶不上（2026年9月8日起）" in words(target_row(late, ELAPSED, ZH))
    coming = replace(SKILLED, unreachable_on=date(2026, 11, 8))
    assert "赶不上" not in words(target_row(coming, ELAPSED, ZH))


def test_once_all_time_is_over_that_is_said_once_and_no_days_are_counted() -> None:
    missed = replace(SKILLED, missed=True)
    alone = words(target_row(missed, ELAPSED, ZH))
    assert "期限已过，没有完成" in alone, "the plan goes on, this target's time is over"
    together = words(target_row(missed, Decimal(100), ZH))
    for said in (alone, together):
        assert "差 243人" in said
        assert "慢" not in said, "no day is left to make up for it"
    assert "期限已过" not in together
    rows = [missed, replace(TARGETS[1], missed=True), TARGETS[9]]
    assert words(conclusion(rows, Decimal(100), ZH)) == (
        "3 项目标：1 项完成，2 项严重滞后。期限已过，2 项没有完成，差距最大的是"
        "培训技术工人数（完成 54.6%）和帮扶资金发放额（完成 56.6%）。"
    )
    assert "The time is over, and 1 was not reached; the furthest off are" in words(
        conclusion([missed, TARGETS[9]], Decimal(100), EN)
    )
    assert words(conclusion([TARGETS[9]], Decimal(100), ZH)) == "1 项目标：1 项完成。期限已过。"


def test_a_span_that_closed_undone_is_named_though_all_time_is_over() -> None:
    duty = replace(SKILLED, missed=True, missed_on=date(2026, 3, 31))
    assert "2026年3月31日" in words(target_row(duty, Decimal(100), ZH))


def test_what_fell_below_its_baseline_is_told_so_and_not_by_a_percentage() -> None:
    fallen = replace(SKILLED, completion=Decimal("-10401.7"), baseline=Decimal(5))
    said = words(conclusion([fallen], ELAPSED, ZH))
    assert "（低于基期，慢 73 天）" in said
    assert "10,401" not in said


def test_a_learned_schedule_names_its_years_and_a_straight_line_says_that_it_stands_in() -> None:
    learned = replace(SKILLED, schedule_asked="learned", schedule="learned",
                      learned_from=(2024, 2025))  # fmt: skip
    line = replace(TARGETS[1], schedule_asked="learned")
    said = "".join(map(words, schedules([learned, line, TARGETS[2]], ZH)))
    assert "序时的依据（2 项）" in said
    assert "照本单位 2024、2025 年各期的累计进度" in said
    assert "往年完整的不足两年，暂按天匀速" in said
    assert schedules(TARGETS, ZH) == []


def test_targets_shared_out_show_what_is_missing_and_rates_are_not_added() -> None:
    made = page(f"/targets?unit={COUNTY.code}")
    said = words(made)
    assert "4,400" in said
    assert "差 100人" in said
    assert "没有分到：北关街道总工会、南坪镇总工会" in said
    assert "70.0—75.0" in said
    assert "能合成" in said
    assert any("unit=X101" in link and "indicator=new_members" in link for link in links(made))
    assert "目标分解" not in words(page("/targets?unit=X101"))


def test_a_duty_says_each_of_what_and_how_many_were_done() -> None:
    year = replace(
        SKILLED, kind="duty", duty_span="quarter", spans=4, spans_ended=4, spans_done=3,
        missed=True, missed_on=date(2026, 6, 30), status=Status.FAR_BEHIND,
    )  # fmt: skip
    said = words(target_row(year, ELAPSED, ZH))
    assert "每季度" in said
    assert "4 个季度做到 3 个" in said
    assert "2026年6月30日到期，没有做到" in said
    told = words(target_row(year, ELAPSED, EN))
    assert "each quarter" in told
    assert "3 of 4 quarters done" in told
    assert "not done when it was due, 30 Jun 2026" in told
    begun = replace(year, spans_ended=2, spans_done=2, missed=False, missed_on=None)
    assert "4 个季度已过 2 个，做到 2 个" in words(target_row(begun, ELAPSED, ZH))
    assert "没有做到" not in words(target_row(begun, ELAPSED, ZH))
    assert "2 of 4 quarters done, 2 ended" in words(target_row(begun, ELAPSED, EN))


def test_a_duty_of_another_period_names_it_and_leads_to_its_trace() -> None:
    half = PeriodRef(
        "2026H1", Bilingual(zh="2026年上半年", en="H1 2026"), "half", "calendar_year",
        date(2026, 1, 1), date(2026, 6, 30),
    )  # fmt: skip
    row = replace(SKILLED, kind="duty", duty_span="half", spans=1, judged_in=half)
    assert "看2026年上半年" in words(target_row(row, ELAPSED, ZH))
    assert "个半年" not in words(target_row(row, ELAPSED, ZH))
    assert any("trace" in link and "2026H1" in link for link in links(target_row(row, ELAPSED, ZH)))


def test_a_share_that_is_missed_by_little_does_not_read_like_its_figure() -> None:
    _, rates = splits()
    first, *others = rates.parts
    short = replace(first, actual=Decimal("74.96"), completion=Decimal("99.9"))
    said = words(shares(replace(rates, parts=(short, *others)), ZH))
    assert "75.00" in said
    assert "74.96" in said
    assert "75.00" not in words(shares(rates, ZH))
    members, _ = splits()
    wan = replace(members, unit_label=Bilingual(zh="万人", en="10 000 persons"), parts=())
    together = replace(wan, target=Decimal(4), total=Decimal("3.9999"), gap=Decimal("-0.0001"))
    assert "3.9999" in words(split_row(together, ZH))
