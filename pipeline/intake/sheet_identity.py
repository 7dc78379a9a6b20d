"""Which section of which form a sheet is, when the template does not say so itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.intake.labels import plain
from pipeline.intake.list_layout import ROWS_SEARCHED, STANDING, hits, joined
from pipeline.intake.section_guide import SectionGuide
from pipeline.intake.workbook import Sheet

TITLE_ROWS = 3
CARD_ROWS = 60
ENOUGH_LABELS = 0.4
FEWEST_LABELS = 3
CLOSE = 0.02


@dataclass(frozen=True, slots=True)
class Match:
    """The section found; or, when several fit alike, all of them."""

    guide: SectionGuide | None
    candidates: tuple[SectionGuide, ...] = ()


def identify(sheet: Sheet, guides: Sequence[SectionGuide]) -> Match:
    """The section whose title and labels fit the sheet best."""
    rows = sheet.rows[:CARD_ROWS]
    titles = title_texts(sheet)
    texts = [[c for c in row if type(c) is str and c] for row in rows]
    scores: list[tuple[float, SectionGuide]] = []
    for guide in guides:
        hits = best_hits(texts, rows, guide)
        share = hits / len(guide.section.fields)
        titled = title_share(titles, guide)
        needed = max(1, min(FEWEST_LABELS, len(guide.section.fields)))
        if (hits and titled) or (hits >= needed and share >= ENOUGH_LABELS):
            scores.append((share + titled, guide))
    scores.sort(key=lambda scored: -scored[0])
    if not scores:
        return Match(None)
    close = tuple(g for score, g in scores if scores[0][0] - score < CLOSE)
    return Match(close[0]) if len(close) == 1 else Match(None, close)


def title_texts(sheet: Sheet) -> list[str]:
    """The sheet's name and the texts of its first rows."""
    first = [c for row in sheet.rows[:TITLE_ROWS] for c in row if type(c) is str and c]
    return [plain(sheet.name), *(plain(c) for c in first if len(c) < 60)]


def title_share(titles: Sequence[str], guide: SectionGuide) -> float:
    """How well a title names the section: 1 in full, less where it is only contained."""
    form, section = guide.form, guide.section
    own = (section.title.zh, section.title.en, *section.aliases)
    of_form = (form.title.zh, form.title.en, form.number, *form.aliases)
    best = 0.0
    for name in (*own, *(of_form if len(form.sections) == 1 else ())):
        word = plain(name)
        for title in titles:
            if word == title:
                best = max(best, 1.0)
            elif len(word) > 2 and word in title:
                best = max(best, 0.5 + min(len(word), 20) / 50)
    return best


def best_hits(
    texts: Sequence[Sequence[str]], rows: Sequence[Sequence[object]], guide: SectionGuide
) -> int:
    """Fields named by the best header row (with the row above), or down the card."""
    named = [{guide.field_for(t) for t in line} - {None, *STANDING} for line in texts]
    under = guide.groups and any(not guide.groups.isdisjoint(line) for line in texts)
    if guide.section.layout == "card":
        if under:
            named += [named_under(rows, guide)]
        return len(set().union(*named)) if named else 0
    pairs = [len(a | b) for a, b in pairwise(named[:ROWS_SEARCHED])]
    if under:
        pairs += [hits(joined(pair, guide), guide) for pair in pairwise(rows[:ROWS_SEARCHED])]
    return max([*pairs, *(len(n) for n in named[:ROWS_SEARCHED])], default=0)


def named_under(rows: Sequence[Sequence[object]], guide: SectionGuide) -> set[str | None]:
    """Fields that a card names by the name of a group and a word to its right."""
    found: set[str | None] = set()
    over: object = ""
    for left, right in ((row[0], row[1]) for row in rows if len(row) > 1):
        over = left or over
        if type(right) is str and right:
            found.add(guide.field_for(f"{over}{right}"))
    return found - {None, *STANDING}
