"""A small county with many mistakes, and what the product made of it step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from dashboards.app import create_app
from pipeline import run
from pipeline.desk import Desk
from pipeline.queries import questions
from pipeline.sample.county import generate
from tests.browsing import Watched
from tests.queries.office import Office

from .steps import CONFIG, CORRECTED, INBOX, County, Figures

UNITS, PERIODS, SHARE, SEED = 24, 3, 0.45, 3


@dataclass(frozen=True)
class Step:
    """One import, and the figures published after it."""

    ingestion: run.Ingestion
    figures: Figures


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    folder = tmp_path_factory.mktemp("county")
    catalogue = run.load([CONFIG])
    manifest = generate(folder, catalogue, units=UNITS, periods=PERIODS, seed=SEED, mistakes=SHARE)
    return County(folder, manifest, catalogue)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def first(county: County, data: Path) -> Step:
    """Everything is handed in."""
    done = county.ingest([county.folder / INBOX], data)
    return Step(done, county.figures(data))


@pytest.fixture(scope="session")
def again(county: County, data: Path, first: Step) -> Step:
    """The same files are handed in once more."""
    done = county.ingest([county.folder / INBOX], data)
    return Step(done, county.figures(data))


@pytest.fixture(scope="session")
def corrected(county: County, data: Path, again: Step) -> Step:
    """The corrected files are handed in."""
    done = county.ingest([county.folder / CORRECTED], data)
    return Step(done, county.figures(data))


@pytest.fixture(scope="session")
def backwards(county: County, tmp_path_factory: pytest.TempPathFactory) -> Step:
    """Everything is handed in elsewhere, the newest file first."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = county.ingest(county.files(INBOX)[::-1], elsewhere)
    return Step(done, county.figures(elsewhere))


@pytest.fixture
def tab(browser, office: Office) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    """The pages of the module's own office, with its desk."""
    app = create_app(office.reader, questions, Desk([office.config], office.data))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
    yield Watched(context, f"http://127.0.0.1:{server.server_port}")
    context.close()
    server.shutdown()
    thread.join()
