"""The checks a spreadsheet program makes while a cell is being typed."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.domain.form import Field
from pipeline.domain.noun import Language
from pipeline.domain.product import Product
from pipeline.domain.sheet_limits import cut, escaped, length
from pipeline.templates.instructions import (
    bounds_in_sheet,
    choice_word,
    filling,
    plain,
)
from pipeline.wording.phrases import phrase

TITLE_LIMIT = 32
TEXT_LIMIT = 255
APART = re.compile(r'[,"]|^\s|\s$')
WIDEST = Decimal(10) ** 15
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

Options = dict[str, Any]


def options(field: Field, product: Product, language: Language, told: str) -> Options:
    """Return the data validation of a field, for xlsxwriter; ``told`` shows while typing."""
    label = field.label.in_language(language)
    wrong = phrase("fill.wrong", language, label=label, rule=filling(field, product, language))
    return criteria(field, product, language) | {
        "ignore_blank": True,
        "input_title": shortened(label, TITLE_LIMIT),
        "input_message": shortened(told, TEXT_LIMIT),
        "error_title": shortened(phrase("fill.wrong_title", language), TITLE_LIMIT),
        "error_message": shortened(wrong, TEXT_LIMIT),
    }


def criteria(field: Field, product: Product, language: Language) -> Options:
    """Return what may be typed."""
    if field.choices:
        return {
            "validate": "list",
            "source": [choice_word(field, c, language) for c in field.choices],
        }
    if field.type == "boolean":
        return {"validate": "list", "source": [phrase("sheet.yes"), phrase("sheet.no")]}
    if field.type == "date":
        return between("date", FIRST_DAY, LAST_DAY)
    if field.type == "integer":
        return within("integer", *bounds_in_sheet(field, product))
    if field.type in ("decimal", "money"):
        return within("decimal", *bounds_in_sheet(field, product))
    return {"validate": "any"}


def within(kind: str, low: Decimal | None, high: Decimal | None) -> Options:
    """Return bounds on one side, on both, or so wide that only the type counts."""
    if low is not None and high is None:
        return {"validate": kind, "criteria": ">=", "value": plain(low)}
    if high is not None and low is None:
        return {"validate": kind, "criteria": "<=", "value": plain(high)}
    return between(
        kind, plain(-WIDEST if low is None else low), plain(WIDEST if high is None else high)
    )


def between(kind: str, low: object, high: object) -> Options:
    """Return bounds on both sides."""
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def is_long(source: list[str]) -> bool:
    """Whether a drop-down cannot stand inside the validation: it is too long, or has a word with
    a comma, a quotation mark, or a space at an end, which the program would drop."""
    joined = ",".join(source)
    return length(joined) > TEXT_LIMIT or any(APART.search(word) for word in source)


def shortened(text: str, limit: int) -> str:
    """Return the text, shortened with … to what the program accepts, as attributes have it:
    there xlsxwriter leaves ``_x000D_`` as it stands."""
    return cut(escaped(text), limit, "…")
