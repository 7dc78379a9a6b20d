"""Which forms a unit itself owes; a superior owes none, those below it do."""

from pipeline.queries.answers import OwedForms
from pipeline.queries.nouns import nouns
from pipeline.warehouse.reader import Reader

OWED = """
select distinct expected.form, expected.period
from expected_report as expected
where expected.unit = $unit and expected.starts >= $starts and expected.ends <= $ends
order by expected.period, expected.form
"""
BELOW = """
with recursive below as (
    select unit from unit_tree where parent = $unit and day = $ends
    union
    select tree.unit from below join unit_tree as tree on tree.parent = below.unit
     and tree.day = $ends
)
select count(distinct unit) from expected_report join below using (unit)
where starts >= $starts and ends <= $ends
"""


def owed_forms(reader: Reader, unit: str, period: str) -> OwedForms:
    """The forms a unit owes for a period, by the dated roster. Raises NotFound."""
    known = nouns(reader)
    known.unit(unit)
    at = known.period(period)
    asked = {"unit": unit, "starts": at.start, "ends": at.end}
    rows = reader.rows(OWED, asked)
    own = [form for form, owed in rows if owed == period]
    shorter = dict.fromkeys(owed for _, owed in rows if owed != period)
    ((below,),) = reader.rows(BELOW, asked)
    return OwedForms(
        unit=known.unit(unit, at.end),
        period=at,
        forms=tuple(known.forms[form].title for form in own),
        shorter=tuple(known.period(code) for code in shorter if code in known.windows),
        below=below,
    )
