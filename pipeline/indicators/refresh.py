"""The results brought up to date with a few changed reports, at the cost of their surroundings.

The engine itself runs, on a slice of the warehouse (``slices``), and what comes out replaces the
stored rows. ``rebuild`` remains the reference: both must leave the same results.
"""

from dataclasses import replace

import duckdb

from pipeline.appraisal.scoring import looked_at, score_and_store
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import parse_period
from pipeline.indicators.models_runner import insert_columns
from pipeline.indicators.rebuild import LATE, finish, results_digest
from pipeline.indicators.scorecards import judge_all
from pipeline.indicators.slices import Change, Slice, fetch_one
from pipeline.indicators.target_rows import system_rows, target_row, version_rows
from pipeline.warehouse.connection import in_one_thread

FEW_REPORTS = 30_000
"""Up to so many on record, what a few changed units need is made sooner in one thread."""
MOST_UNITS = 200
"""With more changed units than this, everything is computed again."""
SHARE = 0.05
"""The same, as a part of all units."""


def refresh(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, share: float = SHARE
) -> bool:
    """Bring every result table up to date with ``changed_report``.

    Returns False, with nothing done, when the change is not local: other definitions, another
    roster, the first or last report of a period, or too many units (``share`` of all). Then
    ``rebuild``.
    """
    changes = changes_since(connection, catalogue, share)
    if changes is None:
        return False
    if changes:
        few = has_few_reports(connection)
        with in_one_thread(connection, few), Slice.open(connection, catalogue) as part:
            if not compute_again(part, changes):
                return False
    else:  # a lock, say, changes no report: every figure stands
        connection.execute("delete from computed_from")
    finish(connection, catalogue)
    return True


def compute_again(part: Slice, changes: list[Change]) -> bool:
    """Replace what follows from the changes; False, with nothing done, when a period comes or goes
    with them."""
    connection, catalogue = part.connection, part.catalogue
    part.name(changes, tables_of(changes, catalogue))
    if part.moves_windows():
        return False
    connection.execute("delete from computed_from")
    part.settle()
    part.recompute()
    reached = reached_plans(connection, catalogue)
    judged = judge_again(connection, reached)
    if judged:  # else every target stands as it did, and what is measured by them
        part.name(judged, [(table, table) for table in LATE])
        part.recompute()
    score_again(connection, catalogue, with_plans_looked_at(reached, catalogue))
    return True


def has_few_reports(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether one thread is as fast as several: a county's reports of some years, or fewer."""
    row = connection.execute("select count(*) from submission where current").fetchone()
    return row is not None and row[0] <= FEW_REPORTS


def changes_since(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, share: float = SHARE
) -> list[Change] | None:
    """Reports that changed since the last results; None when they are too many or there is
    nothing to go on."""
    known = connection.execute(
        "select count(*) from duckdb_tables()"
        " where table_name = 'computed_from' and database_name = current_database()"
    )
    if not fetch_one(known):
        return None
    said = connection.execute("select digest from computed_from").fetchall()
    if said != [(results_digest(catalogue),)]:
        return None
    rows = connection.execute("select distinct form, unit, period from changed_report").fetchall()
    units = fetch_one(connection.execute("select count(*) from unit_root"))
    if len({unit for _, unit, _ in rows}) > min(MOST_UNITS, max(1, share * units)):
        return None
    return [(f, unit, parse_period(code, catalogue.calendars)) for f, unit, code in rows]


def tables_of(changes: list[Change], catalogue: Catalogue) -> list[tuple[str, str]]:
    """(form, table) of everything in which the changed reports are measured."""
    forms = {form for form, _, _ in changes}
    found = [(f.id, table) for table, (f, _) in catalogue.tables().items() if f.id in forms]
    return [*found, ("system_reports", "system_reports")]


def reached_plans(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Catalogue:
    """The catalogue with only those plans that the replaced values can reach.

    A plan is for a unit and those below it, so plans of units outside the changed ones' chains
    stay as they are.
    """
    units = {u for (u,) in connection.execute("select distinct unit from replaced").fetchall()}
    plans = {name: plan for name, plan in catalogue.plans.items() if plan.unit in units}
    return replace(catalogue, plans=plans)


def judge_again(connection: duckdb.DuckDBPyConnection, reached: Catalogue) -> list[Change]:
    """Judge the plans that are reached; return the target reports that differ now."""
    judged = list(judge_all(connection, reached))
    delete_plans(connection, "target_value", reached)
    delete_plans(connection, "target_version", reached)
    insert_columns(connection, "target_value", [target_row(j) for j in judged])
    insert_columns(connection, "target_version", [row for j in judged for row in version_rows(j)])
    moved = replace_system_targets(connection, [row[:-2] for row in system_rows(judged)])
    return [("system_targets", unit, parse_period(code, reached.calendars)) for unit, code in moved]


def score_again(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, reached: Catalogue
) -> None:
    """Score the plans that are reached; the others may hold targets that theirs are scored by."""
    delete_plans(connection, "score", reached)
    delete_plans(connection, "score_line", reached)
    score_and_store(connection, catalogue, reached.plans)


def with_plans_looked_at(reached: Catalogue, catalogue: Catalogue) -> Catalogue:
    """The reached plans, and those whose scores theirs are made of."""
    plans = dict(reached.plans)
    waiting = list(plans.values())
    while waiting:
        for name in looked_at(waiting.pop()):
            if name in catalogue.plans and name not in plans:
                plans[name] = catalogue.plans[name]
                waiting.append(plans[name])
    return replace(catalogue, plans=plans)


def delete_plans(connection: duckdb.DuckDBPyConnection, table: str, reached: Catalogue) -> None:
    """Delete the rows of the plans that are reached."""
    connection.execute(
        f"delete from {table} where plan in (select unnest(?::varchar[]))", [list(reached.plans)]
    )


def replace_system_targets(
    connection: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]
) -> list[tuple[str, str]]:
    """Put judged targets in the places they have; return the (unit, period) that differ."""
    connection.execute("create or replace temp table judged as from system_targets limit 0")
    insert_columns(connection, "judged", rows)
    connection.execute(
        "update judged set submission = old.submission, source_row = old.source_row"
        " from system_targets as old where old.unit = judged.unit"
        " and old.period = judged.period and old.target = judged.target"
    )
    moved = connection.execute(
        "select distinct unit, period from (from judged except from system_targets)"
    ).fetchall()
    connection.execute("delete from system_targets using judged where"
                       " system_targets.submission = judged.submission"
                       " and system_targets.source_row = judged.source_row")  # fmt: skip
    connection.execute("insert into system_targets from judged")
    return moved
