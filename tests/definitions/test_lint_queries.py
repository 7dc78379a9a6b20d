"""What is wrong in ``queries/*.yml``: each problem with file and line."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import FILES, marked_line, places, write_folder

NAME = "queries/tried.yml"
HEAD = "title: {zh: 试, en: Tried}\n"
ASKED = "sql: select $p\n"
P = "parameters:\n  - name: p\n    label: {zh: 某, en: Some}\n"


def given(rest: str, sql: str = ASKED) -> str:
    return HEAD + P + rest + sql


CASES = [
    ("query-not-sql", HEAD + "sql: select from where , # <-\n"),
    ("query-not-select", HEAD + "sql: delete from members # <-\n"),
    ("query-not-select", HEAD + "sql: select 1; select 2 # <-\n"),
    (
        "parameter-unused",
        given("    type: text\n", "sql: select 1\n").replace("p\n", "p # <-\n", 1),
    ),
    (
        "parameter-unused",
        given("    type: text\n", "sql: select '$p' -- $p\n").replace("p\n", "p # <-\n", 1),
    ),
    ("parameter-undeclared", HEAD + "sql: select $period # <-\n"),
    ("parameter-undeclared", given("    type: text\n", "sql: select $p, $q # <-\n")),
    ("parameter-undeclared", HEAD + "sql: select ? # <-\n"),
    (
        "parameter-twice",
        given("    type: text\n  - name: p # <-\n    label: {zh: 乙, en: B}\n    type: text\n"),
    ),
    ("parameter-without-choices", given("    type: choice\n").replace("name: p", "name: p # <-")),
    (
        "parameter-setting-unfit",
        given("    type: text\n    choices: {a: {zh: 甲, en: A}} # <-\n"),
    ),
    (
        "parameter-setting-unfit",
        given("    type: text\n    default: x\n    unset: {zh: 无, en: none} # <-\n"),
    ),
    ("number-wanted", given("    type: number\n    default: six # <-\n")),
    ("not-a-period-code", given("    type: period\n    default: 2024Q9 # <-\n")),
    ("parameter-default-unknown", given("    type: unit\n    default: C9 # <-\n")),
    ("undeclared-indicator", given("    type: indicator\n    default: rat # <-\n")),
    (
        "undeclared-code",
        given("    type: choice\n    choices: {a: {zh: 甲, en: A}}\n    default: b # <-\n"),
    ),
    ("wrong-value", given("    type: day # <-\n")),
    ("date-wanted", given("    type: date\n    default: 2024-02-30 # <-\n")),
]


@pytest.mark.parametrize(("slug", "text"), CASES)
def test_a_problem_names_file_and_line(tmp_path: Path, slug: str, text: str) -> None:
    findings = load(write_folder(tmp_path, {**FILES, NAME: text})).findings
    assert (NAME, marked_line(tmp_path, NAME)) in places(findings, slug), findings


GOOD = [
    given("    type: number\n    default: 2.5\n"),
    given("    type: period\n    default: 2024Q3\n"),
    given("    type: date\n    default: 2024-02-29\n"),
    given("    type: unit\n    default: C1\n"),
    given("    type: indicator\n    default: rate\n"),
    given("    type: choice\n    choices: {a: {zh: 甲, en: A}}\n    default: a\n"),
    given("    type: text\n    unset: {zh: 无, en: none}\n", "sql: select $p, '$q', \"$r\" -- ?\n"),
    HEAD + "sql: with a as (select 1) from a\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_right_one_is_read(tmp_path: Path, text: str) -> None:
    loaded = load(write_folder(tmp_path, {**FILES, NAME: text}))
    assert loaded.findings == []
    assert loaded.catalogue is not None
