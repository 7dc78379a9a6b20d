"""Files that were read by what an office confirmed, and took back since."""

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.intake.labels import plain

BY_ALIAS = "select distinct sha256, got, unit from finding where slug = 'unit-by-alias'"

BY_SYNONYM = """
select distinct sha256, form, section, field, details->>'$.sender', details->>'$.synonym'
from finding where slug = 'read-by-synonym'
"""


def read_by_withdrawn(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> set[str]:
    """SHA-256 of the files read by an alias of a unit, or a heading, that holds no more."""
    holding = {plain(one.alias): one.unit for one in catalogue.unit_aliases}
    used = connection.execute(BY_ALIAS).fetchall()
    found = {sha256 for sha256, got, unit in used if holding.get(plain(got)) != unit}
    known = {
        (one.form, one.section, one.field, one.sender, one.label)
        for one in catalogue.column_synonyms
    }
    read = connection.execute(BY_SYNONYM).fetchall()
    return found | {sha256 for sha256, *said in read if tuple(said) not in known}
