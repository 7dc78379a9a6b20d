"""``facts.<language>.md``: what the source documents state, and what rests on each fact."""

import re
from itertools import groupby

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.fact import Fact
from pipeline.domain.noun import Language
from pipeline.reference.markdown import heading, page, table, text
from pipeline.reference.said import joined, opening, said
from pipeline.wording.facts import stated
from pipeline.wording.phrases import phrase

COLUMNS = ("id", "name", "kind", "stated", "scope", "denominator")


def facts_page(catalogue: Catalogue, language: Language) -> str:
    """Return the page."""
    facts = list(catalogue.facts.values())
    documents = [
        list(own) for _, own in groupby(facts, lambda fact: (fact.issuer.zh, fact.document.zh))
    ]
    resting = what_rests(catalogue, language)
    blocks = opening(said("facts.title", language), "facts", language)
    blocks.append(
        said("facts.intro", language, count=len(facts), documents=len(documents),
             idle=sum(fact.id not in resting for fact in facts))
    )  # fmt: skip
    for own in documents:
        issuer, document = own[0].issuer, own[0].document
        title = f"{issuer.in_language(language)} · {document.in_language(language)}"
        heads = [phrase(f"fact.{column}", language) for column in COLUMNS]
        rows = [fact_row(fact, resting.get(fact.id, []), language) for fact in own]
        table_ = table([*heads, said("facts.resting", language)], rows)
        blocks += [heading(2, text(title), f"from-{own[0].id}"), table_]
    return page(blocks)


def fact_row(fact: Fact, resting: list[str], language: Language) -> list[str]:
    """Return one fact as a row, with an address of its own."""
    year = f" · {fact.year}" if fact.year else ""
    repeats = fact.repeats
    same = [said("facts.repeats", language, fact=f"[{repeats}](#{repeats})")] if repeats else []
    return [
        f'<a id="{fact.id}"></a>{text(fact.id)}',
        text(fact.name.in_language(language)),
        phrase(f"fact.kind_{fact.kind}", language) + year,
        text(stated(fact, language)),
        text(fact.scope.in_language(language) if fact.scope else ""),
        text(fact.denominator.in_language(language) if fact.denominator else ""),
        joined([*same, *resting], language),
    ]


def what_rests(catalogue: Catalogue, language: Language) -> dict[str, list[str]]:
    """Fact → links to the indicators and plans that cite it."""
    found: dict[str, list[str]] = {}
    for indicator in catalogue.indicators.values():
        name = text(indicator.name.in_language(language))
        link = f"[{name}](indicators.{language}.md#{indicator.id})"
        for fact in indicator.source.facts:
            found.setdefault(fact, []).append(link)
    for plan in catalogue.plans.values():
        link = f"[{text(plan.title.in_language(language))}](plans.{language}.md#{plan.id})"
        for fact in dict.fromkeys(target.fact for target in plan.targets if target.fact):
            found.setdefault(fact, []).append(link)
    return found


def with_links(markdown: str, catalogue: Catalogue, language: Language) -> str:
    """Return Markdown in which the ids of registered facts are links."""
    return re.sub(
        r"[A-Za-z0-9_-]+",
        lambda word: (
            f"[{word[0]}](facts.{language}.md#{word[0]})" if word[0] in catalogue.facts else word[0]
        ),
        markdown,
    )
