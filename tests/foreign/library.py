"""The branches' monthly workbooks, written from the cooperative's own templates in English.

| month      | Harbour      | Mill        | Orchard                          |
|------------|--------------|-------------|----------------------------------|
| March 2024 | shelf of 2   | shelf of 1  | shelf of 1                       |
| April      | 300 visits   | 50 visits   | 100 visits                       |
| May        | 310 visits   | nothing     | 110 visits                       |
| June       | 320 visits   | closed      | held back: more first visits     |
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import parse_period
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse.reader import Reader

CONFIG = Path(__file__).parent / "config"


@dataclass(frozen=True)
class Month:
    """What one branch sends for one month."""

    branch: str
    period: str
    visits: int
    first: int
    copies: tuple[str, ...]
    listeners: int = 0


MONTHS = (
    Month("HARBOUR", "2023M12", 280, 30, ("H1", "H2")),
    Month("MILL", "2023M12", 40, 4, ("M1",)),
    Month("ORCHARD", "2023M12", 90, 9, ("O1",)),
    Month("HARBOUR", "2024M01", 300, 60, ("H1", "H2", "H3"), listeners=20),
    Month("MILL", "2024M01", 50, 0, ("M1",)),
    Month("ORCHARD", "2024M01", 100, 40, ("O1",), listeners=7),
    Month("HARBOUR", "2024M02", 310, 62, ("H1", "H2", "H3")),
    Month("ORCHARD", "2024M02", 110, 11, ("O1",)),
    Month("HARBOUR", "2024M03", 320, 64, ("H1", "H2", "H3")),
    Month("ORCHARD", "2024M03", 10, 11, ("O1",)),
)


@dataclass(frozen=True)
class Library:
    """What became of the workbooks, and the answers."""

    ingestion: run.Ingestion
    reader: Reader


def open_library(folder: Path) -> Library:
    """Write the workbooks and take them in."""
    paths = write_all(folder)
    done = run.ingest(paths, [CONFIG], folder / "data")
    return Library(done, Reader(folder / "data"))


def write_all(folder: Path) -> list[Path]:
    """Write every branch's workbooks."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = run.load([CONFIG])
    return [write(folder / f"{m.branch}-{m.period}.xlsx", catalogue, m) for m in MONTHS]


def write(path: Path, catalogue: Catalogue, month: Month) -> Path:
    """Write one branch's workbook."""
    period = parse_period(month.period, catalogue.calendars)
    counter = {
        "visits": month.visits, "first_visits": month.first,
        "hours": Decimal("120.5"), "fines": Decimal("3.25"),
    }  # fmt: skip
    reading = {
        "reading": f"R-{month.period}", "held_on": period.start, "listeners": month.listeners,
        "audience": "children",
    }  # fmt: skip
    shelf = [
        {
            "copy_id": copy,
            "bought_on": date(2020, 1, 2),
            "kind": "film" if copy[0] == "O" else "book",
        }
        for copy in month.copies
    ]
    sheets = [
        SheetContent("counter", rows=[counter]),
        SheetContent(
            "counter", "readings", rows=[reading if month.listeners else {"reading": "无"}]
        ),
        SheetContent("shelf", rows=shelf),
    ]
    unit = next(u for u in catalogue.org_units if u.code == month.branch)
    write_workbook(path, catalogue, sheets, unit, period, language="en")
    return path
