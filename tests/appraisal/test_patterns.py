"""Patterns of real appraisal papers, S1 to S14 of docs/scoring.md, each worked by hand."""

from decimal import Decimal

import pytest

from pipeline.appraisal.totals import ranked, score_unit

from .schemes import points, reading, score, scoring, total

D = Decimal

STEPS = """
items:
  - id: registered
    rule: {kind: steps, steps: [{at_least: 70, points: 1}, {at_least: 80, points: 2}]}
    indicator: x
  - id: homes
    rule:
      kind: steps
      steps: [{at_least: 50, points: 1}, {at_least: 60, points: 2}, {at_least: 70, points: 3}]
    indicator: x
  - id: contracts
    rule:
      kind: steps
      of: value
      steps:
        - {at_least: 65, points: 1}
        - {at_least: 70, points: 2}
        - {at_least: 75, points: 3}
        - {at_least: 90, points: 4}
    indicator: x
"""


@pytest.mark.parametrize(
    ("registered", "homes", "contracts", "expected"),
    [
        ("80", "70", "90", "9"),  # 2 + 3 + 4
        ("79.99", "69.9", "75", "6"),  # 1 + 2 + 3
        ("70", "50", "74.9", "4"),  # 1 + 1 + 2
        ("69.99", "49.9", "64.9", "0"),
    ],
)
def test_s1_step_table(registered: str, homes: str, contracts: str, expected: str) -> None:
    found = total(STEPS, registered=registered, homes=homes, contracts=contracts)
    assert found == D(expected)


PASS = """
items:
  - id: set_up
    full: 2
    indicator: x
    rule: {kind: pass_fail, at_least: 98}
  - id: joined
    full: 1
    indicator: x
    rule: {kind: pass_fail, at_least: 90}
"""


def test_s2_all_or_nothing() -> None:
    assert total(PASS, set_up=98, joined=90) == 3
    assert total(PASS, set_up="97.9", joined=90) == 1
    assert total(PASS, set_up=98, joined="89.99") == 2


DEDUCT = """
items:
  - id: task
    full: 10
    indicator: x
    rule: {kind: deduct_per, points: 5}
  - id: files
    full: 6
    indicator: x
    rule: {kind: deduct_per, points: 2}
  - id: congress
    marks: {}
    unlisted: 0
    rule: {kind: penalty, points: 2}
"""


def test_s3_deduct_from_full() -> None:
    # 10 - 5 × 1 = 5; 6 - 2 × 2 = 2; 2 × 1 off: 5 + 2 - 2 = 5
    assert total(DEDUCT, task=1, files=2, congress=1) == 5
    # Never below nothing: 10 - 5 × 3 → 0, 6 - 2 × 4 → 0; 0 + 0 - 0 = 0
    assert points(score(DEDUCT, task=3, files=4, congress=0)) == {
        "task": 0, "files": 0, "congress": 0,
    }  # fmt: skip


TASKS = """
full: 27
groups: [{id: org, title: {zh: 组织建设, en: Organisation}, full: 15},
         {id: democracy, title: {zh: 民主管理, en: Democracy}, full: 12}]
items:
  - {id: unions, group: org, full: 10, indicator: x, rule: {kind: linear_cap, goal: 10}}
  - {id: members, group: org, full: 5, indicator: x, rule: {kind: linear_cap, goal: 200}}
  - {id: extra, group: org, indicator: x, rule: {kind: bonus_per, points: 0.5}}
  - {id: most, group: org, rule: {kind: group_cap, most: 15}}
  - {id: congress, group: democracy, full: 12, rule: {kind: manual},
     marks: {U: [{value: 11, evidence: {zh: 检查记录, en: Inspection record}}]}}
"""


def test_s4_task_points_in_blocks() -> None:
    # 10 × 8/10 = 8; 5 × 200/200 = 5; 0.5 × 3 = 1.5; block 14.5 ≤ 15; 11 by hand: 25.5
    assert total(TASKS, unions=8, members=200, extra=3, congress=11) == D("25.5")
    # 10 + 5 + 0.5 × 3 = 16.5, over 15 by 1.5; 15 + 11 = 26
    found = score(TASKS, unions=10, members=240, extra=3, congress=11)
    assert points(found)["most"] == D("-1.5")
    assert found.total == 26
    # by hand never more than the full marks
    assert points(score(TASKS, congress=13))["congress"] == 12


RATIO = """
items:
  - id: own
    full: 90
    indicator: x
    rule: {kind: linear_cap, goal: 100}
  - id: growth
    indicator: x
    rule: {kind: bonus_per, of: change, per: 10, points: 2, most: 4}
  - id: fee
    target: t
    rule: {kind: bonus_per, of: value, above: 100, per: 5, points: 1, most: 4, both_ways: yes}
"""


@pytest.mark.parametrize(
    ("now", "fee", "growth_points", "fee_points"),
    [
        ("110", "105", "2", "1"),  # +10 % → 1 × 2; 5 over → 1 × 1
        ("119", "109.9", "2", "1"),  # +19 % is one whole step; 9.9 over is one whole step
        ("135", "160", "4", "4"),  # +35 % → 3 × 2 = 6, at most 4; 12 steps, at most 4
        ("90", "92", "0", "-1"),  # fell: nothing; 8 under is one whole step down
        ("100", "50", "0", "-4"),  # 10 steps down, at most 4
    ],
)
def test_s5_per_percentage_point(now: str, fee: str, growth_points: str, fee_points: str) -> None:
    found = points(score(RATIO, own=100, growth=reading(now, before=100), fee=reading(fee)))
    assert (found["growth"], found["fee"]) == (D(growth_points), D(fee_points))


BONUS = """
full: 100
most: 120
items:
  - {id: base, full: 100, rule: {kind: manual}}
  - {id: innovation, indicator: x, rule: {kind: bonus_per, points: 8}}
  - {id: honours, indicator: x, rule: {kind: bonus_per, points: 5}}
  - {id: ceiling, rule: {kind: bonus_cap_total, most: 20}}
"""


def test_s6_base_and_capped_bonus() -> None:
    # 90 + 8 × 1 + 5 × 1 = 103
    assert total(BONUS, base=90, innovation=1, honours=1) == 103
    # 90 + min(8 × 2 + 5 × 2 = 26, 20) = 110
    found = score(BONUS, base=90, innovation=2, honours=2)
    assert points(found)["ceiling"] == -6
    assert found.total == 110


TOWNSHIP = """
items:
  - {id: own, full: 100, rule: {kind: manual}}
  - {id: firms, rule: {kind: mean_of_children, times: 0.5}}
  - {id: adopted, indicator: x, rule: {kind: bonus_per, points: 1}}
"""


def test_s7_own_and_half_of_the_mean_below() -> None:
    # 80 + 50 % × (90 + 70 + 83) ÷ 3 = 80 + 0.5 × 81 = 120.5, and 2 experiences adopted
    assert total(TOWNSHIP, own=80, firms=81, adopted=2) == D("122.5")


SATISFIED = """
items:
  - {id: work, full: 100, rule: {kind: manual}}
  - {id: satisfied, indicator: x, rule: {kind: prerequisite, at_least: 60}}
"""


def test_s8_prerequisite() -> None:
    kept = score(SATISFIED, work=95, satisfied=60)
    lost = score(SATISFIED, work=99, satisfied="59.9")
    assert (kept.total, kept.outcome) == (95, None)
    assert (lost.total, lost.outcome, lost.outcome_item) == (99, "prerequisite", "satisfied")
    first, second = ranked([kept, lost])
    assert (first.rank, first.ranked) == (1, 1)
    assert second.rank is None


VETO = """
items:
  - {id: work, full: 100, rule: {kind: manual}}
  - {id: discipline, unlisted: 0, rule: {kind: veto}}
  - {id: criticised, unlisted: 0, rule: {kind: veto, total_at_most: 59}}
"""


def test_s9_veto() -> None:
    assert score(VETO, work=95, discipline=0, criticised=0).outcome is None
    out = score(VETO, work=95, discipline=1, criticised=0)
    assert (out.total, out.outcome, out.outcome_item) == (95, "veto", "discipline")
    # Cut, but ranked: 95 → 59
    cut = score(VETO, work=95, discipline=0, criticised=1)
    assert (cut.total, cut.outcome) == (59, None)
    assert points(cut)["veto_cut"] == -36
    assert score(VETO, work=40, discipline=0, criticised=1).total == 40


MIXED = """
full: 100
items:
  - {id: leaders, full: 10, rule: {kind: manual}}
  - {id: departments, full: 30, rule: {kind: manual}}
  - {id: figures, full: 60, target: t, rule: {kind: linear_cap}}
"""


def test_s10_leaders_departments_and_figures() -> None:
    # 9 + 26.5 + 60 × 45 ÷ 50 = 9 + 26.5 + 54 = 89.5
    figures = reading(45, goal=50, baseline=0)
    assert total(MIXED, leaders=9, departments="26.5", figures=figures) == D("89.5")


GROWTH = """
items:
  - id: dues
    indicator: x
    full: 10
    rule:
      kind: growth_tiers
      tiers:
        - {at_least: 0, points: 6, name: {zh: 合格, en: pass}}
        - {at_least: 11, points: 7, name: {zh: 良好, en: qualified}}
        - {at_least: 16, points: 9, name: {zh: 先进, en: advanced}}
        - {at_least: 21, points: 10, name: {zh: 优胜, en: best}}
"""


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("1100", "1000", "6"),  # 100 × 100 ÷ 1000 = 10 %
        ("1110", "1000", "7"),
        ("1160", "1000", "9"),
        ("1209", "1000", "9"),
        ("1210", "1000", "10"),
        ("999", "1000", "0"),
    ],
)
def test_s11_growth_tiers(now: str, before: str, expected: str) -> None:
    assert total(GROWTH, dues=reading(now, before=before)) == D(expected)


REPORTING = """
items:
  - {id: collect, full: 20, rule: {kind: manual}}
  - {id: late, full: 10, rule: {kind: late_days, points: 1, zero_from: 4}}
  - {id: logic, full: 10, indicator: x, rule: {kind: deduct_per, points: 1, zero_from: 5}}
  - id: wrong
    full: 15
    indicator: x
    rule:
      kind: steps
      steps:
        - {at_most: 0, points: 15}
        - {at_most: 5, points: 12}
        - {at_most: 10, points: 9}
        - {at_most: 15, points: 6}
        - {at_most: 20, points: 3}
  - id: workload
    indicator: x
    rule: {kind: workload_factor, over: [collect, late, logic, wrong], rate: 0.1}
  - {id: analysis, full: 10, rule: {kind: manual}}
"""


def test_s12_reporting_discipline_and_workload() -> None:
    found = score(REPORTING, collect=18, late=2, logic=3, wrong="7.5", workload="1.5", analysis=8)
    # 18; 10 - 2 = 8; 10 - 3 = 7; 7.5 % wrong → 9. Sum 42, × 0.1 × 1.5 = 6.3 more; 8.
    # (18 + 8 + 7 + 9) × (1 + 0.1 × 1.5) + 8 = 42 × 1.15 + 8 = 56.3
    assert points(found)["workload"] == D("6.3")
    assert found.total == D("56.3")
    worst = points(score(REPORTING, collect=18, late=4, logic=5, wrong=21, workload=1, analysis=0))
    assert (worst["late"], worst["logic"], worst["wrong"]) == (0, 0, 0)


CHASING = """
items:
  - id: collected
    full: 20
    indicator: x
    rule: {kind: deduct_per, below: 100, points: 1}
  - {id: late, full: 10, rule: {kind: late_days, points: 1, count: total}}
  - {id: filled_in_for, full: 5, unlisted: 0, rule: {kind: deduct_per, points: 5, zero_from: 1}}
"""


def test_s13_chasing_is_scored() -> None:
    # 96.4 % in: 3.6 points short, 3 whole ones: 20 - 3 = 17; 10 - 12 days → 0; 5
    assert total(CHASING, collected="96.4", late=12, filled_in_for=0) == 22
    # one report filled in for somebody: nothing for that item
    assert total(CHASING, collected=100, late=0, filled_in_for=1) == 30


LEDGER = """
items:
  - {id: county, indicator: x, rule: {kind: bonus_per, points: 5}}
  - {id: city, indicator: x, rule: {kind: bonus_per, points: 10}}
  - {id: national, indicator: x, rule: {kind: bonus_per, points: 50}}
"""


def test_s14_points_ledger() -> None:
    # 5 × 4 + 10 × 2 + 50 × 1 = 90
    assert total(LEDGER, county=4, city=2, national=1) == 90


PROPORTIONAL = """
items:
  - {id: flow, full: 8, target: t, rule: {kind: linear_cap}}
  - {id: rate, full: 6, target: t, rule: {kind: linear_from_baseline}}
  - {id: petitions, full: 4, target: t, rule: {kind: linear_cap}}
"""


def test_proportional_scores_follow_the_schedule() -> None:
    found = points(
        score(
            PROPORTIONAL,
            flow=reading(90, goal=200, baseline=0, due=60),  # 90 ÷ (200 × 60 %) = 0.75 → 6
            rate=reading(67, goal=70, baseline=60, due=80),  # 7 ÷ (10 × 80 %) = 0.875 → 5.25
            petitions=reading(8, goal=6, lower_better=True),  # 6 ÷ 8 = 0.75 → 3
        )
    )
    assert found == {"flow": D(6), "rate": D("5.25"), "petitions": D(3)}


def test_peer_groups_have_items_of_their_own() -> None:
    text = """
    peer_groups: [{id: towns, name: {zh: 乡镇, en: Towns}, level: township},
                  {id: firms, name: {zh: 企业, en: Firms}, level: grassroots}]
    items:
      - {id: a, full: 5, rule: {kind: manual}}
      - {id: b, full: 5, applies_to: [towns], rule: {kind: manual}}
    """
    scheme = scoring(text)
    given = {"a": reading(4), "b": reading(3)}
    assert score_unit(scheme, "U", "towns", given).total == 7
    assert score_unit(scheme, "U", "firms", given).total == 4
