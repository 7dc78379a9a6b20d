"""What may be supposed at a unit: whose figures, which cells, and which targets."""

from datetime import date

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import Supposable, SupposableCell
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.targets import targets_of_all_plans
from pipeline.queries.units import breadcrumb
from pipeline.warehouse.reader import Reader

REPORTERS = """
with recursive below as (
    select unit from unit_tree where unit = $unit and day = $day
    union
    select tree.unit from below join unit_tree as tree on tree.parent = below.unit
     and tree.day = $day
)
select distinct unit from expected_report join below using (unit)
where period = $period order by unit
"""
FORMS = """
select distinct form from expected_report where unit = $unit and period = $period order by form
"""
COUNTING = "select form, period, submission from submission where current and unit = ?"
NUMERIC = ("integer", "decimal", "money")


def supposable(
    reader: Reader, unit: str, period: str, reporter: str = "", cell: str = "", limit: int = 400
) -> Supposable:
    """The reporting units below, and the numbers one of them owes for a period.

    ``reporters`` is cut at ``limit``, ``total`` counts all. Raises NotFound.
    """
    known = nouns(reader)
    known.unit(unit)
    at = known.period(period)
    rows = reader.rows(REPORTERS, {"unit": unit, "day": at.end, "period": period})
    cells = cells_of(reader, known, reporter, period) if reporter else ()
    return Supposable(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        reporters=tuple(known.unit(code, at.end) for (code,) in rows[:limit]),
        total=len(rows),
        cells=cells,
        now=said_now(reader, known, reporter, period, cell) if cell in {c.path for c in cells}
        else None,
        targets=targets_of_all_plans(reader, unit, at),
    )  # fmt: skip


def cells_of(
    reader: Reader, known: Nouns, reporter: str, period: str
) -> tuple[SupposableCell, ...]:
    """The numbers of which a unit reports one per period, where a report counts that says one: of
    the period, or the one before that would be sent again."""
    known.unit(reporter)
    counting = counting_reports(reader, known, reporter, period)
    found = []
    for (name,) in reader.rows(FORMS, {"unit": reporter, "period": period}):
        form = known.forms[name]
        for key, section in form.sections.items():
            if section.kind != "periodic" or section.layout != "card":
                continue
            if not has_one_row(reader, form.table(key), counting.get(name)):
                continue
            for field_id, field in section.fields.items():
                if field.type in NUMERIC and not field.private:
                    label = Bilingual(zh=f"{form.title.zh} › {field.label.zh}",
                                      en=f"{form.title.en} › {field.label.en}")  # fmt: skip
                    found.append(SupposableCell(f"{name}.{key}.{field_id}", label))
    return tuple(found)


def counting_reports(reader: Reader, known: Nouns, reporter: str, period: str) -> dict[str, int]:
    """By form the submission whose figures a what-if changes: that of the period, or else the
    last one before it."""
    at, found = known.period(period), dict[str, tuple[date, int]]()
    for form, of, submission in reader.rows(COUNTING, [reporter]):
        ends = known.period(of).end
        if of == period or ends < at.start:
            found[form] = max(found.get(form, (ends, submission)), (ends, submission))
    return {form: submission for form, (_, submission) in found.items()}


def has_one_row(reader: Reader, table: str, submission: int | None) -> bool:
    """Whether a submission has one row in a table."""
    asked = f'select count(*) from "{table}" where submission = ?'
    return submission is not None and reader.rows(asked, [submission]) == [(1,)]


def said_now(reader: Reader, known: Nouns, reporter: str, period: str, cell: str) -> str | None:
    """What the unit has reported there; None where it has not."""
    form, section, field = cell.split(".")
    table = known.forms[form].table(section)
    rows = reader.rows(
        f'select "{field}"::varchar from "current_{table}" where unit = ? and period = ?',
        [reporter, period],
    )
    return rows[0][0] if len(rows) == 1 else None
