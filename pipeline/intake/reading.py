"""Files as sent → archived → read in guarded processes → batches of results."""

import os
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.ahead import Ahead
from pipeline.intake.archive import (
    archived_path,
    clear_arriving,
    digest_of,
    is_kept,
    keep,
    place_of,
    settle,
)
from pipeline.intake.arrivals import Sent, sent_files
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.persons import key_beside
from pipeline.intake.rare_collections import rare_collections
from pipeline.intake.reader_pool import Item, ReaderPool
from pipeline.intake.reader_process import prepare
from pipeline.intake.refusals import refused

BATCH, LARGEST_BATCH = 400, 4000
FEW_FILES = 8
MOST_WORKERS = 2


def expect_files(archive: Path) -> bool:
    """Make readers ready while the caller prepares himself, if all that comes will be new."""
    if archive.exists():
        return False
    prepare()
    return True


def read_files(
    paths: Iterable[Path | str],
    archive: Path,
    catalogue: Catalogue,
    *,
    sender: str | None = None,
    known: Collection[str] = (),
    received_at: datetime | None = None,
    by_file_time: bool = False,
    workers: int | None = None,
) -> Iterator[list[FileRead]]:
    """Archive and read files, folders and .zip bundles; yield batches in the order sent.

    ``known`` are hashes of contents received before; those and repetitions within this call
    come back with the verdict DUPLICATE. Files of a batch are safely in the archive when it is
    yielded. ``received_at`` is by the office's clock; with
    ``by_file_time`` each file counts as received when it was last written, which is how files
    of past periods are taken in.
    """
    archive = Path(archive)
    archive.mkdir(parents=True, exist_ok=True)
    clear_arriving(archive)
    moment = received_at or clock.now()
    knowledge = Knowledge(
        catalogue.product, catalogue.forms, catalogue.org_units, key_beside(archive),
        catalogue.unit_aliases, catalogue.column_synonyms,
    )  # fmt: skip
    items = archived(sent_files(paths), archive, moment, sender, known, by_file_time)
    first = list(islice(items, FEW_FILES))
    if not any(isinstance(item, Arrival) for item in first) and len(first) < FEW_FILES:
        if first:
            yield [item for item in first if isinstance(item, FileRead)]
        return
    count = 1 if len(first) < FEW_FILES else workers or min(MOST_WORKERS, os.cpu_count() or 1)
    with (
        rare_collections(),
        ReaderPool(knowledge, count) as pool,
        Ahead(in_batches(pool.read(chain(first, items)))) as batches,  # the disk stops no reader
    ):
        for batch in batches:
            fresh = (f for f in batch if f.sha256 and f.verdict is not Verdict.DUPLICATE)
            settle(archived_path(archive, file.sha256, file.name) for file in fresh)
            yield batch


def in_batches(results: Iterable[FileRead]) -> Iterator[list[FileRead]]:
    """Files that are handled together; many more of them where most were known before."""
    batch: list[FileRead] = []
    unknown = 0
    for file in results:
        batch.append(file)
        unknown += file.verdict is not Verdict.DUPLICATE
        if unknown == BATCH or len(batch) == LARGEST_BATCH:
            yield batch
            batch, unknown = [], 0
    if batch:
        yield batch


def archived(
    files: Iterable[Sent],
    archive: Path,
    moment: datetime,
    sender: str | None,
    known: Collection[str],
    by_file_time: bool = False,
) -> Iterator[Item]:
    """Put each file into the archive, and say which are still to be read."""
    before = known if isinstance(known, set | frozenset | dict) else frozenset(known)
    now: dict[str, str] = {}
    root = str(archive)
    for sent in files:
        dated = by_file_time and sent.modified
        at = clock.arrived(sent.modified, moment) if dated and sent.modified else moment
        if sent.problem is not None:
            result = FileRead(sent.name, "", len(sent.content), at, sender)
            yield refused(result, sent.problem)
            continue
        sha256 = digest_of(sent.content)
        seen = sha256 in before or sha256 in now
        place = place_of(root, sha256, sent.name)
        if not (seen and is_kept(place)):
            keep(sent.content, sent.name, archive, sha256)
        arrival = Arrival(sent.name, place, sha256, len(sent.content), at, sender)
        if seen:
            first = now.get(sha256, "")
            slug = "repeated-file" if first else "duplicate-file"
            yield refused(arrival.unread(), slug, {"first": first}, Verdict.DUPLICATE)
        else:
            now[sha256] = sent.name
            yield arrival
