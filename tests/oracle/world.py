"""Units, what they sent, and what is added up of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache

from pipeline.domain.correction import Correction
from pipeline.domain.form import Form
from pipeline.domain.indicator import Indicator, Measure, Test
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import MONTHS, Period, PeriodKind, make_period
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product
from tests.oracle.nouns import NOTHING, Answer, Part, Report, Span
from tests.oracle.rows import Amount, matches, row_amount

SIX_PLACES = Decimal("0.000001")
FIRST_ROW = 5
"""Where the rows of an invented list begin."""


@dataclass
class World:
    """Units, what they sent, and what is to be computed."""

    product: Product
    forms: dict[str, Form]
    indicators: dict[str, Indicator]
    plans: dict[str, Plan]
    units: tuple[OrgUnit, ...]
    reports: list[Report]
    corrections: dict[str, Correction] = field(default_factory=dict)
    counting: dict[tuple[str, str], list[Report]] = field(default_factory=dict)
    """form and unit → the reports that count, by their last day, longer ones first"""
    known_parts: dict[tuple[str, str, str], Part] = field(default_factory=dict)

    def __post_init__(self) -> None:
        newest: dict[tuple[str, str, str], Report] = {}
        for report in sorted(self.reports, key=lambda r: (r.received, r.version)):
            if report.accepted:
                newest[report.form, report.unit, report.period.code] = report
        for correction in self.corrections.values():
            key = (correction.form, correction.unit, correction.period)
            if key in newest:
                newest[key] = self.corrected(newest[key], correction)
        for report in newest.values():
            self.counting.setdefault((report.form, report.unit), []).append(report)
        for reports in self.counting.values():
            reports.sort(key=lambda r: (r.period.end, r.period.start))
        # Nothing changes any more: every question needs to be answered only once.
        self.tree_on = cache(self.tree_on)  # type: ignore[method-assign]
        self.below = cache(self.below)  # type: ignore[method-assign]
        self.owed_periods = cache(self.owed_periods)  # type: ignore[method-assign]
        self.days_reported = cache(self.days_reported)  # type: ignore[method-assign]
        self.variants = cache(self.variants)  # type: ignore[method-assign]
        self.children = cache(self.children)  # type: ignore[method-assign]
        self.sums = cache(self.sums)  # type: ignore[method-assign]
        self.periods = cache(self.periods)  # type: ignore[method-assign]
        self.counted_below = cache(self.counted_below)  # type: ignore[method-assign]
        self.completeness = cache(self.completeness)  # type: ignore[method-assign]

    # What a superior put right.

    def corrected(self, report: Report, correction: Correction) -> Report:
        """The report with the cells that still hold what was expected replaced."""
        sections = dict(report.sections)
        for cell in correction.cells:
            rows = list(sections.get(cell.section, ()))
            index = 0 if cell.row is None else cell.row - FIRST_ROW
            kind = self.forms[report.form].sections[cell.section].fields[cell.field].type
            if index < len(rows) and rows[index].get(cell.field) == read(cell.expected, kind):
                rows[index] = {**rows[index], cell.field: read(cell.value, kind)}
                sections[cell.section] = tuple(rows)
        return replace(report, sections=sections)

    # The dated tree.

    def tree_on(self, day: date) -> dict[str, OrgUnit]:
        """Each unit's newest version that has begun; a closed unit keeps its last place."""
        found: dict[str, OrgUnit] = {}
        for unit in sorted(self.units, key=lambda u: u.valid_from or date.min):
            if (unit.valid_from or date.min) <= day:
                found[unit.code] = unit
        return found

    def below(self, code: str, day: date) -> tuple[str, ...]:
        """The unit and everything under it."""
        found = [code]
        for one in found:
            found += self.children(one, day)
        return tuple(found)

    def children(self, code: str, day: date) -> tuple[str, ...]:
        """Everything right under a unit."""
        return tuple(u.code for u in self.tree_on(day).values() if u.parent == code)

    def has_children(self, code: str, day: date) -> bool:
        return bool(self.children(code, day))

    # Who owes what.

    def owed(self, form: str, unit: str, span: Span) -> int:
        """How many reports of a form the roster expects from a unit in a span of days."""
        return len(self.owed_periods(form, unit, span))

    def owed_periods(self, form: str, unit: str, span: Span) -> list[Period]:
        """The periods for which the roster expects a form from a unit in a span of days."""
        reported = self.days_reported(self.top_of(unit))
        found = []
        for version in (u for u in self.units if u.code == unit):
            if not (reported and version.form_set and version.frequency):
                continue
            if form not in self.product.form_sets[version.form_set].forms:
                continue
            for year in range(span.starts.year - 1, span.ends.year + 2):
                for period in self.periods(version.frequency, year):
                    touched = period.start <= reported.ends and period.end >= reported.starts
                    if span.holds(period) and touched and is_open(version, period.end):
                        found.append(period)
        return found

    def periods(self, kind: PeriodKind, year: int) -> list[Period]:
        """The periods of a year of the calendar by which units report."""
        key, calendar = next(iter(self.product.calendars.items()))
        return [make_period(key, calendar, kind, year, n + 1) for n in range(12 // MONTHS[kind])]

    def top_of(self, unit: str) -> str:
        """The topmost superior, by every unit's newest version."""
        latest = self.tree_on(date.max)
        while (above := latest[unit].parent) is not None and above in latest:
            unit = above
        return unit

    def days_reported(self, top: str) -> Span | None:
        """First and last day of all reports that count below a topmost unit."""
        periods = [
            r.period
            for (_, unit), reports in self.counting.items()
            for r in reports
            if self.top_of(unit) == top
        ]
        if not periods:
            return None
        return Span(min(p.start for p in periods), max(p.end for p in periods))

    # One measure at one reporting unit: what was reported, and what was carried forward.

    def unit_amounts(self, unit: str, part: Part, span: Span) -> tuple[Amount, Amount]:
        measure = part.measure
        sent = self.counting.get((measure.form, unit), ())
        mine = [r for r in sent if measure.section in r.sections]
        if not mine:
            return None, None
        inside = [r for r in mine if span.holds(r.period)]
        if measure.over_time == "last":
            version = self.tree_on(span.ends)[unit]
            if not is_open(version, span.ends):
                return None, None
            if inside:
                return self.amount(inside[-1], part, version, span), None
            before = [r for r in mine if r.period.end < span.starts]
            if before and self.owed(measure.form, unit, span):
                return None, self.amount(before[-1], part, version, span)
            return None, None
        amounts = []
        for report in inside:
            version_then = self.tree_on(report.period.end).get(unit)
            if version_then is not None:
                own = Span(report.period.start, report.period.end)
                amounts.append(self.amount(report, part, version_then, own))
        known = [a for a in amounts if a is not None]
        if not known:
            return None, None
        if measure.over_time == "average":
            return (sum(known, Decimal(0)) / len(known)).quantize(SIX_PLACES), None
        return sum(known, Decimal(0)), None

    def sums(self, unit: str, part: Part, span: Span) -> tuple[Amount, Amount]:
        """The same of a unit and everything below it."""
        total, carried = self.unit_amounts(unit, part, span)
        for child in self.children(unit, span.ends):
            now, before = self.sums(child, part, span)
            total, carried = added(total, now), added(carried, before)
        return total, carried

    def amount(self, report: Report, part: Part, version: OrgUnit, span: Span) -> Amount:
        """What one report adds: zero when no row matches, absent when matching rows are blank."""
        fields = self.forms[part.measure.form].sections[part.measure.section].fields
        rows = [
            row
            for row in report.sections[part.measure.section]
            if matches(row, part.measure, part.segment, fields, version, (span.starts, span.ends))
        ]
        measure = part.measure
        if measure.aggregate == "count":
            return Decimal(len(rows))
        if measure.aggregate == "count_distinct":
            values = {row.get(measure.field or "") for row in rows}
            return Decimal(len(values - {None}))
        if not rows:
            return Decimal(0)
        if measure.aggregate == "largest_group_sum":
            groups: dict[object, list[Decimal]] = {}
            for row in rows:
                said, group = row_amount(row, measure), row.get(measure.group or "")
                if said is not None and group is not None:
                    groups.setdefault(group, []).append(said)
            return max((sum(g, Decimal(0)) for g in groups.values()), default=None)
        said_by_row = [a for row in rows if (a := row_amount(row, measure)) is not None]
        return sum(said_by_row, Decimal(0)) if said_by_row else None

    # Indicators.

    def defined(self, name: str, day: date) -> Indicator:
        """An indicator by the first former definition that holds on a day, else as it is."""
        indicator = self.indicators[name]
        for former in indicator.former:
            if day <= former.until:
                keys = ("numerator", "denominator", "other_families", "segments")
                said = {key: getattr(former, key) for key in keys}
                return indicator.model_copy(
                    update={key: given for key, given in said.items() if given is not None}
                )
        return indicator

    def variants(self, name: str, day: date) -> dict[tuple[str, str], tuple[Part, ...]]:
        """family and segment → the measures they are made of, for windows that end on a day."""
        indicator = self.defined(name, day)
        default = indicator.family or "default"
        own = (indicator.numerator, indicator.denominator)
        found = {}
        for segment in self.segments(indicator):
            special = indicator.segments.get(segment)
            measures = (special.numerator, special.denominator) if special else own
            found[default, segment] = self.parts(*measures, "" if special else segment)
        for family, other in indicator.other_families.items():
            numerator = other.numerator or indicator.numerator
            found[family, ""] = self.parts(numerator, other.denominator, "")
        return found

    def parts(
        self, numerator: Iterable[Measure], denominator: Iterable[Measure], segment: str
    ) -> tuple[Part, ...]:
        roles = [("numerator", m) for m in numerator] + [("denominator", m) for m in denominator]
        return tuple(self.part(role, m, self.applied(segment, m)) for role, m in roles)

    def part(self, role: str, measure: Measure, segment: str) -> Part:
        """The one object of a measure in a role and a segment."""
        key = role, measure.model_dump_json(), segment
        return self.known_parts.setdefault(key, Part(role, segment, measure, is_stock(measure)))

    def applied(self, segment: str, measure: Measure) -> str:
        """What of a segment a section knows; the rest does not narrow it down."""
        fields = self.forms[measure.form].sections[measure.section].fields
        pairs = [pair for pair in segment.split(";") if pair]
        return ";".join(p for p in pairs if p.startswith("unit.") or p.split("=")[0] in fields)

    def segments(self, indicator: Indicator) -> list[str]:
        first = indicator.numerator[0]
        found = [""]
        for name in indicator.breakdowns:
            if name.startswith("unit."):
                codes: Iterable[str] = self.product.attributes[name.removeprefix("unit.")]
            else:
                asked = self.forms[first.form].sections[first.section].fields[name]
                codes = ("yes", "no") if asked.type == "boolean" else asked.choices
            found += [f"{name}={code}" for code in codes]
        found += list(indicator.segments)
        for plan in self.plans.values():
            for target in plan.targets:
                if target.indicator == indicator.id:
                    found.append(written(target.segment))
            for item in plan.scoring.items if plan.scoring else ():
                if item.indicator == indicator.id:
                    found.append(written(item.segment))
        return list(dict.fromkeys(found))

    def answer(self, name: str, family: str, segment: str, unit: str, span: Span) -> Answer:
        """Everything that is said about a figure."""
        indicator, variants = self.indicators[name], self.variants(name, span.ends)
        if (family, segment) not in variants:
            return NOTHING  # a family or a segment that the indicator did not have then
        parts = variants[family, segment]
        reported: dict[str, Amount] = {"numerator": None, "denominator": None}
        carried: dict[str, Amount] = {"numerator": None, "denominator": None}
        for part in parts:
            now, before = self.sums(unit, part, span)
            reported[part.role] = added(reported[part.role], now)
            carried[part.role] = added(carried[part.role], before)
        is_rate = any(part.role == "denominator" for part in parts)
        is_stock = all(part.stock for part in parts)
        expected, sent, taken_over = self.completeness(variants[family, ""], unit, span)
        top, bottom = reported["numerator"], reported["denominator"]
        estimate = None
        if is_stock and any(amount is not None for amount in carried.values()):
            with_top = added(top, carried["numerator"])
            with_bottom = added(bottom, carried["denominator"])
            estimate = ratio(with_top, with_bottom, indicator.scale, is_rate)
        value = ratio(top, bottom, indicator.scale, is_rate)
        counts = (expected, sent, taken_over if is_stock else 0)
        return Answer(top, bottom, value, estimate, *counts, carried["numerator"])

    def completeness(self, parts: tuple[Part, ...], unit: str, span: Span) -> tuple[int, int, int]:
        """Expected, reported, carried of the least complete form, in units or (flows) reports."""
        found = []
        for form, kind in {(p.measure.form, kept_as(p.measure)) for p in parts}:
            expected, reported, carried = self.counted_below(form, unit, span, kind)
            share = Decimal(reported) / expected if expected else Decimal(2)
            found.append((share, -expected, -carried, reported))
        _, expected, carried, reported = min(found)
        return -expected, reported, -carried

    def counted_below(self, form: str, unit: str, span: Span, kind: str) -> tuple[int, ...]:
        """The counts of a unit and of everything below it."""
        below = [self.counted_below(form, u, span, kind) for u in self.children(unit, span.ends)]
        counts = [self.counted(form, unit, span, kind), *below]
        return tuple(sum(column) for column in zip(*counts, strict=True))

    def counted(self, form: str, unit: str, span: Span, kind: str) -> tuple[int, int, int]:
        owed = self.owed_periods(form, unit, span)
        if not owed:
            return 0, 0, 0
        reports = self.counting.get((form, unit), [])
        sent = [
            r for r in reports if span.holds(r.period) and self.owed(form, unit, span_of(r.period))
        ]
        if kind == "flow":
            return len(owed), len(sent), 0
        if not is_open(self.tree_on(span.ends)[unit], span.ends):
            return 0, 0, 0
        if kind == "register":
            newest = max((r.period.end for r in sent), default=date.min)
            return len(owed), sum(1 for period in owed if period.end <= newest), 0
        known = any(r.period.end < span.starts for r in reports)
        return 1, int(bool(sent)), int(not sent and known)


def read(text: str, kind: str) -> object:
    """What a definition writes, as a cell holds it; an empty text is a blank."""
    if text == "":
        return None
    if kind == "boolean":
        return text == "yes"
    return {"integer": int, "money": Decimal}.get(kind, str)(text)


def written(segment: dict[str, str]) -> str:
    """A segment in one text, its fields in order."""
    return ";".join(f"{name}={codes}" for name, codes in sorted(segment.items()))


def span_of(period: Period) -> Span:
    return Span(period.start, period.end)


def is_open(version: OrgUnit, day: date) -> bool:
    return (version.valid_from or date.min) <= day <= (version.valid_to or date.max)


def is_stock(measure: Measure) -> bool:
    flows = any(isinstance(t, Test) and t.within for t in measure.where.values())
    return measure.over_time == "last" and not flows


def kept_as(measure: Measure) -> str:
    """A flow is in every report, a stock in any of a span, and the newest register holds all."""
    if measure.over_time != "last":
        return "flow"
    return "stock" if is_stock(measure) else "register"


def added(total: Amount, more: Amount) -> Amount:
    """Absent and absent is absent; absent and a number is the number."""
    if more is None:
        return total
    return more if total is None else total + more


def ratio(top: Amount, bottom: Amount, scale: Decimal, is_rate: bool) -> Amount:
    if top is None or (is_rate and not bottom):
        return None
    return scale * top / bottom if is_rate and bottom else scale * top
