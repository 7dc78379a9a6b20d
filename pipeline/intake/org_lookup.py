"""Which org unit a code or a name means, at a given time."""

import re
from collections.abc import Iterable, Mapping
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
    """The unit meant; or, when that is not clear, the codes of those it may have been.

    ``alias``: the confirmed alias that says so, where the roster itself does not.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False
    alias: UnitAlias | None = None


class OrgLookup:
    """Finds units by code, name or alias; ``aliases`` are those confirmed beside the roster.

    ``kept``: those that hold just in the file that is being read, by name as names are compared.
    ``came_on``: the day on which that file came.
    """

    def __init__(self, units: tuple[OrgUnit, ...], aliases: Iterable[UnitAlias] = ()) -> None:
        self.by_code: dict[str, list[OrgUnit]] = {}
        for unit in units:
            self.by_code.setdefault(unit.code, []).append(unit)
        self.aliases = tuple(one for one in aliases if one.unit in self.by_code)
        self.confirmed: dict[str, UnitAlias] = {}
        self.names: dict[str, set[str]] = {}
        self.answers: dict[str, Found] = {}
        self.kept: Mapping[str, UnitAlias] = {}
        self.came_on = date.max

    def find(self, text: str) -> Found:
        """The unit that ``text`` (a code, a name, or a name with its code in brackets) means."""
        text = text.strip()
        if text in self.by_code:
            return Found(text)
        if self.kept and (alias := self.kept.get(plain(text))) is not None:
            return Found(alias.unit, alias=alias)
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
            return Found(None, tuple(sorted(codes)[:MOST_CANDIDATES]), ambiguous=True)
        near = process.extract(
            plain(text), self.names.keys(), limit=MOST_CANDIDATES, score_cutoff=NEAR_ENOUGH
        )
        found = dict.fromkeys(code for name, _, _ in near for code in sorted(self.names[name]))
        return Found(None, tuple(found)[:MOST_CANDIDATES])

    def may_mean(self, found: Found, text: str, code: str) -> bool:
        """Whether what was found for ``text`` is a unit, or one of several of that name."""
        return found.code == code or (found.ambiguous and code in self.names[plain(text)])

    def within(self, text: str) -> Found:
        """The unit whose name or code stands somewhere in ``text``, such as a file name: the
        longest name tells; two of one length and different units do not.

        An alias confirmed since the file came tells only where nothing else does, and of these
        the first: so what was accepted is read the same again, whatever was confirmed later.
        """
        self.index_names()
        folded = plain(text)
        for token in re.findall(r"[A-Za-z0-9][A-Za-z0-9_-]*", text):
            if token in self.by_code:
                return Found(token)
        inside = [n for n in {*self.kept, *self.names} if len(n) > 3 and n in folded]
        told = [n for n in inside if n in self.kept or not self.is_later(self.confirmed.get(n))]
        if not told:
            told = [n for n in map(plain, (a.alias for a in self.aliases)) if n in inside][:1]
        longest = sorted(n for n in told if len(n) == max(map(len, told)))
        found = [self.told_by(n) for n in longest]
        return found[0] if len({one.code for one in found}) == 1 else Found(None)

    def told_by(self, name: str) -> Found:
        """The unit of a name that is known; None where several have it."""
        if name in self.kept:
            return Found(self.kept[name].unit, alias=self.kept[name])
        codes = self.names[name]
        code = next(iter(codes)) if len(codes) == 1 else None
        return Found(code, alias=self.confirmed.get(name))

    def is_later(self, alias: UnitAlias | None) -> bool:
        """Whether an alias was not yet confirmed on the day before the file came."""
        return alias is not None and alias.confirmed_on >= self.came_on

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

    def told(self, word: str, *codes: str) -> dict[str, str]:
        """Names and codes of units as the details of a finding: ``word`` in Chinese, and in English
        with ``_en`` behind it; a dash where there are none.
        """
        named = [(self.by_code[code][-1].name, code) for code in codes]
        zh = "、".join(f"{name.zh}（{code}）" for name, code in named)
        en = ", ".join(f"{name.en or name.zh} ({code})" for name, code in named)
        return {word: zh or "—", f"{word}_en": en or "—"}

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
