"""From workbooks to stored scores: the office of tests/queries, scored by its county."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

from .scored import open_scored

D = Decimal


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_scored(tmp_path_factory.mktemp("scored"))


def lines(office: Office, unit: str, period: str) -> dict[str, tuple[object, ...]]:
    """Item → points, state, why, expected, reported."""
    rows = office.reader.rows(
        "select item, points, state, why, expected, reported from score_line"
        " where plan = 'plan' and unit = ? and period = ?",
        [unit, period],
    )
    return {row[0]: row[1:] for row in rows}


def test_the_east_town_in_the_first_quarter(scored: Office) -> None:
    found = lines(scored, "T1", "2024Q1")
    # 150 members of 400 employees: 37.5 %; two of three unions are in. 40 × 37.5 ÷ 50 = 30
    assert found["rate"] == (D(30), "scored", None, 3, 2)
    # Its own target: 8 in the year, 91 of 366 days gone: 8 × 91/366 = 1.989 due, one closed.
    # 20 × 1 ÷ 1.98907 = 10.05
    assert found["closed"][:3] == (D("10.05"), "scored", None)
    # The county's goal of 80 % holds for each town.
    assert found["goal"] == (D(0), "scored", None, 3, 2)
    # Ten days late at worst: 10 - 0.5 × 10; the same for the one form; six and three were due.
    assert found["late"] == (D(5), "scored", None, 6, 4)
    assert found["late_members"] == (D(5), "scored", None, 3, 2)
    assert found["praised"][:2] == (D(0), "scored")
    # Its unions scored G1 100 × 50 ÷ 50 = 100, G2 100 × 25 ÷ 50 = 50, G3 nothing in:
    # the mean of two, 75, × 0.1; one score is missing.
    assert found["below"] == (D("7.5"), "scored", None, 3, 2)


def test_the_west_town_has_no_target_for_cases(scored: Office) -> None:
    found = lines(scored, "T2", "2024Q1")
    # 61 of 200: 30.5 %; 40 × 30.5 ÷ 50 = 24.4
    assert found["rate"][:2] == (D("24.4"), "scored")
    assert found["closed"][:3] == (None, "pending", "no_target")
    assert found["late"] == (D(10), "scored", None, 4, 2)
    assert found["below"][:3] == (None, "pending", "no_score")


def test_a_mark_counts_from_its_day_on(scored: Office) -> None:
    assert lines(scored, "T2", "2024Q1")["praised"][0] == 0
    assert lines(scored, "T2", "2024Q2")["praised"][0] == 2


def test_totals_are_the_sums_of_their_lines_and_say_that_reports_are_missing(
    scored: Office,
) -> None:
    rows = scored.reader.rows(
        "select score.total, sum(points), any_value(score.provisional), any_value(pending)"
        " from score join score_line using (plan, unit, period)"
        " where total is not null group by plan, unit, period, score.total"
    )
    assert rows
    assert all(total == added for total, added, _, _ in rows)
    first = scored.reader.rows(
        "select total, provisional, pending, rank, ranked from score"
        " where plan = 'plan' and unit = 'T1' and period = '2024Q1'"
    )
    assert first == [(D("57.55"), True, D(0), 1, 2)]  # 30 + 10.05 + 0 + 5 + 5 + 0 + 7.5


def test_units_below_are_ranked_among_themselves_and_silent_ones_not_at_all(
    scored: Office,
) -> None:
    rows = scored.reader.rows(
        "select unit, total, rank, ranked from score where plan = 'town' and period = '2024Q1'"
        " order by unit"
    )
    assert rows == [("G1", D(100), 1, 2), ("G2", D(50), 2, 2), ("G3", None, None, 2)]


def test_stored_parts_are_enough_to_say_the_sum_again(scored: Office) -> None:
    ((parts, formula),) = scored.reader.rows(
        "select parts, formula from score_line"
        " where plan = 'plan' and unit = 'T1' and period = '2024Q1' and item = 'rate'"
    )
    told = {k: D(v) for k, v in json.loads(parts).items()}
    assert formula == "linear_cap"
    assert told["full"] * min(told["value"] / told["due"], told["cap"]) == 30


def test_a_plan_without_scoring_scores_nobody(tmp_path: Path) -> None:
    office = open_office(tmp_path, plan=PLAN)
    assert office.reader.rows("select * from score") == []
