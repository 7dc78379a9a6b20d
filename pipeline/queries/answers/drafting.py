"""Files that are kept and not handed in, as the page where files are handed in lists them."""

from dataclasses import dataclass, field
from datetime import datetime

from pipeline.domain.noun import Bilingual


@dataclass(frozen=True)
class DraftRow:
    """A file that its sender keeps until it is handed in."""

    name: str
    saved_at: datetime
    verdict: str
    errors: int
    periods: tuple[Bilingual, ...]


@dataclass(frozen=True)
class DraftList:
    """The drafts of a unit, and the other units that have drafts, by code."""

    rows: tuple[DraftRow, ...] = ()
    elsewhere: dict[str, Bilingual] = field(default_factory=dict)
