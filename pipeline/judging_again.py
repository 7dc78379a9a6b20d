"""What is on record, judged again by the definitions of now: a recipe of its own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.rereading import read_again
from pipeline.warehouse import event_log
from pipeline.warehouse.changed_headings import ChangedHeadings
from pipeline.warehouse.connection import WarehouseDamaged
from pipeline.warehouse.loading import Stored
from pipeline.warehouse.locks import LOCKED_SINCE
from pipeline.warehouse.redefined import Redefined, Redefining, ended
from pipeline.warehouse.store import Warehouse


@dataclass
class JudgedAgain:
    """What became of the files that were judged again."""

    files: list[Stored] = field(default_factory=list)
    """Those that were held back by other definitions, or are by these."""
    reread: list[Stored] = field(default_factory=list)
    """Accepted before and now, and read by other headings."""
    adopted: int = 0
    """How many accepted files follow definitions that changed since they were read."""
    refigured: int = 0
    """How many of these have other figures by it."""
    retained: int = 0
    """How many would be read otherwise or held back, but stay as they were read."""
    mended: int = 0
    """How many kept readings were lost, and are written again."""
    kept: set[str] = field(default_factory=set)
    """SHA-256 of accepted files that stay as they were read, because of a lock or a check."""
    before: Collection[str] = ()
    """SHA-256 of the files that were accepted when it began."""

    @property
    def accepted(self) -> int:
        """How many files count now and did not."""
        return sum(good and sha256 not in self.before for sha256, good in self._verdicts())

    @property
    def held(self) -> int:
        """How many files counted and do no more."""
        return sum(not good and sha256 in self.before for sha256, good in self._verdicts())

    def _verdicts(self) -> Iterable[tuple[str, bool]]:
        """Each content once, and whether it is accepted in the end."""
        return {one.sha256: one.verdict is Verdict.ACCEPTED for one in self.files}.items()

    @property
    def locked(self) -> list[Stored]:
        """Those that nothing but a lock holds back now."""
        return [one for one in self.files if any(f.slug == LOCKED_SINCE for f in one.findings)]

    @property
    def anything(self) -> bool:
        """Whether anything is stored otherwise now."""
        return bool(self.files or self.reread or self.kept or self.adopted or self.retained)


def silent(stage: str, files: int) -> None:
    """No progress is shown."""


def judge(files: list[FileRead], catalogue: Catalogue) -> None:
    """Judge the files that have no verdict yet."""
    if any(file.verdict is None for file in files):
        from pipeline.checks import judging

        judging.judge(files, catalogue)


def judge_again(
    warehouse: Warehouse, catalogue: Catalogue, archive: Path,
    held: Collection[str] | None = None, progress: Callable[[str, int], None] = silent,
) -> JudgedAgain:  # fmt: skip
    """Judge what other definitions held back, or had read by what was taken back since, or what a
    lock held back that is gone; and what was accepted and is read otherwise by the headings of now,
    or since a lock is gone.

    ``held``: the held files that a change can reach, where it is known to be the only one.
    """
    result = JudgedAgain(before=warehouse.accepted_contents())
    changes = redefine(warehouse, catalogue, archive, result, progress)
    retained = warehouse.retained() if changes.contents else set(changes.retained)
    headings = warehouse.changed_headings(catalogue)
    named = warehouse.named_otherwise(catalogue)
    warehouse.note(named.events)
    result.kept |= named.kept
    found = warehouse.held_contents(catalogue) if held is None else set(held)
    found = (found | named.judged | warehouse.opened_since(catalogue)) - named.kept
    headings.contents -= found | retained
    if found & retained:
        warehouse.note(ended(event_log.read(warehouse.data), found & retained))
    for batch in judged(warehouse, catalogue, archive, found):
        result.files += warehouse.store(batch, catalogue, again=True)
    for batch in read_otherwise(warehouse, headings, catalogue, archive):
        read_accepted(warehouse, catalogue, headings, batch, result)
    staying = (result.kept | named.confirmed) - retained
    for batch in judged(warehouse, catalogue, archive, staying):
        good = [file for file in batch if file.verdict is Verdict.ACCEPTED]
        warehouse.store(good, catalogue, again=True)
    warehouse.note_headings(catalogue)
    warehouse.note_read(catalogue)
    return result


def redefine(
    warehouse: Warehouse, catalogue: Catalogue, archive: Path, result: JudgedAgain,
    progress: Callable[[str, int], None],
) -> Redefining:  # fmt: skip
    """Let accepted reports follow the definitions of now, or note why they stay as they were."""
    changes = warehouse.redefining(catalogue)
    done = 0
    kept = warehouse.kept_readings() if changes.contents else ()
    for batch in otherwise(changes, catalogue, archive, kept):
        staying = [one for one in batch if one.stays]
        following = [one for one in batch if not one.stays]
        warehouse.retain(catalogue, staying, [e for one in batch for e in changes.logged(one)])
        if following:
            warehouse.store([one.file for one in following], catalogue, again=True)
        result.retained += len(staying)
        result.adopted += len(following)
        result.refigured += sum(bool(one.compared.figures) for one in following)
        done += len(batch)
        progress("redefined", done)
    return changes


def otherwise(
    changes: Redefining, catalogue: Catalogue, archive: Path, kept: Sequence[Event]
) -> Iterator[list[Redefined]]:
    """What becomes of accepted files that changed definitions may reach; nothing is written."""
    if not changes.contents:
        return
    for batch in read_again(archive, catalogue, changes.contents, kept):
        judge(batch, catalogue)
        yield list(changes.settle(batch))


def settle_first(data: Path, catalogue: Catalogue) -> int:
    """Settle what stays as it was read under changed definitions, while that is still known;
    for whoever is about to make the warehouse anew. Returns how many kept readings were lost and
    are written again. Raises WarehouseBusy."""
    if not (data / "processed" / "warehouse.duckdb").exists():
        return 0
    with suppress(WarehouseDamaged), Warehouse.open(data, catalogue) as warehouse:
        if warehouse.follows_others(catalogue):
            judge_again(warehouse, catalogue, data / "raw" / "archive")
        return warehouse.mend_readings(catalogue)
    return 0


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
