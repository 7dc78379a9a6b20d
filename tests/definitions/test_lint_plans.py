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
    ("duty-span", "    kind: cumulative", "    kind: duty\n    span: campaign # <-"),
    ("comparator-against-direction", LEVEL, LEVEL.replace(">", "<") + " # <-"),
    ("segment-not-computed", SEGMENT, "    segment: {ownership: state} # <-"),
    ("undeclared-code", SEGMENT, '    segment: {unit.ownership: "state,privat"} # <-'),
    ("yes-or-no-wanted", SEGMENT, "    segment: {has_committee: on} # <-"),
    ("baseline-value", BASELINE, "    baseline: {kind: fixed} # <-"),
    ("baseline-value", BASELINE, "    baseline: {kind: zero, value: 1} # <-"),
    ("weight-not-positive", BASELINE, "    weight: 0 # <-"),
    ("weight-missing", BASELINE + "\n  - id: closed", "    weight: 5\n  - id: closed # <-"),
]  # fmt: skip


MINIMUM = "type: integer, unit: person}"


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("type: integer, unit: person, minimum: 0}", "value: -5", ["target-below-zero"]),
        ("type: integer, unit: person, minimum: 0}", "value: 5", []),
        ("type: integer, unit: person, minimum: 0}", "value: 0", []),
        ("type: integer, unit: person, minimum: -9}", "value: -5", []),
        (MINIMUM, "value: -5", []),  # what has no bound may be below zero
    ],
)
def test_nothing_below_zero_is_promised_of_what_never_is(
    tmp_path: Path, field: str, value: str, found: list[str]
) -> None:
    form = FILES["forms/members.yml"].replace(
        "members: {label: {zh: 会员数, en: Members}, " + MINIMUM,
        "members: {label: {zh: 会员数, en: Members}, " + field,
    )
    plan = FILES[PLAN].replace("value: 80\n", f"{value} # <-\n")
    write_folder(tmp_path, {**FILES, "forms/members.yml": form, PLAN: plan})
    problems = load(tmp_path).findings
    assert [one.slug for one in problems] == found
    if found:
        assert problems[0].place.line == marked_line(tmp_path, PLAN)


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


def changed(*days: str) -> str:
    """The target of cases with changes from some days on, the last line marked."""
    said = "    value: 50\n    changes:"
    for n, day in enumerate(days, start=1):
        mark = " # <-" if n == len(days) else ""
        said += (
            f"\n      - since: {day}{mark}\n        value: {50 + n}\n        document:"
            f" {{title: {{zh: 通知, en: Notice}}, number: 示例〔2024〕{n}号, issued_on: {day}}}"
        )
    return said


UNDOCUMENTED = """    value: 50
    changes:
      - since: 2024-07-01 # <-
        value: 60
        document: {title: {zh: 通知, en: Notice}, issued_on: 2024-06-20}"""
FLAT = changed("2024-07-01").replace("value: 51", "value: 50")
SPAN = "    kind: cumulative"
YEARS = SPAN + "\n    span: multi_year\n"
TERMS = [
    ("change-undocumented", "    value: 50", UNDOCUMENTED),
    ("change-out-of-order", "    value: 50", changed("2024-01-01")),
    ("change-out-of-order", "    value: 50", changed("2025-01-01")),
    ("change-out-of-order", "    value: 50", changed("2024-07-01", "2024-07-01")),
    ("change-without-effect", "    value: 50", FLAT),
    ("years-do-not-fit", SPAN, SPAN + "\n    from_year: 2024 # <-\n    to_year: 2026"),
    ("years-do-not-fit", SPAN, YEARS + "    to_year: 2026 # <-"),
    ("years-do-not-fit", SPAN, YEARS + "    from_year: 2024 # <-\n    to_year: 2024"),
    ("years-do-not-fit", SPAN, YEARS + "    from_year: 2025 # <-\n    to_year: 2027"),
    ("part-of-unknown", SPAN, SPAN + "\n    part_of: plan/close # <-"),
    ("part-does-not-fit", SPAN, SPAN + "\n    part_of: plan/rate # <-"),
    ("part-does-not-fit", SPAN, SPAN + "\n    part_of: plan/closed # <-"),
]


@pytest.mark.parametrize(("slug", "old", "new"), TERMS)
def test_what_a_target_says_over_time_is_checked(
    tmp_path: Path, slug: str, old: str, new: str
) -> None:
    findings = spoilt(tmp_path, PLAN, old, new)
    assert (PLAN, marked_line(tmp_path, PLAN)) in places(findings, slug), findings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    value: 50", changed("2024-04-01", "2024-07-01")),
        ("    value: 50", changed("2024-12-31")),
        (SPAN, YEARS + "    from_year: 2023\n    to_year: 2024"),
    ],
)
def test_documented_changes_and_years_are_taken(tmp_path: Path, old: str, new: str) -> None:
    assert spoilt(tmp_path, PLAN, old, new) == []


def with_shares(root: Path, rate: str, *cases: str) -> list[tuple[str, str, int | None]]:
    """Findings when the county's two targets are shared out to East and the plants."""
    text = FILES[PLAN]
    files = dict(FILES)
    for number, (unit, value) in enumerate(zip(("T1", "G1"), cases, strict=True)):
        said = text.replace("unit: C1", f"unit: {unit}").replace("value: 50", f"value: {value}")
        said = said.replace("value: 80", f"value: {rate}" if number else "value: 70")
        said = said.replace(SPAN, SPAN + "\n    part_of: plan/closed")
        said = said.replace("    kind: level", "    part_of: plan/rate\n    kind: level")
        files[f"plans/part{number}.yml"] = said
    found = load(write_folder(root, files))
    assert found.catalogue is not None
    return [(f.slug, f.details.get("gap", ""), f.place.line) for f in found.findings]


def test_shares_that_do_not_make_the_target_are_a_warning_with_the_gap(tmp_path: Path) -> None:
    line = FILES[PLAN].splitlines().index("    value: 50") + 1
    assert with_shares(tmp_path, "90", "30", "20") == []
    assert with_shares(tmp_path, "90", "30", "25") == []  # more than asked is no gap
    assert with_shares(tmp_path, "90", "30", "12.5") == [("split-does-not-add-up", "-7.5", line)]


def test_shares_of_a_rate_are_not_added_but_must_be_able_to_make_it(tmp_path: Path) -> None:
    line = FILES[PLAN].splitlines().index("    value: 80") + 1
    assert with_shares(tmp_path, "80", "30", "20") == []
    assert with_shares(tmp_path, "79.9", "30", "20") == [("split-rates-outside", "", line)]
