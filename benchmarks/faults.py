"""Faults to be planted into right reports: for every field what can be wrong with it.

A fault says what is written instead, in which row of which table, and what must be found there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from pipeline.domain.form import Field, Form, Rule, Section
from pipeline.domain.period import Period
from pipeline.templates.content import Formula

Row = Mapping[str, object]
LONG_NUMBER = 123456789012345678.0
"""More digits than a spreadsheet keeps in a number."""


@dataclass(frozen=True)
class Fault:
    """One fault in a workbook of one form.

    ``written`` replaces values of a row, ``at`` is the field at which it must be found. What
    concerns a whole sheet is in ``change`` (see ``benchmarks.sheet_faults``); then ``at`` is None.
    """

    slug: str
    form: str
    section: str
    row: int = 0
    written: Mapping[str, object] = field(default_factory=dict)
    at: str | None = None
    change: str | None = None


def faults(
    form: Form, rows: Mapping[str, list[dict[str, object]]], quarter: Period
) -> Iterator[Fault]:
    """Every fault the rows of a form's sections offer a place for."""
    for name, section in form.sections.items():
        own = rows.get(name, [])
        for number, row in enumerate(own[:2]):
            for field_id, asked in section.fields.items():
                for slug, value in wrong_values(asked, row.get(field_id)):
                    written = {field_id: value}
                    yield Fault(slug, form.id, name, number, written, field_id)
            for rule in section.rules:
                for slug, at, written in broken(rule, section, row, quarter):
                    yield Fault(slug, form.id, name, number, written, at)
        if section.key and len(own) > 1:
            written = {key: own[0].get(key) for key in section.key}
            yield Fault("duplicate-key", form.id, name, 1, written, section.key[0])
        elif section.kind != "periodic" and len(own) > 1:
            first = next(iter(section.fields))
            yield Fault("duplicate-row", form.id, name, 1, own[0], first)


def wrong_values(asked: Field, value: object) -> Iterator[tuple[str, object]]:
    """What can be wrong with one cell, and what is written for it."""
    if asked.required and value is not None:
        yield "missing-value", None
    if asked.personal == "id_number":
        yield "wrong-id-number", "000000"
        yield "digits-lost", LONG_NUMBER
    elif asked.personal == "phone":
        yield "wrong-phone-number", "12345"
    elif asked.type in ("integer", "decimal", "money"):
        yield from wrong_numbers(asked, value)
    elif asked.type == "date":
        yield "not-a-date", "上月中旬"
    elif asked.type == "choice":
        yield "unknown-choice", "都不是"
    elif asked.type == "boolean":
        yield "not-yes-or-no", "正在办理"
    elif asked.type == "period":
        yield "not-a-period", "前些时候"
    elif asked.type == "code" and asked.required:
        yield "digits-lost", LONG_NUMBER


def wrong_numbers(asked: Field, value: object) -> Iterator[tuple[str, object]]:
    """What can be wrong with a number."""
    yield "not-a-number", "见附件"
    yield "masked-number", "若干"
    yield "error-cell", Formula("=1/0", "#DIV/0!")
    yield "formula-without-value", Formula("=1+1")
    if asked.minimum is not None:
        yield "below-minimum", asked.minimum - 1
    if asked.maximum is not None:
        yield "above-maximum", asked.maximum + 1
    if asked.type == "integer" and isinstance(value, int):
        yield "not-whole", value + 0.5
        yield "approximate-number", f"约{value}"
        if asked.unit and "yuan" not in asked.unit:
            yield "wrong-unit", f"{value}元"
    if asked.type == "money" and isinstance(value, Decimal) and value > 0:
        yield "rounded-money", value + Decimal("0.0037")
        yield "converted-unit", f"{value / 10000:f}万元"


def broken(
    rule: Rule, section: Section, row: Row, quarter: Period
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """How a rule of a row can be broken: slug, field it is found at, what is written."""
    if rule.at_most:
        small, large = rule.at_most[:2]
        value = row.get(large)
        if isinstance(value, int | Decimal) and row.get(small) is not None:
            yield "exceeds-total", small, {small: value + 3}
    if rule.sum_equals:
        total = rule.sum_equals.total
        value = row.get(total)
        if isinstance(value, int | Decimal):
            yield "sum-differs", total, {total: value + 2}
    if rule.in_order:
        yield from out_of_order(rule.in_order, row)
    needed = rule.required_when
    if needed and row.get(needed.field) is not None and holds(needed.when, row):
        yield "required-when", needed.field, {needed.field: None}
    if rule.within_period:
        day = quarter.start - timedelta(days=9)
        yield "outside-period", rule.within_period, {rule.within_period: day}
    if rule.not_after_period:
        day = quarter.end + timedelta(days=30)
        yield "after-period", rule.not_after_period, {rule.not_after_period: day}


def out_of_order(fields: tuple[str, ...], row: Row) -> Iterator[tuple[str, str, dict[str, object]]]:
    """A later step before an earlier one, and an earlier one left out."""
    first, second = fields[:2]
    day, later = row.get(first), row.get(second)
    if isinstance(day, date) and isinstance(later, date):
        yield "out-of-order", second, {second: day - timedelta(days=400)}
        yield "earlier-step-blank", first, {first: None}


def holds(when: Mapping[str, tuple[str, ...]], row: Row) -> bool:
    """Whether a row meets a condition."""
    words = {True: "yes", False: "no"}
    given = {name: row.get(name) for name in when}
    return all(
        (words[value] if isinstance(value, bool) else value) in when[name]
        for name, value in given.items()
    )
