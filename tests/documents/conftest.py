"""The documents' workbooks through the whole pipeline, once for all tests."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import run
from pipeline.sample.documents import FOLDER, ROOT
from pipeline.warehouse.reader import Reader

CONFIG = ROOT / "config"


@dataclass(frozen=True)
class Loaded:
    """What became of the files, and the published answers."""

    ingestion: run.Ingestion
    reader: Reader


def load(paths: list[Path], config: list[Path], data: Path) -> Loaded:
    """Take the files in and publish."""
    return Loaded(run.ingest(paths, config, data), Reader(data))


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The committed workbooks, taken in."""
    return load(sorted(FOLDER.glob("*.xlsx")), [CONFIG], tmp_path_factory.mktemp("documents"))
