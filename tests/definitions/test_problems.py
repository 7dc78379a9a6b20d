"""What the models refuse, as findings with lines."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import MARK, marked_line, places, spoilt, write_folder

RATE = "indicators/membership/rate.yml"
CLOSED = "indicators/rights/closed.yml"
FORM = "forms/members.yml"
PLAN = "plans/plan.yml"

CASES = [
    ("unknown-key", RATE, "decimals: 1", "decimal: 1 # <-"),
    ("unknown-key", CLOSED, "  aggregate: count", "  agregate: count # <-"),
    ("unknown-key", CLOSED, "    closed_on: {within: period}", "    closed_on: {whithin: a} # <-"),
    ("unknown-key", CLOSED, "{at_most: {field: closed_on}}", "{at_most: {feild: a}} # <-"),
    ("unknown-key", "product.yml", "  sector: {}\n", "  sector: {}\nlevel: {} # <-\n"),
    ("missing-key", FORM, 'version: "2024"\n', ""),
    ("missing-key", FORM, "        type: integer\n", ""),
    ("missing-key", RATE, "name: {zh: 入会率, en: Unionisation rate}", "name: {zh: 入会率} # <-"),
    ("wrong-value", RATE, "nature: rate", "nature: ratio # <-"),
    ("wrong-value", PLAN, "kind: cumulative", "kind: sum # <-"),
    ("number-wanted", RATE, "decimals: 1", "decimals: one # <-"),
    ("number-wanted", PLAN, "    value: 50", "    value: 5,0 # <-"),
    ("date-wanted", PLAN, "  issued_on: 2024-01-15", "  issued_on: 2024年1月 # <-"),
    ("true-or-false-wanted", CLOSED, "unit: case", "unit: case\ncore: perhaps # <-"),
    ("text-wanted", RATE, "unit: percent", "unit: [percent] # <-"),
    ("list-wanted", RATE, "breakdowns: [has_committee, unit.ownership]", "breakdowns: kind # <-"),
    ("mapping-wanted", FORM, "issuer: {zh: 总工会, en: Federation}", "issuer: 总工会 # <-"),
    ("wrong-count", CLOSED, "  aggregate: count", "  expression: {days_between: [a]} # <-"),
    ("id-repeated", CLOSED, "unit: case", "unit: case\nid: closed # <-"),
]


@pytest.mark.parametrize(("slug", "name", "old", "new"), CASES)
def test_a_refused_value_has_file_and_line(
    tmp_path: Path, slug: str, name: str, old: str, new: str
) -> None:
    findings = spoilt(tmp_path, name, old, new)
    found = places(findings, slug)
    assert len(found) == 1, findings
    assert found[0][0] == name
    if MARK in new:
        assert found[0][1] == marked_line(tmp_path, name)


def test_the_nearest_key_is_suggested(tmp_path: Path) -> None:
    findings = spoilt(tmp_path, CLOSED, "  aggregate: count", "  agregate: count")
    assert [(f.got, f.details["suggestion"]) for f in findings if f.slug == "unknown-key"] == [
        ("agregate", "aggregate")
    ]


def test_an_alternative_nobody_meant_is_not_complained_about(tmp_path: Path) -> None:
    findings = spoilt(tmp_path, CLOSED, "{within: period}", "{within: year, atleast: x}")
    assert sorted(f.slug for f in findings) == ["unknown-key", "wrong-value"]


def test_a_value_of_no_permitted_shape_is_told_once(tmp_path: Path) -> None:
    findings = spoilt(tmp_path, CLOSED, "{at_most: {field: closed_on}}", "{at_most: [a, b]}")
    assert [f.slug for f in findings] == ["text-wanted"]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    files = {
        "product.yml": "nam: x\n",
        "forms/a.yml": "number: [1]\n",
        "indicators/x/b.yml": "- a\n",
        "plans/c.yml": "unit: U\n",
    }
    findings = load(write_folder(tmp_path, files)).findings
    assert {f.place.file for f in findings} == {*files, "org_units.csv"}
