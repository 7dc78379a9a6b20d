"""Scores in words: the sum behind a line with its numbers, why there are no points, ways up."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.numbers import WHOLE, digits, rounded
from pipeline.wording.phrases import phrase

FINE = ("ratio", "rate", "times")
"""Numbers that are multiplied with, shown with up to four decimals."""
FULL = (Decimal(1), WHOLE)
"""What is short of it does not read like it."""
MOST_PLACES = 12
POINTS = 4
"""Decimals of points; a plan rounds them itself, seldom to more than two."""


def short(value: Decimal, places: int = 2, beside: Iterable[Decimal] = ()) -> str:
    """A number with at most so many decimals and no zeros at the end; with more where it would
    read like another one: one ``beside`` it, or the whole that it is short of.
    """
    others = [one for one in (*FULL, *beside) if one != value]
    while places < MOST_PLACES and rounded(value, places) in (rounded(o, places) for o in others):
        places += 1
    kept = rounded(value, places).normalize()
    return digits(kept, max(0, -int(kept.as_tuple().exponent)))


def points_text(points: Decimal | None) -> str:
    """Points as a score sheet shows them: 4.2, 10; a dash when there are none."""
    return "—" if points is None else short(points, POINTS)


def points_column(points: Iterable[Decimal | None]) -> list[str]:
    """Points one under the other, all with as many decimals as the one that needs most."""
    known = list(points)
    places = point_places(known)
    return ["—" if p is None else digits(p, places) for p in known]


def point_places(points: Iterable[Decimal | None]) -> int:
    """As many decimals as the one of them takes that takes most."""
    told = (points_text(one).partition(".")[2] for one in points if one is not None)
    return max(map(len, told), default=0)


def formula_words(
    formula: str, parts: Mapping[str, Decimal], points: Decimal | None, language: Language
) -> str:
    """The sum that gave a line its points, with the numbers in it."""
    beside = parts.values()
    told = {name: short(value, 4 if name in FINE else 2, beside) for name, value in parts.items()}
    told["points"] = points_text(points)
    return phrase(f"formula.{formula}", language, **told)


def why_words(why: str, language: Language) -> str:
    """Why a line has no points."""
    return phrase(f"score.why_{why}", language)


def state_words(state: str, language: Language) -> str:
    """What became of a line that has no points of its own."""
    return phrase(f"score.state_{state}", language)


class Totalled(Protocol):
    """A score as it is summed up in a line."""

    @property
    def title(self) -> Bilingual: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def ranked(self) -> int: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def pending(self) -> Decimal: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def outcome_title(self) -> Bilingual | None: ...


class Change(Protocol):
    """A change on the way up."""

    @property
    def sum_label(self) -> Bilingual: ...
    @property
    def sum_before(self) -> Decimal: ...
    @property
    def sum_after(self) -> Decimal: ...
    @property
    def change(self) -> Decimal: ...
    @property
    def reaches(self) -> str: ...


def rank_words(rank: int | None, ranked: int, language: Language) -> str:
    """第 9 名 / 13, or that the unit is not ranked."""
    if rank is None:
        return phrase("score.not_ranked", language)
    return phrase("score.rank", language, rank=rank, ranked=ranked)


def outcome_words(outcome: str, item: Bilingual | None, language: Language) -> str:
    """Why a unit is not ranked."""
    if item is None:
        return phrase(f"score.unranked_{outcome}", language)
    return phrase(f"score.outcome_{outcome}", language, item=item.in_language(language))


def total_words(score: Totalled, language: Language) -> str:
    """A score in one line: what it is called, total, rank, whether it may change."""
    said = [score.title.in_language(language)]
    if score.total is None:
        said.append(phrase("score.no_total", language))
    else:
        said += [points_text(score.total), rank_words(score.rank, score.ranked, language)]
    if score.outcome is not None:
        said[-1] = outcome_words(score.outcome, score.outcome_title, language)
    if score.provisional:
        said.append(phrase("score.provisional", language))
    if score.pending:
        said.append(phrase("score.pending", language, points=points_text(score.pending)))
    return " · ".join(said)


def way_words(way: Change, language: Language) -> str:
    """A change in words: 办结案件 +1（27 → 28）."""
    sign = "+" if way.change > 0 else ""
    return phrase(
        "score.way", language, label=way.sum_label.in_language(language),
        change=f"{sign}{short(way.change)}", before=short(way.sum_before, beside=[way.sum_after]),
        after=short(way.sum_after, beside=[way.sum_before]),
    )  # fmt: skip
