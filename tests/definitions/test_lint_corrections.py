"""Rules of corrections: slug, file and line."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import FILES, marked_line, places, write_folder

FILE = "corrections/one.yml"
GOOD = """\
form: members
unit: G1
period: 2024Q1
decided_by: T1
decided_on: 2024-05-06
reason: {zh: 多填了一个零, en: One zero too many}
cells:
  - field: members
    expected: 1000
    value: 100
"""
LIST = """\
form: cases
unit: G1
period: 2024Q1
decided_by: C1
decided_on: 2024-05-06
reason: {zh: 日期写错, en: Wrong date}
cells:
  - field: closed_on
    key: {case_id: A1}
    expected: ""
    value: 2024-02-01
"""
CASES = [
    ("undeclared-form", GOOD, "form: members", "form: member # <-"),
    ("undeclared-org-unit", GOOD, "unit: G1", "unit: G8 # <-"),
    ("undeclared-org-unit", GOOD, "decided_by: T1", "decided_by: T8 # <-"),
    ("correction-not-from-above", GOOD, "decided_by: T1", "decided_by: G2 # <-"),
    ("correction-not-from-above", GOOD, "decided_by: T1", "decided_by: G1 # <-"),
    ("not-a-period-code", GOOD, "period: 2024Q1", "period: 2024Q5 # <-"),
    ("date-wanted", GOOD, "decided_on: 2024-05-06", "decided_on: May # <-"),
    ("nothing-listed", GOOD, GOOD[GOOD.index("cells:") :], "cells: [] # <-\n"),
    ("undeclared-field", GOOD, "field: members", "field: member # <-"),
    ("undeclared-section", GOOD, "  - field: members",
     "  - section: other # <-\n    field: members"),
    ("number-wanted", GOOD, "value: 100\n", "value: many # <-\n"),
    ("number-wanted", GOOD, "expected: 1000", "expected: many # <-"),
    ("correction-changes-nothing", GOOD, "value: 100\n", "value: 1000 # <-\n"),
    ("correction-out-of-bounds", GOOD.replace("field: members", "field: employees"),
     "value: 100\n", "value: -1 # <-\n"),
    ("correction-row-card", GOOD, "  - field: members", "  - field: members # <-\n    row: 7"),
    ("correction-row-list", LIST, "field: closed_on\n    key: {case_id: A1}",
     "field: closed_on # <-"),
    ("correction-row-list", LIST, "  - field: closed_on", "  - field: closed_on # <-\n    row: 7"),
    ("undeclared-field", LIST, "key: {case_id: A1}", "key: {case: A1} # <-"),
    ("date-wanted", LIST, "value: 2024-02-01", "value: 2024-2-1 # <-"),
    ("unknown-key", GOOD, "period: 2024Q1", "period: 2024Q1\nperson: x # <-"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "text", "old", "new"), CASES)
def test_a_rule_names_file_and_line(
    tmp_path: Path, slug: str, text: str, old: str, new: str
) -> None:
    assert text.count(old) == 1
    write_folder(tmp_path, {**FILES, FILE: text.replace(old, new)})
    findings = load(tmp_path).findings
    assert (FILE, marked_line(tmp_path, FILE)) in places(findings, slug), findings


@pytest.mark.parametrize("text", [GOOD, LIST, LIST.replace("key: {case_id: A1}", "row: 12")])
def test_a_good_correction_has_no_findings_and_knows_its_lines(tmp_path: Path, text: str) -> None:
    result = load(write_folder(tmp_path, {**FILES, FILE: text}))
    assert result.findings == []
    assert result.catalogue is not None
    assert result.catalogue.correction_lines == {"one": (8,)}
    assert len(result.catalogue.corrections["one"].cells) == 1


def test_the_same_cell_is_corrected_once(tmp_path: Path) -> None:
    write_folder(tmp_path, {**FILES, FILE: GOOD, "corrections/two.yml": GOOD})
    findings = load(tmp_path).findings
    assert places(findings, "corrected-twice") == [("corrections/two.yml", 8)]


def test_a_person_is_not_written_into_a_correction(tmp_path: Path) -> None:
    form = FILES["forms/members.yml"].replace(
        "chair: {label: {zh: 主席, en: Chair}, type: text}",
        "chair: {label: {zh: 主席, en: Chair}, type: text, personal: name}",
    )
    text = GOOD.replace("field: members", "field: chair # <-")
    write_folder(tmp_path, {**FILES, "forms/members.yml": form, FILE: text})
    found = places(load(tmp_path).findings, "correction-of-a-person")
    assert found == [(FILE, marked_line(tmp_path, FILE))]
