"""Receipts: what is known of a received file beside its content, kept beside the archive.

One line of JSON per file, in the order in which files were stored; lines are only ever added.
With the archive they are all that is needed to make the warehouse again. A content that comes
again under its name has no further line: nothing in the warehouse would follow from it.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead

FILE = "receipts.jsonl"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file as received; ``received_at`` is by the office's clock, in ISO words.

    ``batch`` numbers the files that were stored together. ``problem`` and ``first`` say why a
    file was not even read: the slug, and the name under which the same content came before.
    """

    batch: int
    sha256: str
    name: str
    size: int
    received_at: str
    sender: str | None
    verdict: str
    problem: str | None = None
    first: str = ""

    @property
    def moment(self) -> datetime:
        """When it was received."""
        return datetime.fromisoformat(self.received_at)


NAMES = tuple(field.name for field in fields(Receipt))


def note(archive: Path, files: Iterable[FileRead]) -> None:
    """Add the receipts of one batch; return when they are on the disk."""
    path = archive / FILE
    last = last_batch(path)
    told = json.JSONEncoder(ensure_ascii=False).encode
    lines = [told(words_of(of(file, last + 1))) + "\n" for file in files]
    if not lines:
        return
    with path.open("ab+") as journal:
        if journal.tell() and not ends_whole(path):
            journal.write(b"\n")
        journal.write("".join(lines).encode())
        journal.flush()
        os.fsync(journal.fileno())


def words_of(receipt: Receipt) -> dict[str, object]:
    """A receipt as a line says it."""
    return {name: getattr(receipt, name) for name in NAMES}


def of(file: FileRead, batch: int) -> Receipt:
    """The receipt of a judged file."""
    problem, first = None, ""
    if file.findings and (not file.sha256 or file.verdict is Verdict.DUPLICATE):
        problem, first = file.findings[0].slug, file.findings[0].details.get("first", "")
    return Receipt(
        batch, file.sha256, file.name, file.size, file.received_at.isoformat(), file.sender,
        str(file.verdict or Verdict.WITHHELD), problem, first,
    )  # fmt: skip


def last_batch(path: Path) -> int:
    """The number of the newest batch; 0 before the first."""
    return max((receipt.batch for receipt in last_receipt(path)), default=0)


def last_moment(archive: Path) -> list[datetime]:
    """When the file noted last was received; none before the first."""
    return [receipt.moment for receipt in last_receipt(archive / FILE)]


def last_receipt(path: Path) -> list[Receipt]:
    """The receipt noted last; none before the first."""
    if not path.exists():
        return []
    with path.open("rb") as journal:
        journal.seek(max(0, path.stat().st_size - 65_536))
        lines = [line for line in journal.read().splitlines() if is_whole(line)]
    return [Receipt(**json.loads(line)) for line in lines[-1:]]


def ends_whole(path: Path) -> bool:
    """Whether the last line has its end."""
    with path.open("rb") as journal:
        journal.seek(-1, os.SEEK_END)
        return journal.read() == b"\n"


def is_whole(line: bytes) -> bool:
    """Whether a line was written to its end; a power cut can tear the last one."""
    return line.startswith(b"{") and line.endswith(b"}")


def receipts(archive: Path) -> list[Receipt]:
    """Every receipt, in the order of storing; torn lines are passed over.

    Where a content was stored anew after an import that did not finish, the last time counts.
    """
    path = archive / FILE
    if not path.exists():
        return []
    lines = [line for line in path.read_bytes().splitlines() if is_whole(line)]
    found = [Receipt(**json.loads(line)) for line in lines]
    read = {r.sha256: place for place, r in enumerate(found) if r.problem is None}
    return [r for place, r in enumerate(found) if r.problem or read[r.sha256] == place]
