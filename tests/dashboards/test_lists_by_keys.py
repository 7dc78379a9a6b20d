"""By keys: a list of addresses is gone through before one of them is followed, and focus shows."""

from collections.abc import Iterator

import pytest

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


def test_the_third_period_is_reached_without_stopping_at_the_second(tab: Watched) -> None:
    """The first arrow led away, and the focus with it: all else was out of reach by keys."""
    tab.open("/overview?unit=X1&period=2026Q3")
    periods = tab.page.locator(".bar select").first
    third = periods.locator("option").nth(2).get_attribute("value")
    periods.focus()
    for _ in range(3):  # the first one opens the list
        tab.page.keyboard.press("ArrowDown")
    with tab.turning():
        tab.page.keyboard.press("Enter")
    tab.settle()
    assert third is not None
    assert tab.page.url.endswith(third)
    assert tab.page.evaluate("document.activeElement.tagName") == "H1"
    assert not tab.complaints


def test_a_field_that_is_typed_in_is_framed_like_all_else(tab: Watched) -> None:
    """Beside blue frames it had the violet one of the library, half as wide."""
    tab.open("/overview?unit=X1&period=2026Q3")
    frames = [
        tab.page.evaluate(
            """selector => {
                const field = document.querySelector(selector);
                field.focus();
                const { outlineColor, outlineWidth } = getComputedStyle(
                    field.closest(".dash-input-container") || field);
                return [outlineColor, outlineWidth];
            }""",
            selector,
        )
        for selector in (".bar select", "#unit-find")
    ]
    assert frames[0] == frames[1]
    assert frames[0][1] == "2px"
    assert not tab.complaints
