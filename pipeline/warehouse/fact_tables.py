"""Fact tables from forms: one wide table per section, typed and commented in Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

import duckdb

from pipeline.domain.form import Field, FieldType, Form, Section
from pipeline.domain.source_row import numbered
from pipeline.domain.submission import SectionRead
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


def create_fact_table(
    connection: duckdb.DuckDBPyConnection, table: str, form: Form, section: Section
) -> None:
    """Create the table of one section, or add the columns that a newer form brings."""
    columns = KEYS | {name: SQL_TYPES[field.type] for name, field in section.fields.items()}
    defined = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f'create table if not exists "{table}" ({defined})')
    existing = {row[0] for row in connection.execute(f'describe "{table}"').fetchall()}
    for name, kind in columns.items():
        if name not in existing:
            connection.execute(f'alter table "{table}" add column "{name}" {kind}')
    comment_on(connection, table, form, section)
    connection.execute(
        f'create or replace view "current_{table}" as select fact.* from "{table}" as fact'
        " semi join (select submission from submission where current) using (submission)"
    )
    title = quoted(f"{section.title.zh}（{form.number}），只含计入统计的版本")
    connection.execute(f'comment on view "current_{table}" is {title}')


def comment_on(
    connection: duckdb.DuckDBPyConnection, table: str, form: Form, section: Section
) -> None:
    """Write the form's Chinese words on the table and its columns, for analysts."""
    comments = {name: key_words(name).zh for name in KEYS}
    comments |= {name: field_words(field).zh for name, field in section.fields.items()}
    title = quoted(f"{section.title.zh}（{form.number}）")
    connection.execute(f'comment on table "{table}" is {title}')
    for name, words in comments.items():
        connection.execute(f'comment on column "{table}"."{name}" is {quoted(words)}')


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
            values = joined(
                read.columns.get(key) or repeat(None, len(read.source_rows)) for read in reads
            )
            columns[key] = pa.array(values, types[field_.type])
    return pa.table(columns)


def joined(lists: Iterable[Iterable[object]]) -> list[object]:
    """All of them, one after the other."""
    return list(chain.from_iterable(lists))
