"""What is wrong in ``checks/*.yml``: each problem with file and line."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import FILES, MARK, marked_line, places, write_folder

NAME = "checks/tried.yml"
HEAD = "advice: {zh: 请核对, en: Check it}\n"
BETWEEN = """\
between_forms:
  left: {form: cases, field: persons}
  comparison: at_most
  right: {form: members, field: employees}
"""
CASES = [
    ("check-kinds", HEAD.replace("}\n", "} # <-\n")),
    ("check-kinds", HEAD.replace("}\n", "} # <-\n") + BETWEEN + "same_name: {}\n"),
    ("undeclared-form", HEAD + BETWEEN.replace("cases, field: persons}", "case, field: p} # <-")),
    ("undeclared-field", HEAD + BETWEEN.replace("persons}", "person} # <-")),
    ("check-figure-unfit", HEAD + BETWEEN.replace("persons}", "kind} # <-")),
    (
        "check-figure-unfit",
        HEAD + "change: {figure: {form: members, field: chair}, ratio: 3} # <-\n",
    ),
    ("undeclared-form", HEAD + "round_figures: {form: member} # <-\n"),
    (
        "undeclared-attribute",
        HEAD
        + "outlier:\n  figure: {form: members, field: members}\n  against: peers\n"
        + "  peers_by: size # <-\n",
    ),
    (
        "undeclared-code",
        HEAD
        + "same_value:\n  figure: {form: cases, field: case_id}\n"
        + "  where: {kind: [fire]} # <-\n",
    ),
    (
        "undeclared-code",
        HEAD
        + "roll_up:\n  form: cases\n  indicator: case_id\n  value: persons\n"
        + '  where: {kind: ["", fire]} # <-\n',
    ),
    ("when-missing-unfit", HEAD + "when_missing: zero # <-\nsame_name: {}\n"),
]


@pytest.mark.parametrize(("slug", "text"), CASES)
def test_a_problem_names_file_and_line(tmp_path: Path, slug: str, text: str) -> None:
    findings = load(write_folder(tmp_path, {**FILES, NAME: text})).findings
    assert (NAME, marked_line(tmp_path, NAME)) in places(findings, slug), findings


def test_a_good_check_is_read(tmp_path: Path) -> None:
    text = HEAD + "when_missing: fail\n" + BETWEEN
    loaded = load(write_folder(tmp_path, {**FILES, NAME: text}))
    assert MARK not in text
    assert loaded.catalogue is not None
    check = loaded.catalogue.checks["tried"]
    assert check.between_forms is not None
    assert (check.when_missing, check.between_forms.right.field) == ("fail", "employees")
