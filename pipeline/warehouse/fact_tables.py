"""Fact tables from forms: one wide table per section, typed and commented in Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import duckdb

from pipeline.domain.form import Field, FieldType, Form, Section
from pipeline.domain.source_row import numbered
from pipeline.domain.submission import SectionRead, joined_column
from pipeline.warehouse.table_shapes import add_columns
from pipeline.wording.columns import field_words, key_words

if TYPE_CHECKING:
    import pyarrow as pa

SQL_TYPES: Mapping[FieldType, str] = {
    "integer": "bigint",
    "decimal": "decimal(18,4)",
    "money": "decimal(18,2)",
    "text": "varchar",
    "code": "varchar",
    "choice": "varchar",
    "boolean": "boolean",
    "date": "date",
    "period": "varchar",
}
KEYS = {
    "submission": "bigint",
    "source_row": "integer",
    "unit": "varchar",
    "period": "varchar",
    "approximate": "varchar",
}
ITSELF = ""
"""Stands among the names of columns for the table."""
WORDS_KNOWN = """
select table_name, column_name, comment, lower(data_type) from duckdb_columns()
where database_name = current_database() and not internal
union all
select table_name, $itself, comment, '' from duckdb_tables()
where database_name = current_database() and not internal
"""
Part = tuple[SectionRead, list[int], int]
"""Rows of a section, the submission each belongs to, and which part of its list it is."""


@cache
def arrow_types() -> Mapping[FieldType, "pa.DataType"]:
    """The Arrow type of each column; Arrow is imported only where there are rows to load."""
    import pyarrow as pa

    return {
        "integer": pa.int64(),
        "decimal": pa.decimal128(18, 4),
        "money": pa.decimal128(18, 2),
        "text": pa.string(),
        "code": pa.string(),
        "choice": pa.string(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "period": pa.string(),
    }


def create_fact_tables(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, tuple[Form, str]]
) -> None:
    """Create the tables of sections, or add what newer forms bring; most times all is there."""
    known, types = shapes_known(connection)
    for table, (form, name) in tables.items():
        section = form.sections[name]
        said, there = known.get(table, {}), types.get(table, {})
        if (
            words_of(form, section).items() <= said.items()
            and columns_of(section).items() <= there.items()
        ):
            create_view(connection, table, form, section)
        else:
            create_fact_table(connection, table, form, section)


def create_fact_table(
    connection: duckdb.DuckDBPyConnection, table: str, form: Form, section: Section
) -> None:
    """Create the table of one section, or add the columns that a newer form brings."""
    columns = columns_of(section)
    defined = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f'create table if not exists "{table}" ({defined})')
    add_columns(connection, table, columns)
    for name, words in words_of(form, section).items():
        of = f'table "{table}"' if name == ITSELF else f'column "{table}"."{name}"'
        connection.execute(f"comment on {of} is {quoted(words)}")
    create_view(connection, table, form, section)


def columns_of(section: Section) -> dict[str, str]:
    """The columns of a section's table with their types."""
    return KEYS | {name: SQL_TYPES[field.type] for name, field in section.fields.items()}


def create_view(
    connection: duckdb.DuckDBPyConnection, table: str, form: Form, section: Section
) -> None:
    """Create the view of the rows that count."""
    title = f"{section.title.zh}（{form.number}），只含计入统计的版本"
    connection.execute(
        f'create or replace view "current_{table}" as select fact.* from "{table}" as fact'
        " semi join (select submission from submission where current) using (submission);"
        f'comment on view "current_{table}" is {quoted(title)}'
    )


def words_of(form: Form, section: Section) -> dict[str, str]:
    """The form's Chinese words on the table and its columns, for analysts."""
    words = {ITSELF: f"{section.title.zh}（{form.number}）"}
    words |= {name: key_words(name).zh for name in KEYS}
    return words | {name: field_words(field).zh for name, field in section.fields.items()}


def shapes_known(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, dict[str, str | None]], dict[str, dict[str, str]]]:
    """What is written on every table and column, and the type of every column."""
    known: dict[str, dict[str, str | None]] = {}
    types: dict[str, dict[str, str]] = {}
    rows = connection.execute(WORDS_KNOWN, {"itself": ITSELF}).fetchall()
    for name, column, words, kind in rows:
        known.setdefault(name, {})[column] = words
        types.setdefault(name, {})[column] = kind
    return known, types


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def arrow_rows(parts: Sequence[Part], fields: dict[str, Field]) -> "pa.Table":
    """The rows of one table, from all sections of a batch, as typed columns."""
    import pyarrow as pa

    types = arrow_types()
    reads = [section for section, _, _ in parts]
    rows = (
        [numbered(row, part) for row in read.source_rows] if part else read.source_rows
        for read, _, part in parts
    )
    columns: dict[str, pa.Array] = {
        "submission": pa.array(joined(numbers for _, numbers, _ in parts), pa.int64()),
        "source_row": pa.array(joined(rows), pa.int32()),
        "unit": pa.array(joined(read.units for read in reads), pa.string()),
        "period": pa.array(joined(read.periods for read in reads), pa.string()),
        "approximate": pa.array(joined(read.approximate for read in reads), pa.string()),
    }
    for key, field_ in fields.items():
        if any(key in read.columns for read in reads):
            columns[key] = pa.array(joined_column(reads, key), types[field_.type])
    return pa.table(columns)


def joined(lists: Iterable[Iterable[object]]) -> list[object]:
    """All of them, one after the other."""
    return list(chain.from_iterable(lists))
