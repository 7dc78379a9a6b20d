"""The tables of a snapshot in words, for whoever writes SQL."""

from collections.abc import Mapping

from pipeline.definitions.built_in import built_in_forms
from pipeline.domain.form import Form, Section
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import TableHelp
from pipeline.queries.nouns import nouns
from pipeline.warehouse.fact_tables import KEYS
from pipeline.warehouse.reader import Reader
from pipeline.wording.columns import (
    column_words,
    field_words,
    key_words,
    known_tables,
    table_words,
)

COLUMNS = """
select distinct table_name, column_index, column_name, data_type
from duckdb_columns() where database_name in ('snapshot', 'whole') and not internal
order by table_name, column_index
"""
COUNTED = "current_"
"""Begins the name of the view of what counts in a fact table."""
Columns = list[tuple[str, str]]


def tables(reader: Reader) -> tuple[TableHelp, ...]:
    """Results, records, and what the forms say; without what the program notes for itself."""
    there: dict[str, Columns] = {}
    for table, _, column, kind in reader.rows(COLUMNS):
        there.setdefault(str(table), []).append((str(column), str(kind)))
    known = nouns(reader)
    facts = {
        form.table(name): (form, section)
        for form in (*known.forms.values(), *built_in_forms().values())
        for name, section in form.sections.items()
    }
    units = {name: unit.label for name, unit in known.product.units.items()}
    found = [fixed(name, there, facts, units) for name in known_tables() if name in there]
    found += [
        of_form(COUNTED + name, there[COUNTED + name], form, section, units)
        for name, (form, section) in facts.items()
        if COUNTED + name in there
    ]
    return tuple(one for one in found if one is not None)


def fixed(
    table: str,
    there: dict[str, Columns],
    facts: dict[str, tuple[Form, Section]],
    units: Mapping[str, Bilingual],
) -> TableHelp | None:
    """A table that every warehouse has; None for one that is the program's own."""
    words = table_words(table)
    if words is None or words.group == "own":
        return None
    _, section = facts.get(table, (None, None))
    columns = tuple(
        (column, kind, meaning(table, column, section, units)) for column, kind in there[table]
    )
    return TableHelp(table, words.title, words.group, columns)


def of_form(
    view: str, columns: Columns, form: Form, section: Section, units: Mapping[str, Bilingual]
) -> TableHelp:
    """The rows of a form that count."""
    title = Bilingual(zh=f"{section.title.zh}（{form.number}）", en=section.title.en)
    told = tuple((column, kind, meaning("", column, section, units)) for column, kind in columns)
    return TableHelp(view, title, "facts", told)


def meaning(
    table: str, column: str, section: Section | None, units: Mapping[str, Bilingual]
) -> Bilingual:
    """What a column means; nothing where nobody said it, as of a field no form has any more."""
    if section is not None:
        if column in KEYS:
            return key_words(column)
        if (field := section.fields.get(column)) is not None:
            yuan = field.type == "money"  # stored in yuan, whatever the form asks for
            return field_words(field, None if yuan else units.get(field.unit or ""))
    return column_words(table, column) or Bilingual(zh="—", en="—")
