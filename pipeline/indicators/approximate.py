"""Values that rest on a figure given roughly (约, 余) are marked, all the way up.

Few submissions have such figures, so only their rows are looked at.
"""

from collections.abc import Iterable

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.indicators.kept_sql import folder_beside
from pipeline.indicators.models_runner import fresh_table, insert_columns, run_model
from pipeline.indicators.relations import rough_scans, section_of
from pipeline.indicators.terms import Terms


def mark_approximate(
    connection: duckdb.DuckDBPyConnection, terms: Terms, catalogue: Catalogue
) -> None:
    """Set ``approximate`` on every measure value that such a figure is part of."""
    tables = {table for table, _, _ in terms.measures.values()}
    find_rough(connection, terms, catalogue, sorted(tables))
    connection.execute("insert into rough_value from rough")
    run_model(connection, "rough_climbed")
    run_model(connection, "approximate")


def find_rough(
    connection: duckdb.DuckDBPyConnection,
    terms: Terms,
    catalogue: Catalogue,
    tables: Iterable[str],
) -> None:
    """Fill ``rough``: the values of reporting units that rest on such a figure."""
    found: list[tuple[int, str, int]] = []
    for table in tables:
        fields = rough_fields(connection, table)
        if fields:
            found += rough_values(connection, table, fields, terms, catalogue)
    fresh_table(connection, "rough")
    insert_columns(connection, "rough", found)


def rough_fields(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """The fields of a table in which intake found a figure given roughly."""
    rows = connection.execute(
        f"select distinct unnest(string_split(approximate, ';')) from \"{table}\""
        " where approximate is not null"
    ).fetchall()
    return {field for (field,) in rows}


def rough_values(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    fields: set[str],
    terms: Terms,
    catalogue: Catalogue,
) -> list[tuple[int, str, int]]:
    """(measure, unit, window) of the reporting units whose figure is rough.

    Of measures that take a unit's last report, an earlier one says nothing in a longer window.
    """
    section = section_of(table, catalogue)
    found: list[tuple[int, str, int]] = []
    for only_last in (True, False):
        asked = [
            (number, measure, segment)
            for number, (of_table, measure, segment) in terms.measures.items()
            if of_table == table
            and fields.intersection(measure.adds_up)
            and (measure.over_time == "last") == only_last
        ]
        if not asked:
            continue
        connection.execute("set variable this_table = ?", [table])
        connection.execute("set variable only_last = ?", [only_last])
        run_model(connection, "pick_rough")
        section.spread(connection)
        for scan in rough_scans(section, asked, folder_beside(connection)):
            found += connection.execute(
                "select cast(substr(name, 2) as integer), unit, grp"
                f" from (unpivot ({scan.sql}) on columns('^m[0-9]+$') into name name value rows)"
                " where rows > 0"
            ).fetchall()
    return found
