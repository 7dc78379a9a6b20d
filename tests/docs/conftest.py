"""A small published warehouse: a generated county and the documents' own workbooks."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.sample.county import generate
from pipeline.sample.documents import FOLDER
from pipeline.sample.writing import CORRECTED, INBOX
from pipeline.warehouse.reader import Reader

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
DOCS = ROOT / "docs"


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a county with many mistakes."""
    folder = tmp_path_factory.mktemp("county")
    generate(folder, run.load([CONFIG]), units=8, periods=2, seed=9, mistakes=0.45)
    return folder


@pytest.fixture(scope="session")
def reader(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """What was published of the county."""
    data = tmp_path_factory.mktemp("data")
    sent = [county / INBOX, county / CORRECTED, *sorted(FOLDER.glob("*.xlsx"))]
    run.ingest(sent, [CONFIG, county / "config"], data, by_file_time=True)
    return Reader(data)
