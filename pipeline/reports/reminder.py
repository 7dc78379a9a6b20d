"""催报: a plain text naming who still owes which report, to paste into a message."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.queries.answers import ReportingStatus, ReportRow, UnitRef
from pipeline.reports.words import Words
from pipeline.wording.dates import short_date

DEBTS = ("missing", "withheld", "unexplained", "unsealed")


@dataclass(frozen=True)
class Owing:
    """Units that owe the very same reports: form titles by debt, and whether it is all of them."""

    units: tuple[UnitRef, ...]
    forms: tuple[tuple[str, ...], ...]
    """In the order of ``DEBTS``."""
    of_all: int
    due_on: date | None


def reminder(answer: ReportingStatus, words: Words) -> str:
    """The text; empty when nobody owes anything."""
    lines = [line_of(owing, words) for owing in owed(answer, words)]
    if not lines:
        return ""
    opening = words.say("remind.opening", unit=words.text(answer.unit.name),
                        period=words.period(answer.period))  # fmt: skip
    left_out = answer.total_rows > len(answer.rows)
    closing = [words.say("remind.more")] if left_out else []
    return "\n".join([opening, *lines, *closing, words.say("remind.closing")])


def owed(answer: ReportingStatus, words: Words) -> Iterator[Owing]:
    """Who owes what; units with the same debt together, in the order of the rows."""
    debts: dict[UnitRef, list[ReportRow]] = defaultdict(list)
    for row in answer.rows:
        if row.owed is not None:
            debts[row.unit].append(row)
    alike: dict[tuple[tuple[tuple[str, ...], ...], date | None], list[UnitRef]] = {}
    for unit, rows in debts.items():
        forms = tuple(
            tuple(words.text(row.form_title) for row in rows if row.owed == debt) for debt in DEBTS
        )
        due = min((row.due_on for row in rows if row.due_on), default=None)
        alike.setdefault((forms, due), []).append(unit)
    for (forms, due), units in alike.items():
        yield Owing(tuple(units), forms, len(answer.forms), due)


def line_of(owing: Owing, words: Words) -> str:
    """One line: the units, what they owe, and when it was due."""
    said = [
        words.say(f"remind.{debt}", forms=forms_of(titles, owing.of_all, words))
        for debt, titles in zip(DEBTS, owing.forms, strict=True)
        if titles
    ]
    names = words.join([words.text(unit.name) for unit in owing.units], "join.items")
    return words.say("remind.unit", unit=names, forms=words.join(said),
                     due=short_date(owing.due_on, words.language))  # fmt: skip


def forms_of(titles: tuple[str, ...], of_all: int, words: Words) -> str:
    """The forms by name, or how many where it is all of several."""
    if len(titles) == of_all > 1:
        return words.say("remind.all_forms", count=words.whole(of_all))
    return words.join(list(titles), "join.items")
