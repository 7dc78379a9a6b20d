"""催报: who is reminded of what, in one line for all that owe the same."""

from datetime import date

from pipeline.domain.noun import Bilingual, Language
from pipeline.queries.answers import FormStatus, PeriodRef, ReportingStatus, ReportRow, UnitRef
from pipeline.reports.reminder import reminder
from pipeline.reports.words import Words

FORMS = {"a": Bilingual(zh="会员表", en="Membership"), "b": Bilingual(zh="经费表", en="Funds")}
DUE = date(2024, 10, 5)
QUARTER = PeriodRef("2024Q3", Bilingual(zh="2024年第三季度", en="Q3 2024"), "quarter",
                    "calendar_year", date(2024, 7, 1), date(2024, 9, 30))  # fmt: skip


def unit(code: str) -> UnitRef:
    return UnitRef(code, Bilingual(zh=f"{code}厂工会", en=f"Union {code}"), "grassroots", False)


def status(*owed: tuple[str, str, str], total: int | None = None) -> ReportingStatus:
    """Reports as (unit, form, state)."""
    rows = tuple(
        ReportRow(unit(code), None, form, FORMS[form], DUE, None, state, None, None, 0, None)
        for code, form, state in owed
    )
    forms = tuple(FormStatus(key, title, 3, 1, 1, 1, 1, DUE) for key, title in FORMS.items())
    return ReportingStatus(unit("县"), (), QUARTER, forms, (), rows, total or len(rows))


def lines(answer: ReportingStatus, language: Language = "zh") -> list[str]:
    return reminder(answer, Words(language)).splitlines()


def test_units_that_owe_the_same_stand_in_one_line() -> None:
    said = lines(status(("甲", "a", "missing"), ("乙", "a", "missing"), ("丙", "b", "withheld")))
    assert said[0].startswith("县厂工会：2024年第三季度（7—9月）")
    assert said[1:3] == ["甲厂工会、乙厂工会：会员表未报（10月5日截止）",
                         "丙厂工会：经费表退回待改（10月5日截止）"]  # fmt: skip


def test_a_unit_that_owes_everything_is_not_told_every_name() -> None:
    owed = [("甲", form, "missing") for form in FORMS]
    assert lines(status(*owed))[1] == "甲厂工会：全部2张报表未报（10月5日截止）"
    assert lines(status(*owed), "en")[1] == "Union 甲: all 2 forms missing (due 5 Oct)"


def test_what_is_missing_and_what_was_returned_are_told_apart() -> None:
    said = lines(status(("甲", "a", "missing"), ("甲", "b", "withheld")))
    assert said[1] == "甲厂工会：会员表未报，经费表退回待改（10月5日截止）"


def test_a_list_that_is_cut_says_so() -> None:
    said = lines(status(("甲", "a", "missing"), total=9), "en")
    assert "The list goes on." in said


def test_nobody_is_reminded_of_what_is_in() -> None:
    assert lines(status(("甲", "a", "accepted"), ("乙", "b", "late"))) == []
