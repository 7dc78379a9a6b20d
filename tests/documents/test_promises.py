"""How far each promise of the documents is kept, from invented reports worked out by hand."""

import csv
from decimal import Decimal
from pathlib import Path
from shutil import copy

import pytest

from pipeline import run
from pipeline.domain.status import Verdict
from pipeline.queries.answers import TargetRow
from pipeline.queries.nouns import nouns
from pipeline.queries.targets import targets
from pipeline.sample.documents import write_documents
from pipeline.warehouse.reader import Reader

from .conftest import CONFIG
from .test_plans import targets as documented_targets

PROMISED = Path(__file__).parent / "promised"
Row = dict[str, str]


def expected() -> list[Row]:
    with (PROMISED / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases() -> list[object]:
    """Every expected row."""
    return [pytest.param(row, id=row["target"]) for row in expected()]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Reports of the bodies that made the promises, taken in."""
    folder = tmp_path_factory.mktemp("promised")
    (folder / "config").mkdir()
    copy(PROMISED / "org_units.csv", folder / "config")
    config = [CONFIG, folder / "config"]
    paths = write_documents(folder / "inbox", run.load(config), PROMISED / "reports.yml")
    done = run.ingest(paths, config, folder)
    assert {file.verdict for file in done.files} == {Verdict.ACCEPTED}
    return Reader(folder)


def judged(reader: Reader, row: Row) -> TargetRow:
    _, found = targets(reader, row["unit"], nouns(reader).period(row["period"]))
    return next(target for target in found if target.target_id == row["target"])


def test_every_target_of_the_documents_is_judged() -> None:
    assert {row["target"] for row in expected()} == {t.id for t in documented_targets()}


@pytest.mark.parametrize("row", cases())
def test_a_promise_is_judged_as_by_hand(reader: Reader, row: Row) -> None:
    target = judged(reader, row)
    assert target.actual.value == (Decimal(row["value"]) if row["value"] else None)
    assert target.completion == (Decimal(row["completion"]) if row["completion"] else None)
    assert (target.status or "") == row["status"]
    assert (target.reason or "") == row["reason"]
