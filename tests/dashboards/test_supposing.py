"""What is typed into 假如 in a real browser."""

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


@pytest.fixture(scope="module")
def context(browser, served: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield opened


@pytest.fixture
def tab(context, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    watched = Watched(context, served)
    yield watched
    watched.page.close()


def test_a_number_typed_is_kept_while_something_else_is_supposed(tab: Watched) -> None:
    """But not for another cell, of which it would be another number."""
    tab.open("/whatif?unit=X1&period=2026Q3&reporter=X101&cell=membership.main.members")
    lists, figure, goal = (tab.page.locator(n) for n in
                           (".suppose select", "#whatif-figure", "#whatif-goal"))  # fmt: skip
    figure.fill("175")
    with tab.turning():
        lists.last.select_option(index=1)
    expect(figure).to_have_value("175")
    goal.fill("90")
    with tab.turning():
        tab.page.locator(".suppose .segments a:not([aria-current])").click()
    expect(figure).to_have_value("175")
    expect(goal).to_have_value("90")
    with tab.turning():
        lists.nth(1).select_option(index=0)
    expect(figure).to_have_value("")
    expect(goal).to_have_value("90")
