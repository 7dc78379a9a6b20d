"""Parameters of a named query: what was given, checked and named, and what may be chosen.

A value is bound to ``$name`` by the database and never becomes part of the text.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from pipeline.definitions.queries import QueryParameter
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import parse_period
from pipeline.queries.answers import NamedQuery, Parameter
from pipeline.queries.nouns import NotFound, Nouns, code_of_period, near, nouns
from pipeline.warehouse.reader import Reader
from pipeline.wording.phrases import phrase

MOST_DIGITS = 38
"""What the database holds exactly; of longer numbers it would bind something near."""
MOST_CHOICES = 300
"""Units that are offered; any other one is given by its code."""
SUPERIORS = """
select distinct parent from org_unit where parent is not null order by parent
"""
Choices = tuple[tuple[str, Bilingual], ...]


class WrongValue(NotFound):
    """A value that its parameter cannot take."""

    def __init__(self, parameter: QueryParameter, got: str) -> None:
        super().__init__(parameter.label, got, [])
        said = {
            language: phrase(
                "sql.parameter_number", language, label=parameter.label.in_language(language),
                got=got,
            )
            for language in ("zh", "en")
        }  # fmt: skip
        self.message_zh, self.message_en = said["zh"], said["en"]


def no_query(code: str, library: Iterable[NamedQuery]) -> NotFound:
    """That the library has no such query."""
    known = [one.id for one in library]
    return NotFound(Bilingual(zh="查询", en="query"), code, near(code, known) or known)


def parameters(
    reader: Reader, query: NamedQuery, given: Mapping[str, str]
) -> tuple[Parameter, ...]:
    """Each declared parameter with its value: the one given, else its default, else none.

    A blank counts as not given. Raises NotFound: no such parameter, unit, period, indicator or
    choice, or no number.
    """
    known = nouns(reader)
    names = [one.name for one in query.parameters]
    for name in given:
        if name not in names:
            raise NotFound(Bilingual(zh="参数", en="parameter"), name, near(name, names) or names)
    return tuple(valued(known, one, given.get(one.name, "").strip()) for one in query.parameters)


def valued(known: Nouns, parameter: QueryParameter, given: str) -> Parameter:
    """One parameter with its value and what that is called. Raises NotFound."""
    text = given or parameter.default
    if text is not None and parameter.type == "period":
        text = code_of_period(text, known.product.calendars, known.windows)
    value = None if text is None else value_of(parameter, text)
    label = None if text is None else named(known, parameter, text)
    return Parameter(parameter.name, parameter.type, parameter.label, text, value, label,
                     parameter.unset, parameter.default is not None)  # fmt: skip


def value_of(parameter: QueryParameter, text: str) -> str | Decimal:
    """What is bound: a number as such, all else as text. Raises NotFound."""
    if parameter.type != "number":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise WrongValue(parameter, text) from None
    if not number.is_finite() or digits_of(number) > MOST_DIGITS:
        raise WrongValue(parameter, text)
    return number


def digits_of(number: Decimal) -> int:
    """How many digits it is written with, without an exponent."""
    _, digits, exponent = number.as_tuple()
    places = int(exponent)
    return max(len(digits) + places, 0) + max(-places, 0)


def named(known: Nouns, parameter: QueryParameter, code: str) -> Bilingual | None:
    """What a code stands for; None for numbers and texts. Raises NotFound."""
    match parameter.type:
        case "unit":
            return known.unit(code).name
        case "period":
            return period_name(known, code)
        case "indicator":
            return known.indicator(code).name
        case "choice":
            if code not in parameter.choices:
                raise NotFound(parameter.label, code, list(parameter.choices))
            return parameter.choices[code]
    return None


def period_name(known: Nouns, code: str) -> Bilingual:
    """A period's name, also of one of which nothing is in."""
    if code in known.windows:
        return known.windows[code].label
    found = parse_period(code, known.product.calendars)
    return Bilingual(zh=found.label("zh"), en=found.label("en"))


def parameter_choices(reader: Reader, query: NamedQuery) -> dict[str, Choices]:
    """What a parameter may be, by its name: superior units, periods newest first, indicators;
    nothing for what is typed."""
    known = nouns(reader)
    return {one.name: choices_of(reader, known, one) for one in query.parameters}


def choices_of(reader: Reader, known: Nouns, parameter: QueryParameter) -> Choices:
    """Codes with their names."""
    match parameter.type:
        case "unit":
            codes = [code for (code,) in reader.rows(SUPERIORS)][:MOST_CHOICES]
            return tuple((code, known.unit(code).name) for code in codes)
        case "period":
            newest = sorted(known.windows.values(), key=lambda one: (one.end, one.start),
                            reverse=True)  # fmt: skip
            return tuple((one.code, one.label) for one in newest)
        case "indicator":
            return tuple((code, one.name) for code, one in known.indicators.items())
        case "choice":
            return tuple(parameter.choices.items())
    return ()
