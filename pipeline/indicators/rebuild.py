"""All results from all accepted facts: the order in which the tables are filled."""

import hashlib
import json
from importlib.resources import files

import duckdb

from pipeline.appraisal.scoring import score_and_store
from pipeline.definitions.catalogue import Catalogue
from pipeline.indicators.approximate import mark_approximate
from pipeline.indicators.compute import (
    lay_ground,
    measure_tables,
    prepare_measures,
    value_indicators,
)
from pipeline.indicators.models_runner import MODELS, insert_columns, run_model
from pipeline.indicators.scorecards import judge_all
from pipeline.indicators.target_rows import system_rows, target_row, version_rows
from pipeline.warehouse.connection import in_one_thread, transaction

FEW_UNITS = 500
"""Up to so many on record, all results are made sooner in one thread than in several."""
ALIASES, BOUNDARIES = "unit_aliases.csv", "boundaries"
OF_ENGINE = "+"
"""Between the digest of the definitions and that of the engine."""
LATE = {"system_targets"}
"""Tables that can only be measured after the targets are judged."""


def rebuild(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Replace every result table, all or none of them."""
    with in_one_thread(connection, has_few_units(connection)), transaction(connection):
        fill(connection, catalogue)


def has_few_units(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is little to share out in each of the many steps."""
    row = connection.execute("select count(distinct unit) from submission where current").fetchone()
    return row is not None and row[0] <= FEW_UNITS


def fill(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make every result table. Targets feed indicators of their own, so these come last.

    Whatever is added here belongs in ``refresh`` too; its test compares every table.
    """
    connection.execute("delete from whole_snapshot")
    begin(connection, catalogue)
    store_definitions(connection, catalogue)
    run_model(connection, "system_reports")
    run_model(connection, "system_targets")
    terms = prepare_measures(connection, catalogue)
    tables = {table for table, _, _ in terms.measures.values()} - LATE
    measure_tables(connection, terms, catalogue, sorted(tables))
    mark_approximate(connection, terms, catalogue)
    value_indicators(connection, terms, tables)
    judged = list(judge_all(connection, catalogue))
    insert_columns(connection, "target_value", [target_row(j) for j in judged])
    insert_columns(connection, "target_version", [row for j in judged for row in version_rows(j)])
    store_system_targets(connection, system_rows(judged))
    measure_tables(connection, terms, catalogue, sorted(LATE))
    value_indicators(connection, terms, LATE)
    score_and_store(connection, catalogue)
    finish(connection, catalogue)


def begin(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Empty the result tables, and fill those that no figure goes into."""
    connection.execute(files("pipeline.warehouse").joinpath("results.sql").read_text("utf-8"))
    lay_ground(connection, catalogue)


def finish(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Say what units are called and where they lie; and that results are whole, and of what."""
    store_beside(connection, catalogue)
    connection.execute("delete from changed_report")
    connection.execute("insert into computed_from values (?)", [results_digest(catalogue)])


def results_digest(catalogue: Catalogue) -> str:
    """Digest of the definitions and of the engine's models; other results for another digest.

    How names and headings are read is not in it: what is read by them changes reports, and these
    are known (``changed_report``).
    """
    found = hashlib.sha256(files("pipeline.warehouse").joinpath("results.sql").read_bytes())
    for model in sorted(MODELS.rglob("*.sql")):
        found.update(model.read_bytes())
    definitions = catalogue.digest_of_figures or catalogue.digest
    return f"{definitions}{OF_ENGINE}{found.hexdigest()}"


def store_system_targets(
    connection: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]
) -> None:
    """Fill ``system_targets`` and say in ``report`` that these rows are in."""
    if not rows:
        return
    insert_columns(connection, "system_targets", [row[:-2] for row in rows])
    reports = {("system_targets", row[0], row[2], row[3], row[-2], row[-1]) for row in rows}
    insert_columns(connection, "report", sorted(reports))


def store_beside(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Write the confirmed aliases of units beside the numbers, so that readers find a unit by them,
    and the boundaries, so that they see it on a map.

    No figure follows from them; so they are written whenever results are, changed or not.
    """
    connection.execute("delete from definition where kind in ('alias', 'boundary')")
    rows = [
        ("alias", f"{one.unit} {one.alias}", ALIASES, one.model_dump_json())
        for one in catalogue.unit_aliases
    ]
    rows += [
        ("boundary", unit, BOUNDARIES, one.model_dump_json())
        for unit, one in catalogue.boundaries.items()
    ]
    insert_columns(connection, "definition", rows)


def store_definitions(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Write the definitions beside the numbers they made."""
    rows = [("product", "product", "product.yml", catalogue.product.model_dump_json())]
    for kind, nouns in (
        ("form", catalogue.measurable_forms),
        ("indicator", catalogue.indicators),
        ("plan", catalogue.plans),
        ("correction", catalogue.corrections),
        ("check", catalogue.checks),
        ("fact", catalogue.facts),
    ):
        rows += [
            (kind, name, catalogue.file_of(kind, name) or "", noun.model_dump_json())
            for name, noun in nouns.items()
        ]
    for name, query in catalogue.queries.items():
        body = json.dumps(query, ensure_ascii=False)
        rows.append(("query", name, catalogue.file_of("query", name) or "", body))
    if catalogue.outside is not None:
        rows.append(("outside", "outside", "", catalogue.outside.model_dump_json()))
    insert_columns(connection, "definition", rows)
