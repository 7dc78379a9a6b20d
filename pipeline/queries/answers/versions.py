"""The versions of one report, and what changed from one to another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import UnitRef

Comparison = Literal["compared", "one_version", "withheld"]
Change = Literal["changed", "added", "removed"]


@dataclass(frozen=True)
class ReportVersion:
    """One time a report came in; ``held``: returned, withdrawn or waiting, if it is held back."""

    version: int
    submission: int
    received_at: datetime
    file: str
    sender: str | None
    verdict: str
    held: str | None
    current: bool


@dataclass(frozen=True)
class DiffCell:
    """A cell that two versions fill differently, or one of a row that only one of them has.

    ``old`` and ``new`` are as reported and stored (money in yuan); None is a blank. Both are
    None where ``hidden``: fields about a person change without being shown, and ``key`` leaves
    them out. ``old_said`` and ``new_said`` are words for a yes, a no or a choice.
    ``version`` says in whose file ``sheet`` and ``cell`` are: the newer one wherever
    it has the cell. ``cell`` is None where the address is not known.
    """

    change: Change
    section: str
    section_title: Bilingual
    key: str | None
    row: int
    field: str
    field_label: Bilingual
    old: str | None
    new: str | None
    hidden: bool
    version: int
    sheet: str
    cell: str | None
    old_said: Bilingual | None = None
    new_said: Bilingual | None = None


@dataclass(frozen=True)
class VersionDiff:
    """What changed between two versions; ``cells`` is empty unless ``state`` is ``compared``.

    ``one_version``: there is no other to compare with, ``old`` and ``new`` are None.
    ``withheld``: of a version that was held back nothing is stored. ``changed`` counts cells,
    ``added`` and ``removed`` count rows.
    """

    unit: UnitRef
    form: str
    form_title: Bilingual
    period: str
    period_name: Bilingual
    versions: tuple[ReportVersion, ...]
    state: Comparison
    old: ReportVersion | None
    new: ReportVersion | None
    changed: int = 0
    added: int = 0
    removed: int = 0
    cells: tuple[DiffCell, ...] = ()
