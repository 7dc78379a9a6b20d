"""Words: every text and number of a page, in the reader's language, from ``pipeline.wording``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dash.development.base_component import Component

from pipeline.domain.finding import Finding, Place
from pipeline.queries.answers import FindingRow
from pipeline.wording import dates, messages, numbers, phrases, statuses, words
from pipeline.wording.words import Measured, Named, is_money

__all__ = ["Measured", "Part", "Words"]

Part = Component | str


def text_in(part: object) -> str:
    """The text of a component, without its marks."""
    if isinstance(part, Component):
        return text_in(getattr(part, "children", None))
    if isinstance(part, Sequence) and not isinstance(part, str):
        return "".join(text_in(piece) for piece in part)
    return "" if part is None else str(part)


@dataclass(frozen=True)
class Words(words.Words):
    """What a page says: the common words, and components among them."""

    def has(self, key: str) -> bool:
        """Whether the catalogue has the phrase."""
        return key in phrases.phrases()

    def rich(self, key: str, **parts: Part | Sequence[Part]) -> list[Part]:
        """A phrase whose placeholders are filled with components, as children of an element."""
        given = phrases.phrases()[key].in_language(self.language)
        texts = {name: text_in(part) for name, part in parts.items()}
        pieces = messages.PLACEHOLDER.split(messages.in_number(given, texts))
        children: list[Part] = []
        for index, piece in enumerate(pieces):
            found = parts[piece] if index % 2 else piece
            children += [found] if isinstance(found, str | Component) else list(found)
        return [child for child in children if child != ""]

    def join(self, parts: Sequence[Part], key: str = "join.list") -> list[Part]:
        """The parts with the language's own comma between them."""
        comma = self.say(key)
        return [piece for part in parts for piece in (comma, part)][1:]

    def part(self, value: Decimal | None, measured: Measured) -> str:
        """A numerator or a denominator: whole, except money."""
        if is_money(measured):
            return numbers.money(value, self.language)
        whole = value is None or value == value.to_integral_value()
        return numbers.number(value, 0 if whole else 2)

    def whole_percent(self, value: Decimal) -> str:
        """A completion without its sign and digits, for narrow cells."""
        return numbers.completion(value, 0)

    def share(self, part: int, whole: int) -> str:
        """2/3."""
        return numbers.share(part, whole)

    def day(self, day: date | None) -> str:
        """A day within a known year."""
        return dates.short_date(day, self.language)

    def record_day(self, day: date | datetime | None) -> str:
        """A day as tables of records show it."""
        return dates.record_date(day.date() if isinstance(day, datetime) else day)

    def record_moment(self, moment: datetime | None) -> str:
        """A day with its time as tables of records show it."""
        return dates.record_moment(moment)

    def months(self, period: Named) -> str:
        """The months of a period; short enough for an axis."""
        return self.text(period.label) if period.kind == "year" else super().months(period)

    def sentence(self, row: FindingRow) -> messages.Sentence:
        """A stored finding in words."""
        place = Place(row.file, row.sheet, row.cell)
        return messages.render(
            Finding(
                row.slug, row.severity, place, row.got, row.details, row.form,  # type: ignore[arg-type]
                period=self.text(row.period_name) if row.period_name else None,
            ),
            self.language,
        )  # fmt: skip

    def lay(self, slug: str) -> str:
        """A kind of finding for those who do not know its name."""
        entry = messages.catalogue().get(slug)
        return slug if entry is None else self.text(entry.lay)

    def severity(self, severity: str) -> str:
        """The severity in a word."""
        return statuses.severity_word(severity, self.language)  # type: ignore[arg-type]
