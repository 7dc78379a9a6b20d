"""更正台账: every figure that is no longer what was frozen, and why.

The frozen figures lie beside the archive; the present ones are those of the reader. A cause is
sought among the reports that were exchanged since, in the tables a figure is measured on and
below the unit it belongs to; then in corrections, in the definition, and in the tree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pipeline.domain.indicator import Indicator, Measure
from pipeline.domain.source_row import part_of, row_of
from pipeline.queries.answers import (
    Cause,
    ChangedCell,
    FreezeRef,
    PeriodRef,
    Rejudged,
    Restatement,
    RestatementList,
)
from pipeline.queries.cards import segment_text
from pipeline.queries.changed_cells import changed_cells, relevant_fields
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.rejudged import Judgements
from pipeline.queries.reread_cells import Adopted, adopted
from pipeline.queries.restated import Changed, changed_figures
from pipeline.queries.small_cells import about_persons
from pipeline.queries.trace_rows import TERMS, Part
from pipeline.queries.units import breadcrumb
from pipeline.warehouse.frozen import Freeze, in_force
from pipeline.warehouse.reader import Reader

CELLS_LISTED = 12
EXCHANGED = """
with fresh as (
    select report.tbl, submission.form, report.unit, report.period, submission.sha256,
           report.submission, submission.version, submission.received_at
    from report join submission using (submission)
    where report.starts >= $starts and report.ends <= $ends
),
pairs as (
    select tbl, form, unit, period, old.sha256 as old_content, fresh.submission, fresh.version,
           coalesce(fresh.received_at, old.received_at) as moment
    from read_parquet($reports) as old full join fresh using (tbl, form, unit, period)
    where old.sha256 is distinct from fresh.sha256
)
select pairs.tbl, pairs.form, pairs.unit, pairs.period, before.submission, pairs.submission,
       pairs.version,
       case when pairs.submission is null then coalesce(held.received_at, pairs.moment)
            else pairs.moment end,
       win.starts, win.ends
from pairs
left join submission as before
  on before.sha256 = pairs.old_content and before.form = pairs.form
 and before.unit = pairs.unit and before.period = pairs.period
left join held_submission as held on held.submission = before.submission
join time_window as win on win.period = pairs.period and win.span = 'period'
order by all
"""
CORRECTED = """
select fresh.correction, fresh.tbl, fresh.unit, fresh.period, fresh.field, fresh.reported,
       fresh.corrected, fresh.decided_on, fresh.submission, fresh.source_row
from correction as fresh
where fresh.state = 'applied' and not exists (
    from read_parquet($corrections) as old
    where old.correction = fresh.correction and old.tbl = fresh.tbl and old.unit = fresh.unit
      and old.period = fresh.period and old.field = fresh.field
      and old.corrected is not distinct from fresh.corrected)
"""
REREAD = """
select form, section, field, unit, period, max_by(text, number), max(event.received_at)::date,
       submission, version
from flow_event as event join submission using (sha256, form, unit, period)
where deed = 'reread' and section is not null and event.received_at > $frozen and submission.current
group by all order by all
"""
TREE_NOW = "select unit, parent from unit_tree where day = $day"
REDEFINED = """
select id from definition left join read_parquet($definitions) as old on old.indicator = id
where kind = 'indicator' and old.digest is distinct from md5(body)
"""
Tree = dict[str, list[str]]
"""Unit → the units right below it."""


@dataclass(frozen=True)
class Exchange:
    """A report that counts now instead of another, or of none."""

    table: str
    form: str
    unit: str
    period: str
    old: int | None
    new: int | None
    version: int | None
    when: date
    starts: date
    ends: date


def restatements(
    reader: Reader, unit: str, period: str | None = None, limit: int = 200
) -> RestatementList:
    """The ledger of a unit and all below it; of one frozen period, or of all. Raises NotFound.

    ``rows`` is cut at ``limit``; ``total`` counts all. Causes are sought for the rows listed.
    """
    known = nouns(reader)
    if period is not None:
        known.period(period)
    frozen = [f for f in in_force(reader.data) if f.period == (period or f.period)]
    ledgers = [Ledger(reader, known, f) for f in frozen if f.period in known.windows]
    day = max((known.windows[f.period] for f in frozen if f.period in known.windows),
              key=lambda p: p.end, default=next(reversed(known.windows.values())))  # fmt: skip
    rows: list[Restatement] = []
    judged: list[Rejudged] = []
    total = 0
    mine = []
    for ledger in ledgers:
        below = ledger.below(unit)
        if not below & ledger.units:
            continue
        mine.append(ledger)
        changed = [one for one in ledger.changed if one.unit in below]
        total += len(changed)
        rows += [ledger.restatement(one) for one in changed[: max(0, limit - len(rows))]]
        judged += Judgements(ledger).changed(below)
    return RestatementList(
        unit=known.unit(unit),
        breadcrumb=breadcrumb(reader, unit, day),
        freezes=tuple(ledger.ref for ledger in mine),
        rows=tuple(rows),
        total=total,
        judged=tuple(judged[:limit]),
        total_judged=len(judged),
    )


class Ledger:
    """One freeze beside what is published now."""

    def __init__(self, reader: Reader, known: Nouns, freeze: Freeze) -> None:
        self.reader = reader
        self.known = known
        self.freeze = freeze
        self.period: PeriodRef = known.windows[freeze.period]
        self.cells: dict[tuple[str, str, int | None, int | None], list[ChangedCell]] = {}

    @property
    def ref(self) -> FreezeRef:
        """The freeze as a link."""
        f = self.freeze
        return FreezeRef(
            f.name, self.known.unit(f.unit), self.period, f.frozen_at, f.publication,
            f.published_at, f.reason, f.document,
        )  # fmt: skip

    def files(self, *tables: str) -> dict[str, object]:
        """The frozen tables as parameters."""
        return {name: self.freeze.table(self.reader.data, name) for name in tables}

    @cached_property
    def tree_then(self) -> Tree:
        """The units below each, when the figures were frozen."""
        return tree_of(self.reader.rows("from read_parquet($tree)", self.files("tree")))

    @cached_property
    def tree_now(self) -> Tree:
        """The units below each, as the tree stands now."""
        return tree_of(self.reader.rows(TREE_NOW, {"day": self.period.end}))

    @cached_property
    def units(self) -> set[str]:
        """The units whose figures were frozen."""
        sql = "select unit from read_parquet($tree)"
        return {unit for (unit,) in self.reader.rows(sql, self.files("tree"))}

    def below(self, unit: str) -> set[str]:
        """A unit and all that stand or stood below it."""
        return walk(unit, self.tree_then, self.tree_now)

    @cached_property
    def changed(self) -> list[Changed]:
        """Figures that are no longer what they were."""
        files = self.files("figures", "tree", "definitions")
        return changed_figures(self.reader, self.known, files, self.period.code)

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """Reports that count now instead of others, within the period's year."""
        starts = self.reader.rows(
            "select min(starts) from time_window where period = ?", [self.period.code]
        )[0][0]
        days = {"starts": starts, "ends": self.period.end}
        rows = self.reader.rows(EXCHANGED, self.files("reports") | days)
        return [
            Exchange(table, form, unit, period, old, new, version, moment.date(), first, last)
            for table, form, unit, period, old, new, version, moment, first, last in rows
        ]

    @cached_property
    def corrected(self) -> list[tuple]:  # type: ignore[type-arg]
        """Corrections made since."""
        return self.reader.rows(CORRECTED, self.files("corrections"))

    @cached_property
    def reread(self) -> list[tuple]:  # type: ignore[type-arg]
        """Reports that are read otherwise since an office settled what a heading means."""
        return self.reader.rows(REREAD, {"frozen": self.freeze.frozen_at})

    @cached_property
    def adopted(self) -> list[Adopted]:
        """Reports that are read otherwise since definitions changed."""
        return adopted(self.reader, self.known, self.freeze.frozen_at)

    @cached_property
    def redefined(self) -> set[str]:
        """Indicators that are defined otherwise now."""
        return {name for (name,) in self.reader.rows(REDEFINED, self.files("definitions"))}

    def restatement(self, one: Changed) -> Restatement:
        """One changed figure with its causes.

        A breakdown of persons is named without its figures: between two of them, even large ones,
        stands often a single person.
        """
        indicator = one.indicator
        shown = not (one.segment and about_persons(self.known, indicator))
        label = segment_text(self.known, indicator, one.segment) if one.segment else None
        return Restatement(
            freeze=self.freeze.name,
            indicator=replace(self.known.indicator_ref(indicator.id),
                              apart=one.apart if shown else None),
            family=one.family,
            family_label=self.known.product.families.get(one.family),
            segment=one.segment,
            segment_label=label,
            unit=self.known.unit(one.unit, self.period.end),
            period=self.period,
            span=one.span,
            old=one.old if shown else None,
            new=one.new if shown else None,
            causes=tuple(self.causes(indicator, one.family, one.segment, one.unit, one.span)),
            concealed=not shown,
            old_terms=one.old_terms if shown else None,
            new_terms=one.new_terms if shown else None,
        )  # fmt: skip

    def causes(
        self, indicator: Indicator, family: str, segment: str, unit: str, span: str
    ) -> list[Cause]:
        """Why a figure changed; never nothing."""
        parts = self.parts(indicator, family, segment)
        below = self.below(unit)
        found = [
            *self.by_reports(parts, below, span), *self.by_headings(parts, below, span),
            *self.by_definitions(parts, below, span), *self.by_corrections(parts, below),
        ]  # fmt: skip
        published = self.reader.publication.published_at.date()
        if indicator.id in self.redefined:
            found.append(Cause("definition", published))
        if not found and any(part.table.startswith("system_") for part in parts):
            found.append(Cause("follows", published))
        if not found:
            moved = walk(unit, self.tree_then) != walk(unit, self.tree_now)
            found.append(Cause("tree" if moved else "unexplained", published))
        return found

    def parts(self, indicator: Indicator, family: str, segment: str) -> list[Part]:
        """The measures of a figure."""
        keys = {"indicator": indicator.id, "family": family, "segment": segment,
                "day": self.period.end}  # fmt: skip
        return [
            Part(role, position, table, Measure.model_validate_json(body), applied)
            for role, position, table, applied, body in self.reader.rows(TERMS, keys)
        ]

    def by_reports(self, parts: list[Part], below: set[str], span: str) -> Iterator[Cause]:
        """Reports below the unit whose exchange changed what a measure looks at."""
        tables = {part.table for part in parts}
        seen: dict[tuple[int | None, int | None], Cause] = {}
        for one in self.exchanges:
            counted = one.table in tables or "system_reports" in tables
            outside = span == "period" and one.starts < self.period.start
            if one.unit not in below or outside or not counted:
                continue
            cells = [c for p in parts if p.table == one.table for c in self.cells_of(p, one)]
            received = "system_reports" in tables and None in (one.old, one.new)
            key = (one.old, one.new)
            if (cells or received) and key not in seen:
                seen[key] = self.cause(one, list(dict.fromkeys(cells)))
        yield from seen.values()

    def cells_of(self, part: Part, one: Exchange) -> list[ChangedCell]:
        """The changed cells of one exchange, looked up once per measure."""
        key = (part.measure.model_dump_json(), part.segment, one.old, one.new)
        if key not in self.cells:
            self.cells[key] = changed_cells(self.reader, self.known, part, one.old, one.new)
        return self.cells[key]

    def cause(self, one: Exchange, cells: list[ChangedCell]) -> Cause:
        """An exchanged report as a cause."""
        kind = "late_report" if one.old is None else "new_version" if one.new else "withdrawn"
        return Cause(
            kind, one.when, self.known.unit(one.unit, one.ends), self.known.forms[one.form].title,
            one.period, one.new or one.old, one.version, tuple(cells[:CELLS_LISTED]), len(cells),
            period_name=self.known.period_name(one.period),
        )  # fmt: skip

    def by_headings(self, parts: list[Part], below: set[str], span: str) -> Iterator[Cause]:
        """Reports whose cells are read otherwise, though nobody sent anything."""
        looked_at = {(p.table, name) for p in parts for name in relevant_fields(self.known, p)}
        starts = {one.code: one.start for one in self.known.windows.values()}
        for form, section, field, unit, period, label, day, number, version in self.reread:
            asked = self.known.forms[form]
            outside = span == "period" and starts[period] < self.period.start
            if unit in below and not outside and (asked.table(section), field) in looked_at:
                yield Cause("reread", day, self.known.unit(unit), asked.title, period, number,
                            version, note=label,
                            period_name=self.known.period_name(period))  # fmt: skip

    def by_definitions(self, parts: list[Part], below: set[str], span: str) -> Iterator[Cause]:
        """Reports of which cells are read otherwise by definitions that changed."""
        looked_at = {(p.table, name) for p in parts for name in relevant_fields(self.known, p)}
        for one in self.adopted:
            outside = span == "period" and one.starts < self.period.start
            cells = [cell for at, cell in one.cells if at in looked_at]
            if one.unit in below and not outside and cells:
                yield Cause("redefined", one.day, self.known.unit(one.unit), one.form, one.period,
                            one.submission, one.version, tuple(cells[:CELLS_LISTED]),
                            len(cells),
                            period_name=self.known.period_name(one.period))  # fmt: skip

    def by_corrections(self, parts: list[Part], below: set[str]) -> Iterator[Cause]:
        """Cells that a superior corrected since."""
        looked_at = {p.table: set(relevant_fields(self.known, p)) for p in parts
                     if not p.table.startswith("system_")}  # fmt: skip
        for (
            name,
            table,
            unit,
            period,
            field,
            reported,
            corrected,
            day,
            number,
            row,
        ) in self.corrected:
            if unit not in below or field not in looked_at.get(table, ()):
                continue
            form, section = self.known.section_of_table(table)
            (place,) = self.reader.rows(
                "select archive_file.name, sheet, layout, cells ->> $field from submission"
                " join archive_file using (sha256) join submission_section using (submission)"
                " where submission.submission = $number and section = $table and part = $part",
                {"field": field, "number": number, "table": table, "part": part_of(row)},
            )
            file, sheet, layout, letter = place
            address = letter if layout == "card" else f"{letter}{row_of(row)}"
            cell = ChangedCell(file, sheet, address, section.fields[field].label, reported,
                               corrected)  # fmt: skip
            yield Cause("correction", day, self.known.unit(unit), form.title, period, number,
                        None, (cell,), 1, name, self.known.period_name(period))  # fmt: skip


def tree_of(rows: Iterable[tuple[str, str | None]]) -> Tree:
    """Parent → the units right below it, by (unit, parent)."""
    found: Tree = {}
    for unit, parent in rows:
        if parent is not None:
            found.setdefault(parent, []).append(unit)
    return found


def walk(unit: str, *trees: Tree) -> set[str]:
    """A unit and all that stand below it in any of the trees."""
    found, ahead = {unit}, [unit]
    while ahead:
        above = ahead.pop()
        fresh = {below for tree in trees for below in tree.get(above, ())} - found
        found |= fresh
        ahead += fresh
    return found
