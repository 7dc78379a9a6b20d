"""The matrix: each cell shows the figure that its word was judged by, and leads to it."""

import pytest

from pipeline.queries import questions
from pipeline.queries.answers import MatrixCell
from tests.definitions.folders import PLAN
from tests.queries.conftest import County
from tests.queries.office import Office, open_office

OF_A_TOWN = """\
unit: {unit}
title: {{zh: 镇计划, en: Town plan}}
document: {{title: {{zh: 镇计划, en: Town plan}}}}
year: {{value: {year}, basis: stated}}
targets:
{targets}"""
CASES = """\
  - id: {name}
    indicator: closed
    name: {{zh: 办结, en: Closed}}
    kind: {kind}
    comparator: "{comparator}"
    value: {value}
    unit: case
"""


def cases(name: str, kind: str, comparator: str, value: int, more: str = "") -> str:
    """A target for closed cases."""
    said = CASES.format(name=name, kind=kind, comparator=comparator, value=value)
    return said + "".join(f"    {line}\n" for line in filter(None, more.split(";")))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """East owes cases each half-year, and West some each quarter; West has a
    promise over two years beside, of a plan that comes first by its name."""
    east = cases("half", "duty", ">=", 4, "span: half")
    share = cases("share", "cumulative", ">=", 9, "part_of: plan/closed")
    west = cases("each", "duty", ">=", 2, "span: quarter") + share
    years = "span: multi_year;from_year: 2023;to_year: 2025"
    before = cases("long", "cumulative", ">=", 40, years)
    return open_office(
        tmp_path_factory.mktemp("matrix"), plan=PLAN,
        east=OF_A_TOWN.format(unit="T1", year=2024, targets=east),
        west=OF_A_TOWN.format(unit="T2", year=2024, targets=west),
        before=OF_A_TOWN.format(unit="T2", year=2023, targets=before),
    )  # fmt: skip


def cell(office: Office, unit: str, period: str, column: str = "closed") -> MatrixCell:
    page = questions.matrix_page(office.reader, "C1", period)
    at = [c.key for c in page.columns].index(column)
    found = next(row for row in (page.whole, *page.rows) if row.unit.code == unit).cells[at]
    assert found is not None
    return found


def test_a_duty_of_another_period_shows_the_figure_of_that(office: Office) -> None:
    found = cell(office, "T1", "2024Q2")
    assert found.period is not None
    assert (found.period.code, found.span) == ("2024H1", "period")
    assert (found.duty_span, found.spans) == ("half", 1)
    shown = next(r for r in questions.overview(office.reader, "T1", "2024Q2").targets)
    assert (found.value, found.completion, found.status) == (
        shown.actual.value, shown.completion, shown.status,
    )  # fmt: skip
    assert found.data == shown.actual.data
    trace = questions.trace(office.reader, "closed", "T1", found.period.code, found.span)
    assert trace.agrees
    assert trace.value.value == found.value
    alone = questions.trace(office.reader, "closed", "T1", "2024Q2", "period")
    assert alone.value.value != found.value, "the quarter's own figure is another"


def test_nothing_is_owed_before_it_is_due(office: Office) -> None:
    found = cell(office, "T1", "2024Q1")
    assert (found.status, found.completion, found.reason) == (None, None, "not_due")


def test_several_spans_are_counted(office: Office) -> None:
    found = cell(office, "T1", "2024")
    assert (found.spans, found.spans_ended, found.duty_span) == (2, 1, "half")


def test_a_unit_is_judged_by_its_share_of_the_column(office: Office) -> None:
    found = cell(office, "T2", "2024Q2")
    mine = {r.target_id: r for r in questions.overview(office.reader, "T2", "2024Q2").targets}
    assert found.completion == mine["share"].completion
    assert found.completion not in (mine["each"].completion, None)
    assert (found.period, found.span, found.duty_span) == (None, "to_date", None)


def test_the_plan_of_the_year_gives_the_columns(office: Office) -> None:
    page = questions.matrix_page(office.reader, "T2", "2024Q2")
    assert page.plan is not None
    assert page.plan.id == "west"
    each, share = page.whole.cells
    assert each is not None
    assert share is not None
    assert (each.duty_span, share.duty_span) == ("quarter", None)
    assert (each.status, each.completion) != (share.status, share.completion)
    assert (each.span, share.span) == ("period", "to_date")


def test_a_column_of_a_segment_is_named_as_its_target(county: County) -> None:
    """职代会建制率（国有）, as on the overview; （经济类型 = 国有） is too long for a head."""
    columns = questions.matrix_page(county.reader, county.code, county.last).columns
    named = {column.name for column in columns if column.segment}
    rows = questions.overview(county.reader, county.code, county.last).targets
    assert named == {row.name for row in rows if row.segment}
    assert {name.zh for name in named} >= {"职代会建制率（国有）", "职代会建制率（非公有制）"}
