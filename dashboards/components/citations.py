"""Facts of source documents where a text cites them: each id leads to what it stands for."""

import re
from collections.abc import Mapping, Sequence

from dash import html

from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.noun import Bilingual

Names = Mapping[str, Bilingual]


def fact_link(fact: str, names: Names, view: View) -> Part:
    """One id; without a register it stays a word."""
    if fact not in names:
        return fact
    return parts.link(fact, view.to_page("fact", fact=fact), title=view.text(names[fact]))


def cited_facts(facts: Sequence[str], names: Names, view: View) -> list[Part]:
    """Ids, each followed by what it is about."""
    return view.join([named_fact(fact, names, view) for fact in facts], "join.items")


def named_fact(fact: str, names: Names, view: View) -> Part:
    """An id and what it is about."""
    name = html.Span(f" {view.text(names[fact])}", className="note") if fact in names else ""
    return html.Span([fact_link(fact, names, view), name])


def with_links(text: str, names: Names, view: View) -> str | list[Part]:
    """A text whose ids of registered facts are links; the text itself where it names none."""
    if not names:
        return text
    ids = "|".join(map(re.escape, names))
    pieces = re.split(rf"(?<![A-Za-z0-9_-])({ids})(?![A-Za-z0-9_-])", text)
    if len(pieces) == 1:
        return text
    linked = [fact_link(piece, names, view) if i % 2 else piece for i, piece in enumerate(pieces)]
    return [piece for piece in linked if piece != ""]
