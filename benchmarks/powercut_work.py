"""The import that is killed: a small batch in several transactions, read by two processes."""

import os
import signal
from datetime import datetime
from pathlib import Path

# Imported before processes are forked, so that a kill seldom falls on an import statement.
import ibis
import pandas as pd
import pandera.pandas as pa

from pipeline import run
from pipeline.intake import reading
from tests.foreign.library import CONFIG, Month, write

IMPORTED = (ibis, pd, pa)
FILES = 26
FILES_BEFORE = 4
FILES_PER_TRANSACTION = 8
RECEIVED = datetime(2024, 6, 1, 12)


def write_inbox(inbox: Path) -> None:
    """Monthly workbooks of two branches, one of them with an error, all received at one time."""
    inbox.mkdir(parents=True)
    catalogue = run.load([CONFIG])
    for number in range(FILES):
        month, branch = divmod(number, 2)
        name = ("HARBOUR", "ORCHARD")[branch]
        period = f"2023M{month + 1:02d}" if month < 12 else "2024M01"
        wrong = number == FILES // 2
        sent = Month(name, period, 100 + number, 500 if wrong else number, (f"{name[0]}1",))
        path = write(inbox / f"{number:02d}.xlsx", catalogue, sent)
        os.utime(path, (RECEIVED.timestamp(), RECEIVED.timestamp()))


def import_all(inbox: Path, data: Path) -> None:
    """Take everything in and publish it. Raises RuntimeError when nothing is published."""
    reading.BATCH = FILES_PER_TRANSACTION
    done = run.ingest([inbox], [CONFIG], data, by_file_time=True, wait=60)
    if done.publication is None or len(done.files) != FILES:
        raise RuntimeError("not everything was taken in")


def import_some(inbox: Path, data: Path) -> None:
    """Take in what is there before anything goes wrong, so that readers have something to read."""
    run.ingest(sorted(inbox.iterdir())[:FILES_BEFORE], [CONFIG], data, by_file_time=True)


def import_with_little_room(inbox: Path, data: Path, room: int) -> None:
    """The same where no file can grow beyond ``room`` bytes, as on a full disk."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    import_all(inbox, data)


def make_again(data: Path) -> None:
    """Make the figures from the archive alone. Raises RuntimeError when they are others."""
    found = run.verify([CONFIG], data)
    if not found.agrees:
        raise RuntimeError(str(found.comparison.differences))
