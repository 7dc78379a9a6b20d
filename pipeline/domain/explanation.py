"""Explanation: what a file itself says about what is asked of it."""

import json
import re
from dataclasses import dataclass, field

from pipeline.domain.finding import Finding

LONGEST = 500
"""So long a text may be that somebody writes on a page or beside a row."""
NUMBERS = re.compile(r"[1-9]\d{16}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)")
"""Numbers of identity cards and mobile phones."""


def starred(text: str) -> str:
    """A text as it may be kept: with stars for the numbers of persons."""
    return NUMBERS.sub(lambda found: "*" * len(found[0]), text.strip())


@dataclass(frozen=True)
class Identity:
    """A finding by where it stands: its number may change when everything is read again."""

    slug: str
    sheet: str | None = None
    cell: str | None = None
    rule: str | None = None
    unit: str | None = None

    @classmethod
    def of(cls, finding: Finding) -> "Identity":
        """Of a finding."""
        place = finding.place
        return cls(finding.slug, place.sheet, place.cell, finding.rule, finding.unit)

    def written(self, sha256: str) -> str:
        """As it stands, hidden, in a returned workbook; ``sha256`` is of the file that was sent."""
        parts = [sha256, self.slug, self.sheet, self.cell, self.rule, self.unit]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "tuple[str, Identity] | None":
        """SHA-256 and finding from what ``written`` gave; None for anything else."""
        try:
            parts = json.loads(text)
        except ValueError:
            return None
        if not isinstance(parts, list) or len(parts) != 6:
            return None
        sha256, slug, *rest = parts
        if not (isinstance(sha256, str) and isinstance(slug, str)):
            return None
        if not all(part is None or isinstance(part, str) for part in rest):
            return None
        return sha256, cls(slug, *rest)


ROWS = re.compile(r"\b[A-Z]{1,3}([0-9]+)\b")
"""The row numbers of the cells a text names."""


@dataclass(slots=True)
class Explanations:
    """``notes``: (sheet, row number) → the note beside the row. ``answers``: a finding of a file
    that was returned → SHA-256 of that file, and what its sender wrote on the sheet of problems.
    """

    notes: dict[tuple[str, int], str] = field(default_factory=dict)
    answers: dict[Identity, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.notes or self.answers)

    def of(self, finding: Finding) -> str | None:
        """What is said about a finding; None when nothing is, or nothing is asked.

        A note may stand beside any of the cells the finding is about.
        """
        if finding.severity != "explain":
            return None
        asked = Identity.of(finding)
        if asked in self.answers:
            return self.answers[asked][1]
        cells = f"{asked.cell or ''} {finding.details.get('cells', '')}"
        beside = [(asked.sheet or "", int(row)) for row in ROWS.findall(cells)]
        return next((self.notes[place] for place in beside if place in self.notes), None)
