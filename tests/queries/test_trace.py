"""From a number back to its cells: what is traced adds up to what is shown."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.domain.indicator import Indicator
from pipeline.queries import questions
from pipeline.queries.answers import Contribution, Trace
from pipeline.queries.trace_cells import archived
from pipeline.warehouse.reader import Reader
from tests.definitions.folders import CASES

from .conftest import County
from .office import Office, open_office

STORED = """
select v.indicator, v.family, v.segment, v.unit, v.period, v.span
from indicator_value as v
join time_window as win using (win)
join unit_tree as tree on tree.unit = v.unit and tree.day = win.ends
where win.ends = (select max(ends) from report) and win.kind in ('quarter', 'year')
  and v.numerator is not null and (tree.has_children or v.segment = '')
order by hash(v.indicator || v.family || v.segment || v.unit || v.period || v.span)
"""


ESTIMATED = """
select indicator, family, segment, unit, period, span from indicator_value
where estimate is not null and coalesce(numerator_carried, denominator_carried) > 0
order by hash(indicator || family || segment || unit || period || span) limit 40
"""

SECRET_CASES = CASES.replace(
    "case_id: {label: {zh: 编号, en: Number}, type: code, required: true}",
    "case_id: {label: {zh: 编号, en: Number}, type: code, required: true, private: true}",
).replace("type: choice", "type: choice\n        private: true")
SECRET_CORRECTION = """\
form: cases
unit: G5
period: 2024Q1
decided_by: T2
decided_on: 2024-05-06
reason: {zh: 分类有误, en: The wrong class}
cells:
  - field: kind
    key: {case_id: G5-2a}
    expected: arrears
    value: injury
"""
SECRETS = ("G5-2", "arrears", "injury", "欠薪", "工伤")


def check(trace: Trace, indicator: Indicator) -> None:
    """The trace agrees, and its cells alone give the number where they can be added."""
    assert trace.agrees, (trace.indicator.id, trace.segment, trace.unit.code)
    assert trace.recomputed_value == trace.value.value
    measures = (*indicator.numerator, *indicator.denominator)
    if any(m.over_time == "average" or m.form.startswith("system_") for m in measures):
        return
    for role in ("numerator", "denominator"):
        cells = [c.amount for c in trace.contributions if c.role == role]
        assert sum(cells, Decimal(0)) == (getattr(trace.value, role) or 0)


def test_every_indicator_is_the_sum_of_its_cells(county: County) -> None:
    known = questions.nouns(county.reader)
    for indicator in known.indicators.values():
        for family in (None, *indicator.other_families):
            found = questions.trace(
                county.reader, indicator.id, county.code, county.last, family=family, limit=10**6
            )
            check(found, indicator)


def test_figures_of_any_unit_and_segment_are_the_sum_of_their_cells(county: County) -> None:
    known = questions.nouns(county.reader)
    rows = county.reader.rows(STORED)
    parts = [row for row in rows if row[2]][:25]
    whole = [row for row in rows if not row[2] and row[3] != county.code][:15]
    assert (len(parts), len(whole)) == (25, 15)
    for name, family, segment, unit, period, span in parts + whole:
        indicator = known.indicators[name]
        found = questions.trace(
            county.reader, name, unit, period, span, segment, family, limit=10**6
        )
        check(found, indicator)


def test_every_kind_of_measure_has_been_traced(county: County) -> None:
    indicators = questions.nouns(county.reader).indicators.values()
    measures = [m for i in indicators for m in (*i.numerator, *i.denominator)]
    assert {m.aggregate for m in measures} == {
        "sum",
        "count",
        "count_distinct",
        "largest_group_sum",
    }
    assert {m.over_time for m in measures} == {"sum", "last", "average"}
    assert any(m.expression for m in measures)


def cell_text(reader: Reader, cell: Contribution) -> str:
    """What stands in the archived file at the cited cell."""
    file = archived(reader.data, cell.sha256)
    assert file is not None
    return str(load_workbook(file)[cell.sheet][cell.cell].value)


def test_a_cited_cell_holds_the_number(office: Office) -> None:
    found = questions.trace(office.reader, "rate", "C1", "2024Q1")
    cited = {
        (c.unit.code, c.field): (c.file, c.cell, c.version, c.amount) for c in found.contributions
    }
    assert cited["G5", "members"] == ("5_G5_2024Q1.xlsx", "C6", 3, 61)
    assert cited["G1", "employees"] == ("0_G1_2024Q1.xlsx", "C5", 1, 200)
    assert len(cited) == found.total_contributions == 6
    for cell in found.contributions:
        assert cell_text(office.reader, cell) == str(cell.amount.normalize().quantize(Decimal(1)))


def test_a_counted_row_is_cited_by_its_number(office: Office) -> None:
    found = questions.trace(office.reader, "closed", "T2", "2024Q1")
    (cell,) = found.contributions
    assert (cell.unit.code, cell.field, cell.amount, cell.value) == ("G5", "case_id", 1, "G5-2a")
    assert cell_text(office.reader, cell) == "G5-2a"


def test_the_way_down_leads_to_the_units_below(office: Office) -> None:
    found = questions.trace(office.reader, "rate", "C1", "2024Q1")
    assert [(c.unit.code, c.numerator, c.denominator) for c in found.children] == [
        ("T1", 150, 400),
        ("T2", 61, 200),
    ]
    assert [unit.code for unit in found.breadcrumb] == ["C1"]
    below = questions.trace(office.reader, "rate", "G1", "2024Q1")
    assert [unit.code for unit in below.breadcrumb] == ["C1", "T1", "G1"]
    assert below.children == ()


def test_the_picture_shows_the_cited_cells_as_they_were_sent(office: Office) -> None:
    found = questions.trace(office.reader, "rate", "G1", "2024Q1")
    assert found.picture is not None
    assert set(found.picture.cited) == {"C5", "C6"}
    texts = dict(found.picture.rows)
    at = found.picture.columns.index("C")
    assert (texts[5][at], texts[6][at]) == ("200", "100")


def test_nothing_of_a_hidden_field_comes_out_of_a_trace(tmp_path: Path, office: Office) -> None:
    """The number of a case and its kind are private here: counted, traced, and never seen."""
    files = {"forms/cases.yml": SECRET_CASES, "corrections/kind.yml": SECRET_CORRECTION}
    secretive = open_office(tmp_path, files)
    open_, closed = (
        questions.trace(o.reader, "closed", "T2", "2024Q1") for o in (office, secretive)
    )
    assert any(secret in shown(open_) for secret in SECRETS)
    assert closed.agrees
    assert [c.cell for c in closed.contributions] == [c.cell for c in open_.contributions]
    assert [secret for secret in SECRETS if secret in shown(closed)] == []
    (cell,) = closed.contributions
    assert cell.correction is not None
    assert cell.correction.reason.en == "The wrong class"
    assert closed.picture is not None
    assert closed.picture.cited == (cell.cell,)
    (listed,) = questions.correction_list(secretive.reader)
    assert not any(secret in repr(listed) for secret in SECRETS)


def shown(trace: Trace) -> str:
    """What a trace tells of the rows behind the number: all but the definition."""
    return repr((trace.contributions, trace.carried, trace.picture))


def test_the_list_is_cut_and_the_sum_is_not(office: Office) -> None:
    found = questions.trace(office.reader, "rate", "C1", "2024Q1", limit=2)
    assert (len(found.contributions), found.total_contributions) == (2, 6)
    assert found.agrees


@pytest.mark.parametrize("period", ["2024Q2", "2024H1", "2024"])
def test_what_is_carried_is_not_traced_as_reported(office: Office, period: str) -> None:
    found = questions.trace(office.reader, "rate", "C1", period)
    assert found.agrees
    assert {c.unit.code for c in found.contributions} == (
        {"G1", "G4"} if period == "2024Q2" else {"G1", "G2", "G4", "G5"}
    )


def test_what_is_carried_forward_is_traced_apart_to_its_cells_and_period(office: Office) -> None:
    """G2 and G5 sent nothing for the second quarter; G3 never did, so nothing of it is carried.

    110 + 20 of 200 + 200 were reported, 50 + 61 of 200 + 200 are from the quarter before:
    241 of 800 is 30.125 %.
    """
    found = questions.trace(office.reader, "rate", "C1", "2024Q2")
    cells = {(c.unit.code, c.field): (c.period, c.cell, c.version, c.amount) for c in found.carried}
    assert cells == {
        ("G2", "members"): ("2024Q1", "C6", 1, 50),
        ("G2", "employees"): ("2024Q1", "C5", 1, 200),
        ("G5", "members"): ("2024Q1", "C6", 3, 61),
        ("G5", "employees"): ("2024Q1", "C5", 1 + 2, 200),
    }
    assert all(c.carried for c in found.carried)
    assert not any(c.carried for c in found.contributions)
    assert (found.recomputed_numerator, found.carried_numerator) == (130, 111)
    assert (found.recomputed_denominator, found.carried_denominator) == (400, 400)
    assert found.recomputed_estimate == found.value.estimate == Decimal("30.125")
    assert found.agrees
    for cell in found.carried:
        assert cell_text(office.reader, cell) == str(cell.amount.normalize().quantize(Decimal(1)))


def test_a_flow_carries_nothing_forward(office: Office) -> None:
    found = questions.trace(office.reader, "closed", "C1", "2024Q2")
    assert (found.value.estimate, found.carried, found.recomputed_estimate) == (None, (), None)


def test_every_estimate_of_a_county_is_found_again_from_cells(county: County) -> None:
    rows = county.reader.rows(ESTIMATED)
    assert len(rows) == 40
    for name, family, segment, unit, period, span in rows:
        found = questions.trace(
            county.reader, name, unit, period, span, segment, family, limit=10**6
        )
        assert found.agrees, (name, segment, unit, period)
        assert found.total_carried == len(found.carried)
        assert all(c.period != period for c in found.carried)
        assert float(found.recomputed_estimate or 0) == pytest.approx(
            float(found.value.estimate or 0)
        )


def test_an_absent_number_has_no_cells_and_agrees(office: Office) -> None:
    found = questions.trace(office.reader, "rate", "G4", "2024Q1")
    assert (found.value.value, found.contributions, found.agrees) == (None, (), True)


LEAVES = """
select v.unit from indicator_value as v join time_window as win using (win)
join unit_tree as tree on tree.unit = v.unit and tree.day = win.ends
where v.indicator = 'unionisation_rate' and v.period = $period and v.span = 'period'
  and v.segment = '' and v.numerator is not null and not tree.has_children
order by v.unit limit 3
"""


def test_a_breakdown_of_one_union_never_claims_what_is_not_published(county: County) -> None:
    known = questions.nouns(county.reader)
    kinds = [f"unit.ownership={code}" for code in known.product.attributes["ownership"]]
    fields = [s for (s,) in county.reader.rows(
        "select distinct segment from indicator_value where segment <> ''"
        " and segment not like '%unit.%' and indicator = 'unionisation_rate'"
    )]  # fmt: skip
    leaves = county.reader.rows(LEAVES, {"period": county.last})
    assert len(leaves) == 3
    assert fields
    for (unit,) in leaves:
        for segment in kinds + fields:
            found = questions.trace(
                county.reader, "unionisation_rate", unit, county.last, segment=segment
            )
            assert found.agrees, (unit, segment)
