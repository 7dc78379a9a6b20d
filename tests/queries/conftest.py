"""Two published warehouses: a small office worked out by hand, and a generated county."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import run
from pipeline.sample.county import generate
from pipeline.sample.manifest import MANIFEST
from pipeline.warehouse.reader import Reader
from tests.ready import copied

from .office import Office, open_office

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def reader(office: Office) -> Reader:
    return office.reader


@dataclass(frozen=True)
class County:
    """A generated county with every form and every indicator, taken in without mistakes."""

    code: str
    last: str
    reader: Reader
    gaps: dict[str, dict[str, str]]
    """Year and target → the target, its shares together, and what was left over."""


def publish(folder: Path) -> None:
    """Make the county in ``folder``, and take its workbooks in."""
    generate(folder, run.load([CONFIG]), units=6, periods=3, seed=5, mistakes=0)
    run.ingest(
        sorted((folder / "inbox").rglob("*.xlsx")),
        [CONFIG, folder / "config"],
        folder / "data",
        by_file_time=True,
    )


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    folder = tmp_path_factory.mktemp("county")
    copied("the county of the queries", publish, folder)
    made = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return County(made["county"], made["periods"][-1], Reader(folder / "data"), made["split_gaps"])
