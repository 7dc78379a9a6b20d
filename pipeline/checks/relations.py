"""Rules between cells as columns of booleans: where each runs, and where it holds.

A blank never fails a comparison: every relation says first on which rows it runs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.checks.rows import Flags, Rows, Values
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

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns without which it cannot be made; none are asked by a key."""
        if self.source is None:
            return ()
        return self.fields[1:] if self.waits else self.fields

    @property
    def waits(self) -> bool:
        """Whether it waits for a condition, so that it is made even where it never holds."""
        return self.slug == "required-when"


def relations(section: Section) -> list[Relation]:
    """Return all relations of a section, also the one its key asks for."""
    found = [r for rule in section.rules for r in of_rule(rule, section)]
    found += [r for rule in section.rules for r in needed(rule, section)]
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
            where_compared(rule, fields),
            not_above(side(rule, small), side(rule, large)),
        )


def needed(rule: Rule, section: Section) -> Iterator[Relation]:
    """With ``when_missing: fail`` every field a rule compares is filled; required ones are asked
    for already."""
    names = rule.at_most or (
        (rule.sum_equals.total, *rule.sum_equals.parts) if rule.sum_equals else ()
    )
    for name in names if rule.when_missing == "fail" else ():
        if not section.fields[name].required:
            yield relation(rule, "rule-needs-value", (name,), everywhere, is_filled(name))


def everywhere(rows: Rows) -> Flags:
    """Return that a relation runs on every row."""
    return np.ones(len(rows), dtype=bool)


def side(rule: Rule, field: str) -> Callable[[Rows], Values]:
    """Return a column as the rule compares it: with ``when_missing: zero`` blanks are 0."""
    if rule.when_missing == "zero":
        return lambda rows: np.nan_to_num(rows.comparable(field), nan=0.0)
    return lambda rows: rows.comparable(field)


def where_compared(rule: Rule, fields: tuple[str, ...]) -> Compute:
    """Return where a comparison runs: where all is filled, unless blanks are zero."""
    return everywhere if rule.when_missing == "zero" else both_filled(fields)


def not_above(small: Callable[[Rows], Values], large: Callable[[Rows], Values]) -> Compute:
    """Return the comparison of two columns; blanks are neither above nor below."""
    return lambda rows: ~(small(rows) > large(rows))


def column(field: str) -> Callable[[Rows], Values]:
    """Return a column as it is."""
    return lambda rows: rows.comparable(field)


def in_order(rule: Rule, fields: tuple[str, ...]) -> Iterator[Relation]:
    """Each step not before the one before it, and none filled while an earlier one is blank."""
    for earlier, later in pairwise(fields):
        pair = (earlier, later)
        yield relation(
            rule,
            "out-of-order",
            (later, earlier),
            both_filled(pair),
            not_above(column(earlier), column(later)),
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
        parts = np.sum([part(rows) for part in parts_of], axis=0)
        far: Flags = np.abs(total(rows) - parts) >= close
        return ~far

    total, parts_of = side(rule, given.total), [side(rule, part) for part in given.parts]
    return relation(rule, "sum-differs", fields, where_compared(rule, fields), holds)


def required_when(rule: Rule, given: RequiredWhen) -> Relation:
    """The field is filled where the condition holds."""

    def runs(rows: Rows) -> Flags:
        found: Flags = np.logical_and.reduce([rows.has_one_of(f, c) for f, c in given.when.items()])
        return found

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
    found: Flags = np.array(first_rows(rows, key), dtype=int) != np.arange(len(rows))
    return found


def first_rows(rows: Rows, key: tuple[str, ...]) -> list[int]:
    """Return for each row the first one of its file, unit and period that has the same key."""
    every = list(zip(rows.files.tolist(), *rows.places, *map(rows.raw, key), strict=True))
    if len(set(every)) == len(every):  # as nearly always
        return list(range(len(every)))
    first: dict[object, int] = {}
    return [first.setdefault(one, number) for number, one in enumerate(every)]
