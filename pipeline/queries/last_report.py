"""What a unit reported for one period, as it was accepted: the beginning of the next report."""

from collections.abc import Sequence

from pipeline.definitions.catalogue import Catalogue
from pipeline.warehouse.reader import Reader

LastReport = dict[tuple[str, str], tuple[dict[str, object], ...]]
"""form and section → rows, field → stored value"""
ROWS = """
select {fields} from "{table}" as facts
join submission on submission.submission = facts.submission and submission.current
where facts.unit = $unit and facts.period = $period
order by facts.source_row
"""


def last_report(
    reader: Reader, catalogue: Catalogue, unit: str, period: str, forms: Sequence[str]
) -> LastReport:
    """Rows of a unit's accepted reports for a period; blanks are left out.

    The figures are those of the published snapshot. A form that was changed since has the
    fields of its present definition only. A field that says something about a person is left
    out: what is stored of it is a hash, which nobody can read and a form would take for an
    answer.
    """
    found: LastReport = {}
    known = {name for (name,) in reader.rows(TABLES, {})}
    for form in forms:
        for name, section in catalogue.forms[form].sections.items():
            table = catalogue.forms[form].table(name)
            if table not in known:
                continue
            there = {column for (column,) in reader.rows(COLUMNS, {"table": table})}
            fields = [
                name
                for name, field in section.fields.items()
                if name in there and not section.hides(field)
            ]
            if not fields:
                continue
            listed = ", ".join(f'facts."{field}"' for field in fields)
            rows = reader.rows(
                ROWS.format(fields=listed, table=table), {"unit": unit, "period": period}
            )
            found[form, name] = tuple(
                {f: v for f, v in zip(fields, row, strict=True) if v is not None} for row in rows
            )
    return found


TABLES = "select distinct table_name from information_schema.tables"
COLUMNS = "select column_name from information_schema.columns where table_name = $table"
