"""Reader processes: started without the caller's script, and not for ever; work made ahead."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.intake import reader_process
from pipeline.intake.ahead import Ahead
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.reader_pool import ReaderPool
from pipeline.intake.reader_process import ReadersDoNotStart
from tests.foreign.library import CONFIG
from tests.intake.county import MOMENT, catalogue

UNGUARDED = """
from pathlib import Path
from pipeline import run
done = run.ingest([Path("note.csv")], [Path({config!r})], Path("data"))
print("once", [str(file.verdict) for file in done.files])
"""


def test_a_script_without_a_guard_reads_files_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "note.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED.format(config=str(CONFIG)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["once ['withheld']"], done.stderr


def test_readers_that_die_at_once_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "serve", nobody_there)
    known = catalogue()
    knowledge = Knowledge(known.product, known.forms, known.org_units, b"k")
    file = tmp_path / "a.csv"
    file.write_text("x", encoding="utf-8")
    with (
        pytest.raises(ReadersDoNotStart, match="given up after 3 attempts"),
        ReaderPool(knowledge, 1) as pool,
    ):
        list(pool.read([Arrival("a.csv", str(file), "0", 1, MOMENT)]))


def nobody_there(*_: object) -> None:
    """The body of a process that ends before it is ready."""
    raise SystemExit(7)


def test_items_made_ahead_come_in_order() -> None:
    with Ahead(iter(range(50))) as items:
        assert list(items) == list(range(50))


def test_an_error_in_the_work_ahead_comes_after_what_was_made() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise KeyError("gone")

    with Ahead(numbers()) as items:
        assert next(items) == 1
        with pytest.raises(KeyError, match="gone"):
            next(items)


def test_leaving_early_stops_and_closes_the_work_ahead() -> None:
    closed = threading.Event()

    def numbers() -> Iterator[int]:
        try:
            yield from range(10**9)
        finally:
            closed.set()

    with Ahead(numbers()) as items:
        assert next(items) == 0
    assert closed.is_set()
