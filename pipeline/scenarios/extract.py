"""Extract: a data folder with one unit's part of what is published, to be handed down.

It holds the same kind of snapshot, so pages, SQL, circulars and worlds work in it, and nobody who
reads it, by whatever way, can ask for what is not in it. Figures are copied, not computed anew:
they are the published ones. Nothing can be taken in there; that is done where it was published.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.domain.form import Section
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product
from pipeline.domain.scoring import Scoring
from pipeline.indicators.models_runner import insert_columns, run_model
from pipeline.scenarios.definitions import published_catalogue
from pipeline.scenarios.outside import outside_of
from pipeline.scenarios.tree_now import now_below
from pipeline.warehouse import event_log
from pipeline.warehouse.connection import configure, reading_memory, within_memory
from pipeline.warehouse.deltas import attach, detach, quoted
from pipeline.warehouse.extracts import Extract, mark
from pipeline.warehouse.fact_tables import create_fact_table
from pipeline.warehouse.publishing import LAYOUT, write_pointer
from pipeline.warehouse.reader import Reader

BASE = "base"
SQL = Path(__file__).parent / "sql"
ALL = "true"
OF_UNIT = "unit in (from mine)"
OF_REPORT = "(unit in (from now_below) or (unit, period) in (from my_report))"
OF_VALUE = "(unit, win) in (from my_value)"
OF_SUBMISSION = "submission in (select submission from submission)"
OF_FILE = f"(sha256 in (from only_mine) and (unit is null or {OF_UNIT}))"
OF_SENDER = "sender in (from now_below)"
OF_DEED = """case deed when 'explain' then exists (
    from finding where finding.slug = flow_event.slug
    and finding.sha256 is not distinct from flow_event.sha256
    and finding.sheet is not distinct from flow_event.sheet
    and finding.cell is not distinct from flow_event.cell
    and finding.rule is not distinct from flow_event.rule)
when 'dismiss' then sha256 in (select sha256 from finding where unit is null)
when 'undismiss' then sha256 in (select sha256 from finding where unit is null)
else by_unit in (from now_below) or (by_unit, period) in (from my_report)
    or by_unit in (from above) end"""
"""Of what names no unit: explanations and dismissals go with their finding, a lock with whom it may
hold for."""
BELONGS: dict[str, str] = {
    "time_window": ALL,
    "measure": ALL,
    "indicator_term": ALL,
    "computed_from": ALL,
    "org_unit": OF_UNIT,
    "submission": OF_REPORT,
    "archive_file": f"sha256 in (select sha256 from submission) or {OF_SENDER}",
    "submission_section": OF_SUBMISSION,
    "held_submission": OF_SUBMISSION,
    "rule_not_run": f"{OF_SUBMISSION} or (submission is null and {OF_REPORT})",
    "finding": f"{OF_REPORT} or ((unit is null or period is null) and {OF_FILE})",
    "explanation": f"unit in (from now_below) or {OF_FILE}",
    "correction": OF_REPORT,
    "flow_event": f"{OF_REPORT} or (unit is null and {OF_DEED})",
    "confirmed_heading": OF_SENDER,
    "report": OF_REPORT,
    "expected_report": OF_REPORT,
    "completeness": OF_VALUE,
    "measure_value": OF_VALUE,
    "rough_value": OF_VALUE,
    "indicator_value": OF_VALUE,
    "target_value": OF_REPORT,
    "target_version": "(plan, target, period) in (select (plan, target, period) from target_value)",
    "score": OF_REPORT,
    "score_line": OF_REPORT,
    "definition": "case kind when 'plan' then id in (select plan from target_value)"
    " or id in (select plan from score) when 'correction' then id in"
    " (select correction from correction) when 'alias' then body ->> 'unit' in (from now_below)"
    " when 'boundary' then id in (from mine)"
    " else kind <> 'outside' end",
}
"""Table → which of its rows belong to an extract; in this order, for some ask those before them.
What forms fill, and the reports and targets of the product itself, go by ``copy_facts``."""
LEFT_EMPTY = {
    "changed_report",
    "read_by",
    "moved_file",
    "moved_report",
    "moved_value",
    "whole_snapshot",
}
"""Notes of the writer about its next publication."""
WRITING = ".writing"
"""What is still being written; left behind where the process was killed."""
MADE_AGAIN = ("unit_root", "unit_tree")
"""Models that follow from the units that are there."""


class UnknownTable(Exception):
    """The snapshot has a table of which nobody has said what belongs to whom."""


def write_extract(reader: Reader, unit: str, folder: Path) -> int:
    """Write what belongs to a unit and all below it into a new or empty ``folder``; return how many
    units these are.

    ``reader``: of the publication it is taken from. A unit that stands below it now comes with all
    its past; one that has left, with the time it stood there. Numbers of persons, and texts beside
    persons, stay behind, and so do the originals. Raises FileExistsError where the folder
    holds anything, UnknownTable, and OutOfMemory.
    """
    folder, is_there = folder.absolute(), folder.exists()
    if is_there and any(one.name != WRITING for one in folder.iterdir()):
        raise FileExistsError(folder)
    writing = folder / WRITING if is_there else folder.with_name(f".{folder.name}{WRITING}")
    shutil.rmtree(writing, ignore_errors=True)
    try:
        units = write_in(reader, unit, writing)
        if is_there:
            move_into(writing, folder)
        else:
            writing.rename(folder)
    finally:
        shutil.rmtree(writing, ignore_errors=True)
    return units


def move_into(writing: Path, folder: Path) -> None:
    """Put what was written into a folder that is there, last what says that it can be read.

    The folder itself may be a whole stick, or the one somebody stands in, which Windows lets nobody
    put another in place of.
    """
    for one in sorted(writing.iterdir(), key=lambda inner: inner.name == "processed"):
        one.rename(folder / one.name)


def write_in(reader: Reader, unit: str, folder: Path) -> int:
    """As ``write_extract``, into a folder that is not there yet."""
    publication = reader.publication
    target = folder / "processed" / "snapshots" / f"{publication.number:06d}.duckdb"
    target.parent.mkdir(parents=True)
    with within_memory(target, reading_memory), duckdb.connect(str(target)) as connection:
        configure(connection, folder / "spill", reading_memory())
        attach(connection, reader.folder, publication.file, publication.whole, BASE)
        fill(connection, published_catalogue(reader), unit, publication.published_at.date())
        lines = list(of_one_column(connection, f"select number from {BASE}.flow_event order by 1"))
        detach(connection, publication.whole, BASE)
        units = set(of_one_column(connection, "select unit from mine"))
        events = set(of_one_column(connection, "select number from flow_event"))
        connection.execute("checkpoint")
    shutil.rmtree(folder / "spill", ignore_errors=True)
    log = zip(lines, event_log.read(reader.data), strict=False)  # which may have grown since
    event_log.append(folder, list(events_of(log, events, units)))
    mark(folder, Extract(unit, publication.number, publication.published_at))
    file = f"snapshots/{target.name}"
    write_pointer(folder / "processed", replace(publication, file=file, whole=None, layout=LAYOUT))
    return len(units)


def write_tables(folder: Path) -> None:
    """Write each table of an extract as ``tables/NAME.parquet``, for other programs."""
    (folder / "tables").mkdir()
    with Reader(folder).cursor() as cursor:
        for table in sorted(set(tables_in(cursor, "snapshot")) - LEFT_EMPTY):
            file = quoted(folder / "tables" / f"{table}.parquet")
            cursor.execute(f"""copy (from "{table}") to '{file}' (format parquet)""")


def fill(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, unit: str, day: date) -> None:
    """Make every table of a snapshot, with the rows that belong to the unit on a day."""
    for script in ("schema.sql", "results.sql"):
        connection.execute(files("pipeline.warehouse").joinpath(script).read_text("utf-8"))
    connection.execute("set variable extract_of = ?", [unit])
    connection.execute("create or replace temp table now_below (unit varchar)")
    insert_columns(
        connection, "now_below", [(one,) for one in sorted(now_below(catalogue, unit, day))]
    )
    connection.execute((SQL / "extract.sql").read_text("utf-8"))
    for table, condition in BELONGS.items():
        copy(connection, table, condition)
        if table == "archive_file":
            connection.execute((SQL / "only_mine.sql").read_text("utf-8"))
    copy_facts(connection, catalogue)
    leave_others_out(connection, unit)
    leave_other_letterheads_out(connection)
    connection.execute((SQL / "nobody_else.sql").read_text("utf-8"))
    for model in MADE_AGAIN:
        run_model(connection, model)
    outside = outside_of(connection, catalogue, unit).model_dump_json()
    connection.execute("insert into definition values ('outside', 'outside', '', ?)", [outside])
    connection.execute((SQL / "reported_here.sql").read_text("utf-8"))
    known = {
        *BELONGS,
        *LEFT_EMPTY,
        *MADE_AGAIN,
        "reported_period",
        *catalogue.tables(built_in=True),
    }
    if strange := set(tables_in(connection, BASE)) - known:
        raise UnknownTable(", ".join(sorted(strange)))


def copy(
    connection: duckdb.DuckDBPyConnection, table: str, condition: str, closed: Collection[str] = ()
) -> None:
    """Copy the rows of a table that belong, with ``closed`` columns blank."""
    blanks = ", ".join(f'null as "{name}"' for name in closed)
    columns = f"* replace ({blanks})" if blanks else "*"
    connection.execute(
        f'insert into "{table}" by name select {columns} from {BASE}."{table}" where {condition}'
    )


def copy_facts(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Copy what forms hold, without what may say something about a person."""
    there = tables_in(connection, BASE)
    reported = catalogue.tables()
    for table, (form, name) in catalogue.tables(built_in=True).items():
        if table in there:
            section = form.sections[name]
            create_fact_table(connection, table, form, section)
            kept = there[table] & set(closed_fields(section))
            copy(connection, table, OF_SUBMISSION if table in reported else OF_REPORT, kept)


def closed_fields(section: Section) -> Iterator[str]:
    """Fields that stay behind: they may say something about a person."""
    return (name for name, field in section.fields.items() if section.hides(field))


def tables_in(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, set[str]]:
    """The tables of an attached snapshot, whatever files they lie in, with their columns."""
    rows = connection.execute((SQL / "tables_in.sql").read_text("utf-8"), {"database": database})
    return {table: set(columns) for table, columns in rows.fetchall()}


def leave_others_out(connection: duckdb.DuckDBPyConnection, unit: str) -> None:
    """Leave in each plan what its appraisal says of units that are here."""
    mine = set(of_one_column(connection, "select unit from mine"))
    rows = connection.execute("select id, body from definition where kind = 'plan'").fetchall()
    for name, body in rows:
        plan = Plan.model_validate_json(body)
        if plan.scoring is None:
            continue
        own = plan.model_copy(update={"scoring": scoring_of(plan.scoring, mine, unit)})
        connection.execute(
            "update definition set body = ? where kind = 'plan' and id = ?",
            [own.model_dump_json(), name],
        )


def leave_other_letterheads_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave in the settings what is said for circulars of units that are here."""
    mine = set(of_one_column(connection, "select unit from mine"))
    ((body,),) = connection.execute("select body from definition where kind = 'product'").fetchall()
    product = Product.model_validate_json(body)
    units = {code: head for code, head in product.circular.units.items() if code in mine}
    if len(units) == len(product.circular.units):
        return
    circular = product.circular.model_copy(update={"units": units})
    connection.execute(
        "update definition set body = ? where kind = 'product'",
        [product.model_copy(update={"circular": circular}).model_dump_json()],
    )


def scoring_of(scoring: Scoring, mine: Collection[str], unit: str) -> Scoring | None:
    """An appraisal without what was marked of others, and without the groups they are listed in;
    None where it is about others alone. ``unit`` stands, without marks, where none are left: an
    item by marks without any would ask for a figure.
    """
    groups = []
    for group in scoring.peer_groups:
        listed = tuple(code for code in group.units if code in mine)
        if listed or not group.units:
            groups.append(group.model_copy(update={"units": listed}))
    if scoring.peer_groups and not groups:
        return None
    items = []
    for item in scoring.items:
        own = {code: marks for code, marks in item.marks.items() if code in mine}
        items.append(item.model_copy(update={"marks": own or {unit: ()} if item.marks else {}}))
    return scoring.model_copy(update={"peer_groups": tuple(groups), "items": tuple(items)})


def of_one_column(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Any]:
    """The values of a query with one column."""
    return (value for (value,) in connection.execute(sql).fetchall())


def events_of(
    log: Iterable[tuple[int, Event]], numbers: Collection[int], units: Collection[str]
) -> Iterator[Event]:
    """The lines of the log that ``flow_event`` has, by the numbers they have there."""
    for number, event in log:
        if number in numbers:
            exempt = tuple(unit for unit in event.exempt if unit in units)
            yield event.model_copy(update={"exempt": exempt})
