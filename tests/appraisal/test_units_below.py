"""What the scores of the units below give the unit above them."""

from decimal import Decimal

from pipeline.domain.org_unit import OrgUnit, UnitName
from tests.appraisal.test_own_targets import a_plan, book
from tests.indicators.engine import everything
from tests.indicators.small_catalogue import catalogue

UNITS = (("R", None), ("M", "R"), ("A", "M"), ("B", "M"))
MEMBERS = {"id": "own", "full": "10", "indicator": "members",
           "rule": {"kind": "linear_cap", "goal": "100"}}  # fmt: skip
BELOW = {"id": "below", "rule": {"kind": "mean_of_children", "plan": "towns"}}


def test_a_unit_without_a_score_is_left_out_of_the_mean() -> None:
    units = tuple(
        OrgUnit(
            code=code, name=UnitName(code, code), level="leaf" if code in "AB" else "top",
            parent=parent,
            form_set="all" if code in "AB" else None,
            frequency="quarter" if code in "AB" else None,
        )
        for code, parent in UNITS
    )  # fmt: skip
    plans = [a_plan("towns", "M", [], MEMBERS), a_plan("county", "R", [], BELOW)]
    made = catalogue(units, "R")
    for plan in plans:
        made.plans[plan.id] = plan
    lines = everything(made, [book("A", "2024Q4", members=40)]).lines
    found = {(r["plan"], r["unit"]): r["points"] for r in lines if r["period"] == "2024"}
    assert found == {
        ("towns", "A"): Decimal(4), ("towns", "B"): None, ("county", "M"): Decimal(4),
    }  # fmt: skip
