"""Drafts: files kept by their senders until they hand them in; nobody counts them.

Each lies in a folder of its own under ``data/raw/drafts``, named by its content: the file under
its own name, and what was found in it. It is written beside its place and moved there whole.
"""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead

FOLDER = Path("raw") / "drafts"
ABOUT = "draft.json"
CONTENT = "content"
ARRIVING = "arriving-"
Key = tuple[str, str, str]
"""form, unit, period"""


@dataclass(frozen=True)
class Draft:
    """One file that waits: who saved it when (UTC), its reports, and what the check said."""

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
    """Keep a draft; it takes the place of those that have one of its reports."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    arriving = Path(mkdtemp(prefix=ARRIVING, dir=folder))
    try:
        (arriving / CONTENT).write_bytes(content)
        words = asdict(draft) | {"saved_at": draft.saved_at.isoformat()}
        (arriving / ABOUT).write_text(json.dumps(words, ensure_ascii=False, indent=1), "utf-8")
        for other in drafts(data):
            if other.sha256 == draft.sha256 or set(other.reports) & set(draft.reports):
                drop_draft(data, other)
        os.replace(arriving, folder / draft.sha256)  # noqa: PTH105 - the name says what it does
    except BaseException:
        shutil.rmtree(arriving, ignore_errors=True)
        raise


def drafts(data: Path) -> list[Draft]:
    """Every draft, the oldest first; what was cut off by a power cut never was one."""
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


def draft_content(data: Path, draft: Draft) -> bytes:
    """The bytes of a draft. Raises OSError when it is gone."""
    return (data / FOLDER / draft.sha256 / CONTENT).read_bytes()


def drop_draft(data: Path, draft: Draft) -> None:
    """Take a draft away: it was handed in, or another has taken its place."""
    shutil.rmtree(data / FOLDER / draft.sha256, ignore_errors=True)
