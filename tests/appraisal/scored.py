"""The office of tests/queries, scored by its county, and its unions by their town."""

from pathlib import Path

from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

SCORING = """
scoring:
  full: 100
  items:
    - {id: rate, title: {zh: 入会率, en: Rate}, clause: 第三条, full: 40, indicator: rate,
       span: to_date, rule: {kind: linear_cap, goal: 50}}
    - {id: closed, title: {zh: 办结, en: Closed}, full: 20, target: closed,
       rule: {kind: linear_cap}}
    - {id: goal, title: {zh: 达标, en: Goal}, full: 20, target: rate,
       rule: {kind: pass_fail}}
    - {id: late, title: {zh: 迟报, en: Late}, full: 10,
       rule: {kind: late_days, points: 0.5, count: worst}}
    - {id: late_members, title: {zh: 迟报, en: Late}, full: 10,
       rule: {kind: late_days, points: 0.5, count: total, form: members, span: period}}
    - id: praised
      title: {zh: 表扬, en: Praised}
      marks:
        T2: [{value: 1, on: 2024-05-20, evidence: {zh: 简报第3期, en: Bulletin 3}}]
      unlisted: 0
      rule: {kind: bonus_per, points: 2}
"""
OF_THE_TOWN = """\
unit: T1
title: {zh: 东镇计划, en: East plan}
document: {title: {zh: 东镇计划, en: East plan}}
year: {value: 2024, basis: stated}
targets:
  - id: closed
    indicator: closed
    name: {zh: 办结, en: Closed}
    kind: cumulative
    comparator: ">="
    value: 8
    unit: case
scoring:
  items:
    - {id: rate, title: {zh: 入会率, en: Rate}, full: 100, indicator: rate,
       rule: {kind: linear_cap, goal: 50}}
"""
BELOW = """
    - {id: below, title: {zh: 下级平均, en: Mean below}, full: 10,
       rule: {kind: mean_of_children, plan: town, times: 0.1}}
"""


def open_scored(folder: Path, more: dict[str, str] | None = None) -> Office:
    """The office with both scorings, taken in and published."""
    county = PLAN + SCORING.replace("full: 100\n", "full: 110\n") + BELOW.strip("\n") + "\n"
    return open_office(folder, more, plan=county, town=OF_THE_TOWN)
