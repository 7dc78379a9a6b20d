"""The oracle's rows: which of them count, and what each of them says."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.domain.form import Field
from pipeline.domain.indicator import Bound, Measure, Test
from pipeline.domain.org_unit import OrgUnit

Row = dict[str, object]
Amount = Decimal | None


def row_amount(row: Row, measure: Measure) -> Amount:
    """The number a row says, absent where a field it needs is blank."""
    how = measure.expression
    if how is None:
        return as_number(row.get(measure.field or ""))
    if how.sum_of:
        known = [a for name in how.sum_of if (a := as_number(row.get(name))) is not None]
        return sum(known, Decimal(0)) if known else None
    names = how.product_of or how.difference_of or how.days_between or ()
    values = [row.get(name) for name in names]
    if any(value is None for value in values):
        return None
    if how.days_between:
        first, last = values
        return Decimal((last - first).days)  # type: ignore[operator]
    numbers = [Decimal(str(value)) for value in values]
    if how.difference_of:
        return numbers[0] - numbers[1]
    product = Decimal(1)
    for number in numbers:
        product *= number
    return product


def as_number(value: object) -> Amount:
    return None if value is None else Decimal(str(value))


def matches(
    row: Row,
    measure: Measure,
    segment: str,
    fields: dict[str, Field],
    version: OrgUnit,
    days: tuple[date, date],
) -> bool:
    """Whether a row passes every condition and lies in the segment."""

    def value_of(name: str) -> object:
        if name.startswith("unit."):
            return version.attributes.get(name.removeprefix("unit."))
        return row.get(name)

    def read(name: str, text: str) -> object:
        kind = fields[name].type if name in fields else "text"
        if kind == "boolean":
            return text == "yes"
        if kind in ("integer", "decimal", "money"):
            return Decimal(text)
        return date.fromisoformat(text) if kind == "date" else text

    def is_one_of(name: str, codes: Iterable[str]) -> bool:
        return value_of(name) is not None and value_of(name) in [read(name, c) for c in codes]

    def other_side(name: str, bound: str | Bound) -> object:
        if isinstance(bound, Bound):
            if bound.field:
                return value_of(bound.field)
            bound = bound.day or bound.value or ""
        ends = {"period_start": days[0], "period_end": days[1]}
        return ends[bound] if bound in ends else read(name, bound)

    def passes(name: str, test: Test) -> bool:
        value = value_of(name)
        if test.filled is not None and (value is not None) is not test.filled:
            return False
        if test.one_of is not None and not is_one_of(name, test.one_of):
            return False
        if test.none_of is not None and is_one_of(name, test.none_of):
            return False
        if test.within and not (value is not None and days[0] <= value <= days[1]):  # type: ignore[operator]
            return False
        compare = {"at_least": "__ge__", "at_most": "__le__", "above": "__gt__", "below": "__lt__"}
        for word, method in compare.items():
            bound = getattr(test, word)
            if bound is None:
                continue
            other = other_side(name, bound)
            if value is None or other is None or not ordered(value, method, other):
                return False
        return True

    for pair in segment.split(";") if segment else ():
        name, _, codes = pair.partition("=")
        if not is_one_of(name, codes.split(",")):
            return False
    for name, wanted in measure.where.items():
        if isinstance(wanted, Test):
            if not passes(name, wanted):
                return False
        elif not is_one_of(name, (wanted,) if isinstance(wanted, str) else wanted):
            return False
    return True


def ordered(left: object, method: str, right: object) -> bool:
    """A comparison of two numbers, days or texts."""
    if isinstance(left, int | Decimal):
        left = Decimal(left)
    if isinstance(right, int | Decimal):
        right = Decimal(right)
    return bool(getattr(left, method)(right))
