"""A county of five unions under two townships, whose reports arrive as they do in life.

| union | first quarter (due 10 April)                        | second quarter |
|-------|-----------------------------------------------------|----------------|
| G1    | in time                                             | in time        |
| G2    | ten days late                                       | not at all     |
| G3    | held back: more women than members                  | not at all     |
| G4    | not at all                                          | in time        |
| G5    | held back at first, put right in time, then changed | not at all     |
"""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from pipeline import run
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse.reader import Reader
from tests.definitions.folders import (
    CASES,
    CLOSED,
    MEMBERS,
    PLAN,
    PRODUCT,
    QUERY,
    RATE,
    write_folder,
)
from tests.ready import copied

UNITS = """\
code,name_zh,name_en,level,parent,valid_from,valid_to,merged_into,form_set,frequency,aliases,generated,ownership,sector
C1,东县总工会,East county,county,,,,,,,,,,
T1,东镇,East,township,C1,,,,,,,,,
T2,西镇,West,township,C1,,,,,,,,,
G1,一厂,Plant 1,grassroots,T1,,,,base,quarter,,,state,
G2,二厂,Plant 2,grassroots,T1,,,,base,quarter,,,private,
G3,三厂,Plant 3,grassroots,T1,,,,base,quarter,,,private,
G4,四厂,Plant 4,grassroots,T2,,,,base,quarter,,,state,
G5,五厂,Plant 5,grassroots,T2,,,,base,quarter,,,state,
C2,空县总工会,Empty county,county,,,,,,,,,,
"""
TEN_TOO_MANY = """\
form: members
unit: G1
period: 2024Q1
decided_by: T1
decided_on: 2024-05-06
reason: {zh: 多报十人, en: Ten people too many}
cells:
  - field: members
    expected: 100
    value: 90
"""
"""A correction: G1 said 100 members in the first quarter, and has 90."""


@dataclass(frozen=True)
class Sent:
    """One workbook: who sent it when, and its figures."""

    unit: str
    period: str
    on: str
    members: int
    women: int
    employees: int = 200


SENT = (
    Sent("G1", "2024Q1", "2024-04-08", members=100, women=40),
    Sent("G2", "2024Q1", "2024-04-20", members=50, women=20),
    Sent("G3", "2024Q1", "2024-04-09", members=30, women=31),
    Sent("G5", "2024Q1", "2024-04-02", members=60, women=61),
    Sent("G5", "2024Q1", "2024-04-05", members=60, women=6),
    Sent("G5", "2024Q1", "2024-04-25", members=61, women=6),
    Sent("G1", "2024Q2", "2024-07-05", members=110, women=41),
    Sent("G4", "2024Q2", "2024-07-05", members=20, women=0),
)


@dataclass(frozen=True)
class Office:
    """The folders, and the answers."""

    config: Path
    data: Path
    reader: Reader


def open_office(folder: Path, more: dict[str, str] | None = None, **plans: str) -> Office:
    """Write the definitions (and ``more``) and the workbooks, and take them in one by one.

    ``plans`` are files by name, instead of the one plan of the county. What the same texts gave
    before is copied: the folder is the caller's own, to change as it likes.
    """
    files = {
        "product.yml": PRODUCT,
        "forms/members.yml": MEMBERS,
        "forms/cases.yml": CASES,
        "indicators/membership/rate.yml": RATE,
        "indicators/rights/closed.yml": CLOSED,
        **{f"plans/{name}.yml": text for name, text in (plans or {"plan": PLAN}).items()},
        "org_units.csv": UNITS,
        "queries/members.yml": QUERY,
        **(more or {}),
    }
    copied(("office", *files.items()), partial(make_office, files=files), folder)
    return office_in(folder)


def office_in(folder: Path) -> Office:
    """An office whose folders are there."""
    return Office(folder / "config", folder / "data", Reader(folder / "data"))


def make_office(folder: Path, files: dict[str, str]) -> None:
    """Write an office's folders."""
    config = write_folder(folder / "config", files)
    (folder / "inbox").mkdir()
    paths = [write(folder / "inbox", config, sent, n) for n, sent in enumerate(SENT)]
    run.ingest(paths, [config], folder / "data", by_file_time=True)


def write(inbox: Path, config: Path, sent: Sent, number: int) -> Path:
    """Write one workbook, dated as it was sent."""
    catalogue = run.load([config])
    unit = next(u for u in catalogue.org_units if u.code == sent.unit)
    path = inbox / f"{number}_{sent.unit}_{sent.period}.xlsx"
    sheets = [SheetContent("members", rows=[members(sent)]), cases(sent, unit)]
    period = parse_period(sent.period, catalogue.calendars)
    write_workbook(path, catalogue, sheets, unit, period, plain=True)
    moment = datetime.fromisoformat(f"{sent.on}T09:00").replace(tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def members(sent: Sent) -> dict[str, object]:
    return {
        "employees": sent.employees, "members": sent.members, "women": sent.women,
        "joined": 0, "left": 0, "dues": Decimal("12000.50"), "has_committee": False,
    }  # fmt: skip


def cases(sent: Sent, unit: OrgUnit) -> SheetContent:
    """The whole register so far: in each quarter one case was closed, and one stays open."""
    months = {"2024Q1": [2], "2024Q2": [2, 5], "2024Q3": [2, 5, 8]}[sent.period]
    rows = []
    for month in months:
        day, number = date(2024, month, 1), f"{unit.code}-{month}"
        row = {"kind": "arrears", "persons": 3, "received_on": day}
        rows += [
            {**row, "case_id": f"{number}a", "closed_on": day, "paid": True},
            {**row, "case_id": f"{number}b", "paid": False},
        ]
    return SheetContent("cases", rows=rows)
