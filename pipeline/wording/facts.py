"""What a document states, in one line: sign, number, unit."""

from pipeline.domain.fact import Fact
from pipeline.domain.noun import Language
from pipeline.wording import numbers
from pipeline.wording.comparators import SIGNS


def stated(fact: Fact, language: Language) -> str:
    """≥ 280 万元; empty for a fact without a number. All digits of the document, no more."""
    if fact.value is None or fact.comparator is None or fact.unit is None:
        return ""
    places = max(0, -int(fact.value.as_tuple().exponent))
    amount = numbers.number(fact.value, places)
    unit = fact.unit.in_language(language)
    between = "" if unit == "%" and language == "zh" else " "
    return f"{SIGNS[fact.comparator]} {amount}{between}{unit}"
