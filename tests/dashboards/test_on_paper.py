"""Pages on paper: nothing is cut at the edge, nothing is broken into columns of single letters."""

import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import pytest

from tests.answer.office import needs_pdftotext
from tests.browsing import Watched, profile

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
A4 = 186
"""Millimetres of A4 between its margins."""
MORE_COLUMNS = """more => {
    const table = document.querySelector('.matrix');
    const [, heads, ...rows] = table.querySelectorAll('tr');
    for (const row of [heads, ...rows])
        for (let n = 0; n < more; n += 1)
            row.children[2].after(row.children[2].cloneNode(true));
    table.querySelector('.theme').colSpan += more;
    const columns = Number(table.style.getPropertyValue('--columns'));
    table.style.setProperty('--columns', columns + more);
    return [...table.querySelectorAll('.sum')].map(cell => cell.textContent);
}"""
MORE_FACTS = """() => {
    const list = document.querySelector('dl.facts'), found = [...list.children];
    for (let n = 0; n < 4; n += 1) found.forEach(one => list.append(one.cloneNode(true)));
}"""
ON_PAPER = """() => [...document.querySelectorAll('.filters')]
    .filter(one => one.checkVisibility())
    .map(one => getComputedStyle(one, '::before').content.replaceAll('"', '') + one.innerText)"""
NARROW = """() => [...document.querySelectorAll('dl.facts dt, dl.facts dd')]
    .filter(one => one.offsetWidth < 60 && one.offsetHeight > 24)
    .map(one => one.textContent)"""


@pytest.fixture
def tab(browser, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield Watched(opened, served)


@needs_pdftotext
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("more", [0, 12, 30])
def test_the_matrix_is_printed_with_all_its_columns(
    tab: Watched, tmp_path: Path, more: int, language: str
) -> None:
    tab.open(f"/matrix?unit=X1&period=2026Q3&lang={language}")
    last = tab.page.evaluate(MORE_COLUMNS, more)
    paper = tmp_path / "matrix.pdf"
    tab.page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    told = run(["pdftotext", "-bbox", paper, "-"], capture_output=True, text=True, check=True)
    wide = float(re.findall(r"<page width=\"([\d.]+)\"", told.stdout)[0])
    assert wide > 800, "A4 lies on its side"
    ends = {
        word: float(end)
        for end, word in re.findall(r'xMax="([\d.]+)".*?>(.*?)</word>', told.stdout)
    }
    scores = {one for one in last if re.fullmatch(r"[\d.]+", one)}
    assert scores
    assert scores <= set(ends), "what stands in the last columns is on the sheet"
    assert max(ends.values()) <= wide


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/reporting?unit=X1&period=2026Q3", []),
        ("/reporting?unit=X1&period=2026Q3&state=missing", ["状态 · 未报"]),
        ("/findings?unit=X1&period=2026Q3&severity=error&state=open", ["要求 · 必须改", "待处理"]),
        ("/history?unit=X102&period=2026Q3", ["报表 · 会员表"]),
    ],
)
def test_a_list_on_paper_says_what_it_was_narrowed_to(
    tab: Watched, address: str, said: list[str]
) -> None:
    tab.open(address)
    tab.page.emulate_media(media="print")
    groups = tab.page.evaluate(ON_PAPER)
    assert len(groups) == len(said), groups
    for group, words in zip(groups, said, strict=True):
        assert words in group


def test_what_stands_beside_a_figure_is_not_squeezed_on_paper(tab: Watched) -> None:
    tab.page.set_viewport_size({"width": round(A4 * 96 / 25.4), "height": 900})
    tab.open("/indicator?indicator=coverage&unit=X1&period=2026Q3")
    tab.page.emulate_media(media="print")
    tab.page.evaluate(MORE_FACTS)
    assert tab.page.locator("dl.facts dt").count() >= 12
    assert tab.page.evaluate(NARROW) == []
