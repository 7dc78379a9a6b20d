"""Generated facts of every form, for comparing engines; nothing in them is anybody's.

A nation of unions in counties and townships reports every form in each quarter of 2024. Cards
have a row a report, lists ``LIST_ROWS``. Values follow from hashes of their places: the same
arguments give the same rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field
from pipeline.domain.noun import Bilingual
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.product import FormSet
from pipeline.indicators.compute import lay_ground
from pipeline.warehouse.fact_tables import SQL_TYPES, create_fact_table

QUARTERS, LIST_ROWS = 4, 100
UNIONS_A_TOWNSHIP, TOWNSHIPS_A_COUNTY = 40, 10
EVERYTHING = "everything"


def nation(catalogue: Catalogue, unions: int) -> Catalogue:
    """The definitions with a generated roster, in which every union owes every form.

    Plans are left out: they are for units of their own.
    """
    forms = FormSet(name=Bilingual(zh="全部", en="All"), forms=tuple(catalogue.forms))
    product = catalogue.product.model_copy(
        update={"form_sets": {**catalogue.product.form_sets, EVERYTHING: forms}}
    )
    return replace(
        catalogue, product=product, plans={}, org_units=tuple(roster(catalogue, unions)), roster=()
    )


def roster(catalogue: Catalogue, unions: int) -> Iterator[OrgUnit]:
    """Province › county › township › union."""
    yield unit("N", "province", None)
    townships = 1 + (unions - 1) // UNIONS_A_TOWNSHIP
    for n in range(1 + (townships - 1) // TOWNSHIPS_A_COUNTY):
        yield unit(f"C{n:04}", "county", "N")
    for n in range(townships):
        yield unit(f"T{n:05}", "township", f"C{n // TOWNSHIPS_A_COUNTY:04}")
    kinds = {name: list(codes) for name, codes in catalogue.product.attributes.items() if codes}
    for n in range(unions):
        attributes = {name: codes[n % len(codes)] for name, codes in kinds.items()}
        yield unit(f"U{n:06}", "grassroots", f"T{n // UNIONS_A_TOWNSHIP:05}", attributes)


def unit(
    code: str, level: str, parent: str | None, attributes: dict[str, str] | None = None
) -> OrgUnit:
    """One unit; those with attributes report."""
    return OrgUnit(
        code=code, name=UnitName(code, code), level=level, parent=parent, generated=True,
        form_set=EVERYTHING if attributes else None, frequency="quarter" if attributes else None,
        attributes=attributes or {},
    )  # fmt: skip


def unions_for(catalogue: Catalogue, rows: int) -> int:
    """How many unions make about so many rows."""
    a_report = sum(rows_a_report(catalogue, table) for table in catalogue.tables(built_in=True))
    return max(1, round(rows / QUARTERS / a_report))


def rows_a_report(catalogue: Catalogue, table: str) -> int:
    """Rows of one section of one report."""
    form, section = catalogue.tables(built_in=True)[table]
    return LIST_ROWS if form.sections[section].layout == "list" else 1


def write_facts(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Fill a warehouse with the reports of a ``nation``, and lay the engine's ground."""
    for script in ("schema.sql", "results.sql"):
        connection.execute(files("pipeline.warehouse").joinpath(script).read_text("utf-8"))
    unions = sum(unit.form_set is not None for unit in catalogue.org_units)
    numbers = {form: n for n, form in enumerate(catalogue.measurable_forms)}
    connection.execute(
        "create temp table sent as select i, q, 'U' || lpad(i::varchar, 6, '0') as unit,"
        f" '2024Q' || q as period from range({unions}) as unions(i), range(1, 5) as quarters(q)"
        " where not (q in (2, 4) and i % 10 = 3)"  # their last report is carried forward
    )
    for table, (form, section) in catalogue.tables(built_in=True).items():
        create_fact_table(connection, table, form, form.sections[section])
        number = f"({numbers[form.id]} * {unions} + i) * {QUARTERS} + q"
        values = "".join(
            f", {value_of(name, field, n)}"
            for n, (name, field) in enumerate(form.sections[section].fields.items())
        )
        connection.execute(
            f'insert into "{table}" by name select {number} as submission,'
            f" (r + 5)::integer as source_row, unit, period{values}"
            f" from sent, range({rows_a_report(catalogue, table)}) as rows(r)"
        )
        connection.execute(
            f"insert into submission_section select {number}, '{table}', '', '', '{{}}', 0, 0, 0,"
            " 0, 0 from sent"
        )
    for form_id, n in numbers.items():
        connection.execute(
            f"insert into submission select ({n} * {unions} + i) * {QUARTERS} + q, '', '{form_id}',"
            " '1', unit, period, 1, 'accepted', timestamp '2024-04-10' + interval (i % 9) day,"
            " true, 9, 9 from sent"
        )
    lay_ground(connection, catalogue)


def value_of(name: str, field: Field, n: int) -> str:
    """SQL of one column: a value that fits the field, blank in one row of twenty."""
    place = f"hash(i * 7919 + q * 104729 + r * 31 + {n})"
    sql = {
        "integer": f"{place} % 200",
        "decimal": f"({place} % 100000) / 100",
        "money": f"({place} % 10000000) / 100",
        "boolean": f"{place} % 2 = 0",
        "date": f"date '{date(2023, 7, 1)}' + ({place} % 730)::integer",
        "period": "period",
    }.get(field.type, f"'c' || {place} % 50")
    if field.choices:
        sql = f"{list(field.choices)}[1 + ({place} % {len(field.choices)})::integer]"
    blank = f"hash(i * 13 + q * 17 + r * 19 + {n} * 23) % 20 = 0"
    return f'(case when not {blank} then {sql} end)::{SQL_TYPES[field.type]} as "{name}"'
