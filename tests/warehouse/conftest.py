"""Judged files without spreadsheets, and a warehouse to put them in."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding, Place
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, SectionRead
from pipeline.warehouse.store import Warehouse
from tests.indicators.small_catalogue import catalogue as small_catalogue
from tests.queries.office import Office, office_in
from tests.ready import copied

from .unread import not_read

AT = datetime(2024, 4, 3, 9, 30)
ROOT = OrgUnit(code="R", name=UnitName(zh="县", en="County"), level="top")
UNITS = (
    ROOT,
    *(
        OrgUnit(
            code=code,
            name=UnitName(zh=f"{code}工会", en=f"Union {code}"),
            level="leaf",
            parent="R",
            form_set="all",
            frequency="quarter",
        )
        for code in "ABC"
    ),
)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return small_catalogue(UNITS, "R", "members")


@pytest.fixture
def warehouse(tmp_path: Path, catalogue: Catalogue) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path, catalogue) as opened:
        yield opened


@pytest.fixture
def unread(tmp_path: Path) -> Office:
    """An office that accepted a report without finding its members."""
    copied("not read", not_read, tmp_path)
    return office_in(tmp_path)


def sent(
    name: str,
    members: int | None = 10,
    unit: str = "A",
    period: str = "2024Q1",
    verdict: Verdict = Verdict.ACCEPTED,
    at: datetime = AT,
) -> FileRead:
    """One book of one unit; its name stands for its content."""
    section = SectionRead(
        form="book", section="main", table="book", version="1", sheet="会员", layout="card",
        cells={"members": "C6"}, source_rows=[6], units=[unit], periods=[period],
        columns={"members": [members]}, approximate=[None], rows_seen=1, unit=unit, period=period,
        required_cells=2, filled_cells=1,
    )  # fmt: skip
    findings = []
    if verdict is Verdict.WITHHELD:
        place = Place(name, "会员", "C6")
        findings.append(Finding("not-a-number", "error", place, "十", {}, "book", unit=unit,
                                period=period))  # fmt: skip
    return FileRead(name, f"sha-{name}", 100, at, None, [section], findings, verdict)
