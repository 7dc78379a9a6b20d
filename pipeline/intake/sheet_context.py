"""One sheet while it is read: whose it is, for which period, and where its findings go."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.domain.cell_address import address
from pipeline.domain.period import Period, UnknownPeriod, parse_period
from pipeline.domain.submission import SectionRead
from pipeline.intake.amounts import RefusedError
from pipeline.intake.cell_readers import CellReader, ReaderKit
from pipeline.intake.complaint import About, Complaints
from pipeline.intake.odd_cells import as_text
from pipeline.intake.org_lookup import Found, OrgLookup
from pipeline.intake.period_words import period_code
from pipeline.intake.section_guide import SectionGuide, label_details
from pipeline.intake.workbook import Sheet

Misfit = tuple[str, dict[str, str]]


@dataclass(slots=True)
class Bearings:
    """Units and periods, with what was found out about pairs of them."""

    lookup: OrgLookup
    kit: ReaderKit
    periods: dict[str, str | None] = field(default_factory=dict)
    fitting: dict[tuple[str, str], Misfit | None] = field(default_factory=dict)

    def period_named(self, text: str) -> str | None:
        """The code of the period that a text names."""
        if text not in self.periods:
            self.periods[text] = period_code(text, self.kit.calendars)
        return self.periods[text]

    def labels_of(self, code: str, word: str) -> dict[str, str]:
        """What a period is called as the details of a finding: ``word`` with the language."""
        period = parse_period(code, self.kit.calendars)
        return {f"{word}_zh": period.label("zh"), f"{word}_en": period.label("en")}

    def misfit(self, unit: str, period: str) -> Misfit | None:
        """Why a unit cannot report for a period; None when it can."""
        key = (unit, period)
        if key not in self.fitting:
            self.fitting[key] = self.find_misfit(unit, period)
        return self.fitting[key]

    def find_misfit(self, unit: str, code: str) -> Misfit | None:
        try:
            period: Period = parse_period(code, self.kit.calendars)
        except UnknownPeriod:
            return "unknown-period", {"period": code}
        version = self.lookup.during(unit, period)
        names = {**self.lookup.told("unit_name", unit), "period": code}
        labels = self.labels_of(code, "period_label")
        if version is None:
            return "unit-not-open", {**names, **labels}
        if version.frequency and version.frequency != period.kind:
            kinds = {"frequency": version.frequency, "kind": period.kind}
            words = {f"{k}_zh": KINDS[v] for k, v in kinds.items() if v in KINDS}
            return "wrong-period-kind", {**names, **labels, **kinds, **words}
        owed = next(iter(self.kit.calendars))
        if version.frequency and period.calendar != owed:
            name = self.kit.calendars[owed].name
            said = {"calendar_zh": name.zh, "calendar_en": name.en}
            return "wrong-calendar", {**names, **labels, **said}
        return None


KINDS = {"year": "年", "half": "半年", "quarter": "季", "month": "月"}


@dataclass(slots=True)
class SheetContext:
    """Where the reading of one sheet stands."""

    sheet: Sheet
    bearings: Bearings
    complaints: Complaints
    about: About
    version: str
    money_line: str | None = None
    misfit: Misfit | None = None
    """Why the sheet's unit cannot report for its period; ``period_at``: where that stands."""
    period_at: str = "A1"

    def say(
        self,
        slug: str,
        cell: str | None = None,
        got: str | None = None,
        field_id: str | None = None,
        **details: str,
    ) -> None:
        """Note a finding about this sheet."""
        self.complaints.add(
            slug, self.sheet.name, cell, got, about=self.about, field_id=field_id, details=details
        )

    def section_read(self, guide: SectionGuide, layout: str, cells: dict[str, str]) -> SectionRead:
        """An empty result for this sheet."""
        return SectionRead(
            form=guide.form.id,
            section=guide.section_id,
            table=guide.table,
            version=self.version,
            sheet=self.sheet.name,
            layout=layout,
            cells=cells,
            source_rows=[],
            units=[],
            periods=[],
            columns={},
            approximate=[],
            unit=self.about.unit,
            period=self.about.period,
        )

    def tell_missing(self, read: SectionRead) -> None:
        """Tell that the sheet says nowhere whose it is, or for when."""
        told = {finding.slug for finding in self.complaints.findings}
        if read.unit is None and not told & {"unknown-org-unit", "ambiguous-org-unit"}:
            self.complaints_once("unit-not-stated")
        if read.period is None:
            self.complaints_once("period-not-stated")

    def tell_misfit(self) -> None:
        """Tell that the sheet's unit cannot report for its period, where no row says another."""
        if self.misfit is not None:
            self.say(self.misfit[0], self.period_at, **self.misfit[1])

    def complaints_once(self, slug: str) -> None:
        if not any(f.slug == slug for f in self.complaints.findings):
            self.say(slug)

    def unit_of_row(
        self, row: Sequence[object], number: int, code_at: int | None, name_at: int | None
    ) -> str | None:
        """The unit a row names; the sheet's own where the row names none."""
        for column in (code_at, name_at):
            text = as_text(row[column]).strip() if column is not None else ""
            if not text:
                continue
            found = self.bearings.lookup.find(text)
            if found.code is not None:
                self.tell_alias(found, address(number - 1, column or 0))
                return found.code
            self.tell_unknown_unit(text, found, address(number - 1, column or 0))
            return None
        if self.about.unit is None:
            self.say("unit-not-stated", address(number - 1, code_at or name_at or 0))
        return self.about.unit

    def tell_unknown_unit(self, text: str, found: Found, cell: str | None = None) -> None:
        """Tell that no unit, or more than one, has this name, and which are like it."""
        slug = "ambiguous-org-unit" if found.ambiguous else "unknown-org-unit"
        self.say(slug, cell, text, **self.bearings.lookup.told("candidates", *found.candidates))

    def tell_alias(self, found: Found, cell: str | None) -> None:
        """Tell whose a confirmed alias made the sheet or its rows; once a sheet."""
        alias, sheet, lookup = found.alias, self.sheet.name, self.bearings.lookup
        if alias is None or (sheet, alias.alias) in self.complaints.told_of:
            return
        self.complaints.told_of.add((sheet, alias.alias))
        self.complaints.add(
            "unit-by-alias", sheet, cell, alias.alias,
            about=About(self.about.form, self.about.section, alias.unit, self.about.period),
            details={
                **lookup.told("unit_name", alias.unit), **lookup.told("by", alias.confirmed_by),
                "on": alias.confirmed_on.isoformat(),
            },
        )  # fmt: skip

    def period_of_row(self, row: Sequence[object], number: int, column: int | None) -> str | None:
        """The period a row names; the sheet's own where the row names none."""
        text = as_text(row[column]).strip() if column is not None else ""
        if not text:
            if self.about.period is None:
                self.say("period-not-stated", address(number - 1, column or 0))
            return self.about.period
        found = self.bearings.period_named(text)
        if found is None:
            self.say("unknown-period", address(number - 1, column or 0), text)
        return found

    def fits(self, unit: str, period: str, number: int, columns: Sequence[int | None]) -> bool:
        """Whether the unit may report for the period; told where it may not."""
        misfit = self.bearings.misfit(unit, period)
        if misfit is None:
            return True
        slug, details = misfit
        column = next((c for c in columns if c is not None), 0)
        self.say(slug, address(number - 1, column), **details)
        return False

    def count_filled(self, guide: SectionGuide, read: SectionRead) -> None:
        """Count required cells and those that hold a usable value."""
        read.required_cells = len(guide.required) * len(read.source_rows)
        read.filled_cells = sum(
            len(values) - values.count(None)
            for field_id in guide.required
            if (values := read.columns.get(field_id)) is not None
        )


def refused_or_value(
    context: SheetContext, reader: CellReader, value: object, cell: str, place: tuple[str, str]
) -> tuple[object, bool]:
    """Read an unusual cell: its value and whether it is rough; or None and a finding."""
    shown = None if reader.field.personal or reader.field.private else as_text(value)
    here = About(context.about.form, context.about.section, *place)
    names = label_details(reader.field.label)
    try:
        outcome = reader.odd(value)
    except RefusedError as refusal:
        context.complaints.add(
            refusal.slug, context.sheet.name, cell, shown,
            about=here, field_id=reader.field_id, details={**names, **refusal.details},
        )  # fmt: skip
        return None, False
    for slug, details in outcome.notices:
        context.complaints.add(
            slug, context.sheet.name, cell, shown,
            about=here, field_id=reader.field_id, details={**names, **details},
        )  # fmt: skip
    return outcome.value, outcome.approximate
