"""The mark of a data folder that holds one unit's part of another: it is read, never written."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.intake.archive import flush

MARK = "extract.json"


@dataclass(frozen=True)
class Extract:
    """Whose part it is, and of which publication."""

    unit: str
    publication: int
    published_at: datetime


class ReadOnlyExtract(Exception):
    """Somebody wants to take reports into an extract."""

    def __init__(self, extract: Extract) -> None:
        super().__init__(f"extract of {extract.unit}")
        self.extract = extract


def mark(data: Path, extract: Extract) -> None:
    """Say of a data folder that it is an extract."""
    words = {
        "unit": extract.unit,
        "publication": extract.publication,
        "published_at": extract.published_at.isoformat(),
    }
    file = data / MARK
    file.write_text(json.dumps(words, indent=1), encoding="utf-8")
    flush(file)


def extract_in(data: Path) -> Extract | None:
    """What the folder is an extract of; None where it is the whole."""
    file = data / MARK
    if not file.exists():
        return None
    words = json.loads(file.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(words["published_at"])
    return Extract(words["unit"], words["publication"], at)


def refuse_extract(data: Path) -> None:
    """Raise ReadOnlyExtract where nothing can be taken in."""
    if (extract := extract_in(data)) is not None:
        raise ReadOnlyExtract(extract)
