"""Parameters of a named query: what was given, checked and named, and what may be chosen.

A value is bound to ``$name`` by the database and never becomes part of the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.definitions.queries import QueryParameter
from pipeline.domain.days import day_from_text
from pipeline.domain.noun import Bilingual, Language
from pipeline.queries.answers import FoundUnit, NamedQuery, Parameter
from pipeline.queries.nouns import NotFound, Nouns, code_of_period, near, nouns
from pipeline.queries.unit_search import find_units
from pipeline.warehouse.reader import Reader
from pipeline.wording.phrases import phrase

MOST_DIGITS = 38
"""What the database holds exactly; of longer numbers it would bind something near."""
MOST_CHOICES = 40
"""Units that are offered, the topmost first; any other one is given by its code or its name."""
MOST_NAMED = 5
"""Units that a refusal names."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SUPERIORS = """
select org_unit.parent
from org_unit
left join unit_tree as tree
    on tree.unit = org_unit.parent and tree.day = (select max(day) from unit_tree)
where org_unit.parent is not null
group by org_unit.parent
order by min(tree.depth) nulls last, org_unit.parent
limit $most
"""
Choices = tuple[tuple[str, Bilingual], ...]


class WrongValue(NotFound):
    """A value that its parameter cannot take; ``key``: in which words."""

    def __init__(self, parameter: QueryParameter, got: str, key: str) -> None:
        super().__init__(parameter.label, got, [])
        self.message_zh, self.message_en = (
            phrase(key, language, label=parameter.label.in_language(language), got=got)
            for language in LANGUAGES
        )


class WhichUnit(NotFound):
    """No one unit is called just so; ``alike`` are those in whose names the words stand.

    ``parameter`` is the name of the one that was to be set.
    """

    def __init__(self, parameter: QueryParameter, got: str, alike: Sequence[FoundUnit]) -> None:
        super().__init__(parameter.label, got, [one.unit.code for one in alike])
        self.parameter, self.alike = parameter.name, tuple(one.unit for one in alike)
        self.message_zh, self.message_en = (
            phrase(
                "sql.parameter_unit", language, label=parameter.label.in_language(language),
                got=got, near=phrase("join.items", language).join(
                    phrase("sql.parameter_named", language, code=unit.code,
                           name=unit.name.in_language(language))
                    for unit in self.alike[:MOST_NAMED]),
            )
            for language in LANGUAGES
        )  # fmt: skip


def no_query(code: str, library: Iterable[NamedQuery]) -> NotFound:
    """That the library has no such query."""
    known = [one.id for one in library]
    return NotFound(Bilingual(zh="查询", en="query"), code, near(code, known), known)


def parameters(
    reader: Reader, query: NamedQuery, given: Mapping[str, str]
) -> tuple[Parameter, ...]:
    """Each declared parameter with its value: the one given, else its default, else none.

    A blank counts as not given. Raises NotFound: no such parameter, unit, period, indicator or
    choice, or no number or date; WhichUnit for words that stand in the names of several units.
    """
    known = nouns(reader)
    names = [one.name for one in query.parameters]
    for name in given:
        if name not in names:
            raise NotFound(Bilingual(zh="参数", en="parameter"), name, near(name, names), names)
    return tuple(
        valued(reader, known, one, given.get(one.name, "").strip()) for one in query.parameters
    )


def valued(reader: Reader, known: Nouns, parameter: QueryParameter, given: str) -> Parameter:
    """One parameter with its value and what that is called. Raises NotFound."""
    text = given or parameter.default
    if text is not None:
        text = as_stored(reader, known, parameter, text)
    value = None if text is None else value_of(parameter, text)
    label = None if text is None else named(known, parameter, text)
    return Parameter(parameter.name, parameter.type, parameter.label, text, value, label,
                     parameter.unset, parameter.default is not None)  # fmt: skip


def as_stored(reader: Reader, known: Nouns, parameter: QueryParameter, text: str) -> str:
    """A text as the tables write it: the code of a period or a unit, a day. Raises NotFound."""
    match parameter.type:
        case "period":
            return code_of_period(text, known.product.calendars, known.windows)
        case "unit":
            return code_of_unit(reader, known, parameter, text)
        case "date":
            day = day_from_text(text)
            if day is None:
                raise WrongValue(parameter, text, "sql.parameter_date")
            return day.isoformat()
    return text


def code_of_unit(reader: Reader, known: Nouns, parameter: QueryParameter, text: str) -> str:
    """The code of the one unit that is called just so, by code, name or alias. Raises NotFound."""
    if text in known.units:
        return text
    found = find_units(reader, text).units
    meant = [one for one in found if one.meant]
    if len(meant) == 1:
        return meant[0].unit.code
    if found:
        raise WhichUnit(parameter, text, meant or found)
    raise NotFound.unit(text, known.units)


def value_of(parameter: QueryParameter, text: str) -> str | Decimal | date:
    """What is bound: a number and a day as such, all else as text. Raises NotFound."""
    if parameter.type == "date":
        return date.fromisoformat(text)
    if parameter.type != "number":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise WrongValue(parameter, text, "sql.parameter_number") from None
    if not number.is_finite() or digits_of(number) > MOST_DIGITS:
        raise WrongValue(parameter, text, "sql.parameter_number")
    return number


def digits_of(number: Decimal) -> int:
    """How many digits it is written with, without an exponent."""
    _, digits, exponent = number.as_tuple()
    places = int(exponent)
    return max(len(digits) + places, 0) + max(-places, 0)


def named(known: Nouns, parameter: QueryParameter, code: str) -> Bilingual | None:
    """What a code stands for; None for numbers, days and texts. Raises NotFound."""
    match parameter.type:
        case "unit":
            return known.unit(code).name
        case "period":
            return known.period_name(code)
        case "indicator":
            return known.indicator(code).name
        case "choice":
            if code not in parameter.choices:
                raise NotFound(parameter.label, code, [], list(parameter.choices))
            return parameter.choices[code]
    return None


def parameter_choices(reader: Reader, query: NamedQuery) -> dict[str, Choices]:
    """What a parameter may be, by its name: the topmost units, periods newest first, indicators;
    nothing for what is typed."""
    known = nouns(reader)
    return {one.name: choices_of(reader, known, one) for one in query.parameters}


def choices_of(reader: Reader, known: Nouns, parameter: QueryParameter) -> Choices:
    """Codes with their names."""
    match parameter.type:
        case "unit":
            codes = reader.rows(SUPERIORS, {"most": MOST_CHOICES})
            return tuple((code, known.unit(code).name) for (code,) in codes)
        case "period":
            newest = sorted(known.windows.values(), key=lambda one: (one.end, one.start),
                            reverse=True)  # fmt: skip
            return tuple((one.code, one.label) for one in newest)
        case "indicator":
            return tuple((code, one.name) for code, one in known.indicators.items())
        case "choice":
            return tuple(parameter.choices.items())
    return ()
