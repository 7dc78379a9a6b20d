"""Rules between cells as columns of booleans: where each runs, and where it holds.

A blank never fails a comparison: every relation says first on which rows it runs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from pipeline.checks.rows import Flags, Rows
from pipeline.domain.form import RequiredWhen, Rule, Section, Severity, SumEquals
from pipeline.domain.noun import Bilingual

FEN = 0.005
SMALLEST = 5e-7
Compute = Callable[[Rows], Flags]


@dataclass(frozen=True)
class Relation:
    """One thing that must hold in every row; ``fields[0]`` is where a failure is shown."""

    rule: str
    slug: str
    fields: tuple[str, ...]
    runs: Compute
    holds: Compute
    severity: Severity | None = None
    advice: Bilingual | None = None
    source: Rule | None = None


def relations(section: Section) -> list[Relation]:
    """Return all relations of a section, also the one its key asks for."""
    found = [r for rule in section.rules for r in of_rule(rule, section)]
    return found + list(of_key(section))


def of_rule(rule: Rule, section: Section) -> Iterator[Relation]:
    """Return the relations of one rule; ``stock_flow`` needs history and has none here."""
    if rule.at_most:
        yield from at_most(rule, rule.at_most, section)
    elif rule.sum_equals:
        yield sum_equals(rule, rule.sum_equals, section)
    elif rule.in_order:
        yield from in_order(rule, rule.in_order)
    elif rule.required_when:
        yield required_when(rule, rule.required_when)
    elif rule.within_period:
        yield within_period(rule, rule.within_period)
    elif rule.not_after_period:
        yield not_after_period(rule, rule.not_after_period)


def relation(
    rule: Rule, slug: str, fields: Sequence[str], runs: Compute, holds: Compute
) -> Relation:
    """Return a relation with severity and advice of its rule."""
    return Relation(rule.id, slug, tuple(fields), runs, holds, rule.severity, rule.advice, rule)


def at_most(rule: Rule, fields: tuple[str, ...], section: Section) -> Iterator[Relation]:
    """a ≤ b ≤ c, pair by pair, where all are filled. Of two dates the later step is shown."""
    for small, large in pairwise(fields):
        is_date = section.fields[small].type == "date"
        yield relation(
            rule,
            "out-of-order" if is_date else "exceeds-total",
            (large, small) if is_date else (small, large),
            lambda rows: rows.all_filled(fields),
            not_above(small, large),
        )


def not_above(small: str, large: str) -> Compute:
    """Return the comparison of two columns; blanks are neither above nor below."""
    return lambda rows: ~(rows.comparable(small) > rows.comparable(large))


def in_order(rule: Rule, fields: tuple[str, ...]) -> Iterator[Relation]:
    """Each step not before the one before it, and none filled while an earlier one is blank."""
    for earlier, later in pairwise(fields):
        pair = (earlier, later)
        yield relation(
            rule, "out-of-order", (later, earlier), both_filled(pair), not_above(earlier, later)
        )
        yield relation(
            rule, "earlier-step-blank", pair, is_filled(later), is_filled(earlier)
        )  # fmt: skip


def is_filled(field: str) -> Compute:
    """Return where a column is filled."""
    return lambda rows: rows.filled(field)


def both_filled(fields: tuple[str, ...]) -> Compute:
    """Return where all columns are filled."""
    return lambda rows: rows.all_filled(fields)


def sum_equals(rule: Rule, given: SumEquals, section: Section) -> Relation:
    """The total is the sum of its parts, to the fen or to six decimals."""
    fields = (given.total, *given.parts)
    money = section.fields[given.total].type == "money"
    close = FEN if money else SMALLEST

    def holds(rows: Rows) -> Flags:
        parts = np.sum([rows.comparable(part) for part in given.parts], axis=0)
        return ~(np.abs(rows.comparable(given.total) - parts) >= close)

    return relation(rule, "sum-differs", fields, both_filled(fields), holds)


def required_when(rule: Rule, given: RequiredWhen) -> Relation:
    """The field is filled where the condition holds."""

    def runs(rows: Rows) -> Flags:
        return np.logical_and.reduce([rows.has_one_of(f, c) for f, c in given.when.items()])

    fields = (given.field, *given.when)
    return relation(rule, "required-when", fields, runs, is_filled(given.field))


def within_period(rule: Rule, field: str) -> Relation:
    """The date lies in the reporting period."""

    def holds(rows: Rows) -> Flags:
        days = rows.comparable(field)
        return ~((days < rows.first_days) | (days > rows.last_days))

    return relation(rule, "outside-period", (field,), is_filled(field), holds)


def not_after_period(rule: Rule, field: str) -> Relation:
    """The date does not lie behind the end of the period."""
    return relation(
        rule, "after-period", (field,), is_filled(field),
        lambda rows: ~(rows.comparable(field) > rows.last_days),
    )  # fmt: skip


def of_key(section: Section) -> Iterator[Relation]:
    """A key stands once per file, unit and period; without key a unit reports one row."""
    key = section.key
    if not key and section.kind != "periodic":
        return

    def runs(rows: Rows) -> Flags:
        return rows.all_filled(key) if key else np.ones(len(rows), dtype=bool)

    slug = "duplicate-key" if key else "duplicate-row"
    yield Relation("key", slug, key, runs, lambda rows: ~repeated(rows, key))


def repeated(rows: Rows, key: tuple[str, ...]) -> Flags:
    """Return where a row has the same key as a row before it."""
    return identity(rows, key).duplicated().to_numpy()


def identity(rows: Rows, key: tuple[str, ...]) -> pd.DataFrame:
    """Return what identifies each row."""
    units, periods = rows.places
    columns = {"file": rows.files, "unit": units, "period": periods}
    return pd.DataFrame(columns | {f"key {name}": rows.raw(name) for name in key})
