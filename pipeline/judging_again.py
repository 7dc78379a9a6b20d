"""What is on record, judged again by the definitions of now: a recipe of its own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.rereading import read_again
from pipeline.warehouse.changed_headings import ChangedHeadings
from pipeline.warehouse.loading import Stored
from pipeline.warehouse.locks import LOCKED_SINCE
from pipeline.warehouse.store import Warehouse


@dataclass
class JudgedAgain:
    """What became of the files that were judged again."""

    files: list[Stored] = field(default_factory=list)
    """Those that were held back by other definitions, or are by these."""
    reread: list[Stored] = field(default_factory=list)
    """Accepted before and now, and read by other headings."""
    kept: set[str] = field(default_factory=set)
    """SHA-256 of accepted files that stay as they were read, because of a lock or a check."""

    @property
    def locked(self) -> list[Stored]:
        """Those that nothing but a lock holds back now."""
        return [one for one in self.files if any(f.slug == LOCKED_SINCE for f in one.findings)]

    @property
    def anything(self) -> bool:
        """Whether anything is stored otherwise now."""
        return bool(self.files or self.reread or self.kept)


def judge(files: list[FileRead], catalogue: Catalogue) -> None:
    """Judge the files that have no verdict yet."""
    if any(file.verdict is None for file in files):
        from pipeline.checks import judging

        judging.judge(files, catalogue)


def judge_again(
    warehouse: Warehouse, catalogue: Catalogue, archive: Path, held: Collection[str] | None = None
) -> JudgedAgain:
    """Judge what other definitions held back, or had read by what was taken back since, or what a
    lock held back that is gone; and what was accepted and is read otherwise by the headings of now,
    or since a lock is gone.

    ``held``: the held files that a change can reach, where it is known to be the only one.
    """
    result = JudgedAgain()
    headings = warehouse.changed_headings(catalogue)
    named = warehouse.named_otherwise(catalogue)
    warehouse.note(named.events)
    result.kept |= named.kept
    found = warehouse.held_contents(catalogue) if held is None else set(held)
    found = (found | named.judged | warehouse.opened_since(catalogue)) - named.kept
    headings.contents -= found
    for batch in judged(warehouse, catalogue, archive, found):
        result.files += warehouse.store(batch, catalogue, again=True)
    for batch in read_otherwise(warehouse, headings, catalogue, archive):
        read_accepted(warehouse, catalogue, headings, batch, result)
    for batch in judged(warehouse, catalogue, archive, result.kept | named.confirmed):
        good = [file for file in batch if file.verdict is Verdict.ACCEPTED]
        warehouse.store(good, catalogue, again=True)
    warehouse.note_headings(catalogue)
    return result


def judged(
    warehouse: Warehouse, catalogue: Catalogue, archive: Path, contents: Collection[str]
) -> Iterator[list[FileRead]]:
    """Files on record, read and judged by the definitions of now."""
    if not contents:
        return
    for batch in read_again(archive, catalogue, contents, warehouse.kept_readings()):
        judge(batch, catalogue)
        yield batch


def read_otherwise(
    warehouse: Warehouse, headings: ChangedHeadings, catalogue: Catalogue, archive: Path
) -> Iterator[list[FileRead]]:
    """Accepted files that are read by other headings now than before, judged."""
    if not headings.contents:
        return
    names = [event for event in warehouse.kept_readings() if event.heading is None]
    for batch in read_again(archive, catalogue, headings.contents, names):
        touched = [file for file in batch if headings.touches(file)]
        judge(touched, catalogue)
        if touched:
            yield touched


def read_accepted(
    warehouse: Warehouse,
    catalogue: Catalogue,
    headings: ChangedHeadings,
    batch: list[FileRead],
    result: JudgedAgain,
) -> None:
    """Store what an accepted file says by the headings of now, or note that it stays as it was."""
    taken: list[FileRead] = []
    noted: list[Event] = []
    for file in batch:
        stays, events = headings.settle(file)
        noted += events
        if stays:
            result.kept.add(file.sha256)
        else:
            taken.append(file)
    warehouse.note(noted)
    for one in warehouse.store(taken, catalogue, again=True) if taken else ():
        good = one.verdict is Verdict.ACCEPTED
        (result.reread if good else result.files).append(one)
