"""催报: who is reminded of what since when, in one line for all that owe the same."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from pipeline.domain.noun import Bilingual, Language
from pipeline.queries.answers import (
    FormStatus,
    PeriodLock,
    PeriodRef,
    ReportingStatus,
    ReportRow,
    Snapshot,
    UnitRef,
)
from pipeline.queries.reminders import counted_to, reminders
from pipeline.reports.reminder import digests, reminder
from pipeline.reports.words import Words

FORMS = {"a": Bilingual(zh="会员表", en="Membership"), "b": Bilingual(zh="经费表", en="Funds")}
DUE, ON = date(2024, 10, 5), date(2024, 10, 12)
QUARTER = PeriodRef("2024Q3", Bilingual(zh="2024年第三季度", en="Q3 2024"), "quarter",
                    "calendar_year", date(2024, 7, 1), date(2024, 9, 30))  # fmt: skip
JULY = PeriodRef("2024M07", Bilingual(zh="2024年7月", en="July 2024"), "month", "calendar_year",
                 date(2024, 7, 1), date(2024, 7, 31))  # fmt: skip


def unit(code: str) -> UnitRef:
    return UnitRef(code, Bilingual(zh=f"{code}厂工会", en=f"Union {code}"), "grassroots", False)


def row(code: str, form: str, state: str, above: str = "") -> ReportRow:
    parent = unit(above) if above else None
    return ReportRow(unit(code), parent, form, FORMS[form], DUE, None, state, None, None, 0, None,
                     period=QUARTER)  # fmt: skip


def of(*rows: ReportRow, total: int | None = None, due: int | None = None) -> ReportingStatus:
    """The reports listed, of ``total`` that the list has, of ``due`` in all."""
    one, other = FORMS
    counts = {one: due or total or len(rows), other: 0}
    forms = tuple(FormStatus(f, FORMS[f], n, 1, 1, 1, 1, DUE) for f, n in counts.items())
    above = {r.parent for r in rows}
    return ReportingStatus(unit("县"), (), QUARTER, forms, (), rows, total or len(rows),
                           superiors=tuple((parent, 12) for parent in above))  # fmt: skip


def status(*owed: tuple[str, str, str], total: int | None = None) -> ReportingStatus:
    """Reports as (unit, form, state)."""
    return of(*(row(*one) for one in owed), total=total)


def lines(answer: ReportingStatus, language: Language = "zh", on: date = ON) -> list[str]:
    return reminder(reminders(answer, on), Words(language)).splitlines()


@pytest.mark.parametrize(("total", "due"), [(None, 5), (9, 9)], ids=["narrowed", "cut"])
def test_of_a_part_of_the_list_it_is_not_said_how_many_owe(
    total: int | None, due: int | None
) -> None:
    answer = of(row("甲", "a", "missing", "镇"), total=total, due=due)
    said = "".join(lines(answer) + lines(answer, "en"))
    assert "县厂工会所属下列单位的报表没有报齐" in said
    assert "these units of Union 县 still owe reports" in said
    ((one, text),) = digests(reminders(answer, ON), Words("zh"))
    assert one.owing == 1
    assert "镇厂工会：截至2024年10月12日，你单位所属下列单位的报表没有报齐" in text
    assert "1个" not in said + text


def test_units_that_owe_the_same_stand_in_one_line() -> None:
    said = lines(status(("甲", "a", "missing"), ("乙", "a", "missing"), ("丙", "b", "withheld")))
    assert said == [
        "关于报送2024年第三季度（7—9月）报表的提醒",
        "截至2024年10月12日，县厂工会所属有3个单位的报表没有报齐，请尽快报送：",
        "甲厂工会、乙厂工会：会员表未报（10月5日截止，已逾期7天）",
        "丙厂工会：经费表有问题退回待改（10月5日截止，已逾期7天）",
        "如已报送，请不必理会。",
    ]


def test_a_unit_that_owes_everything_is_not_told_every_name() -> None:
    owed = [("甲", form, "missing") for form in FORMS]
    assert lines(status(*owed))[2] == "甲厂工会：全部2张报表未报（10月5日截止，已逾期7天）"
    english = lines(status(*owed), "en")
    assert english[2] == "Union 甲: all 2 forms not reported (due 5 Oct, 7 days late)"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2024, 10, 4), " (due 5 Oct)"),
        (date(2024, 10, 5), " (due 5 Oct)"),
        (date(2024, 10, 6), " (due 5 Oct, 1 day late)"),
        (date(2025, 1, 5), " (due 5 Oct 2024, 92 days late)"),
    ],
)
def test_a_report_is_late_from_the_day_after_it_was_due(on: date, said: str) -> None:
    assert lines(status(("甲", "a", "missing")), "en", on)[2].endswith(said)


def test_missing_held_back_and_returned_are_told_apart() -> None:
    held = replace(row("甲", "a", "withheld"), findings=3)
    back = replace(row("甲", "b", "withheld"), flow="returned", findings=1)
    late = replace(row("乙", "a", "missing"), due_on=date(2024, 10, 31))
    said = lines(of(held, back, late))
    assert said[2] == (
        "甲厂工会：经费表已由上级退回，请改后重报（10月5日截止，已逾期7天）；"
        "会员表因3个问题退回待改（10月5日截止，已逾期7天）"
    )
    assert said[3] == "乙厂工会：会员表未报（10月31日截止）"
    assert "with 3 findings" in lines(of(held, back, late), "en")[2]


def test_what_a_lock_keeps_out_is_told_with_who_can_let_it_in() -> None:
    """“To be sent again” stood there alone, and what was sent again was not taken."""
    lock = PeriodLock("2024Q3", QUARTER.label, unit("县"), datetime(2024, 10, 8), "", (unit("乙"),))
    back = replace(row("甲", "b", "withheld"), flow="returned", locks=(lock,))
    excepted = replace(row("乙", "b", "withheld"), flow="returned", locks=(lock,))
    reasons = replace(row("丙", "b", "withheld"), flow="unexplained", locks=(lock,))
    first, second, third = lines(of(back, excepted, reasons))[2:5]
    assert first.endswith("（10月5日截止，已逾期7天），报告期已由县厂工会锁定，须先请其放开")
    assert second.endswith("，请改后重报（10月5日截止，已逾期7天）")
    assert "锁定" not in third, "a reason is given without sending anything"
    english = lines(of(back), "en")[2]
    assert english.endswith(", the period was locked by Union 县: ask for an exception first")
    both = replace(back, locks=(replace(lock, by=unit("市")), lock))
    assert "，报告期已由市厂工会和县厂工会锁定，" in lines(of(both))[2], "either keeps it out"


def test_a_report_of_a_month_in_the_quarter_is_told_by_its_month() -> None:
    monthly = replace(row("甲", "a", "missing"), period=JULY, due_on=date(2024, 8, 5))
    said = lines(of(monthly, row("甲", "a", "missing")))
    assert said[2] == (
        "甲厂工会：2024年7月会员表未报（8月5日截止，已逾期68天）；"
        "会员表未报（10月5日截止，已逾期7天）"
    )


def test_each_superior_has_a_text_about_its_own_units_alone() -> None:
    found = reminders(
        of(row("甲", "a", "missing", "西镇"), row("乙", "a", "missing", "东镇"),
           row("丙", "a", "missing", "县"), row("丁", "a", "missing")), ON,
    )  # fmt: skip
    texts = {one.superior.code if one.superior else "": text
             for one, text in digests(found, Words("zh"))}  # fmt: skip
    assert list(texts) == ["", "东镇", "县", "西镇"]
    assert texts["西镇"].splitlines() == [
        "关于报送2024年第三季度（7—9月）报表的提醒",
        "西镇厂工会：截至2024年10月12日，你单位所属应报的12个单位中，1个没有报齐，"
        "请提醒其尽快报送：",
        "甲厂工会：会员表未报（10月5日截止，已逾期7天）",
        "如已报送，请不必理会。",
    ]
    assert "县厂工会直接所属应报的12个单位中，1个没有报齐" in texts["县"]
    assert "丁厂工会" in texts[""]
    english = dict(zip(texts, (text for _, text in digests(found, Words("en"))), strict=True))
    assert "1 of your 12 units due to report still owes reports" in english["东镇"]


def test_the_longest_delay_is_that_of_what_is_late() -> None:
    early = replace(row("乙", "a", "missing", "镇"), due_on=date(2024, 10, 31))
    (one,) = reminders(of(row("甲", "a", "missing", "镇"), early), ON).by_superior
    assert (one.owing, one.due, one.latest) == (2, 12, 7)
    (none,) = reminders(of(early), ON).by_superior
    assert none.latest is None


def test_a_list_that_is_cut_says_so_and_one_that_holds_all_debts_does_not() -> None:
    assert "The list goes on." in lines(status(("甲", "a", "missing"), total=9), "en")
    whole = status(("甲", "a", "missing"), ("乙", "b", "accepted"), total=9)
    assert "The list goes on." not in lines(whole, "en")
    papers = of(replace(row("甲", "a", "accepted"), seal="wanted"), total=9)
    assert "The list goes on." in lines(papers, "en"), "more copies may be missing"


def test_nobody_is_reminded_of_what_is_in() -> None:
    answer = status(("甲", "a", "accepted"), ("乙", "b", "late"))
    assert lines(answer) == []
    assert digests(reminders(answer, ON), Words("zh")) == []


def test_delays_are_counted_to_the_day_asked_for_or_the_day_looked_back_to() -> None:
    now = Snapshot(3, datetime(2024, 10, 12, 9), False)
    past = replace(now, as_of=date(2024, 10, 7))
    assert counted_to(now, ON) == ON
    assert counted_to(past, ON) == ON
    assert counted_to(past) == date(2024, 10, 7)
    assert counted_to(now) >= date(2026, 1, 1), "today"
