"""Numbers for people. Rounding is half up on decimals; absent is ``—``, never 0.

Tables: full digits with comma, the unit once in the head. Prose: 4.45万人, 1.2亿元 in Chinese,
44,544 persons and CNY 1.57 million in English.
"""

from decimal import ROUND_HALF_UP, Decimal

from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.product import UnitWord

ABSENT = "—"
MINUS = "\u2212"
ONE = ("1", f"{MINUS}1")
"""Behind these English has the singular."""
WAN = Decimal(10_000)
YI = Decimal(100_000_000)
WHOLE = Decimal(100)
"""Per cent."""
FARTHEST_BACK = Decimal(-100)
FARTHEST_GAP = FARTHEST_BACK - WHOLE
"""The completion, in per cent, and the gap, in points, below which no figure is said."""
MILLION = Decimal(1_000_000)
YUAN = Bilingual(zh="元", en="CNY")
MONEY_HEAD = Bilingual(zh="万元", en="CNY")
POINTS = Bilingual(zh=" 个百分点", en=" pp")
Amount = Decimal | int | None


def rounded(value: Decimal | int, decimals: int) -> Decimal:
    """Return ``value`` rounded half up (away from zero)."""
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def digits(value: Decimal | int, decimals: int, comma: bool = True, sign: bool = False) -> str:
    """Return a rounded number with U+2212 as minus; a rounded zero has no sign."""
    result = rounded(value, decimals)
    text = f"{abs(result):{',' if comma else ''}f}"
    if result == 0:
        return text
    return f"{MINUS if result < 0 else '+' if sign else ''}{text}"


def number(value: Amount, decimals: int = 0) -> str:
    """Return a number as tables show it: 44,544."""
    return ABSENT if value is None else digits(value, decimals)


def is_rounded_to_whole(value: Decimal | int, decimals: int) -> bool:
    """Whether a percentage is short of 100 and rounding would make it 100."""
    return value < WHOLE <= rounded(value, decimals)


def percentage(value: Amount, decimals: int = 1) -> str:
    """Return a percentage without its sign: 70.1. What is short of 100 does not read 100: 99.9."""
    if value is None:
        return ABSENT
    if is_rounded_to_whole(value, decimals):
        value = WHOLE - Decimal(1).scaleb(-decimals)
    return digits(value, decimals)


def completion(value: Amount, decimals: int = 1) -> str:
    """Return a completion without its sign: 70.1.

    Where a target almost meets its baseline the way has almost no length, and a small step back is
    any number of times as long: such a figure says no more than that it lies below −100.
    """
    if value is not None and value < FARTHEST_BACK:
        return f"<{digits(FARTHEST_BACK, 0)}"
    return percentage(value, decimals)


def completed(value: Amount) -> str:
    """Return a completion with its sign: 70.1%."""
    return ABSENT if value is None else f"{completion(value)}%"


def gap(value: Amount) -> str:
    """Return a completion's distance from what is due, in points; for the same reason not below
    that of the farthest completion."""
    if value is not None and value < FARTHEST_GAP:
        return f"<{digits(FARTHEST_GAP, 0)}"
    return difference(value, 1)


def rate(value: Amount, decimals: int = 1) -> str:
    """Return a rate given in percent: 70.1%."""
    return ABSENT if value is None else f"{percentage(value, decimals)}%"


def difference(value: Amount, decimals: int = 0) -> str:
    """Return a difference with its sign: +1,204, −9.3. Give it unrounded values."""
    return ABSENT if value is None else digits(value, decimals, sign=True)


def points(value: Amount, decimals: int = 1, language: Language = "zh") -> str:
    """Return a difference of rates; below 1 it takes one more decimal: +0.45 个百分点."""
    if value is None:
        return ABSENT
    finer = decimals + 1 if abs(Decimal(value)) < 1 else decimals
    return difference(value, finer) + POINTS.in_language(language)


def money(yuan: Amount, language: Language = "zh", more: int = 0) -> str:
    """Return an amount for a table whose head says ``MONEY_HEAD``: 万元, or CNY in English.

    ``more``: digits behind the point beyond the usual, here as below.
    """
    if yuan is None:
        return ABSENT
    return digits(yuan / WAN, 1 + more) if language == "zh" else digits(yuan, more)


def prose(
    value: Amount,
    label: Bilingual | None = None,
    decimals: int = 0,
    language: Language = "zh",
    more: int = 0,
) -> str:
    """Return a number inside a sentence, with its unit: 4.45万人, 44,544 persons."""
    if value is None:
        return ABSENT
    if label is not None and label.zh == "%":
        return rate(value, decimals + more)
    if language == "zh":
        return chinese_prose(Decimal(value), decimals, more) + (label.zh if label else "")
    shown = english_prose(Decimal(value), decimals, more)
    if label is not None and label.en == YUAN.en:
        return f"CNY {shown}"
    return f"{shown} {unit_word(label, shown, language)}" if label else shown


def unit_word(label: Bilingual, shown: str, language: Language = "zh") -> str:
    """Return the unit as it stands behind a printed number: 1 union, 2 unions, 1.0 unions."""
    if language == "zh":
        return label.zh
    one = label.one if isinstance(label, UnitWord) else None
    return one if one and shown in ONE else label.en


def money_prose(yuan: Amount, language: Language = "zh", more: int = 0) -> str:
    """Return an amount of money inside a sentence: 157.3万元, 1.2亿元, CNY 1.57 million."""
    return prose(yuan, YUAN, 0, language, more)


def chinese_prose(value: Decimal, decimals: int, more: int = 0) -> str:
    """Return the number with 万 or 亿 and at most two decimals."""
    if abs(value) < WAN:
        return digits(value, decimals + more, comma=False)
    if abs(rounded(value / WAN, 2)) < WAN:
        return scaled(value, WAN, comma=False, more=more) + "万"
    return scaled(value, YI, comma=False, more=more) + "亿"


def english_prose(value: Decimal, decimals: int, more: int = 0) -> str:
    """Return the number with commas, from one million on in millions."""
    if abs(value) < MILLION:
        return digits(value, decimals + more)
    return scaled(value, MILLION, comma=True, more=more) + " million"


def scaled(value: Decimal, size: Decimal, comma: bool, more: int = 0) -> str:
    """Return ``value ÷ size``: two decimals, one if the second is 0, none if exactly whole."""
    if value % size == 0:
        return digits(value / size, 0, comma)
    exact = rounded(value / size, 2 + more)
    return digits(exact, 1 if exact == rounded(exact, 1) else 2 + more, comma)


def share(part: int, whole: int) -> str:
    """Return the short form of reported and expected: 2/3."""
    return f"{part}/{whole}"
