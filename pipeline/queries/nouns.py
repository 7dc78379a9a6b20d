"""The definitions a snapshot was computed from, read back as nouns; cached per snapshot."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from pipeline.domain.fact import Fact
from pipeline.domain.form import Form, Section
from pipeline.domain.indicator import Indicator
from pipeline.domain.noun import Bilingual
from pipeline.domain.outside import Outside
from pipeline.domain.period import UnknownPeriod, parse_period
from pipeline.domain.plan import Plan
from pipeline.domain.product import CalendarYear, Product
from pipeline.intake.labels import plain
from pipeline.queries.answers import IndicatorRef, PeriodRef, UnitRef
from pipeline.warehouse.layout import definitions_of
from pipeline.warehouse.reader import Reader

WORD = re.compile(r"[A-Za-z0-9_-]+")


class NotFound(LookupError):
    """There is no such unit, period or indicator; ``near`` lists similar codes.

    ``known`` are all there are, where these are few enough to be told when none is similar.
    """

    def __init__(
        self, kind: Bilingual, code: str, near: list[str], known: Sequence[str] = ()
    ) -> None:
        self.kind, self.code, self.near, self.known = kind, code, near, tuple(known)
        told_zh, told_en = ("相近的有", "similar") if near else ("现有", "there are")
        told = near or self.known
        self.message_zh = f"没有这个{kind.zh}：{code}" + (
            f"。{told_zh}：{'、'.join(told)}" if told else ""
        )
        self.message_en = f"no such {kind.en}: {code}" + (
            f"; {told_en}: {', '.join(told)}" if told else ""
        )
        super().__init__(self.message_en)

    @classmethod
    def unit(cls, code: str, known: Iterable[str]) -> "NotFound":
        """There is no such unit."""
        return cls(Bilingual(zh="单位", en="unit"), code, near(code, known))

    @classmethod
    def form(cls, code: str, known: Iterable[str]) -> "NotFound":
        """There is no such form."""
        return cls(Bilingual(zh="报表", en="form"), code, near(code, known))

    @classmethod
    def period(cls, code: str, known: Iterable[str]) -> "NotFound":
        """There is no such period."""
        return cls(Bilingual(zh="报告期", en="period"), code, near(code, known))


def code_of_period(text: str, calendars: dict[str, CalendarYear], known: Iterable[str] = ()) -> str:
    """The code of a period as reports have it: 2024Q3 also of 2024q3. Raises NotFound, with those
    of ``known`` that are like it.
    """
    try:
        return parse_period(text, calendars).code
    except UnknownPeriod:
        raise NotFound.period(text, known) from None


@dataclass(frozen=True)
class Nouns:
    """Everything that names things in one snapshot."""

    product: Product
    forms: dict[str, Form]
    indicators: dict[str, Indicator]
    plans: dict[str, Plan]
    queries: dict[str, dict[str, object]]
    files: dict[tuple[str, str], str]
    units: dict[str, tuple[tuple[date, date, UnitRef], ...]]
    windows: dict[str, PeriodRef]
    facts: dict[str, Fact] = field(default_factory=dict)
    """what the source documents state; none without a register"""
    aliases: frozenset[str] = frozenset()
    """texts that were confirmed to mean a unit, as texts are compared"""
    outside: Outside = field(default_factory=Outside)
    """in an extract: what it knows of units it does not hold"""

    @cached_property
    def called(self) -> frozenset[str]:
        """The names of all units in all their versions, as texts are compared."""
        return frozenset(
            plain(one.name.zh) for versions in self.units.values() for *_, one in versions
        )

    def unit(self, code: str, day: date | None = None) -> UnitRef:
        """A unit as it was called on a day (its last version by default). Raises NotFound."""
        versions = self.units.get(code)
        if not versions:
            raise NotFound.unit(code, self.units)
        for first, last, unit in versions:
            if day and first <= day <= last:
                return unit
        return versions[-1][2]

    def who(self, code: str, day: date | None = None) -> UnitRef:
        """Who decided, promised or has to approve something, also where that unit is not on the
        roster (any more): then by its code.
        """
        if code in self.units:
            return self.unit(code, day)
        known = self.outside.superiors.get(code)
        if known is not None:
            return UnitRef(code, known.name, known.level)
        return UnitRef(code, Bilingual(zh=code, en=code), "")

    def period(self, code: str) -> PeriodRef:
        """A period by its code. Raises NotFound."""
        if code not in self.windows:
            raise NotFound.period(code, self.windows)
        return self.windows[code]

    def period_name(self, code: str) -> Bilingual:
        """What a period is called, also one of which nothing is published; its code where no
        calendar has it any more."""
        if code in self.windows:
            return self.windows[code].label
        try:
            found = parse_period(code, self.product.calendars)
        except UnknownPeriod:
            return Bilingual(zh=code, en=code)
        return Bilingual(zh=found.label("zh"), en=found.label("en"))

    def indicator(self, code: str) -> Indicator:
        """An indicator by its id. Raises NotFound."""
        if code not in self.indicators:
            raise NotFound(Bilingual(zh="指标", en="indicator"), code, near(code, self.indicators))
        return self.indicators[code]

    def indicator_ref(self, code: str) -> IndicatorRef:
        """An indicator as a link."""
        i = self.indicator(code)
        label = self.product.units[i.unit].label
        return IndicatorRef(
            i.id, i.name, i.theme, i.unit, label, i.decimals, i.nature, i.direction, i.core
        )

    def facts_in(self, *texts: str | None) -> dict[str, Bilingual]:
        """Id → name of every registered fact that the texts mention."""
        words = (word for text in texts if text for word in WORD.findall(text))
        return {word: self.facts[word].name for word in words if word in self.facts}

    def section(self, form: str, section: str) -> Section:
        """A section of a form. Raises KeyError."""
        return self.forms[form].sections[section]

    def section_of_table(self, table: str) -> tuple[Form, Section]:
        """The form and section behind a fact table. Raises KeyError."""
        for form in self.forms.values():
            for name, section in form.sections.items():
                if form.table(name) == table:
                    return form, section
        raise KeyError(table)


def near(code: str, known: Iterable[str]) -> list[str]:
    """Codes that look like a mistyped one, in capitals or not."""
    alike = {one.casefold(): one for one in known}
    return [alike[one] for one in get_close_matches(code.casefold(), alike, n=3)]


def nouns(reader: Reader) -> Nouns:
    """The nouns of the published snapshot. Raises NothingPublished, OtherLayout."""
    return reader.remembered(read_nouns)


def read_nouns(reader: Reader) -> Nouns:
    """Read the nouns."""
    bodies = reader.rows("select kind, id, file, body from definition where kind <> 'boundary'")
    by_kind: dict[str, dict[str, str]] = {}
    for kind, name, _, body in bodies:
        by_kind.setdefault(kind, {})[name] = body
    with definitions_of(reader.data):
        return Nouns(
            product=Product.model_validate_json(by_kind["product"]["product"]),
            forms={k: Form.model_validate_json(v) for k, v in by_kind.get("form", {}).items()},
            indicators={
                k: Indicator.model_validate_json(v) for k, v in by_kind.get("indicator", {}).items()
            },
            plans={k: Plan.model_validate_json(v) for k, v in by_kind.get("plan", {}).items()},
            queries={k: json.loads(v) for k, v in by_kind.get("query", {}).items()},
            files={(kind, name): file for kind, name, file, _ in bodies},
            units=read_units(reader),
            windows=read_periods(reader),
            facts={k: Fact.model_validate_json(v) for k, v in by_kind.get("fact", {}).items()},
            aliases=frozenset(
                plain(json.loads(v)["alias"]) for v in by_kind.get("alias", {}).values()
            ),
            outside=Outside.model_validate_json(by_kind.get("outside", {}).get("outside", "{}")),
        )


def read_units(reader: Reader) -> dict[str, tuple[tuple[date, date, UnitRef], ...]]:
    """Unit code → (first day, last day, reference) of its versions, oldest first."""
    rows = reader.rows(
        "select unit, valid_from, valid_to, name_zh, name_en, level, generated from org_unit"
        " order by unit, valid_from"
    )
    found: dict[str, list[tuple[date, date, UnitRef]]] = {}
    for code, first, last, zh, en, level, generated in rows:
        ref = UnitRef(code, Bilingual(zh=zh, en=en), level, generated)
        found.setdefault(code, []).append((first, last, ref))
    return {code: tuple(versions) for code, versions in found.items()}


def read_periods(reader: Reader) -> dict[str, PeriodRef]:
    """Period code → reference."""
    rows = reader.rows(
        "select period, label_zh, label_en, kind, calendar, starts, ends from time_window"
        " where span = 'period' order by starts, ends"
    )
    return {
        code: PeriodRef(code, Bilingual(zh=zh, en=en), kind, calendar, starts, ends)
        for code, zh, en, kind, calendar, starts, ends in rows
    }
