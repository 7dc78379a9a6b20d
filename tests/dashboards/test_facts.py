"""Facts of source documents: their pages, and the way to them from wherever they are cited."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.components.card import definition_card
from dashboards.components.citations import with_links
from dashboards.components.sheet import sheet
from dashboards.pages.fact import body, listing
from dashboards.pages.indicators import sources
from dashboards.pages.targets import quotes
from dashboards.pages.trace import documented
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.queries.fact_list import narrowed
from tests.dashboards import fake, fake_facts
from tests.dashboards.fake import b
from tests.dashboards.fake_details import PICTURE, card
from tests.dashboards.fake_facts import FACTS, fact_page
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, only, page, words

NAMES = {name: fact.name for name, fact in FACTS.items()}
ZH, EN = View.of(Selection("fact")), View.of(Selection("fact", language="en"))


def terms(address: str) -> dict[str, str]:
    """What stands behind each term of a fact's page."""
    found = only(page(address), "Dl")[0]
    return dict(zip(map(words, only(found, "Dt")), map(words, only(found, "Dd")), strict=True))


def test_a_fact_says_what_the_document_states() -> None:
    assert terms("/fact?fact=F12") == {
        "发文单位": "青石县总工会", "文件": "工作总结", "年度": "2025",
        "类别": "完成情况", "所载数值": "≈ 4,600 人", "范围": "用工：农民工", "分母": "职工数",
        "时间": "全年", "性质": "比率",
    }  # fmt: skip
    assert terms("/fact?fact=F12&lang=en") == {
        "Issued by": "Qingshi County Federation", "Document": "Work report",
        "Year": "2025", "Kind": "reported as done", "Figure stated": "≈ 4,600 persons",
        "Scope": "Workers: migrant", "Denominator": "workers", "Time": "the year",
        "Nature": "a share of the denominator",
    }  # fmt: skip


def test_that_nothing_was_done_is_a_figure_too() -> None:
    """A document reports no petition at all: that no figure shows it is said as of any other."""
    none_at_all = FACTS["F13"].model_copy(update={"value": Decimal(0)})
    told = [words(part) for part in body(replace(fact_page(None, "F13"), fact=none_at_all), ZH)]
    assert any("没有指标显示这个数" in text for text in told)
    promised = [words(part) for part in body(fact_page(None, "F14"), ZH)]
    assert not any("没有指标显示这个数" in text for text in promised)


def test_a_fact_is_named_by_its_number() -> None:
    shown = page("/fact?fact=F12&lang=en")
    assert "F12 · Membership" in words(shown)
    assert [words(part) for part in only(shown, "H1")] == ["Workers under contracts"]


def test_the_page_of_indicators_leads_to_all_facts() -> None:
    listed = page("/indicators?unit=X1&period=2026Q2&lang=en")
    assert "What the source documents state (4)" in words(listed)
    assert "/fact?unit=X1&period=2026Q2&lang=en" in links(listed)
    assert sources(0, EN) == []


def test_what_the_document_leaves_open_is_said_and_not_filled_in() -> None:
    said = terms("/fact?fact=F15&lang=en")
    assert (said["Year"], said["Figure stated"]) == (
        "not stated in the document", "no figure stated"
    )  # fmt: skip
    assert {"Scope", "Denominator"}.isdisjoint(said)
    assert "/fact?unit=X1&period=2026Q3&fact=F14&lang=en" in links(page("/fact?fact=F15&lang=en"))
    assert terms("/fact?fact=F13")["所载数值"] == "= 1.5 份"


def test_the_figure_as_reported_leads_to_its_trace() -> None:
    shown = page("/fact?fact=F12&unit=P1&period=2026Q2")
    assert (
        "/trace?unit=X1&period=2026Q3&indicator=coverage&segment=worker%3Dmigrant&span=period"
    ) in links(shown)
    assert "4,600" in words(only(shown, "Table")[0])
    assert "这个数还包括 F13 合同份数" in words(shown)


def test_a_figure_that_no_indicator_shows_says_so_and_a_rule_asks_for_none() -> None:
    assert "没有指标显示这个数" in words(page("/fact?fact=F13"))
    assert "报表里的数" not in words(page("/fact?fact=F15"))
    assert "报表里的数" not in words(page("/fact?fact=F14"))


def test_what_rests_on_a_fact_is_led_to() -> None:
    assert "/indicator?unit=X1&period=2026Q3&indicator=coverage" in links(page("/fact?fact=F12"))
    promised = page("/fact?fact=F14&unit=X1&period=2026Q2")
    assert f"/targets?unit=X1&plan={fake.PLAN.id}" in links(promised)
    assert "≥ 40,000 人" in words(only(promised, "Table")[0])
    assert "原文写的是“名”" in words(only(promised, "Table")[0])


def test_an_unknown_fact_is_answered_as_other_names_are() -> None:
    assert "没有这个原文依据：F99" in words(page("/fact?fact=F99"))
    assert "no such fact: F99" in words(page("/fact?fact=F99&lang=en"))


@pytest.mark.parametrize("language", ["", "&lang=en"])
def test_without_a_number_every_fact_is_listed_by_document(language: str) -> None:
    listed = page(f"/fact?unit=X1{language}")
    assert [len(only(table, "Tr")) - 1 for table in only(listed, "Table")] == [2, 1, 1]
    for fact in FACTS:
        assert any(f"fact={fact}" in href for href in links(listed))


def test_without_a_register_the_page_says_so() -> None:
    nothing = narrowed((), {}, None, None, None)
    assert "没有登记原文依据" in words(listing(nothing, ZH)[1])
    assert "no register" in words(listing(nothing, EN)[1])


def listed(address: str) -> list[str]:
    """The facts that a page lists."""
    return [words(head) for table in only(page(address), "Table") for head in only(table, "Th")
            if head.scope == "row"]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ("document=F14", ["F14"]),
        ("kind=actual", ["F12", "F13"]),
        ("document=F12&kind=actual&text=合同", ["F12", "F13"]),
        ("text=農民工", []),
        ("text=农民工", ["F12"]),
        ("text=HEKOU+member", ["F15"]),
        ("text=4%2C600", ["F12"]),
        ("text=2025", ["F12"]),
        ("text=ｆ１５", ["F15"]),
        ("document=F13", []),
        ("kind=rule&document=F12", []),
    ],
)
def test_facts_are_narrowed_by_document_kind_and_words(asked: str, facts: list[str]) -> None:
    assert listed(f"/fact?unit=X1&{asked}") == facts


def test_each_way_of_narrowing_counts_what_it_would_list_and_keeps_the_others() -> None:
    shown = page("/fact?unit=X1&kind=actual&text=合同")
    assert "列出 1 份文件的 2 条，共 4 条" in words(shown)
    options = [words(option) for option in only(shown, "Option")]
    assert "青石县总工会：工作总结（2）" in options
    assert "青石县总工会：工作要点（0）" in options
    assert "完成情况2" in words(shown)
    assert "要求0" in words(shown)
    chosen = "/fact?unit=X1&period=2026Q3&kind=rule&text=%E5%90%88%E5%90%8C"
    assert chosen in links(shown)
    kept = "/fact?unit=X1&period=2026Q3&fact=F12&kind=actual&text=%E5%90%88%E5%90%8C"
    assert kept in links(shown)
    back = kept.replace("fact=F12&", "")
    assert back in links(page(kept)), "from a fact back to the same list"
    none = page("/fact?unit=X1&text=无此事&lang=en")
    assert "No fact matches." in words(none)
    assert "/fact?unit=X1&period=2026Q3&lang=en" in links(none)


def test_a_definition_card_names_and_links_what_is_registered() -> None:
    made = definition_card(card(fake.BY_ID["coverage"]), ZH)
    assert links(made) == ["/fact?fact=F12"]
    assert "F12 合同覆盖职工数、F40" in words(made)
    note = replace(card(fake.BY_ID["coverage"]), source_note=b("见F12。", "See F12."), facts=())
    assert links(definition_card(note, EN)) == ["/fact?fact=F12&lang=en"]


def test_the_words_of_a_plan_lead_to_the_fact() -> None:
    row = replace(fake.TARGETS[0], fact="F14", note=b("与F15同", "as F15"), fact_names=NAMES)
    assert links(quotes([row], ZH)[0]) == ["/fact?fact=F15", "/fact?fact=F14"]
    unregistered = replace(row, fact_names={})
    assert links(quotes([unregistered], ZH)[0]) == []


def test_the_note_beside_a_traced_cell_leads_to_the_fact() -> None:
    rows = ((6, ("F12、F13：企业", "", "", "", "", "", "486")),)
    assert links(sheet(replace(PICTURE, rows=rows, fact_names=NAMES), ZH)) == [
        "/fact?fact=F12", "/fact?fact=F13"
    ]  # fmt: skip


def test_a_traced_figure_leads_to_the_fact_it_reports() -> None:
    answer = questions.trace(object(), "coverage", "X1", "2026Q3")
    assert documented(answer, ZH) == []
    (line,) = documented(replace(answer, shows={"F12": NAMES["F12"]}), EN)
    assert words(line) == "As documents state: F12 Workers under contracts"
    assert links(line) == ["/fact?fact=F12&lang=en"]


def test_only_whole_ids_are_links() -> None:
    said = with_links("F12、AF12、F123、F12-1，（F13）", NAMES, ZH)
    assert [part.children for part in said if not isinstance(part, str)] == ["F12", "F13"]
    assert words_of(said) == "F12、AF12、F123、F12-1，（F13）"
    assert with_links("F12", {}, ZH) == "F12"


def words_of(parts: object) -> str:
    return "".join(words(part) for part in parts)  # type: ignore[attr-defined]


def test_facts_of_one_document_stand_together_wherever_the_register_has_them() -> None:
    mixed = (FACTS["F12"], FACTS["F14"], FACTS["F13"])
    found = narrowed(mixed, {"membership": fake_facts.THEME}, None, None, None)
    assert [fact.id for fact in found.facts] == ["F12", "F13", "F14"]
    assert [(one.first, one.count) for one in found.documents] == [("F12", 2), ("F14", 1)]
