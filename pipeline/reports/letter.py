"""What frames the text of a circular: the number and title over it, whom it is addressed to, who
issues it on which day, and under all of it the copies and who had it printed (GB/T 9704)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.domain.circular import NUMBER, YEAR, Letterhead
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import Overview
from pipeline.wording.dates import full_date
from pipeline.wording.words import Words

FIRST_PAGE = 250
"""Characters of addressees that leave the text room on the first page; more stand at the end."""


@dataclass(frozen=True)
class Issue:
    """What is decided when one circular is issued; what is not comes from the settings.

    ``number``: the running number, 12, or all of it as it is to stand. ``issued``: the day under
    the issuer's name; None leaves it out. ``printed``: the day of printing, or else that of issue.
    ``plan``: whose targets it is about, of several; blank is the plan in force.
    """

    number: str = ""
    issued: date | None = None
    printed: date | None = None
    instead: Letterhead = field(default_factory=Letterhead)
    plan: str = ""


@dataclass(frozen=True)
class Letter:
    """The frame in a reader's words. What is blank is not printed."""

    number: str
    title: str
    to: str
    issuer: str
    issued: date | None
    copies: str
    printed_by: str
    printed: date | None
    """None where nothing is said of printing."""

    @property
    def to_at_the_end(self) -> bool:
        """Whether the addressees are too many to stand over the text."""
        return len(self.to) > FIRST_PAGE


def letter(settings: Letterhead, issue: Issue, answer: Overview, words: Words) -> Letter:
    """The frame of the circular of a unit on a period."""
    head = settings.replaced_by(issue.instead)
    unit = words.text(answer.unit.name)
    issuer = said(head.issuer, words) or unit
    usual = words.say("report.title" if answer.targets else "report.title_without_plan",
                      unit=unit, period=words.text(answer.period.label))  # fmt: skip
    filled = {"{unit}": unit, "{issuer}": issuer, "{period}": words.text(answer.period.label)}
    printed_by = said(head.printed_by, words)
    return Letter(
        number=number(head.number or "", issue),
        title=fill(said(head.title, words), filled) or usual,
        to=listed(head.to, words),
        issuer=issuer,
        issued=issue.issued,
        copies=listed(head.copies, words),
        printed_by=printed_by,
        printed=(issue.printed or issue.issued) if printed_by or issue.printed else None,
    )


def number(pattern: str, issue: Issue) -> str:
    """The number as it stands; blank without one, and for a running number without a pattern."""
    if not is_running(issue.number):
        return issue.number
    if not pattern or (issue.issued is None and YEAR in pattern):
        return ""
    year = str(issue.issued.year) if issue.issued else ""
    return fill(pattern, {YEAR: year, NUMBER: str(int(issue.number))})


def is_running(given: str) -> bool:
    """Whether it is a running number alone, to be filled into the pattern; also １２."""
    return given.isdecimal()


def wants_pattern(settings: Letterhead, issue: Issue) -> bool:
    """Whether a running number was given where no pattern says what stands around it."""
    return is_running(issue.number) and not settings.replaced_by(issue.instead).number


def fill(pattern: str, filled: dict[str, str]) -> str:
    """The pattern with what its braces stand for."""
    for placeholder, text in filled.items():
        pattern = pattern.replace(placeholder, text)
    return pattern


def said(text: Bilingual | None, words: Words) -> str:
    """A text in the reader's language, if there is one."""
    return words.text(text) if text else ""


def listed(texts: Sequence[Bilingual] | None, words: Words) -> str:
    """Offices and unions one after another."""
    return words.say("join.list").join(words.text(one) for one in texts or ())


def to_line(one: Letter, words: Words) -> str:
    """The addressees as they stand over the text."""
    return words.say("circular.to_line", to=one.to)


def end_lines(one: Letter, words: Words) -> list[str]:
    """Addressees that found no room over the text, and copies."""
    lines = [words.say("circular.to_end", to=one.to)] if one.to_at_the_end else []
    return lines + ([words.say("circular.copies_line", copies=one.copies)] if one.copies else [])


def printing_day(one: Letter, words: Words) -> str:
    """The day of printing, as the last line says it."""
    return words.say("circular.printed_line", day=full_date(one.printed, words.language))
