"""Where the program does not answer or fails, the page says so, and can be asked again."""

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
ASKED = "**/_dash-update-component*"


@pytest.fixture
def tab(browser, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield Watched(opened, served)


@pytest.mark.parametrize(
    ("language", "stopped", "failed"),
    [("zh", "看板没有应答", "没有办成，原因已记入日志"),
     ("en", "The dashboard does not answer", "That could not be done")],
)  # fmt: skip
def test_no_answer_is_told_until_there_is_one(
    tab: Watched, language: str, stopped: str, failed: str
) -> None:
    page, said = tab.page, tab.page.locator("#unanswered")
    tab.open(f"/overview?lang={language}")
    expect(said).to_be_hidden()
    page.route(ASKED, lambda route: route.abort())
    targets = page.locator("nav.rail a[href^='/targets']")
    targets.click()
    expect(said).to_contain_text(stopped)
    expect(page.locator("#page")).not_to_have_class("busy")
    page.unroute(ASKED)
    page.route(ASKED, lambda route: route.fulfill(status=500, body="{}"))
    page.locator("nav.rail a[href^='/matrix']").click()
    expect(said).to_contain_text(failed)
    page.unroute(ASKED)
    with tab.turning():
        targets.click()
    assert "/targets" in page.url
    expect(said).to_be_hidden()


def test_back_leads_to_the_place_in_a_list_that_was_left(tab: Watched) -> None:
    page = tab.page
    page.set_viewport_size({"width": 1366, "height": 300})
    tab.open("/reporting?unit=X1&period=2026Q3")
    page.evaluate("window.scrollTo(0, 500)")
    with tab.turning():
        page.evaluate("document.querySelector(\"nav.rail a[href^='/sql']\").click()")
    assert page.evaluate("window.scrollY") == 0
    with tab.turning():
        page.go_back()
    assert page.evaluate("window.scrollY") == 500


def test_a_link_to_where_one_is_asks_for_the_page_again(tab: Watched) -> None:
    page = tab.page
    tab.open("/overview")
    targets = page.locator("nav.rail a[href^='/targets']")
    page.route(ASKED, lambda route: route.abort())
    targets.click()
    expect(page.locator("#unanswered")).to_be_visible()
    page.unroute(ASKED)
    targets.click()  # the whole page is loaded, and is gone meanwhile
    expect(page.locator("main h1")).to_have_text("目标与进度")
