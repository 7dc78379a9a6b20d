"""The books of one union: for every quarter, the rows of every table it reports."""

from collections.abc import Callable

from pipeline.sample.activities import activities
from pipeline.sample.aid import hardship, money
from pipeline.sample.cases import cases
from pipeline.sample.contracts import contracts
from pipeline.sample.life import Life, Rows
from pipeline.sample.organisation import building, democracy, funds
from pipeline.sample.safety import safety
from pipeline.sample.scene import Scene, Union
from pipeline.sample.venues import venues
from pipeline.sample.workforce import bargaining, live, medical, membership

Report = dict[str, Rows]
"""Fact table → rows as they are stored."""

TABLES: dict[str, Callable[[Life], list[Rows]]] = {
    "org_building": building,
    "membership": membership,
    "bargaining": bargaining,
    "bargaining_contracts": contracts,
    "democracy": democracy,
    "case_ledger": cases,
    "aid_fund": money,
    "hardship_file": hardship,
    "medical_mutual": medical,
    "activity": activities,
    "hazard_ledger": safety,
    "funds": funds,
    "position_honour": venues,
}


def keep_books(scene: Scene, union: Union) -> dict[str, Report]:
    """Return a union's reports by period code."""
    life = live(scene, union)
    by_table = {table: write(life) for table, write in TABLES.items()}
    return {
        quarter.code: {table: rows[number] for table, rows in by_table.items()}
        for number, quarter in enumerate(life.quarters)
    }
