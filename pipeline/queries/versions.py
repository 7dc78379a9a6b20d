"""The versions of one report, and what changed from one to another, cell by cell.

Compared is what was reported: where a superior corrected a cell, the value the file says.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.domain.form import Form, Section
from pipeline.domain.noun import Bilingual
from pipeline.domain.source_row import part_of, row_of
from pipeline.queries.answers import DiffCell, ReportVersion, VersionDiff
from pipeline.queries.answers.versions import Change
from pipeline.queries.cards import value_said
from pipeline.queries.changed_cells import Rows, Values, paired, without_equals
from pipeline.queries.nouns import NotFound, near, nouns
from pipeline.warehouse.reader import Reader

VERSIONS = """
select submission.version, submission.submission, submission.received_at, archive_file.name,
       archive_file.sender, submission.verdict, held.why, submission.current
from submission
join archive_file using (sha256)
left join held_submission as held on held.submission = submission.submission
where submission.form = $form and submission.unit = $unit and submission.period = $period
order by submission.version
"""
OTHERS = "select distinct period from submission where form = $form and unit = $unit order by all"
PLACES = """
select sheet, layout, cells from submission_section
where submission = $submission and section = $table order by part
"""
REPORTED = """
select source_row, field, reported from correction
where state = 'applied' and submission = $submission and tbl = $table
"""


@dataclass(frozen=True)
class Side:
    """One section as one version reported it: where it stood, and its rows in their order.

    ``sheets``: of each part, the sheet, whether it is a card, and field → column letter, or
    address in a card.
    """

    version: int
    sheets: tuple[tuple[str, bool, dict[str, str]], ...]
    rows: Rows

    def address(self, field: str, row: int) -> str | None:
        """Where a field of a row stands; None where this version has no place for it."""
        _, is_card, cells = self.sheets[part_of(row)]
        place = cells.get(field)
        return place if place is None or is_card else f"{place}{row_of(row)}"

    def sheet(self, row: int) -> str:
        """The sheet a row stands on."""
        return self.sheets[part_of(row)][0]


def report_versions(reader: Reader, form: str, unit: str, period: str) -> tuple[ReportVersion, ...]:
    """Every version of a report, oldest first.

    Raises NotFound for an unknown unit, form or period, and where this one never came in.
    """
    known = nouns(reader)
    known.unit(unit)
    if form not in known.forms:
        raise NotFound.form(form, known.forms)
    asked = {"form": form, "unit": unit}
    found = reader.rows(VERSIONS, {**asked, "period": period})
    if not found:
        known.period(period)
        others = [code for (code,) in reader.rows(OTHERS, asked)]
        report = Bilingual(zh="报送", en="submission")
        raise NotFound(report, f"{form} {unit} {period}", near(period, others) or others[-3:])
    return tuple(ReportVersion(*row) for row in found)


def version_diff(
    reader: Reader, form: str, unit: str, period: str, versions: tuple[int, int] | None = None
) -> VersionDiff:
    """What changed from the older of two versions to the newer one.

    Without ``versions``, the last two that were accepted, or else the last two. Rows are matched
    by the key of their section, or else in their order; rows that are equal in everything are no
    change wherever they stand. Raises NotFound as ``report_versions``, and for a version that
    does not exist.
    """
    known = nouns(reader)
    found = report_versions(reader, form, unit, period)
    pair = chosen(found, versions)
    old, new = pair or (None, None)
    answer = VersionDiff(
        unit=known.unit(unit),
        form=form,
        form_title=known.forms[form].title,
        period=period,
        period_name=known.period_name(period),
        versions=found,
        state="one_version",
        old=old,
        new=new,
    )
    if old is None or new is None:
        return answer
    if "withheld" in (old.verdict, new.verdict):
        return replace(answer, state="withheld")
    cells: list[DiffCell] = []
    for name, section in known.forms[form].sections.items():
        cells += section_diff(reader, known.forms[form], name, section, old, new)
    changes = {kind: [c for c in cells if c.change == kind] for kind in ("added", "removed")}
    rows = {
        kind: len({(c.section, c.key, c.sheet, c.row) for c in those})
        for kind, those in changes.items()
    }
    return replace(
        answer,
        state="compared",
        changed=sum(c.change == "changed" for c in cells),
        added=rows["added"],
        removed=rows["removed"],
        cells=tuple(cells),
    )


def chosen(
    found: Sequence[ReportVersion], asked: tuple[int, int] | None
) -> tuple[ReportVersion, ReportVersion] | None:
    """The two versions to compare, the older one first; None where there is only one."""
    if asked is not None:
        by_number = {one.version: one for one in found}
        for number in asked:
            if number not in by_number:
                known = [str(one) for one in by_number]
                raise NotFound(Bilingual(zh="版次", en="version"), str(number), [], known)
        first, second = sorted(asked)
        return by_number[first], by_number[second]
    accepted = [one for one in found if one.verdict == "accepted"]
    pair = accepted if len(accepted) > 1 else found
    return (pair[-2], pair[-1]) if len(pair) > 1 else None


def section_diff(
    reader: Reader, form: Form, name: str, section: Section, old: ReportVersion, new: ReportVersion
) -> list[DiffCell]:
    """What changed in one section."""
    fields = list(section.fields)
    before, after = (side(reader, form.table(name), one, fields) for one in (old, new))
    left, right = without_equals(before.rows, after.rows)
    found: list[DiffCell] = []
    for old_row, new_row in paired(left, right, [fields.index(k) for k in section.key]):
        for place, field in enumerate(fields):
            values = [one[1][place] if one else None for one in (old_row, new_row)]
            if values[0] == values[1]:
                continue
            stands = [(after, new_row), (before, old_row)]
            there = [(at, row) for at, row in stands if row and at.address(field, row[0])]
            at, row = next(iter(there), next((at, row) for at, row in stands if row))
            hidden = section.hides(section.fields[field])
            said = [None if hidden else value_said(section.fields[field], one) for one in values]
            change: Change = "changed" if old_row and new_row else "added" if new_row else "removed"
            found.append(
                DiffCell(
                    change=change,
                    section=name,
                    section_title=section.title,
                    key=key_of(section, fields, row[1]),
                    row=row_of(row[0]),
                    field=field,
                    field_label=section.fields[field].label,
                    old=None if hidden else values[0],
                    new=None if hidden else values[1],
                    hidden=hidden,
                    version=at.version,
                    sheet=at.sheet(row[0]),
                    cell=at.address(field, row[0]),
                    old_said=said[0],
                    new_said=said[1],
                )
            )
    return found


def side(reader: Reader, table: str, version: ReportVersion, fields: Sequence[str]) -> Side:
    """One section of one version, with the values that the file says."""
    asked = {"submission": version.submission, "table": table}
    places = reader.rows(PLACES, asked)
    columns = ", ".join(f'"{name}"::varchar' for name in fields)
    rows = reader.rows(
        f'select source_row, {columns} from "{table}" where submission = ? order by source_row',
        [version.submission],
    )
    reported = {(row, field): said for row, field, said in reader.rows(REPORTED, asked)}
    return Side(
        version=version.version,
        sheets=tuple((sheet, kind == "card", json.loads(cells)) for sheet, kind, cells in places),
        rows=[(row[0], as_reported(row, fields, reported)) for row in rows],
    )


def as_reported(
    row: Sequence[object], fields: Sequence[str], reported: dict[tuple[int, str], str | None]
) -> Values:
    """The values of a row, as the file says them; the row number stands first in ``row``."""
    stored = [None if value is None else str(value) for value in row[1:]]
    return tuple(
        reported.get((int(str(row[0])), field), value)
        for field, value in zip(fields, stored, strict=True)
    )


def key_of(section: Section, fields: Sequence[str], values: Values) -> str | None:
    """The key of a row in words, without what is hidden; None where nothing is left."""
    shown = [
        value
        for field, value in zip(fields, values, strict=True)
        if field in section.key and value is not None and not section.hides(section.fields[field])
    ]
    return " ".join(shown) or None
