"""One pandera schema per section, built from its fields and rules and kept per configuration.

Cells are typed before they come here, so that columns are numbers and days with gaps and one
bad cell cannot hide others. Rules between fields arrive as columns of booleans, so that there is
one failure per row and rule, and blanks are nobody's failure.

pandas and pandera are imported where they are used: they take a second, which every verb that
judges nothing would wait for.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pipeline.checks.relations import Relation, relations
from pipeline.checks.rows import NUMERIC, Flags, Rows, Values
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field, Section

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

MISSING, MINIMUM, MAXIMUM, FINE = (
    "missing-value", "below-minimum", "above-maximum", "too-many-decimals",
)  # fmt: skip
NOT_NULL = "not_nullable"
COMPANIONS = ("dask", "geopandas", "hypothesis", "modin", "pyspark")
"""What pandera imports where it is installed, and judging has no use for: half of its start."""
FEN_DIGITS = 2


@dataclass(frozen=True)
class SectionChecks:
    """Everything that is asked of one section, ready to run on many rows."""

    form: str
    section_id: str
    section: Section
    schema: "pa.DataFrameSchema"
    fields: tuple[str, ...]
    relations: dict[str, Relation]


@dataclass(frozen=True)
class Key:
    """Names a section; equal for catalogues that say the same."""

    digest: str
    table: str
    catalogue: Catalogue = field(compare=False, repr=False)


@dataclass(frozen=True)
class RuleRun:
    """How many rows a rule ran on; ``idle`` are the parts in which it ran on none."""

    form: str
    section: str
    rule: str
    rows: int
    fields: tuple[str, ...] = ()
    waits: bool = False
    idle: tuple[int, ...] = ()


@dataclass(frozen=True)
class Failure:
    """One rule that one row does not keep."""

    row: int
    field: str | None
    slug: str
    relation: Relation | None = None


def section_checks(catalogue: Catalogue, table: str) -> SectionChecks:
    """Return the checks of a table, built once per configuration."""
    return _build(Key(catalogue.digest, table, catalogue))


@lru_cache(maxsize=512)
def _build(key: Key) -> SectionChecks:
    with without_companions():
        import pandas as pd
        import pandera.pandas as pa

        pa.DataFrameSchema.register_default_backends(pd.Series)  # else the first check does

    form, section_id = key.catalogue.tables()[key.table]
    section = form.sections[section_id]
    between = {f"rule {i}": r for i, r in enumerate(relations(section))}
    columns = {name: column_of(f, name in section.key) for name, f in section.fields.items()}
    judged = {name: column for name, column in columns.items() if column is not None}
    schema = pa.DataFrameSchema(
        judged
        | {name: pa.Column(bool, pa.Check.eq(True, error=r.rule)) for name, r in between.items()}
    )
    return SectionChecks(form.id, section_id, section, schema, tuple(judged), between)


@contextmanager
def without_companions() -> Iterator[None]:
    """Let pandera believe that its companions are not installed, unless somebody uses them."""
    hidden = [name for name in COMPANIONS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def column_of(given: Field, in_key: bool) -> "pa.Column | None":
    """Return the checks of one field, or None when nothing is asked of it."""
    import pandera.pandas as pa

    checks = []
    if given.type in NUMERIC:
        if given.minimum is not None:
            checks.append(pa.Check.ge(float(given.minimum), error=MINIMUM))
        if given.maximum is not None:
            checks.append(pa.Check.le(float(given.maximum), error=MAXIMUM))
    if given.type == "money":
        checks.append(pa.Check(is_in_fen, error=FINE))
    required = given.required or in_key
    return pa.Column(None, checks, nullable=not required) if checks or required else None


def is_in_fen(yuan: "pd.Series[float]") -> "pd.Series[bool]":
    """Return where an amount has no more than two decimals."""
    return (yuan - yuan.round(FEN_DIGITS)).abs() < 1e-6 * (1 + yuan.abs() * 1e-6)


def run(checks: SectionChecks, rows: Rows) -> tuple[list[Failure], list[RuleRun]]:
    """Judge all rows at once."""
    import pandas as pd

    columns: dict[str, object] = {
        name: as_they_are(rows.comparable(name)) for name in checks.fields
    }
    ran: dict[str, Flags] = {}
    named: dict[str, dict[str, None]] = {}
    waiting: set[str] = set()
    for name, relation in checks.relations.items():
        runs = relation.runs(rows)
        columns[name] = relation.holds(rows) | ~runs
        ran[relation.rule] = runs | ran[relation.rule] if relation.rule in ran else runs
        named.setdefault(relation.rule, {}).update(dict.fromkeys(relation.asked))
        waiting |= {relation.rule} if relation.waits else set()
    frame = pd.DataFrame(columns, index=range(len(rows)))
    told = [
        RuleRun(checks.form, checks.section_id, rule, int(runs.sum()), tuple(named[rule]),
                rule in waiting, rows.parts_without(runs))
        for rule, runs in ran.items()
    ]  # fmt: skip
    told += [
        RuleRun(checks.form, checks.section_id, rule, n)
        for rule, n in field_runs(checks, rows).items()
    ]
    return failures(checks, frame), told


def as_they_are(values: Values) -> "Values | pd.Series[object]":
    """Return a column for a frame; of objects that are text pandas would make another kind."""
    import pandas as pd

    return pd.Series(values, dtype=object) if values.dtype == object else values


def field_runs(checks: SectionChecks, rows: Rows) -> dict[str, int]:
    """Return on how many cells each check of a single field ran."""
    ran = {}
    for name in checks.fields:
        column = checks.schema.columns[name]
        if not column.nullable:
            ran[f"{name}.required"] = len(rows)
        for check in column.checks:
            ran[f"{name}.{check.error}"] = int(np.count_nonzero(rows.filled(name)))
    return ran


def failures(checks: SectionChecks, frame: "pd.DataFrame") -> list[Failure]:
    """Make every check of the schema and return one failure per row and rule, in order of rows.

    ``schema.validate`` finds the same and then makes a table of text of it, which takes twenty
    times as long as the checks themselves.
    """
    found = []
    for name, column in checks.schema.columns.items():
        cells = frame[name]
        broken = [] if column.nullable else [(NOT_NULL, cells.index[cells.isna()])]
        for check in column.checks:
            holds = check(cells).check_output  # without the blanks, which fail nothing
            broken.append((str(check.error), holds.index[~holds]))
        for said, rows in broken:
            found += [one_failure(checks, name, said, int(row)) for row in rows]
    return sorted(found, key=lambda failure: failure.row)


def one_failure(checks: SectionChecks, column: str, check: str, row: int) -> Failure:
    """What a row failed, in the words of the product."""
    relation = checks.relations.get(column)
    if relation is not None:
        return Failure(row, next(iter(relation.fields), None), relation.slug, relation)
    return Failure(row, column, MISSING if check == NOT_NULL else check)
