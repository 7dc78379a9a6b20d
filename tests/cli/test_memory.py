"""Too little memory ends in words and an exit code, and leaves the warehouse as it was."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.cli.options import NARROW, USAGE, failures_become_words
from pipeline.warehouse.connection import MEMORY, transaction, writer
from pipeline.warehouse.reader import Reader
from tests.foreign.library import CONFIG, write_all

TOO_MUCH = "create table big as select list(i) as numbers from range(20000000) as r(i)"


def compute(path: Path) -> None:
    """A computation that needs far more than 30 MB, as a verb runs it."""
    with failures_become_words(), writer(path) as connection:
        connection.execute("create table kept as select 1 as one")
        with transaction(connection):
            connection.execute("insert into kept values (2)")
            connection.execute(TOO_MUCH)


def test_what_does_not_fit_is_said_and_not_half_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(MEMORY, "30MB")
    path = tmp_path / "warehouse.duckdb"
    with pytest.raises(SystemExit) as left:
        compute(path)
    assert left.value.code == NARROW
    said = capsys.readouterr().err
    assert "warehouse.duckdb" in said
    assert "30MB" in said
    assert MEMORY in said
    with writer(path) as connection:
        assert connection.execute("from kept").fetchall() == [(1,)]


def test_reading_what_does_not_fit_is_said_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_all(tmp_path / "inbox")
    run.ingest([tmp_path / "inbox"], [CONFIG], tmp_path / "data")
    monkeypatch.setenv(MEMORY, "30MB")
    big = "select list(i) as numbers from range(20000000) as r(i)"
    with pytest.raises(SystemExit) as left, failures_become_words():
        Reader(tmp_path / "data").rows(big)
    assert left.value.code == NARROW
    assert "30MB" in capsys.readouterr().err


def test_an_amount_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(MEMORY, "plenty")
    with pytest.raises(SystemExit) as left:
        compute(tmp_path / "warehouse.duckdb")
    assert left.value.code == USAGE
    assert "plenty" in capsys.readouterr().err
