"""Frozen publications: what was published of a unit and a period, kept beside the archive.

A freeze is a folder under ``data/raw/frozen``, because it can not be made again: figures,
targets and scores, the reports and corrections they were made of, the tree, and digests of the
definitions.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipeline.intake.archive import put_in_place

FOLDER = Path("raw") / "frozen"
SHEET = "freeze.json"
TABLES = (
    "figures", "targets", "scores", "reports", "corrections", "tree", "definitions", "plans",
)  # fmt: skip


@dataclass(frozen=True)
class Freeze:
    """One freeze. ``publication`` is the number of the snapshot it was taken from.

    ``frozen_at`` and ``published_at`` are by the office's clock.
    """

    name: str
    unit: str
    period: str
    reason: str
    document: str | None
    frozen_at: datetime
    publication: int
    published_at: datetime

    def table(self, data: Path, table: str) -> str:
        """The Parquet file of one of ``TABLES``, as DuckDB is given it."""
        return str(data / FOLDER / self.name / f"{table}.parquet")

    def write(self, data: Path) -> None:
        """Write the sheet; a freeze without one is not whole and does not count."""
        words = json.dumps(asdict(self), indent=1, ensure_ascii=False, default=str)
        path = data / FOLDER / self.name / SHEET
        fresh = path.with_suffix(".new")
        fresh.write_text(words, encoding="utf-8")
        put_in_place(fresh, path)


def freezes(data: Path) -> tuple[Freeze, ...]:
    """Every freeze, the oldest first."""
    found = []
    for sheet in (data / FOLDER).glob(f"*/{SHEET}"):
        words = json.loads(sheet.read_text(encoding="utf-8"))
        for name in ("frozen_at", "published_at"):
            words[name] = datetime.fromisoformat(words[name])
        found.append(Freeze(**words))
    return tuple(sorted(found, key=lambda freeze: (freeze.frozen_at, freeze.name)))


def in_force(data: Path) -> tuple[Freeze, ...]:
    """The newest freeze of every unit and period, the newest first."""
    newest = {(freeze.unit, freeze.period): freeze for freeze in freezes(data)}
    return tuple(sorted(newest.values(), key=lambda freeze: freeze.frozen_at, reverse=True))


def pinned(data: Path) -> frozenset[int]:
    """The snapshots that freezes were taken from."""
    return frozenset(freeze.publication for freeze in freezes(data))
