"""Numbers as people write them: １２３, 1,234, 100人, 3.5万元, 约100, 100余人, (1,234)."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.form import Field
from pipeline.domain.product import YUAN, UnitOfMeasure

BLANKS = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "_", "~"})
BLANK_NUMBERS = BLANKS | {"无", "n/a", "na", "null", "none", "空", "未填"}
MAGNITUDES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip
MAGNITUDE = "|".join(MAGNITUDES)
NUMBER = re.compile(
    r"(?P<before>大约|约|将近|近|超过|超|逾|不足|不到|至少|≈|~|>=?|<=?|≥|≤)?"
    r"[¥$]?(?P<sign>[+\-−])?[¥$]?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?(?:e[+-]?\d{1,2})?|\.\d+)"
    r"(?P<inside>余|多|来|几)?"
    rf"(?P<magnitude>{MAGNITUDE})?(?P<middle>余|多)?"
    r"(?P<word>[^\d+\-]*?)"
    r"(?P<after>左右|上下|以上|以内|余|多)?"
)
BRACKETED = re.compile(r"\((.+)\)")
SPACED = re.compile(r"\d\s+\d")
IN_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,])(?! \d)")
MASKED = re.compile(r"[x*×某?]|若干|多项|多个|多人|多家|数[十百千万]|几[十百千万个]")


class RefusedError(ValueError):
    """The cell cannot be read as its field asks; ``slug`` says why."""

    def __init__(self, slug: str, **details: str) -> None:
        super().__init__(slug)
        self.slug = slug
        self.details = details


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the field's stored unit, and what had to be done to get it."""

    value: Decimal
    approximate: bool = False
    converted: bool = False


class UnitWords:
    """Which words stand for which unit of measure, for a field or a header."""

    def __init__(self, units: dict[str, UnitOfMeasure], currency: str = YUAN) -> None:
        self.units = units
        self.currency = currency
        self.by_word: dict[str, list[UnitOfMeasure]] = {}
        for unit in units.values():
            for word in (unit.label.zh, unit.label.en, *unit.aliases):
                self.by_word.setdefault(half_width(word), []).append(unit)

    def factor(self, field: Field, word: str) -> Decimal | None:
        """What one ``word`` is in the field's stored unit. None: another kind of thing."""
        base, own = self.stored(field)
        if base is None:
            return Decimal(1)
        for unit in self.by_word.get(word, ()):
            if unit.base == base:
                return unit.factor / own
        return None

    def bare(self, field: Field) -> Decimal:
        """What a number without a word is in the field's stored unit (万元 money: 10 000)."""
        unit = self.units.get(field.unit) if field.unit else None
        return unit.factor if unit is not None and field.type == "money" else Decimal(1)

    def stored(self, field: Field) -> tuple[str | None, Decimal]:
        """The base unit of a field and the size of its stored unit (money: the currency)."""
        unit = self.units.get(field.unit) if field.unit else None
        if field.type == "money":
            return (unit.base if unit else self.currency), Decimal(1)
        return (unit.base, unit.factor) if unit else (None, Decimal(1))

    def known(self, word: str) -> bool:
        """Whether the word names any unit of measure."""
        return word in self.by_word


def half_width(text: str) -> str:
    """Fold width and case, and drop all spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def read_amount(text: str, field: Field, words: UnitWords, bare: Decimal) -> Amount | None:
    """Read a number typed as text. None where it means blank. Raises RefusedError.

    ``bare`` is what a number without a word of its own is worth in the stored unit.
    """
    folded = half_width(text).lstrip("'")
    if folded in BLANK_NUMBERS:
        return None
    if SPACED.search(IN_THOUSANDS.sub("", unicodedata.normalize("NFKC", text))) is not None:
        raise RefusedError("several-numbers")
    negative = BRACKETED.fullmatch(folded)
    match = NUMBER.fullmatch(negative.group(1) if negative is not None else folded)
    if match is None:
        raise RefusedError("masked-number" if MASKED.search(folded) else "not-a-number")
    value = Decimal(match["digits"].replace(",", ""))
    if negative is not None or match["sign"] in ("-", "−"):
        value = -value
    factor = word_factor(match["magnitude"] or "", match["word"], field, words, bare)
    about = match["before"] or match["inside"] or match["middle"] or match["after"]
    return Amount(value * factor, about is not None, factor != words.bare(field))


def word_factor(
    magnitude: str, word: str, field: Field, words: UnitWords, bare: Decimal
) -> Decimal:
    """What the text behind the digits multiplies them by. Raises RefusedError."""
    if not magnitude and not word:
        return bare
    factor = words.factor(field, magnitude + word)
    if factor is not None and words.known(magnitude + word):
        return factor
    if not word:
        return Decimal(MAGNITUDES[magnitude])
    factor = words.factor(field, word)
    if factor is not None and (words.known(word) or not field.unit):
        return factor * MAGNITUDES.get(magnitude, 1)
    if words.known(word) or words.known(magnitude + word):
        raise RefusedError("wrong-unit", word=magnitude + word)
    raise RefusedError("masked-number" if MASKED.search(word) else "not-a-number")
