"""Measures as Ibis expressions over unbound tables, compiled to SQL for an engine.

Two tables meet in every measure: a fact table, and ``pick``, which says which submission of
which unit counts in which group. ``grp`` is a window, or a base period for sums over time.
Whatever an expression means is decided here and nowhere else.

Ibis is imported where an expression is written: most of the time its SQL is known already.
"""

import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field, FieldType
from pipeline.domain.indicator import Bound, Measure, Test
from pipeline.indicators import kept_sql
from pipeline.indicators.segments import ATTRIBUTE, parse

IBIS_TYPES: dict[FieldType, str] = {
    "integer": "int64",
    "decimal": "decimal(18, 4)",
    "money": "decimal(18, 2)",
    "text": "string",
    "code": "string",
    "choice": "string",
    "boolean": "boolean",
    "date": "date",
    "period": "string",
}
NUMBER = "decimal(38, 6)"
PRODUCT = "decimal(38, 12)"
"""What two numbers multiplied are; said aloud, because Ibis takes the product for a NUMBER."""
Column = Any


class Section:
    """The joined rows of one section: facts beside the pick, and the fields' definitions."""

    def __init__(self, table: str, fields: Mapping[str, Field], attributes: Iterable[str]) -> None:
        self.fields = fields
        self.attributes = list(attributes)
        types = tuple((name, field.type) for name, field in fields.items())
        self.key = (table, types, tuple(self.attributes))

    @cached_property
    def rows(self) -> Any:
        """The facts beside the pick."""
        import ibis

        facts = ibis.table(
            {"submission": "int64", "source_row": "int32", "approximate": "string"}
            | {name: IBIS_TYPES[field.type] for name, field in self.fields.items()},
            name=self.key[0],
        )
        pick = ibis.table(
            {"unit": "string", "grp": "int32", "submission": "int64", "carried": "boolean"}
            | {"w_start": "date", "w_end": "date"}
            | {f"unit_{name}": "string" for name in self.attributes},
            name="pick",
        )
        return pick.left_join(facts, "submission").drop("submission_right")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Section) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def spread(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Turn ``picked`` into ``pick``: one column per attribute of the unit."""
        columns = "".join(
            f", json_extract_string(attributes, '$.{name}') as unit_{name}"
            for name in self.attributes
        )
        connection.execute(
            "create or replace temp table pick as"
            f" select * exclude (attributes){columns} from picked"
        )

    def column(self, name: str) -> Column:
        """A field's column, or an attribute of the unit (``unit.ownership``)."""
        if name.startswith(ATTRIBUTE):
            return self.rows["unit_" + name.removeprefix(ATTRIBUTE)]
        return self.rows[name]

    def code(self, name: str) -> Column:
        """A field's value as segments write it: yes and no for a boolean."""
        if name in self.fields and self.fields[name].type == "boolean":
            import ibis

            said = self.rows[name]
            return ibis.cases((said, "yes"), (~said, "no"))  # a blank is neither
        return self.column(name).cast("string")

    def has(self, name: str) -> bool:
        """Whether a segment on ``name`` can be applied here."""
        return name.startswith(ATTRIBUTE) or name in self.fields

    def literal(self, name: str, text: str) -> object:
        """``text`` as a value of the field's type."""
        kind = self.fields[name].type if name in self.fields else "text"
        if kind == "boolean":
            return text == "yes"
        if kind in ("integer", "decimal", "money"):
            return Decimal(text)
        if kind == "date":
            import ibis

            return ibis.date(text)
        return text


def section_of(table: str, catalogue: Catalogue) -> Section:
    """The section behind a fact table of a catalogue."""
    form, name = catalogue.tables(built_in=True)[table]
    return Section(table, form.sections[name].fields, catalogue.product.attributes)


def predicate(section: Section, measure: Measure, segment: str) -> Column:
    """The rows a measure takes: real rows that pass its conditions and lie in the segment."""
    tests = [section.rows.source_row.notnull()]
    for name, wanted in measure.where.items():
        tests += conditions(section, name, wanted)
    for name, codes in parse(segment).items():
        if section.has(name):
            tests += conditions(section, name, codes)
    return reduce(lambda a, b: a & b, tests)


def conditions(section: Section, name: str, wanted: Test | str | tuple[str, ...]) -> list[Column]:
    """What ``wanted`` asks of one field, as boolean columns that must all hold."""
    column = section.column(name)
    if isinstance(wanted, str):
        return [column == section.literal(name, wanted)]
    if isinstance(wanted, tuple):
        return [column.isin([section.literal(name, code) for code in wanted])]
    found = []
    if wanted.one_of is not None:
        found.append(column.isin([section.literal(name, code) for code in wanted.one_of]))
    if wanted.none_of is not None:
        refused = [section.literal(name, code) for code in wanted.none_of]
        found.append(column.isnull() | column.notin(refused))
    if wanted.filled is not None:
        found.append(column.notnull() if wanted.filled else column.isnull())
    if wanted.within is not None:
        found.append(column.between(section.rows.w_start, section.rows.w_end))
    for bound, holds in (
        (wanted.at_least, operator.ge),
        (wanted.at_most, operator.le),
        (wanted.above, operator.gt),
        (wanted.below, operator.lt),
    ):
        if bound is not None:
            found.append(holds(column, other_side(section, name, bound)))
    return found


def other_side(section: Section, name: str, bound: str | Bound) -> Column:
    """What a field is compared with: a day of the window, another field, or a literal."""
    if isinstance(bound, Bound):
        if bound.field is not None:
            return section.column(bound.field)
        bound = bound.day or bound.value or ""
    if bound == "period_start":
        return section.rows.w_start
    if bound == "period_end":
        return section.rows.w_end
    return section.literal(name, bound)


def amount(section: Section, measure: Measure) -> Column:
    """What one row adds: a number, blank where it says nothing; 1 for a counted row."""
    import ibis

    if measure.aggregate in ("count", "count_distinct"):
        return ibis.literal(1)
    if measure.expression is None:
        return section.column(measure.field or "")
    expression = measure.expression
    if expression.sum_of:
        columns = [section.column(name) for name in expression.sum_of]
        some = reduce(lambda a, b: a | b, [column.notnull() for column in columns])
        total = reduce(lambda a, b: a + b, [column.fill_null(0) for column in columns])
        return ibis.ifelse(some, total, None)
    if expression.product_of:
        columns = [section.column(name).cast(NUMBER) for name in expression.product_of]
        return reduce(lambda a, b: a * b, columns).cast(PRODUCT)
    if expression.difference_of:
        left, right = expression.difference_of
        return section.column(left) - section.column(right)
    first, last = expression.days_between or ("", "")
    return section.column(last).delta(section.column(first), unit="day")


def aggregate(section: Section, measure: Measure, segment: str) -> Column:
    """The measure of one unit in one group.

    Rows that match but are blank give no value; no matching row in a report gives zero.
    """
    import ibis

    rows = predicate(section, measure, segment)
    if measure.aggregate == "count":
        return rows.sum().fill_null(0).cast(NUMBER)
    if measure.aggregate == "count_distinct":
        return section.column(measure.field or "").nunique(where=rows).cast(NUMBER)
    total = amount(section, measure).sum(where=rows)
    return ibis.ifelse(rows.sum().fill_null(0) == 0, 0, total).cast(NUMBER)


KEYS = ("unit", "grp", "carried")


@dataclass(frozen=True)
class Scan:
    """SQL that computes measures of one section, a column ``m<number>`` each.

    With ``by``, the rows are also grouped by that field, whose value stands in ``code``: so all
    values of a breakdown cost one pass.
    """

    sql: str
    by: str | None


@dataclass(frozen=True)
class Asked:
    """A measure in a segment, under a number; ``text`` stands for the measure in comparisons."""

    number: int
    segment: str
    text: str
    measure: Measure = field(compare=False)


def scans(
    section: Section,
    measures: Iterable[tuple[int, Measure, str]],
    by: str | None = None,
    folder: Path | None = None,
) -> tuple[Scan, ...]:
    """One pass for all plain sums, and one more per field by which largest groups are sought.

    ``folder`` is where scans are kept for the processes after this one.
    """
    return compiled(section, numbered(measures), by, folder)


def rough_scans(
    section: Section, measures: Iterable[tuple[int, Measure, str]], folder: Path | None = None
) -> tuple[Scan, ...]:
    """One pass that counts, for each measure, the rows with a roughly given figure in it.

    ``folder`` as for ``scans``.
    """
    return compiled(section, numbered(measures), None, folder, "rough")


def numbered(measures: Iterable[tuple[int, Measure, str]]) -> tuple[Asked, ...]:
    """The measures as what compiled SQL is known by."""
    return tuple(Asked(n, segment, m.model_dump_json(), m) for n, m, segment in measures)


@lru_cache(maxsize=256)
def compiled(
    section: Section,
    asked: tuple[Asked, ...],
    by: str | None,
    folder: Path | None,
    what: Literal["amounts", "rough"] = "amounts",
) -> tuple[Scan, ...]:
    """The scans' SQL; writing it takes longer than running it over small tables."""

    def written() -> Iterator[Scan]:
        return write_rough(section, asked) if what == "rough" else write_scans(section, asked, by)

    if folder is None:
        return tuple(written())
    told = [(a.number, a.segment, a.text) for a in asked]
    name = kept_sql.name_of((section.key, told, by, what))
    kept = kept_sql.find(folder, name)
    if kept is None:
        kept = [(scan.sql, scan.by) for scan in written()]
        kept_sql.keep(folder, name, kept)
    return tuple(Scan(sql, by) for sql, by in kept)


def write_rough(section: Section, asked: Iterable[Asked]) -> Iterator[Scan]:
    """SQL that counts the rows of each measure of which a figure added up was given roughly."""
    import ibis

    said = ";" + section.rows.approximate + ";"
    columns = {}
    for one in asked:
        rough = reduce(lambda a, b: a | b, (said.contains(f";{f};") for f in one.measure.adds_up))
        counted = predicate(section, one.measure, one.segment) & rough
        columns[f"m{one.number}"] = counted.sum()
    counts = section.rows.group_by([section.rows.unit, section.rows.grp]).agg(**columns)
    yield Scan(str(ibis.to_sql(counts, dialect="duckdb")), None)


def write_scans(section: Section, asked: Iterable[Asked], by: str | None) -> Iterator[Scan]:
    """SQL for each group of measures that can share a pass."""
    import ibis

    by_group: dict[str | None, list[tuple[int, Measure, str]]] = {}
    for one in asked:
        members = by_group.setdefault(one.measure.group, [])
        members.append((one.number, one.measure, one.segment))
    keys = [section.rows[name] for name in KEYS]
    if by is not None:
        keys.append(section.code(by).name("code"))
    for group, members in by_group.items():
        expression = (
            largest_groups(section, keys, group, members)
            if group
            else one_pass(section, keys, members)
        )
        yield Scan(str(ibis.to_sql(expression, dialect="duckdb")), by)


def one_pass(
    section: Section, keys: list[Column], measures: Iterable[tuple[int, Measure, str]]
) -> Column:
    """Measures that are plain sums and counts."""
    columns = {f"m{number}": aggregate(section, m, segment) for number, m, segment in measures}
    return section.rows.group_by(keys).agg(**columns)


def largest_groups(
    section: Section,
    keys: list[Column],
    group: str,
    measures: Iterable[tuple[int, Measure, str]],
) -> Column:
    """Measures that keep the largest sum among the values of one field.

    Rows without a group say nothing, like blank amounts.
    """
    import ibis

    sums, counts = {}, {}
    for number, measure, segment in measures:
        rows = predicate(section, measure, segment)
        grouped = rows & section.column(group).notnull()
        sums[f"s{number}"] = amount(section, measure).sum(where=grouped)
        counts[f"n{number}"] = rows.sum().fill_null(0)
    inner = section.rows.group_by([*keys, section.column(group).name("sought")]).agg(
        **sums, **counts
    )
    outer = {
        "m" + name[1:]: ibis.ifelse(inner["n" + name[1:]].sum() == 0, 0, inner[name].max()).cast(
            NUMBER
        )
        for name in sums
    }
    return inner.group_by([key.get_name() for key in keys]).agg(**outer)


def rows_behind(section: Section, measure: Measure, segment: str, by_group: bool = False) -> str:
    """SQL that lists the rows a measure is made of: unit, submission, row, amount, group.

    With ``by_group`` the number of the pick's group stands beside each row. Written once: a page
    asks for the same rows several times, and writing the SQL takes longer than running it.
    """
    return listed(section, Asked(0, segment, measure.model_dump_json(), measure), by_group)


@lru_cache(maxsize=1024)
def listed(section: Section, asked: Asked, by_group: bool) -> str:
    """The SQL of ``rows_behind``."""
    import ibis

    measure, segment = asked.measure, asked.segment

    no_text = ibis.literal(None, "string")
    kept = section.rows.filter(predicate(section, measure, segment))
    named = {
        "unit": section.rows.unit,
        "submission": section.rows.submission,
        "source_row": section.rows.source_row,
        "carried": section.rows.carried,
        "amount": amount(section, measure).cast(NUMBER),
        "grouping": section.column(measure.group) if measure.group else no_text,
        "distinct_value": section.column(measure.field).cast("string")
        if measure.aggregate == "count_distinct" and measure.field
        else no_text,
    }  # fmt: skip
    if by_group:
        named["grp"] = section.rows.grp
    return str(ibis.to_sql(kept.select(**named), dialect="duckdb"))
