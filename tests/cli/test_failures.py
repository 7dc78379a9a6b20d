"""Failures that are foreseen: where › what › what to do, in both languages, with an exit code."""

import errno
from pathlib import Path

import pytest

from pipeline.cli.options import (
    BUSY,
    FULL,
    NARROW,
    UNREADABLE,
    USAGE,
    failures_become_words,
)
from pipeline.distributed.session import SparkUnavailable
from pipeline.warehouse.connection import OutOfMemory, WarehouseBusy, WrongMemory
from pipeline.warehouse.layout import NothingPublished

FORESEEN = [
    (NothingPublished(), UNREADABLE, "unionkpi ingest"),
    (WarehouseBusy(Path("x/warehouse.lock")), BUSY, "--wait"),
    (OutOfMemory(Path("x/warehouse.duckdb"), "2GB"), NARROW, "2GB"),
    (WrongMemory("much"), USAGE, "much"),
    (SparkUnavailable(), USAGE, "pip install"),
    (SparkUnavailable("sc://nobody:1"), UNREADABLE, "sc://nobody:1"),
    (OSError(errno.ENOSPC, "full"), FULL, ""),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("failure", "code", "named"), FORESEEN, ids=lambda one: type(one).__name__)
def test_a_foreseen_failure_says_where_what_and_what_to_do(
    failure: Exception,
    code: int,
    named: str,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["unionkpi", "--lang", language])
    with pytest.raises(SystemExit) as left, failures_become_words():
        raise failure
    assert left.value.code == code
    said = capsys.readouterr().err
    assert named in said
    assert [bool(part.strip()) for part in said.split("›")] == [True, True, True], said
    assert any("一" <= letter <= "鿿" for letter in said) == (language == "zh")


def test_what_nobody_foresaw_is_not_dressed_up() -> None:
    with pytest.raises(OSError, match="gone"), failures_become_words():
        raise OSError(errno.ENOENT, "gone")


@pytest.mark.parametrize(
    ("words", "variable", "english"),
    [
        ((), "en", True),
        (("--lang", "zh"), "en", False),
        (("units", "en"), "", False),
        (("units", "en", "--lang", "zh"), "", False),
        (("--lang=en", "status", "--lang", "zh"), "", False),
    ],
)
def test_a_failure_speaks_the_language_that_answers_would(
    words: tuple[str, ...],
    variable: str,
    english: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["unionkpi", *words])
    monkeypatch.setenv("UNIONKPI_LANG", variable)
    with pytest.raises(SystemExit), failures_become_words():
        raise NothingPublished
    assert capsys.readouterr().err.startswith("data folder") is english
