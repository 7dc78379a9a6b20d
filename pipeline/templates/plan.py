"""What does not change from one workbook to the next: heads, validations, widths of a section."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field, Form, Section
from pipeline.domain.noun import Language
from pipeline.templates import validation
from pipeline.templates.instructions import (
    NUMERIC,
    choice_word,
    explanation,
    factor_of,
    found_at,
    joined,
    rule_text,
    unit_of,
)

WIDTHS = {"integer": 12, "decimal": 12, "money": 13, "date": 13, "boolean": 8, "period": 12,
          "code": 20, "text": 22}  # fmt: skip
STYLES = {"integer": "integer", "decimal": "decimal", "money": "decimal", "date": "date",
          "code": "text", "text": "text", "period": "text"}  # fmt: skip
CHOICE_WIDTH = (10, 24)


@dataclass(frozen=True)
class Column:
    """One field as a sheet shows it: under ``group``, if it has one, by the word ``head``."""

    id: str
    field: Field
    label: str
    group: str
    head: str
    unit: str
    factor: Decimal
    explanation: str
    validation: validation.Options
    style: str
    width: float
    words: dict[str, str]

    @property
    def numeric(self) -> bool:
        """Whether a total of the column makes sense."""
        return self.field.type in NUMERIC


@dataclass(frozen=True)
class SectionPlan:
    """One section as a sheet shows it."""

    form: Form
    section: Section
    table: str
    title: str
    columns: tuple[Column, ...]


def section_plan(
    catalogue: Catalogue, form_id: str, section_id: str, language: Language
) -> SectionPlan:
    """Return the plan of a section, made once per configuration."""
    return _plan(_Source(catalogue), form_id, section_id, language)


class _Source:
    """A catalogue as a cache key: equal when its digest is."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return hash(self.catalogue.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and self.catalogue.digest == other.catalogue.digest


@lru_cache(maxsize=256)
def _plan(source: _Source, form_id: str, section_id: str, language: Language) -> SectionPlan:
    catalogue = source.catalogue
    form = catalogue.forms[form_id]
    section = form.sections[section_id]
    columns = (_column(i, section, catalogue, language) for i in section.fields)
    title = section.title.in_language(language)
    return SectionPlan(form, section, form.table(section_id), title, tuple(columns))


def _column(field_id: str, section: Section, catalogue: Catalogue, language: Language) -> Column:
    product, field = catalogue.product, section.fields[field_id]
    rules = [rule_text(r, section, language) for r in section.rules if field_id in found_at(r)]
    told = joined([explanation(field, product, language), *rules], language)
    unit, group = unit_of(field, product), section.groups.get(field.group or "")
    words = {code: choice_word(field, code, language) for code in field.choices}
    return Column(
        id=field_id,
        field=field,
        label=field.label.in_language(language),
        group=group.in_language(language) if group else "",
        head=(field.head or field.label).in_language(language),
        unit=unit.label.in_language(language) if unit else "",
        factor=factor_of(field, product),
        explanation=told,
        validation=validation.options(field, product, language, told),
        style="choice" if field.choices or field.type == "boolean" else STYLES[field.type],
        width=_width(field, list(words.values())),
        words=words,
    )


def _width(field: Field, words: list[str]) -> float:
    if not words:
        return WIDTHS.get(field.type, 12)
    return min(max(CHOICE_WIDTH[0], 2 * max(map(len, words)) + 3), CHOICE_WIDTH[1])
