"""A town worked out by hand: a move, a merger, a late report, a corrected one, a missing one.

| union | stands under                    | first quarter                     | second quarter |
|-------|---------------------------------|-----------------------------------|----------------|
| A     | T1, from 16 June T2             | 3 April: 10; from 2 May: 12       | 3 July: 15     |
| B     | T1, merged into C after 15 June | 4 April: 20                       | not due        |
| C     | T2                              | 5 April: 30                       | 4 July: 55     |
| D     | T1                              | 20 May: 4                         | not at all     |
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit, UnitName, org_unit_of
from pipeline.domain.plan import Plan
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, SectionRead
from pipeline.indicators.rebuild import rebuild
from pipeline.queries import questions
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse
from tests.indicators.small_catalogue import definitions, words

PLAN = {
    "id": "plan", "unit": "R", "title": words("plan"), "document": {"title": words("d")},
    "year": {"value": "2024", "basis": "stated"}, "calendar": "calendar_year",
    "thresholds": {"completeness": "0"},
    "targets": [
        {
            "id": "many", "indicator": "members", "name": words("many"), "kind": "level",
            "comparator": ">=", "value": "100", "unit": "n",
            "baseline": {"kind": "zero"},
        }
    ],
}  # fmt: skip


def unit(code: str, parent: str | None, **more: object) -> OrgUnit:
    leaf = parent in ("T1", "T2")
    said: dict[str, object] = {"code": code, "name": UnitName(zh=f"{code}会", en=code)}
    said |= {"level": "leaf" if leaf else "middle" if parent else "top", "parent": parent}
    if leaf:
        said |= {"form_set": "all", "frequency": "quarter", "attributes": {"owner": "s"}}
    return org_unit_of({**said, **more})


UNITS = (
    unit("R", None),
    unit("T1", "R"),
    unit("T2", "R"),
    unit("A", "T1", valid_to=date(2024, 6, 15)),
    unit("A", "T2", valid_from=date(2024, 6, 16)),
    unit("B", "T1", valid_to=date(2024, 6, 15), merged_into="C"),
    unit("C", "T2"),
    unit("D", "T1"),
)


def catalogue(**more: object) -> Catalogue:
    kept = ("members", "density", "people_reached")
    whole = definitions()
    indicators = {name: whole.indicators[name] for name in kept}
    plans = {"plan": Plan.model_validate(PLAN)}
    return replace(whole, org_units=UNITS, plans=plans, indicators=indicators, **more)  # type: ignore[arg-type]


def book(
    code: str, period: str, members: int, at: str, staff: int = 100, name: str = ""
) -> FileRead:
    """One book of one union; its name stands for its content."""
    name = name or f"{code}-{period}-{members}"
    section = SectionRead(
        form="book", section="main", table="book", version="1", sheet="会员", layout="card",
        cells={"members": "C6", "staff": "C5"}, source_rows=[6], units=[code], periods=[period],
        columns={"members": [members], "staff": [staff]}, approximate=[None], rows_seen=1,
        unit=code, period=period, required_cells=2, filled_cells=2,
    )  # fmt: skip
    moment = datetime.fromisoformat(f"{at}T09:00")
    return FileRead(
        f"{name}.xlsx", f"sha-{name}", 100, moment, None, [section], [], Verdict.ACCEPTED
    )


def event(code: str, period: str, held: date, people: int, at: str) -> FileRead:
    """One list of one event."""
    name = f"event-{code}-{period}-{people}"
    section = SectionRead(
        form="event", section="main", table="event", version="1", sheet="活动", layout="list",
        cells={"held": "A", "people": "B"}, source_rows=[5], units=[code], periods=[period],
        columns={"held": [held], "people": [people]}, approximate=[None], rows_seen=1,
        unit=code, period=period, required_cells=2, filled_cells=2,
    )  # fmt: skip
    moment = datetime.fromisoformat(f"{at}T09:00")
    return FileRead(
        f"{name}.xlsx", f"sha-{name}", 100, moment, None, [section], [], Verdict.ACCEPTED
    )


SENT = (
    book("A", "2024Q1", 10, "2024-04-03", staff=20),
    book("B", "2024Q1", 20, "2024-04-04", staff=40),
    book("C", "2024Q1", 30, "2024-04-05", staff=60),
    book("A", "2024Q1", 12, "2024-05-02", staff=20),
    book("D", "2024Q1", 4, "2024-05-20", staff=10),
    book("A", "2024Q2", 15, "2024-07-03", staff=20),
    book("C", "2024Q2", 55, "2024-07-04", staff=100),
)


def take_in(data: Path, files: Sequence[FileRead], definitions_: Catalogue | None = None) -> Reader:
    """Store judged files one by one, compute and publish."""
    known = definitions_ or catalogue()
    with Warehouse.open(data, known) as warehouse:
        for file in files:
            warehouse.store([file], known)
        warehouse.follow(known)
        warehouse.correct(known)
        rebuild(warehouse.connection, known)
        warehouse.check_sets(known, [])
        warehouse.publish(known)
    return Reader(data)


def members(reader: Reader, code: str, period: str = "2024Q1") -> Decimal | None:
    """The published members of a unit."""
    return questions.indicator_page(reader, "members", code, period).value.value


def due(reader: Reader, code: str, period: str = "2024Q1") -> tuple[int, int]:
    """How many were expected and are in."""
    data = questions.indicator_page(reader, "members", code, period).value.data
    return data.expected, data.reported
