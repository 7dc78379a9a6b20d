"""Whether a value written in a definition can stand in a field."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.definitions.draft import Draft
from pipeline.definitions.spelling import suggestion
from pipeline.domain.form import Field
from pipeline.domain.period import parse_period

NUMERIC = ("integer", "decimal", "money")
YES_NO = ("yes", "no")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
UNIT_PREFIX = "unit."

Problem = tuple[str, dict[str, str]]


def value_problem(draft: Draft, name: str, field: Field, value: str) -> Problem | None:
    """Return slug and details when ``value`` cannot be a stored value of ``field``."""
    if field.type == "choice" and value not in field.choices:
        return "undeclared-code", {"field": name, "suggestion": suggestion(value, field.choices)}
    if field.type == "boolean" and value not in YES_NO:
        return "yes-or-no-wanted", {"field": name}
    if field.type in NUMERIC and not is_number(value, whole=field.type == "integer"):
        return "number-wanted", {"key": name}
    if field.type == "date" and not is_date(value):
        return "date-wanted", {"key": name}
    if field.type == "period" and not is_period(draft, value):
        return "not-a-period-code", {"key": name}
    return None


def attribute_problem(draft: Draft, name: str, value: str | None) -> Problem | None:
    """Return slug and details when ``unit.<attribute>`` is not declared, or not this value.

    An attribute declared without values permits every value.
    """
    if draft.product is None:
        return None
    attributes = draft.product.attributes
    attribute = name.removeprefix(UNIT_PREFIX)
    if attribute not in attributes:
        return "undeclared-attribute", {
            "attribute": attribute,
            "suggestion": suggestion(attribute, attributes),
        }
    permitted = attributes[attribute]
    if value is not None and permitted and value not in permitted:
        return "undeclared-code", {"field": name, "suggestion": suggestion(value, permitted)}
    return None


def unknown_field(name: str, fields: Mapping[str, Field], table: str) -> Problem | None:
    """Return slug and details when a section has no such field."""
    if name in fields:
        return None
    return "undeclared-field", {
        "field": name,
        "table": table,
        "suggestion": suggestion(name, fields),
    }


def is_number(text: str, *, whole: bool = False) -> bool:
    """Whether a text is a finite number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and (not whole or number == number.to_integral_value())


def is_date(text: str) -> bool:
    """Whether a text is a day written YYYY-MM-DD."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_period(draft: Draft, text: str) -> bool:
    """Whether a text is a period code of a calendar of the product (year 0 is none)."""
    if draft.product is None:
        return True
    try:
        parse_period(text, draft.product.calendars)
    except ValueError:
        return False
    return True
