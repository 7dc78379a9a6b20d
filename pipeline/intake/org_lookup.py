"""Which org unit a code or a name means, at a given time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process

from pipeline.domain.confirmation import UnitAlias
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period
from pipeline.intake.labels import plain

CODE_AT_END = re.compile(r"[(（]\s*([A-Za-z0-9][A-Za-z0-9_.-]*)\s*[)）]\s*$")
NEAR_ENOUGH = 55
MOST_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The unit meant; or, when that is not clear, those it may have been.

    ``alias``: the confirmed alias that says so, where the roster itself does not.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False
    alias: UnitAlias | None = None


class OrgLookup:
    """Finds units by code, name or alias; ``aliases`` are those confirmed beside the roster."""

    def __init__(self, units: tuple[OrgUnit, ...], aliases: Iterable[UnitAlias] = ()) -> None:
        self.by_code: dict[str, list[OrgUnit]] = {}
        for unit in units:
            self.by_code.setdefault(unit.code, []).append(unit)
        self.aliases = tuple(one for one in aliases if one.unit in self.by_code)
        self.confirmed: dict[str, UnitAlias] = {}
        self.names: dict[str, set[str]] = {}
        self.answers: dict[str, Found] = {}

    def find(self, text: str) -> Found:
        """The unit that ``text`` (a code, a name, or a name with its code in brackets) means."""
        text = text.strip()
        if text in self.by_code:
            return Found(text)
        answer = self.answers.get(text)
        if answer is None:
            answer = self.answers[text] = self.search(text)
        return answer

    def search(self, text: str) -> Found:
        if (bracket := CODE_AT_END.search(text)) is not None and bracket[1] in self.by_code:
            return Found(bracket[1])
        self.index_names()
        codes = self.names.get(plain(text), set())
        if len(codes) == 1:
            return Found(next(iter(codes)), alias=self.confirmed.get(plain(text)))
        if codes:
            shown = tuple(self.shown(code) for code in sorted(codes)[:MOST_CANDIDATES])
            return Found(None, shown, ambiguous=True)
        near = process.extract(
            plain(text), self.names.keys(), limit=MOST_CANDIDATES, score_cutoff=NEAR_ENOUGH
        )
        found = dict.fromkeys(code for name, _, _ in near for code in sorted(self.names[name]))
        return Found(None, tuple(self.shown(code) for code in list(found)[:MOST_CANDIDATES]))

    def within(self, text: str) -> Found:
        """The unit whose name or code stands somewhere in ``text``, such as a file name."""
        self.index_names()
        folded = plain(text)
        for token in re.findall(r"[A-Za-z0-9][A-Za-z0-9_-]*", text):
            if token in self.by_code:
                return Found(token)
        inside = [name for name in self.names if len(name) > 3 and name in folded]
        if not inside:
            return Found(None)
        longest = max(inside, key=len)
        codes = self.names[longest]
        if len(codes) > 1:
            return Found(None)
        return Found(next(iter(codes)), alias=self.confirmed.get(longest))

    def index_names(self) -> None:
        """Names are indexed when first needed: the product's own templates carry codes."""
        if self.names:
            return
        for code, versions in self.by_code.items():
            for unit in versions:
                for name in (unit.name.zh, unit.name.en, *unit.aliases):
                    self.names.setdefault(plain(name), set()).add(code)
        for alias in self.aliases:
            name = plain(alias.alias)
            if name not in self.names:
                self.confirmed[name] = alias
            self.names.setdefault(name, set()).add(alias.unit)

    def shown(self, code: str) -> str:
        """Name and code for a sentence."""
        return f"{self.by_code[code][-1].name.zh}（{code}）"

    def on(self, code: str, day: date) -> OrgUnit | None:
        """The version of a unit that was valid on a day."""
        for unit in self.by_code.get(code, ()):
            begun = unit.valid_from is None or unit.valid_from <= day
            if begun and (unit.valid_to is None or day <= unit.valid_to):
                return unit
        return None

    def during(self, code: str, period: Period) -> OrgUnit | None:
        """The version that reports for a period: the one at its end, else at its start."""
        return self.on(code, period.end) or self.on(code, period.start)
