"""The register of facts, narrowed by document, by kind, and by what is written in them."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import get_args

from pipeline.domain.fact import Fact, FactKind
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import FactDocument, FactList
from pipeline.queries.nouns import nouns
from pipeline.warehouse.reader import Reader
from pipeline.wording.facts import stated

KINDS: tuple[FactKind, ...] = get_args(FactKind)
Test = Callable[[Fact], bool]


def fact_list(
    reader: Reader, document: str | None = None, kind: str | None = None, text: str | None = None
) -> FactList:
    """Facts in the order of the register, as far as they are asked for: see ``narrowed``."""
    known = nouns(reader)
    every = tuple(known.facts.values())
    return narrowed(every, known.product.themes, document, kind, text)


def narrowed(
    every: Sequence[Fact],
    themes: Mapping[str, Bilingual],
    document: str | None,
    kind: str | None,
    text: str | None,
) -> FactList:
    """Those of the facts that are asked for.

    ``document``: the id of the first fact of one. ``kind``: as in ``Fact``. ``text``: words that
    all stand in a fact, whatever their case and width. A document or a kind counts the facts that
    it would list beside what else was asked for. What is not there has no facts.
    """
    first = firsts(every)
    order = {source: at for at, source in enumerate(first)}
    words = folded(text or "").split()
    tests: dict[str, Test] = {
        "document": lambda fact: document in (None, first[source_of(fact)].id),
        "kind": lambda fact: kind in (None, fact.kind),
        "text": lambda fact: holds(fact, themes[fact.theme], words),
    }

    def without(left_out: str) -> list[Fact]:
        asked = [test for name, test in tests.items() if name != left_out]
        return [one for one in every if all(test(one) for test in asked)]

    of_each = Counter(first[source_of(one)].id for one in without("document"))
    of_kind = Counter(one.kind for one in without("kind"))
    return FactList(
        facts=tuple(sorted(without(""), key=lambda one: order[source_of(one)])),
        documents=tuple(
            FactDocument(one.id, one.issuer, one.document, of_each[one.id])
            for one in first.values()
        ),
        kinds=tuple((name, of_kind[name]) for name in KINDS),
        total=len(every),
    )


def firsts(facts: Iterable[Fact]) -> dict[tuple[str, str], Fact]:
    """The first fact of each document."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        found.setdefault(source_of(fact), fact)
    return found


def source_of(fact: Fact) -> tuple[str, str]:
    """Who states it, and where."""
    return fact.issuer.zh, fact.document.zh


def holds(fact: Fact, theme: Bilingual, words: list[str]) -> bool:
    """Whether all words stand somewhere in a fact."""
    if not words:
        return True
    names = (fact.name, fact.issuer, fact.document, theme, fact.scope, fact.denominator)
    said = [one.in_language(language) for one in names if one for language in ("zh", "en")]
    said += [fact.id, str(fact.year or ""), stated(fact, "zh"), stated(fact, "en")]
    written = folded(" ".join(said))
    return all(word in written for word in words)


def folded(text: str) -> str:
    """Text as it is compared: width and case do not count."""
    return unicodedata.normalize("NFKC", text).casefold()
