"""From workbook to page: the county's own figures, in a real browser, in both languages."""

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import waitress

from dashboards.app import create_app, warm_up
from pipeline.queries import questions
from pipeline.warehouse.reader import Reader
from pipeline.wording.numbers import number
from tests.browsing import Watched, profile

from .conftest import Step

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PAGES = (
    "overview", "targets", "indicators", "indicator?indicator=unionisation_rate", "reporting",
    "findings", "trace?indicator=unionisation_rate", "sql", "fact", "fact?fact=F334", "circular",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader(corrected: Step, data: Path) -> Reader:
    assert corrected.ingestion.publication is not None
    return Reader(data)


@pytest.fixture(scope="module")
def origin(reader: Reader) -> Iterator[str]:
    app = create_app(reader)
    warm_up(app, reader)
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def context(browser, origin: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    with profile(browser, origin) as opened:
        yield opened


@pytest.fixture
def tab(context, origin: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    watched = Watched(context, origin)
    yield watched
    watched.page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_real_data_is_whole(tab: Watched, page: str, language: str) -> None:
    tab.open(f"/{page}{'&' if '?' in page else '?'}lang={language}")
    hosts = {urlsplit(url).hostname for url in tab.requests if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}
    assert tab.complaints == []
    words = tab.page.inner_text("main")
    assert len(words) > 100
    assert "Traceback" not in words
    banner = {"zh": "程序生成", "en": "generated"}[language]
    assert banner in tab.page.inner_text("body"), "generated data must be labelled"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_matrix_of_a_county_is_seen_whole_on_a_common_screen(
    tab: Watched, language: str
) -> None:
    tab.open(f"/matrix?lang={language}")
    assert tab.page.locator(".matrix tbody tr").count() > 1
    shown, wide = tab.page.locator(".scroll").evaluate("e => [e.clientWidth, e.scrollWidth]")
    assert wide == shown


def test_a_number_on_the_page_leads_to_the_cells_that_make_it(tab: Watched, reader: Reader) -> None:
    unit, period = questions.default_selection(reader)
    page = questions.indicator_page(reader, "unionisation_rate", unit, period)
    tab.open("/indicator?indicator=unionisation_rate")
    shown = number(page.value.value, 1)
    assert shown in tab.page.inner_text("main")
    tab.page.click(f"main a[href*='/trace?']:has-text('{shown}')")
    tab.page.wait_for_url("**/trace?**")
    trace = questions.trace(reader, "unionisation_rate", unit, period)
    assert trace.agrees
    file = trace.contributions[0].file.rsplit("/", 1)[-1]
    tab.page.get_by_text(file).first.wait_for()
    words = tab.page.inner_text("main")
    assert number(trace.recomputed_numerator) in words


def test_the_county_opens_down_to_a_union(tab: Watched, reader: Reader) -> None:
    unit, period = questions.default_selection(reader)
    town = questions.overview(reader, unit, period).children[0].unit
    tab.open("/overview")
    tab.page.click(f"main a[href*='unit={town.code}']")
    tab.page.wait_for_url(f"**unit={town.code}**")
    tab.page.get_by_role("heading", name=town.name.zh).or_(
        tab.page.get_by_text(f"{town.name.zh} · ")
    ).first.wait_for()
    union = questions.overview(reader, town.code, period).children[0].unit
    tab.open(f"/overview?unit={union.code}&period={period}")
    assert union.name.zh in tab.page.inner_text("body")
