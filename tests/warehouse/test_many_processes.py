"""Two writers and ten readers, each a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import run
from pipeline.cli.options import BUSY
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse
from tests.foreign.library import CONFIG, write_all

READERS = 10
READING = """
import os, signal, sys, time
from pathlib import Path
from pipeline.warehouse.reader import Reader
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
reader = Reader(Path(sys.argv[1]))
said = Path(sys.argv[2])
while True:
    stored, counted = reader.rows(  # one question: between two, a publication may come
        "select (select count(*) from archive_file), sum(numerator) from indicator_value"
        " where indicator = 'visits' and segment = '' and unit = 'COOP' and span = 'period'"
    )[0]
    with said.open("a") as lines:
        lines.write(f"{stored} {counted}\\n")
    time.sleep(0.02)
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that has taken in the first of its workbooks."""
    paths = write_all(tmp_path / "inbox")
    run.ingest(paths[:2], [CONFIG], tmp_path / "data")
    return tmp_path


def command(library: Path, *words: str) -> list[str]:
    """The command line of one import of everything."""
    folders = ["--config", str(CONFIG), "--data", str(library / "data")]
    inbox = str(library / "inbox")
    return [sys.executable, "-m", "pipeline", *folders, "ingest", inbox, "--json", *words]


def writer(library: Path, *words: str) -> "subprocess.Popen[str]":
    """A process that takes everything in."""
    return subprocess.Popen(
        command(library, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "另一个导入正在进行"), ("en", "another import is running")]
)
def test_a_second_writer_leaves_with_a_clear_message(
    library: Path, language: str, words: str
) -> None:
    catalogue = run.load([CONFIG])
    with Warehouse.open(library / "data", catalogue):
        said, complained = (second := writer(library, "--lang", language)).communicate(timeout=120)
    assert second.returncode == BUSY == 5
    assert words in complained
    assert "--wait" in complained
    assert said == ""


def test_a_second_writer_waits_when_asked(library: Path) -> None:
    catalogue = run.load([CONFIG])
    with Warehouse.open(library / "data", catalogue):
        second = writer(library, "--wait", "100")
        with pytest.raises(subprocess.TimeoutExpired):
            second.communicate(timeout=4)
    said, complained = second.communicate(timeout=120)
    assert second.returncode == 1, complained  # one workbook is held back for its error
    assert '"duplicate"' in said
    assert Reader(library / "data").rows("select count(*) from archive_file") == [(10,)]


@pytest.fixture
def readers(library: Path) -> Iterator[list[tuple["subprocess.Popen[str]", Path]]]:
    """Ten processes that ask again and again."""
    started = []
    for number in range(READERS):
        said = library / f"reader-{number}.txt"
        words = [sys.executable, "-c", READING, str(library / "data"), str(said)]
        started.append((subprocess.Popen(words, stderr=subprocess.PIPE, text=True), said))
    try:
        yield started
    finally:
        for process, _ in started:
            process.kill()
            process.communicate()


def test_two_writers_and_ten_readers(
    library: Path, readers: list[tuple["subprocess.Popen[str]", Path]]
) -> None:
    until(lambda: all(said.exists() for _, said in readers))
    before = {line for _, said in readers for line in lines(said)}
    writers = [writer(library, "--wait", "200") for _ in range(2)]
    results = [process.communicate(timeout=300) for process in writers]
    codes = [process.returncode for process in writers]
    # Whoever came first took everything in; the other knew all of it.
    assert sorted(codes) == [0, 1], results
    after = Reader(library / "data").rows(
        "select (select count(*) from archive_file), sum(numerator) from indicator_value"
        " where indicator = 'visits' and segment = '' and unit = 'COOP' and span = 'period'"
    )[0]
    final = f"{after[0]} {after[1]}"
    until(lambda: all(lines(said)[-1] == final for _, said in readers))
    for process, said in readers:
        assert process.poll() is None, process.communicate()[1]
        assert set(lines(said)) <= before | {final}
        os.kill(process.pid, signal.SIGTERM)
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode == 0
    assert len(before) == 1
    assert final not in before


def lines(said: Path) -> list[str]:
    """The whole lines a reader has written."""
    return said.read_text().split("\n")[:-1]


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 200
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
