"""A union that was split, by today's tree: its history is nobody's part, and is not shared out.

S reported 20 members for the first quarter, under T1. In mid-June it was split into S1 and S2.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.plan import Plan
from pipeline.queries import questions
from pipeline.queries.questions import reader_as
from pipeline.scenarios.tree_now import as_now
from pipeline.warehouse.reader import Reader

from . import town
from .town import PLAN, book, members, take_in, unit

SPLIT, NEXT = date(2024, 6, 15), date(2024, 6, 16)
SENT = (
    book("S", "2024Q1", 20, "2024-04-03"),
    book("A", "2024Q1", 5, "2024-04-03"),
    book("C", "2024Q1", 7, "2024-04-03"),
    book("S1", "2024Q2", 12, "2024-07-03"),
    book("S2", "2024Q2", 9, "2024-07-03"),
    book("A", "2024Q2", 5, "2024-07-03"),
    book("C", "2024Q2", 7, "2024-07-03"),
)


def units(first: str, second: str) -> tuple[OrgUnit, ...]:
    """The town with S under T1, whose parts stand under ``first`` and ``second``."""
    return (
        unit("R", None),
        unit("T1", "R"),
        unit("T2", "R"),
        unit("A", "T1"),
        unit("C", "T2"),
        unit("S", "T1", valid_to=SPLIT),
        unit("S1", first, valid_from=NEXT, split_from="S"),
        unit("S2", second, valid_from=NEXT, split_from="S"),
    )


def plan_of(code: str) -> Plan:
    return Plan.model_validate({**PLAN, "id": f"plan_{code}", "unit": code})


def definitions(listed: Sequence[OrgUnit]) -> Catalogue:
    plans = {f"plan_{code}": plan_of(code) for code in ("R", "T1", "T2")}
    return replace(town.catalogue(), org_units=tuple(listed), plans=plans)


def published(folder: Path, first: str, second: str) -> Reader:
    return take_in(folder, SENT, definitions(units(first, second)))


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return published(tmp_path_factory.mktemp("apart"), "T1", "T2")


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return published(tmp_path_factory.mktemp("together"), "T2", "T2")


def told(reader: Reader, period: str) -> dict[str, Decimal | None]:
    return {code: members(reader, code, period) for code in ("R", "T1", "T2", "S1", "S2")}


def test_as_then_the_history_is_where_it_was_reported(apart: Reader) -> None:
    assert told(apart, "2024Q1") == {"R": 32, "T1": 25, "T2": 7, "S1": None, "S2": None}


def test_parts_under_two_towns_leave_the_history_to_what_is_above_both(apart: Reader) -> None:
    now = reader_as(apart, tree="now")
    assert told(now, "2024Q1") == {"R": 32, "T1": 5, "T2": 7, "S1": None, "S2": None}
    assert told(now, "2024Q2") == {"R": 33, "T1": 17, "T2": 16, "S1": 12, "S2": 9}


def test_parts_under_one_town_take_the_history_there(together: Reader) -> None:
    now = reader_as(together, tree="now")
    assert told(now, "2024Q1") == {"R": 32, "T1": 5, "T2": 27, "S1": None, "S2": None}
    assert told(together, "2024Q1")["T1"] == 25


def test_targets_follow_the_history(together: Reader) -> None:
    """100 were promised: 25 and 7 of them as then, 5 and 27 by today's tree."""
    found = {}
    for name, reader in (("then", together), ("now", reader_as(together, tree="now"))):
        at = questions.nouns(reader).period("2024Q1")
        for code in ("T1", "T2"):
            (row,) = questions.targets(reader, code, at)[1]
            found[name, code] = (row.actual.value, row.completion)
    assert found == {
        ("then", "T1"): (25, 25), ("then", "T2"): (7, 7),
        ("now", "T1"): (5, 5), ("now", "T2"): (27, 27),
    }  # fmt: skip


def parent_of_s(*listed: OrgUnit) -> str | None:
    stands = as_now(definitions(listed), date(2025, 1, 1)).org_units
    return next(u.parent for u in stands if u.code == "S")


def test_a_part_that_was_split_again_counts_where_its_own_parts_are() -> None:
    *rest, first, second = units("T1", "T1")
    gone = replace(second, valid_to=date(2024, 9, 30))
    later = [
        unit(code, "T2", valid_from=date(2024, 10, 1), split_from="S2") for code in ("S3", "S4")
    ]
    assert parent_of_s(*rest, first, second) == "T1"
    assert parent_of_s(*rest, first, gone, *later) == "R"


def test_a_unit_that_goes_on_keeps_its_own_history() -> None:
    *rest, whole, first, second = units("T2", "T2")
    assert parent_of_s(*rest, replace(whole, valid_to=None), first, second) == "T1"
    assert parent_of_s(*rest, whole, first, second) == "T2"
