"""Whose target an item looks at, and from where: small worlds, computed from reports to points."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.period import parse_period
from pipeline.domain.plan import Plan
from pipeline.indicators import refresh as refreshing
from pipeline.indicators.rebuild import rebuild
from tests.indicators.engine import add, everything, fill
from tests.indicators.small_catalogue import catalogue, definitions, words
from tests.oracle import Report

D = Decimal
UNITS = (("R", None), ("A", "R"), ("B", "R"))


def units() -> tuple[OrgUnit, ...]:
    """A county that reports nothing, and two unions below it that report by quarter."""
    return tuple(
        OrgUnit(
            code=code, name=UnitName(code, code), level="leaf" if parent else "top", parent=parent,
            form_set="all" if parent else None, frequency="quarter" if parent else None,
            attributes={"owner": "s"} if parent else {},
        )
        for code, parent in UNITS
    )  # fmt: skip


def book(unit: str, period: str, **row: object) -> Report:
    """A report of the small form ``book``."""
    blank = dict.fromkeys(definitions().forms["book"].sections["main"].fields)
    at = parse_period(period, definitions().calendars)
    return Report("book", unit, at, 1, True, {"main": ({**blank, **row},)})


def target(name: str, indicator: str, value: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "indicator": indicator, "name": words(name), "kind": "level",
            "comparator": ">=", "value": value, "unit": "n", **more}  # fmt: skip


def a_plan(name: str, unit: str, targets: list[dict[str, Any]], *items: dict[str, Any]) -> Plan:
    """A plan for 2024; with items it scores the units right below its own."""
    said: dict[str, Any] = {
        "id": name, "unit": unit, "title": words(name), "document": {"title": words(name)},
        "year": {"value": "2024", "basis": "stated"}, "targets": targets,
    }  # fmt: skip
    if items:
        said["scoring"] = {"items": [{"title": words("x"), **item} for item in items]}
    return Plan.model_validate(said)


def with_plans(plans: list[Plan]) -> Catalogue:
    """The small catalogue with these units and plans."""
    return replace(catalogue(units(), "R"), plans={plan.id: plan for plan in plans})


def points(plans: list[Plan], reports: list[Report], period: str = "2024") -> dict[str, Any]:
    """Unit → points of the one item of the plan ``county`` at a period's end."""
    lines = everything(with_plans(plans), reports).lines
    return {
        row["unit"]: row["points"]
        for row in lines
        if (row["plan"], row["period"]) == ("county", period)
    }


VALUE = {"id": "i", "full": "10", "target": "t", "rule": {"kind": "linear_cap"}}


def test_plans_may_promise_different_things_under_one_id() -> None:
    county = a_plan("county", "R", [target("t", "members", "100")], VALUE)
    own = a_plan("own", "B", [target("t", "not_members", "40")])
    sent = [book(u, "2024Q4", members=40, staff=70) for u in "AB"]
    # A by the county's goal, 40 of 100 members; B by its own, 30 of 40 who are not members yet.
    assert points([county, own], sent) == {"A": D(4), "B": D("7.5")}
    assert points([own, county], sent) == {"A": D(4), "B": D("7.5")}


@pytest.mark.parametrize("way", ["target", "indicator"])
def test_units_with_nothing_below_them_are_scored_on_a_segment(way: str) -> None:
    promise = target("t", "members", "100", segment={"kind": "x,y", "unit.owner": "s"})
    item = dict(VALUE)
    if way == "indicator":
        del item["target"]
        item |= {"indicator": "members", "segment": promise["segment"],
                 "rule": {"kind": "linear_cap", "goal": "100"}}  # fmt: skip
    county = a_plan("county", "R", [promise], item)
    sent = [book("A", "2024Q4", members=30, kind="x"), book("B", "2024Q4", members=30, kind="z")]
    assert points([county], sent) == {"A": D(3), "B": D(0)}


def test_a_level_of_several_years_starts_before_the_first_of_them_for_units_below() -> None:
    years = {"span": "multi_year", "from_year": "2023", "to_year": "2024"}
    promise = target("t", "members", "120", baseline={"kind": "previous_year"}, **years)
    item = VALUE | {"rule": {"kind": "linear_from_baseline"}}
    sent = [book("A", "2022Q4", members=20), book("A", "2023Q4", members=90),
            book("A", "2024Q4", members=95)]  # fmt: skip
    # From 20 at the end of 2022 to 120: 75 of 100 are done, not 5 of 30.
    assert points([a_plan("county", "R", [promise], item)], sent)["A"] == D("7.5")


@pytest.mark.parametrize(("missing", "given"), [("provisional", "6.67"), ("zero", "5")])
def test_a_silent_quarter_is_no_failed_one_unless_the_item_says_so(
    missing: str, given: str
) -> None:
    duty = target("t", "dues", "50", kind="duty", span="quarter")
    county = a_plan("county", "R", [duty], VALUE | {"missing": missing})
    sums = {"2024Q1": 60, "2024Q2": 60, "2024Q3": 10, "2024Q4": 70}
    sent = [book("A", period, dues=D(n), share=D(0)) for period, n in sums.items()]
    assert points([county], sent)["A"] == D("7.5")
    sent[1] = book("A", "2024Q2", share=D(0))
    # Of three quarters with a figure two were done, 6.67; with the silent one of four, 5.
    assert points([county], sent)["A"] == D(given)


@pytest.mark.parametrize("holder", ["R", "A"])
def test_a_ceiling_has_no_way_from_nothing_whoever_promised_it(holder: str) -> None:
    ceiling = target("t", "members", "100", comparator="<=", baseline={"kind": "zero"})
    item = VALUE | {"rule": {"kind": "linear_from_baseline"}}
    plans = [a_plan("county", "R", [ceiling], item)]
    if holder == "A":
        plans.append(a_plan("own", "A", [ceiling]))
    assert points(plans, [book("A", "2024Q4", members=95)])["A"] is None
    kept = [a_plan("county", "R", [ceiling], VALUE), *plans[1:]]
    assert points(kept, [book("A", "2024Q4", members=125)])["A"] == D(8)


def test_a_sum_of_several_years_is_scored_by_all_of_them() -> None:
    years = {"span": "multi_year", "from_year": "2023", "to_year": "2024"}
    promise = target("t", "dues", "100", kind="cumulative", **years)
    county = a_plan("county", "R", [target("t", "members", "1")], VALUE)
    sent = [
        book("A", "2023Q4", dues=D(30), share=D(0)),
        book("A", "2024Q4", dues=D(20), share=D(0)),
    ]
    assert points([county, a_plan("own", "A", [promise])], sent)["A"] == D(5)


def test_another_units_report_leaves_a_unit_scored_by_its_own_target(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refreshing, "SHARE", 1.0)
    county = a_plan("county", "R", [target("t", "members", "100")], VALUE)
    made = with_plans([county, a_plan("own", "B", [target("t", "not_members", "40")])])
    asked = ("select points from score_line where plan = 'county' and unit = 'B'"
             " and period = '2024'")  # fmt: skip
    with duckdb.connect() as connection:
        fill(connection, made, [book(u, "2024Q4", members=40, staff=70) for u in "AB"])
        rebuild(connection, made)
        corrected = replace(book("A", "2024Q4", members=60, staff=70), version=2)
        add(connection, made, [corrected])
        assert refreshing.refresh(connection, made)
        assert connection.execute(asked).fetchall() == [(D("7.5"),)]
