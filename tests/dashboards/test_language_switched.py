"""The language is switched in the midst of work: nothing that was typed or opened is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browsing import Watched, profile

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def tab(browser, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield Watched(opened, served)


def switch(tab: Watched) -> None:
    with tab.turning():
        tab.page.evaluate("document.querySelector('.languages a').click()")


def test_a_half_written_query_stays_in_the_other_language_and_another_period(tab: Watched) -> None:
    tab.open("/sql?query=late")
    text, since = tab.page.locator("#sql-text"), tab.page.locator("main input[type=date]")
    text.fill("select 'half")
    since.fill("2026-05-04")
    switch(tab)
    expect(text).to_have_value("select 'half")
    expect(since).to_have_value("2026-05-04")
    assert tab.page.evaluate("document.documentElement.lang") == "en"
    with tab.turning():
        tab.page.locator(".bar select").first.select_option(index=2)
    expect(text).to_have_value("select 'half")
    with tab.turning():
        tab.page.click("a:has-text('Members by township')")
    expect(text).not_to_have_value("select 'half")


def test_numbers_typed_into_a_what_if_stay_typed_and_are_not_asked_yet(tab: Watched) -> None:
    tab.open("/whatif?unit=X1&period=2026Q3&reporter=X101&cell=membership.main.members")
    tab.page.fill("#whatif-figure", "77")
    switch(tab)
    expect(tab.page.locator("#whatif-figure")).to_have_value("77")
    assert "figure=77" not in tab.page.url


def test_what_is_typed_for_a_circular_stays_in_its_field_and_its_files(tab: Watched) -> None:
    tab.open("/circular?unit=X1&period=2026Q3")
    tab.page.fill("#issue-number", "5")
    file = tab.page.locator("a[href*='/files/circular']").first
    numbered = re.compile("number=5")
    expect(file).to_have_attribute("href", numbered)
    switch(tab)
    expect(tab.page.locator("#issue-number")).to_have_value("5")
    expect(file).to_have_attribute("href", numbered)


def test_chosen_files_are_checked_again_and_the_reason_stays(tab: Watched) -> None:
    tab.open("/upload?unit=X1&period=2026Q3")
    tab.page.fill("#upload-reason", "漏报一人")
    tab.page.set_input_files(
        "#upload-file input", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"1"}
    )
    said = tab.page.locator("#upload-result [role=alert]")
    before = said.inner_text()
    switch(tab)
    expect(said).to_be_visible()
    assert said.inner_text() != before
    expect(tab.page.locator("#upload-reason")).to_have_value("漏报一人")
    with tab.turning():
        tab.page.click("nav.rail a[href^='/overview']")
    with tab.turning():
        tab.page.click("nav.rail a[href^='/upload']")
    expect(tab.page.locator("#upload-reason")).to_have_value("")
    expect(said).to_have_count(0)


def test_the_answer_to_what_was_handed_in_comes_in_the_other_language(
    browser, served_with_desk: str
) -> None:  # type: ignore[no-untyped-def]
    """It was gone, and nobody knew whether anything had been taken."""
    with profile(browser, served_with_desk) as opened:
        tab = Watched(opened, served_with_desk)
        tab.open("/upload?unit=X1&period=2026Q3")
        tab.page.set_input_files(
            "#upload-file input", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"1"}
        )
        tab.page.click("#upload-submit")
        said = tab.page.locator("#upload-result .lead")
        expect(said).to_contain_text("第 8 次发布")
        switch(tab)
        expect(said).to_contain_text("publication 8")
        with tab.turning():
            tab.page.click("nav.rail a[href^='/overview']")
        with tab.turning():
            tab.page.go_back()
        expect(said).to_contain_text("publication 8")
        with tab.turning():
            tab.page.locator(".bar select").first.select_option(index=2)
        expect(tab.page.locator("#upload-drafts")).to_contain_text("if handed in now")
        expect(said).to_have_count(0)


def test_what_was_unfolded_and_the_place_on_the_page_stay(tab: Watched) -> None:
    tab.page.set_viewport_size({"width": 1366, "height": 300})
    tab.open("/sql?unit=X1&period=2026Q3")
    tab.page.locator("main details summary").last.click()
    tab.page.evaluate("window.scrollTo(0, 200)")
    switch(tab)
    assert tab.page.evaluate("window.scrollY") == 200
    opened = "[...document.querySelectorAll('main details')].map(one => one.open)"
    assert tab.page.evaluate(opened)[-1] is True
