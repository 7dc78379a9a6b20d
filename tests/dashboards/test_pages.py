"""Each page, made from invented answers, without a browser."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from dash.development.base_component import Component

from dashboards.components.shell import footer
from dashboards.router import PAGES, failed, page_for, unknown_page
from dashboards.selection import Selection, parse
from dashboards.view import View
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import Snapshot, UnitRef
from pipeline.warehouse.connection import MEMORY, OutOfMemory
from pipeline.warehouse.layout import NothingPublished
from tests.dashboards import fake_questions
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, only, page, walk, words

ADDRESSES = (
    "/overview", "/overview?unit=X101", "/overview?unit=X199", "/targets", "/targets?unit=X101",
    "/fact", "/fact?fact=F12", "/fact?fact=F14", "/fact?fact=F15",
    "/indicators", "/indicator", "/indicator?indicator=coverage", "/indicator?indicator=aid_paid",
    "/lapses", "/lapses?unit=X199", "/restatements", "/restatements?unit=X199",
    "/reporting", "/reporting?state=missing",
    "/reporting?unit=X199", "/findings",
    "/upload", "/upload?unit=X101",
    "/findings?severity=error", "/findings?unit=X199", "/trace", "/trace?indicator=coverage",
    "/trace?indicator=skilled&unit=X103", "/sql", "/sql?query=members_by_town",
    "/sql?query=broken",
)  # fmt: skip


def in_english(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang=en"


@pytest.mark.parametrize("address", [*ADDRESSES, *map(in_english, ADDRESSES)])
def test_a_page_has_one_heading_and_only_links_that_can_be_read_back(address: str) -> None:
    made = page(address)
    assert len(only(made, "H1")) == 1
    for href in links(made):
        path, _, search = href.partition("?")
        is_file = path.startswith("/files/")
        assert is_file or href.startswith("#") or parse(path, search).href() == href


@pytest.mark.parametrize("address", [in_english(a) for a in ADDRESSES])
def test_every_link_of_an_english_page_stays_english(address: str) -> None:
    chinese = [h for h in links(page(address)) if h.startswith("/") and "lang=en" not in h]
    assert len(chinese) == 1, "only the language switch leads to Chinese"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_table_head_says_what_it_heads(address: str) -> None:
    tables = [t for t in only(page(address), "Table") if t.className != "sheet"]
    for head in (h for table in tables for h in only(table, "Th")):
        assert head.scope in ("row", "col", "colgroup")


def test_a_name_that_is_not_there_gets_the_nearest_one() -> None:
    assert "X1 吗" in words(page("/overview?unit=nope"))
    assert "No unit 'nope'" in words(page("/overview?unit=nope&lang=en"))


def lit(made: Component) -> list[str]:
    """The pages that the rail marks as the one shown."""
    (rail,) = [nav for nav in only(made, "Nav") if nav.className == "rail"]
    marked = [a for a in only(rail, "A") if a.to_plotly_json()["props"].get("aria-current")]
    return [parse(*a.href.partition("?")[::2]).page for a in marked]


@pytest.mark.parametrize(
    ("address", "marked"),
    [("/targets", "targets"), ("/history?unit=X102", "reporting"), ("/fact", "indicators"),
     ("/indicator?indicator=coverage", "indicators"), ("/indicator", "indicators"),
     ("/trace", "trace"), ("/", "overview")],
)  # fmt: skip
def test_the_rail_marks_the_page_that_is_shown(address: str, marked: str) -> None:
    assert lit(page(address)) == [marked]


def test_the_rail_marks_nothing_where_no_page_of_it_is_shown() -> None:
    assert lit(unknown_page("/nowhere", Selection())) == []
    assert lit(page("/overview?unit=nope")) == []
    assert lit(page("/trace?indicator=nope")) == []


def test_generated_figures_say_so() -> None:
    for name in PAGES:
        assert "示例数据（程序生成）" in words(page(f"/{name}"))


def test_the_footer_names_the_publication() -> None:
    assert "第 7 次发布（2026年10月12日 17:30）" in words(page("/overview"))


def test_the_footer_of_an_extract_says_whose_it_is() -> None:
    whose = UnitRef("T1", Bilingual(zh="西岭镇总工会", en="Xiling"), "township")
    part = Snapshot(7, datetime(2026, 10, 12, 17, 30), False, extract_of=whose)
    assert "数据包：只含西岭镇总工会及以下" in words(footer(part, View.of(Selection("overview"))))
    assert "数据包" not in words(
        footer(replace(part, extract_of=None), View.of(Selection("overview")))
    )


def test_a_page_that_fails_says_so_without_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    made = failed(RuntimeError("/secret/path"))
    sent = str(made.to_plotly_json())
    assert "没有生成出来" in sent
    assert "secret" not in sent
    assert "/secret/path" in caplog.text


def test_a_page_that_needs_too_much_memory_says_what_to_do() -> None:
    said = str(failed(OutOfMemory(Path("/data/processed"), "1GB")).to_plotly_json())
    assert "内存不够（上限 1GB）" in said
    assert f"{MEMORY}=8GB" in said
    assert "/data/processed" not in said


def test_no_element_carries_a_handler_or_a_foreign_address() -> None:
    for part in walk(page("/trace?indicator=coverage")):
        for href in [getattr(part, "href", None), getattr(part, "src", None)]:
            assert not isinstance(part, Component) or not str(href or "").startswith("http")


def test_before_anything_is_published_a_page_says_so() -> None:
    class Nothing(type(questions)):
        def default_selection(self, reader: object) -> tuple[str, str]:
            raise NothingPublished("data")

    made = page_for(object(), Nothing(), parse("/targets", "?lang=en"))
    assert "Nothing has been published yet." in words(made)


def test_a_period_the_unit_owes_nothing_for_is_still_the_one_shown() -> None:
    made = page("/overview?unit=X1&period=1999")
    shown = [o.to_plotly_json()["props"] for o in only(made, "Option")]
    chosen = [o["children"] for o in shown if o.get("selected") and "1999" in o["value"]]
    assert chosen == ["1999", "最新"]  # the period, and as of which day


@pytest.mark.parametrize("name", ["fact", "fact?fact=F12", "indicators", "sql", "upload"])
def test_a_page_without_figures_does_not_work_them_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the figures of the whole unit are asked for")

    monkeypatch.setattr(fake_questions, "overview", never)
    assert "青石县" in words(page(f"/{name}{'&' if '?' in name else '?'}unit=X1&period=2026Q3"))
