"""A laptop shows 1366 × 768 at 125, 150 or 200 %: nothing may lie over anything else."""

from collections.abc import Iterator

import pytest

from tests.browsing import Watched, profile

from .test_browser import TABLES_OUT_OF_PLACE

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ADDRESSES = (
    "/overview?", "/targets?compare=year_before", "/indicator?indicator=coverage", "/reporting?",
    "/findings?", "/scorecard?unit=X107", "/lapses?", "/trace?indicator=coverage", "/upload?",
)  # fmt: skip


@pytest.fixture(scope="module")
def context(browser, served: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield opened


@pytest.mark.parametrize("percent", [125, 150, 200])
def test_nothing_lies_over_anything_else(context, served: str, percent: int) -> None:  # type: ignore[no-untyped-def]
    tab, wrong = Watched(context, served), []
    tab.page.set_viewport_size({"width": 1366 * 100 // percent, "height": 768 * 100 // percent})
    for address in ADDRESSES:
        for language in ("", "&lang=en"):
            tab.open(address + language)
            beyond = tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if beyond > 0 or (tables := tab.page.evaluate(TABLES_OUT_OF_PLACE)):
                wrong.append((address + language, beyond, beyond or tables))
    tab.page.close()
    assert wrong == []


CUT = """() => {
    const shown = one => [...one.getClientRects()].length > 0;
    const names = [...document.querySelectorAll('.crumbs a, .crumbs b')].filter(shown);
    const field = document.querySelector('.finder').getBoundingClientRect();
    return names.filter(one => {
        const at = one.getBoundingClientRect();
        const under = at.right > field.left && at.left < field.right
            && at.bottom > field.top && at.top < field.bottom;
        return under || one.scrollWidth > Math.ceil(at.width) || at.width < 10;
    }).map(one => one.textContent);
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_200_percent_the_names_at_the_top_are_whole(  # type: ignore[no-untyped-def]
    context, served: str, language: str
) -> None:
    tab = Watched(context, served)
    tab.page.set_viewport_size({"width": 683, "height": 384})
    for address in ("/targets?unit=X1", "/findings?unit=X102", "/indicator?indicator=coverage"):
        tab.open(f"{address}&lang={language}")
        assert tab.page.evaluate(CUT) == [], address
    tab.page.close()
