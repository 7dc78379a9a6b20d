"""Where figures are published between two pages, or while one is made."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from dashboards.app import create_app
from dashboards.router import page_for
from dashboards.selection import parse
from pipeline.queries import answers as a
from tests.browsing import Watched, profile
from tests.dashboards import fake_questions
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import words

HERE = ("/overview", "?unit=X1&period=2026Q3")


class Publishing:
    """The questions, of which some are answered while something is published."""

    def __init__(self, *landing: int) -> None:
        self.number, self.asked, self.landing = 7, 0, landing

    def __getattr__(self, name: str) -> object:
        return getattr(questions, name)

    def snapshot(self, reader: object) -> a.Snapshot:
        return replace(fake_questions.snapshot(reader), number=self.number)

    def overview(self, reader: object, *asked: str) -> a.Overview:
        """Its figures are the older ones where a publication lands right after."""
        self.asked += 1
        found = replace(fake_questions.overview(reader, *asked), findings_open=1000 + self.number)
        self.number += self.asked in self.landing
        return found


@pytest.mark.parametrize(("landing", "asked"), [((), 1), ((1,), 2), ((1, 2), 3)])
def test_a_page_has_the_figures_of_one_publication(landing: tuple[int, ...], asked: int) -> None:
    told = Publishing(*landing)
    said = words(page_for(object(), told, parse(*HERE)))  # type: ignore[arg-type]
    assert f"第 {told.number} 次发布" in said
    assert f"{1000 + told.number:,}" in said
    assert told.asked == asked


@pytest.fixture
def told() -> Publishing:
    return Publishing()


@pytest.fixture
def tab(browser, told: Publishing) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    server = make_server("127.0.0.1", 0, create_app(object(), told).server, threaded=True)  # type: ignore[arg-type]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with profile(browser, f"http://127.0.0.1:{server.server_port}") as opened:
        yield Watched(opened, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_of_newer_figures_says_so_once(tab: Watched, told: Publishing) -> None:
    tab.open("/overview?unit=X1&period=2026Q3")
    said = tab.page.locator("#newer")
    expect(said).to_be_hidden()
    told.number = 8
    with tab.turning():
        tab.page.click("nav.rail a[href^='/targets']")
    expect(said).to_contain_text("打开这一页之前发布了新数（第 8 次发布")
    with tab.turning():
        tab.page.click("nav.rail a[href^='/overview']")
    expect(said).to_be_hidden()
