"""Files that were read by what an office confirmed, and took back since."""

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.intake.labels import plain

USED = "select distinct sha256, got, unit from finding where slug = 'unit-by-alias'"


def read_by_withdrawn(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> set[str]:
    """SHA-256 of the files whose unit was told by an alias that holds no more."""
    holding = {plain(one.alias): one.unit for one in catalogue.unit_aliases}
    used = connection.execute(USED).fetchall()
    return {sha256 for sha256, got, unit in used if holding.get(plain(got)) != unit}
