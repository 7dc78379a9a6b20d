"""What the page says of targets over time and over units."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dashboards.components.target_notes import schedules
from dashboards.components.targets import target_row
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers import PeriodRef, TargetRow, TargetVersion
from tests.dashboards.fake import COUNTY, TARGETS
from tests.dashboards.reading import links, page, words

ZH, EN = View.of(Selection(unit="X1", period="2026Q3")), View.of(Selection(language="en"))
NOTICE = Bilingual(zh="调整通知", en="Notice of change")
SKILLED: TargetRow = replace(TARGETS[0], gap_value=Decimal("-242.4"))


def version(value: int, done: str, since: date | None, number: str | None) -> TargetVersion:
    held = since is not None
    return TargetVersion(
        Decimal(value), since, NOTICE, number, None, held, Decimal(done), None, Status.BEHIND
    )


def test_the_distance_is_told_in_points_days_and_units() -> None:
    said = words(target_row(SKILLED, ZH))
    assert "−20.2" in said
    assert "慢 73 天" in said
    assert "差 243人" in said
    assert "243 persons short" in words(target_row(SKILLED, EN))
    rate = replace(TARGETS[4], gap_value=Decimal("-0.24"))
    assert "差 0.24 个百分点" in words(target_row(rate, ZH))
    ahead = replace(TARGETS[6], gap_value=Decimal("27.3"))
    assert "多 28人" in words(target_row(ahead, ZH))
    done = replace(TARGETS[9], gap_value=Decimal(1))
    assert "多" not in words(target_row(done, ZH))


def test_a_changed_target_says_what_it_was_and_by_which_document_it_changed() -> None:
    row = replace(
        SKILLED,
        versions=(
            version(1000, "65.5", None, None),
            version(1200, "54.6", date(2026, 7, 1), "7号"),
        ),
    )
    assert "原为 1,000（完成 65.5%），7月1日起按7号" in words(target_row(row, ZH))
    assert "was 1,000 (65.5% done); since 1 Jul by 7号" in words(target_row(row, EN))
    unnumbered = replace(row, versions=(row.versions[0], replace(row.versions[1], number=None)))
    assert "by Notice of change" in words(target_row(unnumbered, EN))


def test_what_is_out_of_reach_is_said_only_once_it_is() -> None:
    late = replace(SKILLED, unreachable_on=date(2026, 9, 8), unreachable=True)
    assert "按历史最好进度也赶不上（2026年9月8日起）" in words(target_row(late, ZH))
    coming = replace(SKILLED, unreachable_on=date(2026, 11, 8))
    assert "赶不上" not in words(target_row(coming, ZH))


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
    said = words(target_row(year, ZH))
    assert "每季度" in said
    assert "4 个季度做到 3 个" in said
    assert "2026年6月30日到期，没有做到" in said
    told = words(target_row(year, EN))
    assert "each quarter" in told
    assert "3 of 4 quarters done" in told
    assert "not done when it was due, 30 Jun 2026" in told
    begun = replace(year, spans_ended=2, spans_done=2, missed=False, missed_on=None)
    assert "4 个季度已过 2 个，做到 2 个" in words(target_row(begun, ZH))
    assert "没有做到" not in words(target_row(begun, ZH))
    assert "2 of 4 quarters done, 2 ended" in words(target_row(begun, EN))


def test_a_duty_of_another_period_names_it_and_leads_to_its_trace() -> None:
    half = PeriodRef(
        "2026H1", Bilingual(zh="2026年上半年", en="H1 2026"), "half", "calendar_year",
        date(2026, 1, 1), date(2026, 6, 30),
    )  # fmt: skip
    row = replace(SKILLED, kind="duty", duty_span="half", spans=1, judged_in=half)
    assert "看2026年上半年" in words(target_row(row, ZH))
    assert "个半年" not in words(target_row(row, ZH))
    assert any("trace" in link and "2026H1" in link for link in links(target_row(row, ZH)))
