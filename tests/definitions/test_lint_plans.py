"""Rules of plans: slug, file and line."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import FILES, marked_line, places, spoilt, write_folder

PLAN = "plans/plan.yml"
YEAR = "year: {value: 2024, basis: stated}"
POINTS = YEAR + "\nschedule: points\npoints:\n"
SEGMENT = '    segment: {unit.ownership: "state,private"}'
BASELINE = "    baseline: {kind: fixed, value: 60}"
UNMEASURED = "    unmeasured: {zh: 没有数据来源, en: Nothing counts it}"
LEVEL = '    kind: level\n    comparator: ">="'
CASES = [
    ("undeclared-org-unit", "unit: C1", "unit: C9 # <-"),
    ("undeclared-calendar", YEAR, YEAR + "\ncalendar: school_year # <-"),
    ("year-implausible", "{value: 2024, basis: stated}", "{value: 99999, basis: stated} # <-"),
    ("schedule-points", YEAR, YEAR + "\nschedule: points # <-"),
    ("unknown-point", YEAR, POINTS + "  Q5: 20 # <-"),
    ("unknown-point", YEAR, POINTS + "  2024Q1: 20 # <-"),
    ("points-not-rising", YEAR, POINTS + "  Q2: 10 # <-\n  M03: 20"),
    ("points-not-rising", YEAR, POINTS + "  Q1: 20\n  Q4: 110 # <-"),
    ("target-twice", "  - id: closed", "  - id: rate # <-"),
    ("measured-or-not", "  - id: spirit", "  - id: spirit # <-\n    indicator: closed"),
    ("measured-or-not", "  - id: spirit\n" + UNMEASURED, "  - id: spirit # <-"),
    ("undeclared-indicator", "    indicator: closed", "    indicator: close # <-"),
    ("undeclared-measure-unit", "    unit: percent", "    unit: per_cent # <-"),
    ("unit-not-convertible", "    unit: percent", "    unit: person # <-"),
    ("target-kind", "    kind: level", "    kind: cumulative # <-"),
    ("target-kind", "    kind: cumulative", "    kind: level # <-"),
    ("comparator-against-direction", LEVEL, LEVEL.replace(">", "<") + " # <-"),
    ("segment-not-computed", SEGMENT, "    segment: {ownership: state} # <-"),
    ("undeclared-code", SEGMENT, '    segment: {unit.ownership: "state,privat"} # <-'),
    ("yes-or-no-wanted", SEGMENT, "    segment: {has_committee: on} # <-"),
    ("baseline-value", BASELINE, "    baseline: {kind: fixed} # <-"),
    ("baseline-value", BASELINE, "    baseline: {kind: zero, value: 1} # <-"),
    ("weight-not-positive", BASELINE, "    weight: 0 # <-"),
    ("weight-missing", BASELINE + "\n  - id: closed", "    weight: 5\n  - id: closed # <-"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "old", "new"), CASES)
def test_a_rule_names_file_and_line(tmp_path: Path, slug: str, old: str, new: str) -> None:
    findings = spoilt(tmp_path, PLAN, old, new)
    assert (PLAN, marked_line(tmp_path, PLAN)) in places(findings, slug), findings


def test_a_segment_with_measures_of_its_own_can_be_a_target(tmp_path: Path) -> None:
    assert spoilt(tmp_path, PLAN, SEGMENT, "    segment: {sex: female}") == []


def test_points_may_rise_to_a_hundred(tmp_path: Path) -> None:
    points = POINTS + "  Q1: 20\n  H1: 60\n  M12: 100"
    assert spoilt(tmp_path, PLAN, YEAR, points) == []


def test_an_odd_comparator_is_only_a_warning(tmp_path: Path) -> None:
    name = "indicators/rights/closed.yml"
    text = FILES[name].replace("higher_better", "lower_better")
    result = load(write_folder(tmp_path, {**FILES, name: text}))
    assert [(f.slug, f.severity) for f in result.findings] == [
        ("comparator-against-direction", "warning")
    ]
    assert result.catalogue is not None
