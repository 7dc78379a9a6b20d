"""Drafts: files kept by their senders until they hand them in; nobody counts them.

Each lies in a folder of its own under ``data/raw/drafts``, named by its content: its bytes, and
what was found in them. It is written beside its place and moved there whole; what it takes the
place of goes only when it is on the disk, so that a power cut leaves one or the other.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake import archive
from pipeline.intake.archive import flush_folder, settle

FOLDER = Path("raw") / "drafts"
ABOUT = "draft.json"
CONTENT = "content"
ARRIVING = "arriving-"
SUBMITTING = "submitting"
"""Lies in the folder of a draft from when it is handed in until its sender has the answer."""
Key = tuple[str, str, str]
"""form, unit, period"""


@dataclass(frozen=True)
class Draft:
    """One file that waits: who saved it when, its reports, and what the check said."""

    sha256: str
    name: str
    sender: str | None
    saved_at: datetime
    verdict: Verdict
    errors: int
    findings: int
    reports: tuple[Key, ...]

    def holds(self, unit: str, period: str | None = None) -> bool:
        """Whether it has a report of a unit (for a period)."""
        return any(u == unit and period in (None, p) for _, u, p in self.reports)


def draft_of(file: FileRead, reports: Iterable[Key]) -> Draft:
    """What is said about a judged file."""
    errors = sum(finding.severity == "error" for finding in file.findings)
    return Draft(file.sha256, file.name.replace("\\", "/").rsplit("/", 1)[-1], file.sender,
                 file.received_at, file.verdict or Verdict.WITHHELD, errors, len(file.findings),
                 tuple(reports))  # fmt: skip


def keep_draft(data: Path, draft: Draft, content: bytes) -> None:
    """Keep a draft; it takes the place of those that have one of its reports.

    Returns when that would outlast a power cut. Raises OSError, on a full disk for one; the
    drafts there were are then there still.
    """
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    arriving = folder / f"{ARRIVING}{uuid4().hex}"
    with FileLock(lock_of(arriving)):  # the system lets go of it when this process ends
        arriving.mkdir()
        try:
            (arriving / CONTENT).write_bytes(content)
            words = asdict(draft) | {"saved_at": draft.saved_at.isoformat()}
            (arriving / ABOUT).write_text(json.dumps(words, ensure_ascii=False, indent=1), "utf-8")
            settle([arriving / CONTENT, arriving / ABOUT])
            put_in_place(arriving, folder / draft.sha256)
        except BaseException:
            shutil.rmtree(arriving, ignore_errors=True)
            raise
    lock_of(arriving).unlink(missing_ok=True)
    for other in all_drafts(data):
        if is_replaced(other, draft):
            remove(data, other)


def lock_of(arriving: Path) -> Path:
    """The file that whoever writes a draft keeps locked meanwhile."""
    return arriving.with_suffix(".lock")


def clear_arriving(data: Path) -> int:
    """Remove what processes left half written that are gone by now; return how many drafts."""
    cleared = 0
    for left in (data / FOLDER).glob(f"{ARRIVING}*"):
        if not left.is_dir():
            continue
        try:
            with FileLock(lock_of(left), timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        except Timeout:
            continue
        lock_of(left).unlink(missing_ok=True)
        cleared += 1
    return cleared


def put_in_place(arriving: Path, place: Path) -> None:
    """Move a draft to its place; where the same content lies there, only what is said is new."""
    if place.exists():
        for name in (CONTENT, ABOUT):
            archive.put_in_place(arriving / name, place / name)
        arriving.rmdir()
        flush_folder(place)
    else:
        archive.put_in_place(arriving, place)
    flush_folder(place.parent)


def is_replaced(draft: Draft, newer: Draft) -> bool:
    """Whether another draft takes the place of one: it has one of its reports."""
    return draft.sha256 != newer.sha256 and bool(set(draft.reports) & set(newer.reports))


def drafts(data: Path) -> list[Draft]:
    """Every draft, the oldest first, but what a newer one takes the place of."""
    found = all_drafts(data)
    return [
        draft
        for number, draft in enumerate(found, start=1)
        if not any(is_replaced(draft, newer) for newer in found[number:])
    ]


def all_drafts(data: Path) -> list[Draft]:
    """Every draft that lies there, the oldest first; what a power cut cut off never was one."""
    found = []
    for about in (data / FOLDER).glob(f"*/{ABOUT}"):
        if about.parent.name.startswith(ARRIVING):
            continue
        try:
            given = json.loads(about.read_text("utf-8"))
            reports = tuple((form, unit, period) for form, unit, period in given.pop("reports"))
            moment = datetime.fromisoformat(given.pop("saved_at"))
            verdict = Verdict(given.pop("verdict"))
            found.append(Draft(**given, saved_at=moment, verdict=verdict, reports=reports))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return sorted(found, key=lambda draft: (draft.saved_at, draft.sha256))


def begin_submitting(data: Path, draft: Draft) -> bool:
    """Note that a draft is being handed in; return whether that was begun before and cut off."""
    mark = data / FOLDER / draft.sha256 / SUBMITTING
    before = mark.exists()
    mark.touch()
    flush_folder(mark.parent)
    return before


def draft_content(data: Path, draft: Draft) -> bytes:
    """The bytes of a draft. Raises OSError when it is gone."""
    return (data / FOLDER / draft.sha256 / CONTENT).read_bytes()


def drop_draft(data: Path, draft: Draft) -> None:
    """Take a draft away that was handed in, after what it took the place of."""
    for other in all_drafts(data):
        if is_replaced(other, draft) and other.saved_at <= draft.saved_at:
            remove(data, other)
    remove(data, draft)


def remove(data: Path, draft: Draft) -> None:
    """Remove one draft; without what is said about it, it is none any more."""
    (data / FOLDER / draft.sha256 / ABOUT).unlink(missing_ok=True)
    shutil.rmtree(data / FOLDER / draft.sha256, ignore_errors=True)
