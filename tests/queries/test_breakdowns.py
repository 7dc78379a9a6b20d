"""Breakdowns by what a unit is: the parts that were declared add up to the whole."""

from decimal import Decimal

from .conftest import County

PARTS = """
select segment, numerator from indicator_value
where indicator = 'members_total' and unit = $unit and period = $period and span = 'period'
  and (segment = '' or starts_with(segment, 'unit.sector='))
"""
MEMBERS = """
select json_extract_string(tree.attributes, '$.sector'), sum(members_total)
from current_membership as fact
join unit_tree as tree using (unit)
join time_window as win on win.ends = tree.day and win.period = $period and win.span = 'period'
where fact.period = $period group by all
"""


def test_members_by_sector_are_those_of_the_unions_in_it(county: County) -> None:
    asked = {"unit": county.code, "period": county.last}
    stored = dict(county.reader.rows(PARTS, asked))
    whole = stored.pop("")
    assert sum(stored.values(), Decimal(0)) == whole > 0
    sent = county.reader.rows(MEMBERS, {"period": county.last})
    filled = {f"unit.sector={sector}": members for sector, members in sent}
    assert {name: members for name, members in stored.items() if members} == filled
    assert len(filled) > 1
