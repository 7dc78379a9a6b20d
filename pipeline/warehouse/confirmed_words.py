"""Files that were read by a name of a unit that an office confirmed, and took back since."""

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.intake.labels import plain

BY_ALIAS = "select distinct sha256, got, unit from finding where slug = 'unit-by-alias'"


def read_by_withdrawn(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> set[str]:
    """SHA-256 of the files read by an alias of a unit that holds no more.

    Those that were read by a heading are found by ``changed_headings``.
    """
    holding = {plain(one.alias): one.unit for one in catalogue.unit_aliases}
    used = connection.execute(BY_ALIAS).fetchall()
    return {sha256 for sha256, got, unit in used if holding.get(plain(got)) != unit}
