"""Words: every text and number of a page, in the reader's language, from ``pipeline.wording``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from dash.development.base_component import Component

from pipeline.domain.finding import Finding, Place
from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.status import Status
from pipeline.queries.answers import DataStatus, FindingRow, PeriodRef
from pipeline.wording import dates, messages, numbers, phrases, statuses

Part = Component | str
MONEY = ("元", "万元")
"""Units of money; a page prints amounts in 万元, or in CNY."""


class Measured(Protocol):
    """An indicator or a target: what is needed to print its values."""

    @property
    def unit_label(self) -> Bilingual:
        """人, 家, %."""

    @property
    def decimals(self) -> int:
        """Digits behind the point."""


def in_ten_thousands(measured: Measured) -> bool:
    """Whether values count in ten thousands: 万人, 万元."""
    return len(measured.unit_label.zh) > 1 and measured.unit_label.zh.startswith("万")


def base(value: Decimal | None, measured: Measured) -> Decimal | None:
    """A value in persons or yuan, whichever size its plan counted in."""
    if value is None or not in_ten_thousands(measured):
        return value
    return value * numbers.WAN


def base_label(measured: Measured) -> Bilingual:
    """The unit without its ten thousands."""
    label = measured.unit_label
    if not in_ten_thousands(measured):
        return label
    return Bilingual(zh=label.zh.removeprefix("万"), en=label.en.removeprefix("10 000 "))


@dataclass(frozen=True)
class Words:
    """What a page says, for readers of ``language``."""

    language: Language

    def say(self, key: str, **values: object) -> str:
        """A phrase of the catalogue."""
        return phrases.phrase(key, self.language, **values)

    def has(self, key: str) -> bool:
        """Whether the catalogue has the phrase."""
        return key in phrases.phrases()

    def rich(self, key: str, **parts: Part | Sequence[Part]) -> list[Part]:
        """A phrase whose placeholders are filled with components, as children of an element."""
        pieces = messages.PLACEHOLDER.split(phrases.phrases()[key].in_language(self.language))
        children: list[Part] = []
        for index, piece in enumerate(pieces):
            found = parts[piece] if index % 2 else piece
            children += [found] if isinstance(found, str | Component) else list(found)
        return [child for child in children if child != ""]

    def join(self, parts: Sequence[Part], key: str = "join.list") -> list[Part]:
        """The parts with the language's own comma between them."""
        comma = self.say(key)
        return [piece for part in parts for piece in (comma, part)][1:]

    def text(self, given: Bilingual) -> str:
        """The text in the reader's language."""
        return given.in_language(self.language)

    def is_money(self, measured: Measured) -> bool:
        """Whether a value is an amount of money."""
        return measured.unit_label.zh in MONEY

    def amount(self, value: Decimal | None, measured: Measured) -> str:
        """A value as tables show it; its unit is ``unit(measured)``."""
        plain = base(value, measured)
        if self.is_money(measured):
            return numbers.money(plain, self.language)
        if plain is not None and in_ten_thousands(measured) and self.language == "zh":
            return numbers.scaled(plain, numbers.WAN, comma=True)
        return numbers.number(plain, measured.decimals, self.language)

    def unit(self, measured: Measured) -> str:
        """The unit that goes with ``amount``."""
        if self.is_money(measured):
            return self.text(numbers.MONEY_HEAD)
        if self.language == "zh":
            return measured.unit_label.zh
        return base_label(measured).en

    def in_prose(self, value: Decimal | None, measured: Measured) -> str:
        """A value with its unit inside a sentence."""
        plain = base(value, measured)
        if self.is_money(measured):
            return numbers.money_prose(plain, self.language)
        return numbers.prose(plain, base_label(measured), measured.decimals, self.language)

    def part(self, value: Decimal | None, measured: Measured) -> str:
        """A numerator or a denominator: whole, except money."""
        if self.is_money(measured):
            return numbers.money(value, self.language)
        whole = value is None or value == value.to_integral_value()
        return numbers.number(value, 0 if whole else 2, self.language)

    def whole(self, value: Decimal | int | None) -> str:
        """A count."""
        return numbers.number(value, 0, self.language)

    def plain(self, value: Decimal) -> str:
        """An amount as a cell adds it: all its digits, in the sheet's stored unit."""
        places = max(0, -int(value.normalize().as_tuple().exponent))
        return numbers.number(value, places, self.language)

    def tick(self, value: Decimal, measured: Measured) -> str:
        """A round value on an axis, without digits it does not need."""
        if self.is_money(measured) and self.language == "zh":
            return self.plain(value / numbers.WAN)
        return self.plain(value)

    def tenth(self, value: Decimal | None) -> str:
        """A percentage without its sign, for columns whose head says %."""
        return numbers.number(value, 1, self.language)

    def percent(self, value: Decimal | None) -> str:
        """A percentage."""
        return numbers.rate(value)

    def signed(self, value: Decimal | None) -> str:
        """A difference in points, for columns whose head says so."""
        return numbers.difference(value, 1, self.language)

    def share(self, part: int, whole: int) -> str:
        """2/3."""
        return numbers.share(part, whole)

    def pace(self, days: int) -> str:
        """Days ahead of or behind the schedule."""
        key = "pace.behind" if days < 0 else "pace.ahead"
        return self.say(key, days=self.whole(abs(days)))

    def day(self, day: date | None) -> str:
        """A day within a known year."""
        return dates.short_date(day, self.language)

    def record_day(self, day: date | datetime | None) -> str:
        """A day as tables of records show it."""
        return dates.record_date(day.date() if isinstance(day, datetime) else day)

    def moment(self, moment: datetime) -> str:
        """A day of a known year with its time."""
        return f"{dates.full_date(moment.date(), self.language)} {moment:%H:%M}"

    def period(self, period: PeriodRef) -> str:
        """A period with its months, where they are not in its name."""
        label = self.text(period.label)
        if period.kind == "month" or (period.kind == "year" and period.start.month == 1):
            return label
        return self.say("period.with_months", label=label, months=self.months(period))

    def months(self, period: PeriodRef) -> str:
        """The months of a period; short enough for an axis."""
        if period.kind == "year":
            return self.text(period.label)
        return dates.months(period, self.language)  # type: ignore[arg-type]

    def reported(self, data: DataStatus) -> str:
        """应报 · 已报 · 截至."""
        return dates.data_status(
            data.expected, data.reported, data.as_of, self.language, data.carried
        )

    def status(self, status: Status | None) -> str:
        """The status in a word."""
        return statuses.status_word(status, self.language)

    def sentence(self, row: FindingRow) -> messages.Sentence:
        """A stored finding in words."""
        place = Place(row.file, row.sheet, row.cell)
        return messages.render(
            Finding(
                row.slug, row.severity, place, row.got, row.details, row.form, period=row.period  # type: ignore[arg-type]
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
