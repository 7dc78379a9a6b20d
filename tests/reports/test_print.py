"""The page on paper: what every sheet of A4 says, and that nothing is cut or runs over."""

from dataclasses import replace

import pytest

from pipeline.reports.document import document
from pipeline.reports.pack import Pack
from pipeline.reports.quarterly import ReportFiles
from pipeline.reports.words import Words

MILLIMETRE = 96 / 25.4
TEXT = 186 * MILLIMETRE
"""The width of the text on A4."""
WIDER = """() => {
  for (const amount of document.querySelectorAll('.targets td:nth-child(2) > b'))
    amount.textContent = '4,522,200';
  return [...document.querySelectorAll('.targets td, .targets thead th')]
    .filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent);
}"""
TALLEST = """() => {
  const drawn = document.querySelector('svg.chart');
  drawn.setAttribute('viewBox', '0 0 100 300');
  return drawn.getBoundingClientRect().height;
}"""


def test_every_sheet_has_its_number_and_says_that_figures_are_generated(pack: Pack) -> None:
    said = document(pack, Words("zh"))
    assert '@bottom-left { content: "示例数据（程序生成）" }' in said
    number = '"第 " counter(page) " 页，共 " counter(pages) " 页"'
    assert f"@bottom-right {{ content: {number} }}" in said
    assert 'content: "Page " counter(page) " of " counter(pages) ""' in document(pack, Words("en"))


def test_of_real_figures_no_sheet_says_it(pack: Pack) -> None:
    real = replace(pack.overview, unit=replace(pack.overview.unit, generated=False))
    assert '@bottom-left { content: "" }' in document(replace(pack, overview=real), Words("zh"))


@pytest.mark.parametrize("name", ["report", "english"])
def test_no_cell_runs_over_into_the_next(  # type: ignore[no-untyped-def]
    browser, name: str, request: pytest.FixtureRequest
) -> None:
    files: ReportFiles = request.getfixturevalue(name)
    with browser.new_context(viewport={"width": round(TEXT), "height": 900}) as context:
        page = context.new_page()
        page.goto(files.html.as_uri())
        page.emulate_media(media="print")
        assert page.evaluate(WIDER) == []


SIZES = """() => ['dd', '.annex dd', '.annex .definition p'].map(
  one => getComputedStyle(document.querySelector(one)).fontSize)"""


def test_the_annex_alone_is_set_small(browser, report: ReportFiles) -> None:  # type: ignore[no-untyped-def]
    with browser.new_context(viewport={"width": round(TEXT), "height": 900}) as context:
        page = context.new_page()
        page.goto(report.html.as_uri())
        page.emulate_media(media="print")
        assert page.evaluate(SIZES) == ["13px", "12px", "12px"]


def test_a_chart_is_never_taller_than_a_sheet(  # type: ignore[no-untyped-def]
    browser, report: ReportFiles
) -> None:
    with browser.new_context(viewport={"width": round(TEXT), "height": 900}) as context:
        page = context.new_page()
        page.goto(report.html.as_uri())
        assert page.evaluate(TALLEST) > 269 * MILLIMETRE
        page.emulate_media(media="print")
        assert page.evaluate(TALLEST) <= 255 * MILLIMETRE
