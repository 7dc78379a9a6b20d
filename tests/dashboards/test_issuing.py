"""What is typed for one circular, in a real browser: in the addresses of its files at once."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

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


def test_what_is_typed_for_a_circular_is_in_the_addresses_of_its_files(tab: Watched) -> None:
    tab.open("/circular?unit=X1&period=2026Q3")
    tab.page.locator("#issue-number").press_sequentially("12")
    tab.page.fill("#issue-issued", "2026-10-08")
    tab.page.fill("#issue-to", "各乡镇总工会 & 各工会")

    def asked(kind: str) -> dict[str, list[str]]:
        found = tab.page.locator(f"a[href*='file={kind}']").last.get_attribute("href")
        return parse_qs(urlsplit(str(found)).query)

    assert asked("docx")["number"] == ["12"], "the last key counts, though nothing else was pressed"
    assert asked("docx")["issued"] == ["2026-10-08"]
    assert asked("docx")["to"] == asked("below")["to"] == ["各乡镇总工会 & 各工会"]
    assert "number" not in asked("below"), "it is that of one circular"
    tab.page.fill("#issue-number", "")
    assert "number" not in asked("docx")
    assert asked("docx")["unit"] == ["X1"]
    assert tab.complaints == []
