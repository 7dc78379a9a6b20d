"""What ``build`` would do with the reports on record, before it does: a recipe of its own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.domain.status import Verdict
from pipeline.intake.kept_readings import kept_readings
from pipeline.intake.rereading import read_again
from pipeline.judging_again import judge, otherwise, silent
from pipeline.warehouse import event_log
from pipeline.warehouse.archive_rows import HELD
from pipeline.warehouse.connection import writer
from pipeline.warehouse.extracts import refuse_extract
from pipeline.warehouse.locks import hold_locked
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.redefined import Redefined, Redefining


@dataclass
class Foreseen:
    """What changed definitions would do. ``accepted``: how many files that are held back would
    be accepted; ``files``: accepted ones that would be read otherwise, or stay as they are."""

    accepted: int = 0
    files: list[Redefined] = field(default_factory=list)


def look(
    catalogue: Catalogue, data: Path, wait: float = 0, progress: run.Progress = silent
) -> Foreseen:
    """What ``build`` would do with the reports on record; nothing is changed.

    Raises WarehouseBusy, WarehouseDamaged, NothingPublished and ReadOnlyExtract.
    """
    refuse_extract(data)
    if Reader(data).publication.digest == catalogue.digest:
        return Foreseen()
    with writer(data / run.WAREHOUSE, wait) as connection:
        held = connection.execute(HELD).fetchall()
        return foresee(connection, catalogue, data / "raw" / "archive", event_log.read(data),
                       {sha256 for (sha256,) in held}, progress)  # fmt: skip


def foresee(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    archive: Path,
    events: Sequence[Event],
    held: Collection[str],
    progress: Callable[[str, int], None] = silent,
) -> Foreseen:
    """What judging again would do with the warehouse behind ``connection``; nothing is written.

    ``held``: SHA-256 of the files that are held back.
    """
    found, done = Foreseen(), 0
    changes = Redefining(connection, catalogue, events, others=True)
    kept = kept_readings(events)
    for batch in otherwise(changes, catalogue, archive, kept):
        for one in batch:
            one.file.sections = []
        found.files += batch
        done += len(batch)
        progress("redefined", done)
    for files in read_again(archive, catalogue, held, kept) if held else ():
        judge(files, catalogue)
        hold_locked(files, events, catalogue, held)
        found.accepted += sum(file.verdict is Verdict.ACCEPTED for file in files)
    return found
