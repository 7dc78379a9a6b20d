"""What the first page says of the targets."""

from dataclasses import replace
from decimal import Decimal

from dashboards.components.below import children_table
from dashboards.components.headline import headline_table
from dashboards.components.pictures import at, bullet, strip
from dashboards.components.targets import conclusion, gap, goal, worst_first
from dashboards.components.todo import late_target, todo
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.domain.status import Status
from tests.dashboards.fake import BY_ID, TARGETS, value
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import labels, links, only, page, words

ZH, EN = View.of(Selection(unit="X1", period="2026Q3")), View.of(Selection(language="en"))


def test_the_sentence_counts_and_names_the_tightest() -> None:
    said = words(conclusion(TARGETS, Decimal("74.8"), ZH))
    assert said == (
        "13 项目标：1 项完成，4 项正常，3 项滞后，2 项严重滞后，1 项数据不全，1 项无数据，"
        "1 项不判定。时间已过 74.8%，最紧的是培训技术工人数（完成 54.6%，慢 73 天）"
        "和帮扶资金发放额（完成 56.6%，慢 66 天）。"
    )


def test_the_sentence_in_english() -> None:
    said = words(conclusion(TARGETS[-4:-3], Decimal("74.8"), EN))
    assert said == "1 target: 1 done. 74.8% of the time has passed."


def test_every_figure_of_the_sentence_leads_to_its_trace() -> None:
    found = links(conclusion(TARGETS, Decimal("74.8"), ZH))
    assert "/trace?unit=X1&period=2026Q3&indicator=skilled&span=to_date" in found


def test_the_furthest_behind_come_first_and_the_unjudged_last() -> None:
    ordered = [row.target_id for row in worst_first(TARGETS)]
    assert ordered[:2] == ["skilled", "aid_paid"]
    assert ordered[-2:] == ["exercise", "studio"]


def test_a_bar_ends_where_the_axis_ends() -> None:
    assert at(Decimal(0)) == "0.00%"
    assert at(Decimal(100)) == "80.00%"
    assert at(Decimal(400)) == at(125) == "100.00%"
    assert at(Decimal(-20)) == "0.00%"


def test_a_bar_says_what_it_shows() -> None:
    assert labels(bullet(TARGETS[0], ZH)) == ["完成度 54.6%，序时应达 74.8%"]


def test_without_completion_the_reason_stands_there_instead() -> None:
    assert words(bullet(TARGETS[-1], ZH)) == "没有指标衡量这一项。"


def test_a_level_shows_where_it_started() -> None:
    assert "".join(map(words, goal(TARGETS[2], ZH))) == "44.0 → 52.0"


def test_money_is_printed_in_the_readers_unit() -> None:
    assert "".join(map(words, goal(TARGETS[1], ZH))) == "320.0"
    assert "".join(map(words, goal(TARGETS[1], EN))) == "3,200,000"


def test_a_gap_has_its_sign_and_its_days() -> None:
    assert words(gap(TARGETS[0], ZH)) == "−20.2慢 73 天"
    assert words(gap(TARGETS[0], EN)) == "−20.273 days behind"


def test_a_strip_is_read_out_in_words() -> None:
    assert labels(strip(((Status.DONE, 2), (Status.FAR_BEHIND, 1)), ZH)) == ["严重滞后 1，完成 2"]


def test_a_unit_without_reports_shows_the_designed_state() -> None:
    assert "本期还没有收到报表。" in words(page("/overview?unit=X199"))


def test_an_absent_value_is_a_dash_and_a_zero_is_a_zero() -> None:
    said = words(page("/overview?unit=X101"))
    assert "工会经费收缴率应报 4 · 已报 0—" in said
    assert "0人" in said


RATE = replace(TARGETS[7], remaining=Decimal("0.66"), status=Status.FAR_BEHIND)
CEILING = replace(TARGETS[10], completion=None, remaining=Decimal(-4))


def test_what_is_left_of_a_rate_is_said_in_points() -> None:
    assert "还差 0.66 个百分点" in words(late_target(RATE, ZH))
    assert "0.66 pp to go" in words(late_target(RATE, EN))


def test_of_a_ceiling_that_was_passed_nothing_is_left_to_do() -> None:
    assert "超出上限 4项" in words(late_target(CEILING, ZH))
    assert "above the ceiling" in words(late_target(CEILING, EN))
    kept = words(late_target(replace(CEILING, remaining=Decimal(3)), ZH))
    assert "还差" not in kept
    assert "超出" not in kept


def test_of_a_target_that_is_done_nothing_is_left_to_do() -> None:
    assert "还差" not in words(late_target(replace(RATE, remaining=Decimal(0)), ZH))


def test_of_a_target_without_completion_the_bar_says_why() -> None:
    kept = replace(CEILING, comparator="<=", reason=None)
    assert "只看有没有超出" in words(bullet(kept, ZH))
    assert "kept or passed" in words(bullet(kept, EN))
    assert "算不出完成度" in words(bullet(replace(kept, comparator=">="), ZH))
    assert "没有基期数" in words(bullet(replace(kept, reason="no_baseline"), ZH))


def test_of_many_forms_with_missing_reports_the_worst_are_named_and_all_counted() -> None:
    answer = questions.overview(object(), "X1", "2026Q3")
    missing = [words(item) for item in only(todo(answer, ZH), "Li") if "未报" in words(item)]
    assert missing == ["30 份报表未报安全隐患台账 12，会员表 4，集体协商与劳动关系表 3 等 8 张报表"]
    assert "; 8 forms in all" in words(todo(answer, EN))
    few = todo(replace(answer, forms=answer.forms[:3]), ZH)
    assert "张报表" not in words(few)


def test_nothing_is_said_of_targets_where_no_unit_below_has_any() -> None:
    judged = questions.overview(object(), "X1", "2026Q3").children
    plain = [replace(row, statuses=()) for row in judged]
    assert [len(only(children_table(rows, ZH), "Th")) - len(rows) for rows in (judged, plain)] == [
        5, 3,
    ]  # fmt: skip
    assert "没有自己的目标" not in words(children_table(plain, ZH))
    assert "没有自己的目标" in words(children_table([*judged[:1], plain[1]], ZH))


def test_of_what_nobody_reports_it_is_not_said_how_many_have_reported() -> None:
    reported = value("43.7", 118, 270, 3, 4)
    recorded = value("43.7", 118, 270, 0, 0)
    rows = [(BY_ID["coverage"], reported), (BY_ID["coverage"], recorded)]
    first, second = only(headline_table(rows, ZH), "Tr")[1:]
    assert "应报 4 · 已报 3" in words(first)
    assert "应报" not in words(second)
    assert "118 / 270" in words(second)
