"""However long a name is, it can be read, and leaves room for others."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

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
LARGE = """
async () => {
    const chart = document.querySelector('.js-plotly-plot');
    await Plotly.restyle(chart, {y: chart.data.map(one => one.x.map((_, n) => n * 400000000000))});
    return [...chart.querySelectorAll('.ytick text')].map(one => one.textContent);
}
"""
FITS = "place => (one => one.scrollWidth <= one.clientWidth + 2)(document.querySelector(place))"


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


def test_a_long_file_name_stays_in_its_column(browser, served_with_desk: str) -> None:  # type: ignore[no-untyped-def]
    """It lay over the drafts beside it, and in their table on one or two characters a line."""
    with profile(browser, served_with_desk) as opened:
        tab = Watched(opened, served_with_desk)
        tab.open("/upload?unit=X1&period=2026Q3")
        drafts = tab.page.locator("#upload-drafts")
        expect(drafts).to_contain_text("最终修改稿")
        name = re.findall(r"\S+\.xlsx", drafts.inner_text())[0]
        tab.page.set_input_files(
            "#upload-file input", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"1"}
        )
        tab.page.locator("#upload-result h2").evaluate("(one, name) => one.append(name)", name)
        for place in ("#upload-result", "#upload-drafts"):
            assert tab.page.evaluate(FITS, place), place
        assert drafts.bounding_box()["height"] < 250


def test_a_large_figure_on_an_axis_is_written_out(tab: Watched) -> None:
    """800M stood there, which no Chinese office writes."""
    tab.open("/indicator?indicator=coverage&unit=X1&period=2026Q3")
    ticks = tab.page.evaluate(LARGE)
    assert len(ticks) > 2
    assert all(re.fullmatch(r"[\d,]+", tick) for tick in ticks), ticks
    assert "," in ticks[-1]
