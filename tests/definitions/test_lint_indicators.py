"""Rules of indicators, their measures, conditions and examples: slug, file and line."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import FILES, marked_line, places, spoilt, write_folder

RATE = "indicators/membership/rate.yml"
CLOSED = "indicators/rights/closed.yml"
NUMERATOR = "numerator: {form: members, field: members, over_time: last}"
SEGMENT = "    numerator: {form: members, field: women, over_time: last}"
COUNT = "  aggregate: count"
WITHIN = "    closed_on: {within: period}"
KIND = "    kind: [arrears, injury]"
PAID = '    paid: "yes"'
PERSONS = "    persons: {at_least: 1}"
RECEIVED = "    received_on: {at_most: {field: closed_on}}"
STATE = "    unit.ownership: state"
ROW_A = "      - {unit: A, period: 2024Q1, employees: 100, members: 80}"
CASE = (
    "      - {unit: A, period: 2024Q1, case_id: C1, kind: arrears, paid: yes, "
    "closed_on: 2024-02-01}"
)
EXPECT = "  expect: {period: 2024Q1, numerator: 1}"


def marked(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new) + " # <-"


def marked_in(text: str, old: str, new: str) -> str:
    """A text with one line of it changed, and marked at the end of that line."""
    at = text.index(old)
    end = text.index("\n", at + len(old))
    return f"{text[:at]}{new}{text[at + len(old) : end]} # <-{text[end:]}"


MEASURES = [
    ("nothing-listed", RATE, NUMERATOR, "numerator: [] # <-"),
    ("nothing-listed", RATE, SEGMENT, "    numerator: [] # <-"),
    ("undeclared-form", RATE, NUMERATOR, marked(NUMERATOR, "form: members", "form: membrs")),
    ("undeclared-section", RATE, NUMERATOR, marked(NUMERATOR, "field:", "section: x, field:")),
    ("undeclared-field", RATE, NUMERATOR, marked(NUMERATOR, "field: members", "field: membrs")),
    ("undeclared-field", RATE, SEGMENT, marked(SEGMENT, "field: women", "field: woman")),
    ("aggregate-needs", CLOSED, COUNT, "  field: persons\n  aggregate: count # <-"),
    ("aggregate-needs", CLOSED, COUNT, "  aggregate: count_distinct # <-"),
    ("aggregate-needs", CLOSED, COUNT, "  aggregate: sum # <-"),
    ("aggregate-needs", CLOSED, COUNT, "  field: persons\n  aggregate: largest_group_sum # <-"),
    ("aggregate-needs", CLOSED, COUNT, "  field: persons\n  group: kind\n  aggregate: sum # <-"),
    (
        "expression-kinds",
        CLOSED,
        COUNT,
        "  expression: {sum_of: [persons], product_of: [persons]} # <-",
    ),
    ("field-type", RATE, NUMERATOR, marked(NUMERATOR, "field: members", "field: has_committee")),
    ("field-type", CLOSED, COUNT, "  expression: {days_between: [received_on, persons]} # <-"),
    ("field-type", CLOSED, COUNT, "  expression: {sum_of: [persons, kind]} # <-"),
    ("ledger-over-time", CLOSED, "  over_time: last", "  over_time: sum # <-"),
    ("ledger-flow-without-period", CLOSED, "numerator:\n", "numerator: # <-\n"),
]
CONDITIONS = [
    ("undeclared-field", CLOSED, KIND, marked(KIND, "kind", "kinds")),
    ("undeclared-field", CLOSED, RECEIVED, marked(RECEIVED, "closed_on", "closed")),
    ("undeclared-attribute", CLOSED, STATE, marked(STATE, "ownership", "owner")),
    ("undeclared-code", CLOSED, KIND, marked(KIND, "injury", "injry")),
    ("undeclared-code", CLOSED, KIND, "    kind: {none_of: [injry]} # <-"),
    ("undeclared-code", CLOSED, STATE, marked(STATE, "state", "stat")),
    ("yes-or-no-wanted", CLOSED, PAID, '    paid: "true" # <-'),
    ("number-wanted", CLOSED, PERSONS, marked(PERSONS, "1", "one")),
    ("date-wanted", CLOSED, RECEIVED, "    received_on: {above: 2024年} # <-"),
    ("field-type", CLOSED, KIND, "    kind: {within: period} # <-"),
    ("field-type", CLOSED, KIND, "    kind: {above: arrears} # <-"),
    ("field-type", CLOSED, STATE, "    unit.ownership: {below: state} # <-"),
    ("field-type", CLOSED, PERSONS, marked(PERSONS, "1", "period_end")),
    ("unlike-types", CLOSED, RECEIVED, marked(RECEIVED, "closed_on", "persons")),
    ("empty-condition", CLOSED, KIND, "    kind: [] # <-"),
    ("empty-condition", CLOSED, KIND, "    kind: {} # <-"),
    ("bound-kinds", CLOSED, RECEIVED, marked(RECEIVED, "field:", "day: period_end, field:")),
]
KEYS = [
    ("undeclared-theme", RATE, "theme: membership", "theme: member # <-"),
    ("theme-folder", RATE, "theme: membership", "theme: rights # <-"),
    ("undeclared-measure-unit", CLOSED, "unit: case", "unit: cases # <-"),
    ("percent-scale", RATE, "scale: 100", "scale: 1 # <-"),
    ("percent-scale", RATE, "unit: percent\nscale: 100", "unit: person\nscale: 100 # <-"),
    ("unit-scale", CLOSED, "unit: case", "unit: ten_thousand_persons\nscale: 1 # <-"),
    ("rate-without-denominator", CLOSED, "nature: flow", "nature: rate # <-"),
    ("denominator-without-label", RATE, "denominator_label: {zh: 职工数, en: Employees}\n", ""),
    (
        "label-without-denominator",
        CLOSED,
        "unit: case",
        "unit: case\ndenominator_label: {zh: 甲, en: A} # <-",
    ),
    ("undeclared-family", RATE, "\nfamily: unionised", "\nfamily: union # <-"),
    ("undeclared-family", RATE, "  everyone:\n", "  everbody: # <-\n"),
    ("family-twice", RATE, "  everyone:\n", "  unionised: # <-\n"),
    ("family-without-denominator", CLOSED, "unit: case", "unit: case\nfamily: everyone # <-"),
    ("family-not-named", RATE, "\nfamily: unionised\nother_families:", "\nother_families: # <-"),
    ("undeclared-field", RATE, "breakdowns: [has_committee,", "breakdowns: [\n  committee, # <-\n"),
    ("undeclared-attribute", CLOSED, "breakdowns: [kind]", "breakdowns: [unit.size] # <-"),
    ("breakdown-without-parts", CLOSED, "breakdowns: [kind]", "breakdowns: [case_id] # <-"),
    ("segment-key", RATE, "  sex=female:", "  female: # <-"),
    ("segment-without-words", RATE, "  sex=female:", "  sex=male: # <-"),
]
OLD = """\
breakdowns: [has_committee, unit.ownership]
former:
  - until: 2022-12-31
    why: {zh: 改表, en: new form}
    numerator: {form: members, field: women, over_time: last}
  - until: 2023-12-31
    why: {zh: 改口径, en: new count}
    numerator: {form: members, field: women, over_time: last}
    example:
      given:
        members:
          - {unit: A, period: 2023Q4, employees: 100, women: 80}
      expect: {period: 2023Q4, value: 80}
"""
"""Two former definitions of the rate, without a problem, in place of its breakdowns."""
NEWEST = "  - until: 2023-12-31"
NOW = "breakdowns: [has_committee, unit.ownership]\n"
WOMEN = "    why: {zh: 改口径, en: new count}\n    numerator: {form: members, field: women,"
FORMER = [
    ("former-not-later", RATE, NOW, marked_in(OLD, NEWEST, "  - until: 2022-12-31")),
    (
        "former-of-another-kind",
        RATE,
        NOW,
        OLD.replace(NEWEST, NEWEST + " # <-\n    denominator: []"),
    ),
    ("undeclared-field", RATE, NOW, marked_in(OLD, WOMEN, WOMEN.replace("women", "woman"))),
    ("undeclared-field", RATE, NOW, marked_in(OLD, "employees: 100", "workers: 100")),
    (
        "not-a-period-code",
        RATE,
        NOW,
        marked_in(OLD, "expect: {period: 2023Q4", "expect: {period: Q"),
    ),
    (
        "former-without-measures",
        RATE,
        NOW,
        "former:\n  - until: 2022-12-31 # <-\n    why: {zh: 改, en: new}\n"
        "    definition: {zh: 旧, en: old}\n",
    ),
]
EXAMPLES = [
    ("example-unknown-section", RATE, "    members:\n", "    membrs: # <-\n"),
    ("example-unknown-section", RATE, "    members:\n", "    members.other: # <-\n"),
    ("example-without-rows", RATE, "  given:\n    members:\n", "  given: # <-\n    cases:\n"),
    ("example-row-without", RATE, ROW_A, marked(ROW_A, "unit: A, ", "")),
    ("undeclared-field", RATE, ROW_A, marked(ROW_A, "employees", "workers")),
    ("number-wanted", RATE, ROW_A, marked(ROW_A, "80", "80.5")),
    ("not-a-period-code", RATE, ROW_A, marked(ROW_A, "2024Q1", "2024Q5")),
    ("not-a-period-code", RATE, ROW_A, marked(ROW_A, "2024Q1", "0000Q1")),
    ("undeclared-field", RATE, ROW_A, marked(ROW_A, "unit: A", "unit: A, unit.ownership: big")),
    ("undeclared-code", CLOSED, CASE, marked(CASE, "arrears", "arrear")),
    ("yes-or-no-wanted", CLOSED, CASE, marked(CASE, "yes", "true")),
    ("date-wanted", CLOSED, CASE, marked(CASE, "2024-02-01", "2024-02-30")),
    ("example-without-number", CLOSED, EXPECT, "  expect: {period: 2024Q1} # <-"),
    ("not-a-period-code", RATE, "  expect: {period: 2024Q1,", "  expect: {period: 24Q1, # <-\n   "),
    ("example-empty", CLOSED, "  given:\n    cases:\n" + CASE, "  given: # <-\n    cases: []"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "old", "new"), MEASURES + CONDITIONS + KEYS + FORMER + EXAMPLES
)
def test_a_rule_names_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str, name: str, old: str, new: str
) -> None:
    if slug == "ledger-flow-without-period":
        monkeypatch.setitem(
            FILES, name, FILES[name].replace(WITHIN, "    closed_on: {filled: true}")
        )
    if slug == "unit-scale":
        summed = FILES[name].replace(COUNT, "  field: persons")
        monkeypatch.setitem(FILES, name, summed)
    findings = spoilt(tmp_path, name, old, new)
    found = places(findings, slug)
    assert found, findings
    if new:
        assert (name, marked_line(tmp_path, name)) in found, findings


def test_only_what_a_register_says_of_its_own_period_is_added(tmp_path: Path) -> None:
    form = "forms/cases.yml"
    added = FILES[CLOSED].replace(COUNT, "  field: persons").replace("unit: case", "unit: person")
    added = added.replace("over_time: last", "over_time: sum").replace(WITHIN + "\n", "")
    added = added.replace("case_id: C1,", "case_id: C1, persons: 1,")
    own = FILES[form].replace("unit: person}", "unit: person, per_period: true}")
    others = {name: text for name, text in FILES.items() if name != "plans/plan.yml"}
    for given, expected in (
        (FILES[form], {"ledger-over-time", "ledger-flow-without-period"}),
        (own, set()),
    ):
        folder = write_folder(tmp_path / str(len(expected)), {**others, CLOSED: added, form: given})
        assert {f.slug for f in load(folder).findings} == expected


def test_a_sum_in_another_unit_of_the_same_kind_is_scaled(tmp_path: Path) -> None:
    text = FILES[CLOSED].replace(COUNT, "  field: persons")
    good = text.replace("unit: case", "unit: ten_thousand_persons\nscale: 0.0001")
    findings = load(write_folder(tmp_path, {**FILES, CLOSED: good})).findings
    assert places(findings, "unit-scale") == []


def test_money_counts_as_yuan_whatever_the_sheets_unit(tmp_path: Path) -> None:
    text = FILES[RATE].split("denominator_label")[0] + (
        "unit: ten_thousand_yuan\nscale: 0.0001\nnature: flow\ndirection: higher_better\n"
        "numerator: {form: members, field: dues, over_time: sum}\n"
        "example:\n  given:\n    members: [{unit: A, period: 2024Q1, dues: 10000}]\n"
        "  expect: {period: 2024Q1, value: 1}\n"
    )
    name = "indicators/membership/dues.yml"
    assert load(write_folder(tmp_path, {**FILES, name: text})).findings == []
    unscaled = text.replace("scale: 0.0001\n", "")
    findings = load(write_folder(tmp_path, {name: unscaled})).findings
    assert [(f.slug, f.details["scale"]) for f in findings] == [("unit-scale", "0.0001")]


def test_a_breakdown_by_an_attribute_without_values_is_told_once(tmp_path: Path) -> None:
    findings = spoilt(tmp_path, CLOSED, "breakdowns: [kind]", "breakdowns: [unit.sector]")
    line = FILES["product.yml"].splitlines().index("  sector: {}") + 1
    assert places(findings, "attribute-without-values") == [("product.yml", line)]


def test_a_cell_of_an_example_may_be_blank(tmp_path: Path) -> None:
    assert spoilt(tmp_path, RATE, ROW_A, ROW_A.replace("80", '""')) == []


def test_a_flow_from_a_ledger_without_a_date_is_only_a_warning(tmp_path: Path) -> None:
    findings = spoilt(tmp_path, CLOSED, WITHIN, "    closed_on: {filled: true}")
    assert [(f.slug, f.severity) for f in findings] == [("ledger-flow-without-period", "warning")]


GROUPED = "  field: persons\n  group: persons # <-\n  aggregate: largest_group_sum"
COMPARED = "where: {employees: {above: {field: dues}}}"
BESIDE = f"numerator: {{form: members, field: employees, over_time: last, {COMPARED}}} # <-"
CASES, MEMBERS = "forms/cases.yml", "forms/members.yml"
PRIVATE = [
    (CASES, "涉及人数, en: Persons", CLOSED, COUNT, "  field: persons # <-"),
    (CASES, "涉及人数, en: Persons", CLOSED, COUNT, "  expression: {sum_of: [persons]} # <-"),
    (CASES, "涉及人数, en: Persons", CLOSED, COUNT, GROUPED),
    (CASES, "涉及人数, en: Persons", CLOSED, PERSONS, PERSONS + " # <-"),
    (MEMBERS, "会费, en: Dues", RATE, NUMERATOR, BESIDE),
]


@pytest.mark.parametrize(
    ("form", "label", "name", "old", "new"),
    PRIVATE,
    ids=["sum", "expression", "group", "where", "bound"],
)
def test_a_private_number_is_neither_added_nor_selected_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, label: str, name: str, old: str,
    new: str,
) -> None:  # fmt: skip
    assert places(spoilt(tmp_path / "open", name, old, new), "private-number") == []
    hidden = FILES[form].replace(f"{label}}}, type", f"{label}}}, private: true, type")
    assert hidden != FILES[form]
    monkeypatch.setitem(FILES, form, hidden)
    found = places(spoilt(tmp_path, name, old, new), "private-number")
    assert (name, marked_line(tmp_path, name)) in found


def test_the_class_in_a_private_field_may_still_be_counted(tmp_path: Path) -> None:
    form = "forms/cases.yml"
    kind = "label: {zh: 类型, en: Kind}"
    text = FILES[form].replace(kind, f"{kind}\n        private: true")
    assert text != FILES[form]
    assert FILES[CLOSED].count("kind") > 1
    folder = write_folder(tmp_path, {**FILES, form: text})
    assert places(load(folder).findings, "private-number") == []


def test_former_definitions_may_differ_in_what_they_measure(tmp_path: Path) -> None:
    files = {**FILES, RATE: FILES[RATE].replace(NOW, OLD)}
    assert load(write_folder(tmp_path, files)).findings == []


def test_a_breakdown_has_to_be_a_field_of_the_former_form_too(tmp_path: Path) -> None:
    """The numerator of then, not narrowed down, would stand in every part of it."""
    of_cases = OLD.replace("{form: members, field: women,", "{form: cases, aggregate: count,")
    findings = spoilt(tmp_path, RATE, NOW, of_cases)
    assert "undeclared-field" in {one.slug for one in findings}
