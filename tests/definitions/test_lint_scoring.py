"""Rules of scoring: slug, file and line."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load
from pipeline.domain.finding import Finding

from .folders import FILES, PLAN, marked_line, places, write_folder

NAME = "plans/plan.yml"
SCORING = """
scoring:
  full: 30
  most: 40
  peer_groups:
    - {id: towns, name: {zh: 乡镇, en: Towns}, level: township}
    - id: firms
      name: {zh: 企业, en: Firms}
      attributes: {ownership: [state]}
    - {id: two, name: {zh: 二厂, en: Two}, units: [G2]}
  groups:
    - {id: g, title: {zh: 组织, en: Organisation}, full: 18}
  items:
    - {id: a, group: g, title: {zh: 甲, en: A}, indicator: rate, full: 10,
       rule: {kind: linear_cap, goal: 80}}
    - id: b
      group: g
      title: {zh: 乙, en: B}
      target: rate
      full: 8
      rule:
        kind: steps
        steps:
          - {at_least: 60, points: 4}
          - {at_least: 80, points: 8}
    - id: c
      title: {zh: 丙, en: C}
      full: 12
      marks:
        G1: [{value: 5, evidence: {zh: 记录, en: Record}}]
      rule: {kind: manual}
    - id: d
      title: {zh: 丁, en: D}
      target: closed
      rule: {kind: bonus_per, points: 1, per: 5, most: 4}
    - id: cap
      group: g
      title: {zh: 封顶, en: Cap}
      rule: {kind: group_cap, most: 18}
    - id: must
      title: {zh: 必备, en: Must}
      indicator: rate
      rule: {kind: prerequisite, at_least: 50}
    - id: load
      title: {zh: 工作量, en: Workload}
      indicator: closed
      rule: {kind: workload_factor, over: [a, b], rate: 0.1}
"""
LATE = "    - {id: late, title: {zh: 迟, en: Late}, full: 1, rule: {kind: late_days, points: 1}}\n"
CASES = [
    ("score-id-twice", "    - id: b", "    - id: a # <-"),
    ("score-figure", "    - id: d\n", "    - id: d # <-\n      indicator: rate\n"),
    ("score-figure", "    - id: cap\n", "    - id: cap # <-\n      indicator: rate\n"),
    ("score-figure", "    - id: must\n", "    - id: must # <-\n      unlisted: 0\n"),
    ("undeclared-indicator", "      indicator: closed", "      indicator: close # <-"),
    ("score-unknown-name", "      target: closed", "      target: closet # <-"),
    ("score-unknown-name", "    - id: b\n      group: g", "    - id: b\n      group: gg # <-"),
    ("score-unknown-name", "over: [a, b], rate: 0.1}", "over: [a, bb], rate: 0.1} # <-"),
    ("score-unknown-name", "    - id: d\n", "    - id: d\n      applies_to: [town] # <-\n"),
    ("score-unknown-name", "    - id: must\n", "    - id: must\n      family: unionized # <-\n"),
    ("score-unknown-name", "level: township}", "level: townshop} # <-"),
    ("undeclared-code", "{ownership: [state]}", "{ownership: [stat]} # <-"),
    ("undeclared-attribute", "{ownership: [state]}", "{owner: [state]} # <-"),
    ("undeclared-org-unit", "units: [G2]}", "units: [G9]} # <-"),
    ("undeclared-org-unit", "        G1: [", "        G9: [ # <-\n          "),
    ("segment-not-computed", "    - id: must\n", "    - id: must\n      segment: {sex: x} # <-\n"),
    ("undeclared-code", "    - id: must\n",
     "    - id: must\n      segment: {unit.ownership: stat} # <-\n"),
    ("score-full-missing", "    - id: c\n      title: {zh: 丙, en: C}\n      full: 12\n",
     "    - id: c # <-\n      title: {zh: 丙, en: C}\n"),
    ("score-full-unwanted", "    - id: d\n", "    - id: d # <-\n      full: 5\n"),
    ("score-sum", "  full: 30", "  full: 31 # <-"),
    ("score-sum", "full: 18}", "full: 17} # <-"),
    ("score-steps", "{at_least: 80, points: 8}", "{at_least: 55, points: 8} # <-"),
    ("score-steps", "{at_least: 80, points: 8}", "{at_most: 80, points: 8} # <-"),
    ("score-steps", "{at_least: 60, points: 4}", "{points: 4} # <-"),
    ("score-steps", "{at_least: 80, points: 8}", "{at_least: 80, points: 3} # <-"),
    ("score-steps-full", "      full: 8\n", "      full: 7 # <-\n"),
    ("score-threshold", "{kind: prerequisite, at_least: 50}", "{kind: prerequisite} # <-"),
    ("score-goal", "{kind: linear_cap, goal: 80}}", "{kind: linear_cap}} # <-"),
    ("score-goal", "{kind: linear_cap, goal: 80}}",
     "{kind: linear_from_baseline, goal: 80}} # <-"),
    ("score-cap-low", "  most: 40", "  most: 29 # <-"),
    ("score-cap-low", "most: 18}", "most: 17} # <-"),
    ("score-number", "per: 5, most: 4}", "per: 0, most: 4} # <-"),
    ("score-number", "goal: 80}}", "goal: 80, floor: 2}} # <-"),
    ("wrong-value", "kind: steps", "kind: step # <-"),
    ("missing-key", "{kind: manual}", "{points: 3} # <-"),
    ("unknown-key", "per: 5, most: 4}", "per: 5, maximum: 4} # <-"),
    ("missing-key", "{kind: bonus_per, points: 1, per: 5, most: 4}", "{kind: bonus_per} # <-"),
    ("number-wanted", "{at_least: 60, points: 4}", "{at_least: 60, points: four} # <-"),
]  # fmt: skip


def found(folder: Path, scoring: str) -> list[Finding]:
    write_folder(folder, {**FILES, NAME: PLAN + scoring})
    return load(folder).findings


def test_a_scoring_in_order_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path, SCORING) == []


@pytest.mark.parametrize(("slug", "old", "new"), CASES)
def test_a_rule_names_file_and_line(tmp_path: Path, slug: str, old: str, new: str) -> None:
    assert SCORING.count(old) == 1, old
    findings = found(tmp_path, SCORING.replace(old, new))
    assert (NAME, marked_line(tmp_path, NAME)) in places(findings, slug), findings


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("kind: steps", "kind: stepps", "steps"),
        ("      target: closed", "      target: closd", "closed"),
        ("per: 5, most: 4}", "pr: 5, most: 4}", "per"),
    ],
)
def test_the_nearest_word_is_suggested(tmp_path: Path, old: str, new: str, meant: str) -> None:
    findings = found(tmp_path, SCORING.replace(old, new))
    said = [f.details.get("suggestion") or f.details.get("permitted") for f in findings]
    assert meant in said


def test_forms_and_plans_that_rules_name_exist(tmp_path: Path) -> None:
    late = LATE.replace("points: 1}", "points: 1, form: member}").replace("full: 1", "full: 12")
    mean = "    - {id: m, title: {zh: 均, en: Mean}, rule: {kind: mean_of_children, plan: none}}\n"
    findings = found(tmp_path, SCORING.replace("full: 30\n  most: 40", "full: 42") + late + mean)
    assert [(f.got, f.details["suggestion"]) for f in findings] == [
        ("member", "members"), ("none", "plan"),
    ]  # fmt: skip


def test_scores_made_of_each_other_are_told_at_every_plan_of_the_circle(tmp_path: Path) -> None:
    mean = (
        "    - {{id: m, title: {{zh: 均, en: Mean}}, rule: {{kind: mean_of_children, plan: {}}}}}\n"
    )
    texts = {
        f"plans/{name}.yml": PLAN + "scoring:\n  items:\n" + mean.format(of)
        for name, of in {"one": "two", "two": "three", "three": "one", "four": "one"}.items()
    }
    others = {name: text for name, text in FILES.items() if name != NAME}
    findings = load(write_folder(tmp_path, {**others, **texts})).findings
    told = {f.place.file: f.details["circle"] for f in findings if f.slug == "score-circle"}
    assert told == {
        "plans/one.yml": "one → two → three → one",
        "plans/three.yml": "three → one → two → three",
        "plans/two.yml": "two → three → one → two",
    }
    line = texts["plans/one.yml"].splitlines().index(mean.format("two").rstrip()) + 1
    assert ("plans/one.yml", line) in places(findings, "score-circle")
