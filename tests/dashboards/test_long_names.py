"""However long a name is, it can be read, and leaves room for others."""

from collections.abc import Iterator

import pytest

from tests.browsing import Watched, profile

from .test_browser import BARS

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LONG_TAIL = """
() => [...document.querySelectorAll('.crumbs > li:not(.above)')].map(one => {
    const name = one.querySelector('a, b');
    name.textContent = '全县已建立工会组织的各类企业事业单位机关社会团体职工中的比例'.repeat(2);
    return name;
}).map(name => name.title && name.offsetWidth)
"""


@pytest.fixture
def tab(browser, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield Watched(opened, served)


def test_however_long_an_indicator_is_called_the_unit_can_be_read(tab: Watched) -> None:
    tab.open("/trace?indicator=coverage&unit=X1&period=2026Q3")
    unit, *others = tab.page.evaluate(LONG_TAIL)
    assert unit > 120
    assert all(isinstance(one, int) and one > 20 for one in others), "the whole name on pointing"
    assert tab.page.evaluate(BARS) == [44, 42]
