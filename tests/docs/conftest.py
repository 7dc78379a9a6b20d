"""A small published warehouse: a generated county and the documents' own workbooks."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.sample.county import generate
from pipeline.sample.documents import FOLDER
from pipeline.sample.writing import CORRECTED, INBOX
from pipeline.warehouse.reader import Reader
from tests.ready import copied

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
DOCS = ROOT / "docs"


def publish(folder: Path) -> None:
    """Make the county in ``folder``, and take everything in."""
    generate(folder, run.load([CONFIG]), units=8, periods=2, seed=9, mistakes=0.45)
    sent = [folder / INBOX, folder / CORRECTED, *sorted(FOLDER.glob("*.xlsx"))]
    run.ingest(sent, [CONFIG, folder / "config"], folder / "data", by_file_time=True)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a county with many mistakes."""
    folder = tmp_path_factory.mktemp("county")
    copied("the county of the documentation", publish, folder)
    return folder


@pytest.fixture(scope="session")
def reader(county: Path) -> Reader:
    """What was published of the county."""
    return Reader(county / "data")
