"""Sending the same again computes and publishes nothing, unless something is still owed."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.domain.status import Verdict
from pipeline.warehouse.publishing import published
from pipeline.warehouse.store import Warehouse
from tests.foreign.library import CONFIG, write_all


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, run.Ingestion]:
    folder = tmp_path_factory.mktemp("library")
    write_all(folder / "inbox")
    return folder / "inbox", folder, run.ingest([folder / "inbox"], [CONFIG], folder / "data")


def test_the_same_files_again_are_duplicates_and_nothing_else(
    sent: tuple[Path, Path, run.Ingestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, folder, first = sent
    monkeypatch.setattr(run, "rebuild", not_asked)
    monkeypatch.setattr(Warehouse, "publish", not_asked)
    again = run.ingest([inbox], [CONFIG], folder / "data")
    assert [file.verdict for file in again.files] == [Verdict.DUPLICATE] * len(first.files)
    assert again.publication == first.publication == published(folder / "data" / "processed")


def test_what_a_killed_process_stored_is_published_by_the_next(
    sent: tuple[Path, Path, run.Ingestion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, _, _ = sent
    data = tmp_path / "data"
    with monkeypatch.context() as cut:
        cut.setattr(run, "rebuild", power_cut)
        with pytest.raises(PowerCutError):
            run.ingest([inbox], [CONFIG], data)
    assert published(data / "processed") is None
    again = run.ingest([inbox], [CONFIG], data)
    assert {file.verdict for file in again.files} == {Verdict.DUPLICATE}
    assert again.publication is not None
    assert again.publication == published(data / "processed")


class PowerCutError(Exception):
    """Ends a test's import at a certain place."""


def not_asked(*_: object) -> None:
    raise AssertionError("nothing was new")


def power_cut(*_: object) -> None:
    raise PowerCutError
