"""Labels as people type them: full-width letters, stray spaces, units in brackets, numbering."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SPACES = re.compile(r"[\s\u200b\ufeff]+")
EDGES = re.compile(r"^[*★#、.·:]+|[*★#:;,。、.]+$")
NUMBERING = re.compile(r"^(?:[((]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[))、.](?=\D)|其中:?)")
ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.I)
AT_END = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The label without width, case, spaces and edge punctuation: what labels are matched by."""
    folded = SPACES.sub("", unicodedata.normalize("NFKC", text)).lower()
    return EDGES.sub("", folded)


@lru_cache(maxsize=50_000)
def spellings(text: str) -> tuple[str, ...]:
    """The label, then ever shorter readings of it: no numbering, no bracket at its end."""
    whole = plain(text)
    found = [whole]
    unnumbered = EDGES.sub("", NUMBERING.sub("", whole))
    found.append(unnumbered)
    while (bracket := BRACKET.search(found[-1])) is not None and bracket.start() > 0:
        found.append(EDGES.sub("", found[-1][: bracket.start()]))
    return tuple(dict.fromkeys(s for s in found if s))


@lru_cache(maxsize=50_000)
def bracketed(text: str) -> str | None:
    """What stands in the bracket at the label's end, such as its unit of measure."""
    bracket = BRACKET.search(plain(text))
    return bracket.group(1) if bracket is not None else None


def unit_last(parts: Sequence[str]) -> str:
    """Labels over each other as one, what is in brackets behind them at its end: 补助（万元） over
    金额 is 补助金额（万元）. Of several brackets the lowest counts.
    """
    bare = "".join(AT_END.sub("", part).strip() for part in parts)
    word = next((word for part in reversed(parts) if (word := bracketed(part))), None)
    return bare if word is None else f"{bare}（{word}）"
