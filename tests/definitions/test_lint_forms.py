"""Rules of forms, their checks, and the settings: slug, file and line."""

import re
from pathlib import Path

import pytest

import pipeline
from pipeline.definitions.catalogue import load
from pipeline.definitions.lint.forms import TABLES

from .folders import FILES, marked_line, places, spoilt, write_folder

PACKAGE = Path(pipeline.__file__).parent
MEMBERS = "forms/members.yml"
CASES = "forms/cases.yml"
PRODUCT = "product.yml"
JOINED = "      joined: {label: {zh: 新增, en: Joined}, type: integer, unit: person}"
CHAIR = "      chair: {label: {zh: 主席, en: Chair}, type: text}"
FLOW = "        stock_flow: {stock: members, added: joined, removed: left}"
AT_MOST = "        at_most: [women, members, employees]"
NEEDED = '        required_when: {field: chair, when: {has_committee: ["yes"]}}'
INJURY = "          injury: {zh: 工伤, en: Injury, aliases: [工亡]}"
GROUP = "    groups: {people: {zh: 人员, en: People}}"
TAKEN = "    groups: {people: {zh: 新 增, en: People}}"
PAID = "      paid: {label: {zh: 已付, en: Paid}, type: boolean}"
IN_ORDER = "        in_order: [received_on, closed_on]"
YUAN = "  yuan: {label: {zh: 元, en: CNY}, base: yuan}"
MONEY = "  ten_thousand_yuan: {label: {zh: 万元, en: CNY 10 000}, base: yuan, factor: 10000}"
STATISTICAL = "{name: {zh: 统计年, en: Statistical}, prefix: SY, starts: 10-01}"
CIRCULAR = "circular:\n  units:\n    XQ: {to: [{zh: 各工会, en: Unions}]}\ncalendars:"
BASE_SET = "  base: {name: {zh: 基层套表, en: Base set}, forms: [members, cases]}"

FORMS = [
    ("bad-id", MEMBERS, JOINED, JOINED.replace("joined:", "Joined-2:") + " # <-"),
    ("reserved-field", MEMBERS, CHAIR, CHAIR.replace("chair:", "period:") + " # <-"),
    ("card-of-many-rows", MEMBERS, "    layout: card", "    key: [chair]\n    layout: card # <-"),
    ("key-needed", CASES, "  main:\n", "  main: # <-\n"),
    ("undeclared-field", CASES, "    key: [case_id]", "    key: [case] # <-"),
    ("undeclared-field", CASES, "    kind: ledger", "    kind: ledger\n    event_date: a # <-"),
    ("field-type", CASES, "    kind: ledger", "    kind: ledger\n    event_date: paid # <-"),
    ("undeclared-measure-unit", MEMBERS, JOINED, JOINED.replace("person", "persn") + " # <-"),
    ("choices-and-type", CASES, PAID, PAID.replace("boolean", "choice") + " # <-"),
    ("choices-and-type", CASES, "      kind:\n", "      kind: # <-\n"),
    ("bounds-and-type", MEMBERS, CHAIR, CHAIR.replace("text", "text, maximum: 3") + " # <-"),
    (
        "bounds-crossed",
        MEMBERS,
        "        minimum: 0",
        "        maximum: 1\n        minimum: 2 # <-",
    ),
    (
        "money-unit",
        MEMBERS,
        "type: money, unit: ten_thousand_yuan}",
        "type: money, unit: person} # <-",
    ),
    (
        "personal-type",
        MEMBERS,
        JOINED,
        JOINED.replace("}, type", "}, personal: name, type") + " # <-",
    ),
    ("header-twice", MEMBERS, CHAIR, CHAIR.replace("zh: 主席", "zh: 女 会员") + " # <-"),
    (
        "header-twice",
        MEMBERS,
        CHAIR,
        CHAIR.replace("text", "text, aliases: [ＷＯＭＥＮ]") + " # <-",
    ),
    ("undeclared-group", MEMBERS, CHAIR, CHAIR.replace("text", "text, group: x") + " # <-"),
    (
        "head-without-group",
        MEMBERS,
        CHAIR,
        CHAIR.replace("text", "text, head: {zh: 姓名, en: Name}") + " # <-",
    ),
    ("group-of-one", MEMBERS, "    layout: card", "    layout: card\n" + GROUP + " # <-"),
    ("header-twice", MEMBERS, "    layout: card", "    layout: card\n" + TAKEN + " # <-"),
    ("choice-twice", CASES, INJURY, INJURY.replace("工亡", "欠薪") + " # <-"),
    (
        "title-twice",
        MEMBERS,
        "title: {zh: 会员表, en: Members}",
        "title: {zh: 会员表, en: Cases} # <-",
    ),
    ("version-is-former", MEMBERS, 'former_versions: ["2023"]', 'former_versions: ["2024"] # <-'),
    ("due-days-negative", MEMBERS, "due_days: 10", "due_days: -1 # <-"),
]
RULES = [
    (
        "rule-kinds",
        MEMBERS,
        "      - id: chair_needed",
        "      - id: chair_needed # <-\n        within_period: x",
    ),
    ("rule-twice", MEMBERS, "      - id: stock", "      - id: women_of_members # <-"),
    ("rule-too-short", CASES, "      - id: order", "      - id: order # <-"),
    ("undeclared-field", MEMBERS, AT_MOST, AT_MOST.replace("women", "woman") + " # <-"),
    ("undeclared-field", MEMBERS, FLOW, FLOW.replace("joined", "new") + " # <-"),
    ("undeclared-field", MEMBERS, NEEDED, NEEDED.replace("has_committee", "committee") + " # <-"),
    ("field-type", CASES, IN_ORDER, IN_ORDER.replace("closed_on", "persons") + " # <-"),
    ("field-type", MEMBERS, AT_MOST, AT_MOST.replace("women", "chair") + " # <-"),
    ("field-type", MEMBERS, FLOW, "        sum_equals: {total: chair, parts: [left]} # <-"),
    ("field-type", CASES, IN_ORDER, "        not_after_period: kind # <-"),
    ("unlike-types", CASES, IN_ORDER, "        at_most: [received_on, persons] # <-"),
    ("yes-or-no-wanted", MEMBERS, NEEDED, NEEDED.replace('"yes"', "maybe") + " # <-"),
    (
        "when-missing-unfit",
        MEMBERS,
        "      - id: chair_needed",
        "      - id: chair_needed\n        when_missing: zero # <-",
    ),
    ("stock-flow-severity", MEMBERS, "        severity: explain", "        severity: error # <-"),
]
SETTINGS = [
    ("unit-base", PRODUCT, YUAN, YUAN.replace("base: yuan", "base: yen") + " # <-"),
    ("unit-base", PRODUCT, YUAN, YUAN.replace("base: yuan", "base: yuan, factor: 10") + " # <-"),
    ("unit-factor", PRODUCT, MONEY, MONEY.replace("10000}", "0}") + " # <-"),
    ("currency-unit", PRODUCT, "calendars:", "currency: ten_thousand_yuan # <-\ncalendars:"),
    ("currency-unit", PRODUCT, "calendars:", "currency: pound # <-\ncalendars:"),
    ("calendar-start", PRODUCT, STATISTICAL, STATISTICAL.replace("10-01", "10-31") + " # <-"),
    ("calendar-prefix", PRODUCT, STATISTICAL, STATISTICAL.replace("SY", "sy") + " # <-"),
    ("calendar-prefix", PRODUCT, STATISTICAL, STATISTICAL.replace("prefix: SY, ", "") + " # <-"),
    ("undeclared-org-unit", PRODUCT, "calendars:", CIRCULAR.replace("]}", "]} # <-")),
    ("circular-number", PRODUCT, "calendars:", "circular: {number: 工发7号} # <-\ncalendars:"),
    (
        "circular-number",
        PRODUCT,
        "calendars:",
        "circular:\n  number: 〔{yr}〕{number} # <-\ncalendars:",
    ),
    (
        "circular-title",
        PRODUCT,
        "calendars:",
        'circular:\n  title:\n    zh: 通报\n    en: "{name}" # <-\ncalendars:',
    ),
    ("undeclared-form", PRODUCT, BASE_SET, BASE_SET.replace("cases]", "case]") + " # <-"),
]
PREPARED = {
    "key-needed": ("    key: [case_id]\n", ""),
    "rule-too-short": (IN_ORDER, "        in_order: [closed_on]"),
}
LATER = {"choices-and-type": ("        type: choice", "        type: code")}


@pytest.mark.parametrize(("slug", "name", "old", "new"), FORMS + RULES + SETTINGS)
def test_a_rule_names_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str, name: str, old: str, new: str
) -> None:
    prepare(monkeypatch, slug, name, old)
    findings = spoilt(tmp_path, name, old, new)
    assert (name, marked_line(tmp_path, name)) in places(findings, slug), findings


def prepare(monkeypatch: pytest.MonkeyPatch, slug: str, name: str, old: str) -> None:
    """Make the change elsewhere in the file that some cases need besides the marked line."""
    edit = PREPARED.get(slug) or (LATER.get(slug) if old == "      kind:\n" else None)
    if edit is not None:
        monkeypatch.setitem(FILES, name, FILES[name].replace(*edit))


def test_the_fields_of_a_group_are_neighbours(tmp_path: Path) -> None:
    kept = FILES[MEMBERS].replace("    layout: card", "    layout: card\n" + GROUP)
    for old in (JOINED, CHAIR):
        kept = kept.replace(old, old.replace(", type", ", group: people, type"))
    findings = load(write_folder(tmp_path, {**FILES, MEMBERS: kept})).findings
    (torn,) = [f for f in findings if f.slug == "group-torn"]
    assert torn.details == {"group": "people", "field": "chair"}
    beside = kept.replace(CHAIR.replace(", type", ", group: people, type") + "\n", "").replace(
        JOINED.replace(", type", ", group: people, type"),
        "\n".join(old.replace(", type", ", group: people, type") for old in (JOINED, CHAIR)),
    )
    assert load(write_folder(tmp_path / "beside", {**FILES, MEMBERS: beside})).findings == []


def test_no_field_is_called_as_another_one_is_under_its_group(tmp_path: Path) -> None:
    named = FILES[MEMBERS].replace("    layout: card", "    layout: card\n" + GROUP).replace(
        JOINED, JOINED.replace(", type", ", group: people, head: {zh: 甲, en: A}, type")
        + "\n" + CHAIR.replace(", type", ", group: people, head: {zh: 甲, en: B}, type"),
    ).replace(CHAIR + "\n", "")  # fmt: skip
    findings = load(write_folder(tmp_path, {**FILES, MEMBERS: named})).findings
    (twice,) = [f for f in findings if f.slug == "header-twice"]
    assert twice.details == {"word": "人员甲", "one": "joined", "other": "chair"}


def test_two_sections_cannot_share_a_table(tmp_path: Path) -> None:
    other = FILES["forms/cases.yml"].replace("  main:\n", "  b:\n").replace("案件", "乙")
    files = {
        **FILES,
        "forms/a.yml": other.replace("en: Case", "en: Other"),
        "forms/a_b.yml": FILES["forms/cases.yml"]
        .replace("案件", "丙")
        .replace("en: Case", "en: C"),
    }
    findings = load(write_folder(tmp_path, files)).findings
    assert places(findings, "table-twice") == [("forms/a_b.yml", 8)]


def test_a_form_without_sections_or_fields_is_refused(tmp_path: Path) -> None:
    head = FILES[CASES].split("sections:")[0]
    files = {**FILES, CASES: head + "sections: {}\n"}
    assert places(load(write_folder(tmp_path, files)).findings, "nothing-listed") == [(CASES, 7)]
    main = "  main: {title: {zh: 甲, en: A}, kind: periodic, fields: {}}\n"
    files = {**FILES, CASES: head + "sections:\n" + main}
    assert places(load(write_folder(tmp_path, files)).findings, "nothing-listed") == [(CASES, 8)]


def test_tables_the_product_fills_cannot_be_redefined(tmp_path: Path) -> None:
    form = FILES[CASES].replace("案件", "报送").replace("en: Case", "en: Report")
    files = {**FILES, "forms/system_reports.yml": form}
    findings = load(write_folder(tmp_path, files)).findings
    assert places(findings, "table-twice") == [("forms/system_reports.yml", 8)]


def test_no_form_is_called_like_a_table_of_the_product(tmp_path: Path) -> None:
    files = {**FILES, "forms/correction.yml": FILES[CASES].replace("T2", "T3")}
    findings = load(write_folder(tmp_path, files)).findings
    assert places(findings, "table-twice") == [("forms/correction.yml", 8)]


def test_the_reserved_names_are_those_of_the_sql() -> None:
    made = re.compile(r"create\s+(?:or\s+replace\s+)?(?:temp\s+)?(?:table|view)"
                      r"\s+(?:if\s+not\s+exists\s+)?([a-z_]+)")  # fmt: skip
    sources = [
        *PACKAGE.rglob("*.sql"), *(PACKAGE / "indicators").glob("*.py"),
        *(PACKAGE / "warehouse").glob("*.py"), *(PACKAGE / "scenarios").glob("*.py"),
    ]  # fmt: skip
    named = {name for file in sources for name in made.findall(file.read_text("utf-8"))}
    built_in = {"system_reports", "system_targets"}
    assert named - {"if"} - built_in <= TABLES


def test_words_that_differ_only_in_width_case_and_spaces_collide(tmp_path: Path) -> None:
    findings = spoilt(tmp_path, MEMBERS, "zh: 主席", "zh: 会 员 数")
    assert [f.details["one"] for f in findings if f.slug == "header-twice"] == ["members"]


def test_the_usual_currency_is_declared_where_there_is_money(tmp_path: Path) -> None:
    without = FILES["product.yml"].replace("yuan", "pound")
    found = load(write_folder(tmp_path, {**FILES, "product.yml": without})).findings
    assert [f.got for f in found if f.slug == "currency-unit"] == ["yuan"]
    named = without.replace("calendars:", "currency: pound\ncalendars:")
    found = load(write_folder(tmp_path, {**FILES, "product.yml": named})).findings
    assert [f for f in found if f.slug in ("currency-unit", "money-unit")] == []
