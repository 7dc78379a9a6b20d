"""Archived files read again, in the batches in which they were stored."""

import os
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, StoredRows
from pipeline.intake import former_readings
from pipeline.intake.archive import archived_path
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.persons import key_beside
from pipeline.intake.rare_collections import rare_collections
from pipeline.intake.reader_pool import Item, ReaderPool
from pipeline.intake.reading import MOST_WORKERS
from pipeline.intake.receipts import Receipt, receipts
from pipeline.intake.refusals import refused


def read_again(
    archive: Path,
    catalogue: Catalogue,
    only: Collection[str] | None = None,
    kept: Sequence[Event] = (),
    retained: Collection[str] = (),
) -> Iterator[list[FileRead]]:
    """Batches as ``read_files`` gave them; a missing original is a file that is missing.

    ``only``: the contents that are read, each once. ``kept``: how some are read whatever was
    confirmed since (see ``kept_readings``). ``retained``: those that stay as they are stored.
    """
    told = receipts(archive)
    if only is not None:
        first = {r.sha256: r for r in reversed(told) if r.sha256 in only}
        told = [receipt for receipt in told if first.get(receipt.sha256) is receipt]
    knowledge = Knowledge(
        catalogue.product, catalogue.forms, catalogue.org_units, key_beside(archive),
        catalogue.unit_aliases, catalogue.column_synonyms, tuple(kept),
    )  # fmt: skip
    with rare_collections(), ReaderPool(knowledge, min(MOST_WORKERS, os.cpu_count() or 1)) as pool:
        results = pool.read(item(receipt, archive, retained) for receipt in told)
        for _, batch in groupby(told, key=lambda receipt: receipt.batch):
            yield list(islice(results, len(list(batch))))


def item(receipt: Receipt, archive: Path, retained: Collection[str] = ()) -> Item:
    """What is to be read, or the answer that was given without reading."""
    path = archived_path(archive, receipt.sha256, receipt.name) if receipt.sha256 else archive
    arrival = Arrival(
        receipt.name, str(path), receipt.sha256, receipt.size, receipt.moment, receipt.sender
    )
    if receipt.problem is not None:
        verdict = Verdict(receipt.verdict)
        details = {"first": receipt.first} if verdict is Verdict.DUPLICATE else None
        return refused(arrival.unread(), receipt.problem, details, verdict)
    if receipt.sha256 in retained:
        rows = former_readings.kept(archive, receipt.sha256)
        if rows is not None:  # else the original is all there is
            return replace_by(arrival.unread(), rows)
    if not path.exists():
        return refused(arrival.unread(), "file-missing")
    return arrival


def replace_by(file: FileRead, rows: StoredRows) -> FileRead:
    """A file that stays as it was read."""
    file.as_stored, file.verdict = rows, Verdict.ACCEPTED
    return file
