"""Files on record whose reading stays as it was, whatever was settled since.

An event ``keep`` says so of one heading in one file: it is left unread although it is confirmed,
or is still read although that was taken back. Of the alias of a unit it says that the file is
still this unit's. Reading everything again comes to the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.domain.confirmation import ColumnSynonym, UnitAlias
from pipeline.domain.event import PERIOD_LOCKED, Event, ReadHeading
from pipeline.domain.finding import Finding
from pipeline.intake.assignment import Arrival
from pipeline.intake.labels import plain, spellings
from pipeline.intake.org_lookup import OrgLookup
from pipeline.intake.own_headings import OwnHeadings
from pipeline.wording.catalogue import catalogue

BY_SYNONYM = "read-by-synonym"
LOCKED, REFUSED, STILL = "heading-locked", "heading-refused", "heading-still-read"
BY_ALIAS, STILL_NAMED = "unit-by-alias", "alias-still-read"
UNREAD = ("unknown-column", "unknown-item")
Key = tuple[str, str, str, str]
"""sender, form, section, label as labels are compared"""


def kept_readings(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events ``keep`` that hold: the last word about a heading or an alias in a file."""
    last: dict[tuple[str, Key], Event] = {}
    for event in events:
        if event.deed in ("keep", "reread") and event.sha256 is not None:
            named = ("", "", "", plain(event.text))
            key = named if event.heading is None else key_of(event, event.heading)
            last[event.sha256, key] = event
    return tuple(event for event in last.values() if event.deed == "keep")


def key_of(event: Event, heading: ReadHeading) -> Key:
    """Which heading an event is about."""
    return heading.sender, event.form or "", heading.section, plain(heading.label)


def key_of_line(one: ColumnSynonym) -> Key:
    """Which heading a confirmation is about."""
    return one.sender, one.form, one.section, plain(one.label)


class KeptReadings:
    """What holds for single files instead of what is confirmed, and how that is told."""

    def __init__(
        self, kept: Iterable[Event], synonyms: Iterable[ColumnSynonym], lookup: OrgLookup
    ) -> None:
        self.holding = {key_of_line(one): one for one in synonyms}
        self.lookup = lookup
        self.of: dict[str, list[tuple[Event, ReadHeading]]] = {}
        self.named_in: dict[str, dict[str, UnitAlias]] = {}
        named = {plain(one.alias): one.unit for one in lookup.aliases}
        for event in kept:
            if event.heading is None:
                if event.unit in lookup.by_code and named.get(plain(event.text)) != event.unit:
                    names = self.named_in.setdefault(event.sha256 or "", {})
                    names[plain(event.text)] = alias_of(event)
            elif self.matters(event, event.heading):
                self.of.setdefault(event.sha256 or "", []).append((event, event.heading))

    def matters(self, event: Event, heading: ReadHeading) -> bool:
        """Whether it says anything else than what is confirmed now."""
        one = self.holding.get(key_of(event, heading))
        same = one is not None and one.field == heading.field
        return same is not heading.read

    def aliases(self, sha256: str) -> Mapping[str, UnitAlias]:
        """Aliases that were taken back and still hold in a file, by name as names are compared."""
        return self.named_in.get(sha256, {})

    def headings(self, sha256: str) -> OwnHeadings | None:
        """The headings by which a file is read; None where those that are confirmed hold."""
        if sha256 not in self.of:
            return None
        lines = dict(self.holding)
        for event, heading in self.of[sha256]:
            lines.pop(key_of(event, heading), None)
        for event, heading in self.of[sha256]:
            if heading.read:
                lines[key_of(event, heading)] = ColumnSynonym(
                    sender=heading.sender, form=event.form or "", section=heading.section,
                    label=heading.label, field=heading.field, confirmed_by=event.by,
                    confirmed_on=event.at.date(),
                )  # fmt: skip
        return OwnHeadings(lines.values())

    def told(self, arrival: Arrival, findings: list[Finding]) -> list[Finding]:
        """The findings of a file, with the names of units, and why it is read as before."""
        mine, names = self.of.get(arrival.sha256, []), self.aliases(arrival.sha256)
        if not mine and not names and not self.holding:
            return findings
        return [
            replace(one, slug=STILL_NAMED)
            if one.slug == BY_ALIAS and plain(one.got or "") in names
            else self.named(self.why(one, mine, arrival.sender))
            for one in findings
        ]

    def why(
        self, finding: Finding, mine: list[tuple[Event, ReadHeading]], came_from: str | None
    ) -> Finding:
        """What is told instead of a finding about a heading that is read as before."""
        for event, heading in mine:
            if (finding.form, finding.section) != (event.form, heading.section):
                continue
            if heading.read:
                same = finding.slug == BY_SYNONYM and (
                    finding.details["sender"], finding.details["synonym"]
                ) == (heading.sender, heading.label)  # fmt: skip
                if same:
                    return replace(finding, slug=STILL)
            elif (
                finding.slug in UNREAD
                and heading.sender in (finding.unit, came_from)
                and plain(heading.label) in spellings(finding.got or "")
            ):
                return self.left_unread(finding, event, heading)
        return finding

    def left_unread(self, finding: Finding, event: Event, heading: ReadHeading) -> Finding:
        """Why a heading that is confirmed was not read in this file."""
        one = self.holding[key_of(event, heading)]
        details = {
            "synonym": heading.label, "sender": heading.sender, "by": one.confirmed_by,
            "on": one.confirmed_on.isoformat(), "field": heading.field,
        }  # fmt: skip
        locked = event.slug == PERIOD_LOCKED
        if not locked and event.slug in catalogue():
            lay = catalogue()[event.slug].lay
            details |= {"why_zh": lay.zh.rstrip("。"), "why_en": lay.en.rstrip(".")}
            details["place"] = "!".join(part for part in (event.sheet, event.cell) if part) or "—"
        slug = LOCKED if locked else REFUSED
        return replace(finding, slug=slug, details=details, field_id=heading.field)

    def named(self, finding: Finding) -> Finding:
        """With the names of the units whose codes it has; any other sender is told as written."""
        if finding.slug not in (BY_SYNONYM, LOCKED, REFUSED, STILL):
            return finding
        names = {}
        for word in ("sender", "by"):
            code = finding.details[word]
            for unit in self.lookup.by_code.get(code, ())[-1:]:
                names[f"{word}_zh"] = f"{unit.name.zh}（{code}）"
                names[f"{word}_en"] = f"{unit.name.en or unit.name.zh} ({code})"
        return replace(finding, details=finding.details | names)


def alias_of(event: Event) -> UnitAlias:
    """The alias an event speaks of, told with who took it back and when."""
    return UnitAlias(
        unit=event.unit or "", alias=event.text, confirmed_by=event.by,
        confirmed_on=event.at.date(),
    )  # fmt: skip
