"""Summaries (汇总表): what the reports below a unit say, added up field by field.

Only reports that count are added, and a blank is not a zero: a field nobody filled stays blank.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pipeline.domain.form import Field, Form, Section
from pipeline.queries.answers import FormSummary, Summaries, SummaryField, SummaryRow
from pipeline.queries.nouns import NotFound, Nouns, nouns
from pipeline.queries.reporting import Due, due_reports
from pipeline.queries.units import children
from pipeline.warehouse.reader import Reader

Sums = dict[str, Decimal | None]


def summaries(reader: Reader, unit: str, period: str, form: str | None = None) -> Summaries:
    """Every form with one row a unit (``layout: card``), or just ``form``. Raises NotFound.

    Only reports of the period itself are added: a year is not the sum of its quarters, of which
    each says how many members there are. Registers are lists; what they come to is said by
    indicators.
    """
    known = nouns(reader)
    at = known.period(period)
    here = known.unit(unit)
    if form is not None and form not in known.forms:
        raise NotFound.form(form, list(known.forms))
    by_form: dict[str, list[Due]] = defaultdict(list)
    for report in due_reports(reader, unit, at):
        own = known.windows[report.period]
        if (own.start, own.end) == (at.start, at.end):
            by_form[report.form].append(report)
    tops = [child.code for child in children(reader, unit, at)]
    return Summaries(
        unit=here,
        period=at,
        forms=tuple(
            FormSummary(
                form=one.id,
                number=one.number,
                section=name,
                title=section.title,
                fields=tuple(summary_field(known, key, field) for key, field in summed(section)),
                rows=tuple(summary_rows(reader, known, one, name, by_form[one.id], [*tops, unit])),
            )
            for one in known.forms.values()
            if by_form[one.id] and form in (None, one.id)
            for name, section in one.sections.items()
            if section.layout == "card"
        ),
    )


def summed(section: Section) -> list[tuple[str, Field]]:
    """The fields that are added up, in the order of the form."""
    return [(key, field) for key, field in section.fields.items() if field.is_summed]


def summary_field(known: Nouns, key: str, field: Field) -> SummaryField:
    """A field as a column."""
    unit = known.product.units[field.unit] if field.unit else None
    counted = field.type == "boolean"
    factor = unit.factor if unit and field.type == "money" else Decimal(1)
    return SummaryField(
        key, field.label, field.type, None if counted or not unit else unit.label, factor
    )


def summary_rows(
    reader: Reader, known: Nouns, form: Form, name: str, due: list[Due], tops: list[str]
) -> Iterator[SummaryRow]:
    """Everything, then each unit that owes a report or has units below it that do."""
    counts = {top: [report for report in due if report.top == top] for top in tops}
    fields = summed(form.sections[name])
    names = [key for key, _ in fields]
    sums = sums_of(reader, form.table(name), fields, due)
    yield SummaryRow(None, len(due), in_of(due), together(list(sums.values()), names))
    for top, mine in counts.items():
        if mine:
            blank: Sums = dict.fromkeys(names, None)
            yield SummaryRow(known.unit(top), len(mine), in_of(mine), sums.get(top, blank))


def in_of(due: list[Due]) -> int:
    """How many of them are in."""
    return sum(report.accepted is not None for report in due)


def sums_of(
    reader: Reader, table: str, fields: list[tuple[str, Field]], due: list[Due]
) -> dict[str, Sums]:
    """Unit right below → its sums."""
    columns = ", ".join(
        f'case when count("{key}") > 0 then count(*) filter ("{key}") end'
        if field.type == "boolean" else f'sum("{key}")'
        for key, field in fields
    )  # fmt: skip
    counted = [report for report in due if report.accepted is not None]
    if not counted or not columns:
        return {}
    rows = reader.rows(
        f'select top, {columns} from "{table}" join ('
        " select unnest($numbers::bigint[]) as submission, unnest($tops::varchar[]) as top"
        ") using (submission) group by top",
        {"numbers": [r.accepted for r in counted], "tops": [r.top for r in counted]},
    )
    names = [key for key, _ in fields]
    return {
        top: {key: None if v is None else Decimal(v) for key, v in zip(names, values, strict=True)}
        for top, *values in rows
    }


def together(parts: list[Sums], names: list[str]) -> Sums:
    """The sums of all parts; None where no part has one."""
    found: Sums = {}
    for key in names:
        said = [value for part in parts if (value := part[key]) is not None]
        found[key] = sum(said, Decimal(0)) if said else None
    return found
