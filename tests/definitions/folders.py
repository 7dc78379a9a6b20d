"""A tiny configuration that is free of findings, and ways to spoil it."""

from pathlib import Path

from pipeline.definitions.catalogue import load
from pipeline.domain.finding import Finding

MARK = "# <-"

PRODUCT = """\
name: {zh: 测试, en: Test}
levels:
  county: {zh: 县, en: County}
  township: {zh: 乡镇, en: Township}
  grassroots: {zh: 基层, en: Grassroots}
attributes:
  ownership:
    state: {zh: 国有, en: State}
    private: {zh: 民营, en: Private}
  sector: {}
segments:
  sex: {name: {zh: 性别, en: sex}, values: {female: {zh: 女, en: women}}}
units:
  person: {label: {zh: 人, en: persons}, base: person}
  ten_thousand_persons: {label: {zh: 万人, en: ten thousand}, base: person, factor: 10000}
  case: {label: {zh: 件, en: cases}, base: case}
  percent: {label: {zh: "%", en: "%"}, base: percent}
  yuan: {label: {zh: 元, en: CNY}, base: yuan}
  ten_thousand_yuan: {label: {zh: 万元, en: CNY 10 000}, base: yuan, factor: 10000}
calendars:
  calendar_year: {name: {zh: 公历年, en: Calendar year}}
  statistical_year: {name: {zh: 统计年, en: Statistical}, prefix: SY, starts: 10-01}
themes:
  membership: {zh: 会员, en: Membership}
  rights: {zh: 维权, en: Rights}
families:
  unionised: {zh: 建会口径, en: Unionised}
  everyone: {zh: 全口径, en: Everyone}
form_sets:
  base: {name: {zh: 基层套表, en: Base set}, forms: [members, cases]}
"""

MEMBERS = """\
number: T1
title: {zh: 会员表, en: Members}
version: "2024"
former_versions: ["2023"]
issuer: {zh: 总工会, en: Federation}
purpose: {zh: 统计会员, en: Counts members}
due_days: 10
sections:
  main:
    title: {zh: 会员, en: Membership}
    kind: periodic
    layout: card
    fields:
      employees:
        label: {zh: 职工数, en: Employees}
        type: integer
        unit: person
        minimum: 0
      members: {label: {zh: 会员数, en: Members}, type: integer, unit: person}
      women: {label: {zh: 女会员, en: Women}, type: integer, unit: person, aliases: [女]}
      joined: {label: {zh: 新增, en: Joined}, type: integer, unit: person}
      left: {label: {zh: 减少, en: Left}, type: integer, unit: person}
      dues: {label: {zh: 会费, en: Dues}, type: money, unit: ten_thousand_yuan}
      has_committee: {label: {zh: 有女工委, en: Committee}, type: boolean}
      chair: {label: {zh: 主席, en: Chair}, type: text}
    rules:
      - id: women_of_members
        advice: {zh: 请核对, en: Check it}
        at_most: [women, members, employees]
      - id: stock
        severity: explain
        advice: {zh: 请说明, en: Explain it}
        stock_flow: {stock: members, added: joined, removed: left}
      - id: chair_needed
        advice: {zh: 请填, en: Fill it in}
        required_when: {field: chair, when: {has_committee: ["yes"]}}
"""

CASES = """\
number: T2
title: {zh: 案件台账, en: Cases}
version: "2024"
issuer: {zh: 总工会, en: Federation}
purpose: {zh: 登记案件, en: Registers cases}
due_days: 10
sections:
  main:
    title: {zh: 案件, en: Case ledger}
    kind: ledger
    key: [case_id]
    fields:
      case_id: {label: {zh: 编号, en: Number}, type: code, required: true}
      received_on: {label: {zh: 受理日期, en: Received}, type: date}
      closed_on: {label: {zh: 办结日期, en: Closed}, type: date}
      persons: {label: {zh: 涉及人数, en: Persons}, type: integer, unit: person}
      kind:
        label: {zh: 类型, en: Kind}
        type: choice
        choices:
          arrears: {zh: 欠薪, en: Arrears}
          injury: {zh: 工伤, en: Injury, aliases: [工亡]}
      paid: {label: {zh: 已付, en: Paid}, type: boolean}
    rules:
      - id: order
        advice: {zh: 请核对日期, en: Check the dates}
        in_order: [received_on, closed_on]
"""

RATE = """\
name: {zh: 入会率, en: Unionisation rate}
theme: membership
definition: {zh: 会员占职工的比重, en: Members among employees}
numerator_label: {zh: 会员数, en: Members}
denominator_label: {zh: 职工数, en: Employees}
unit: percent
scale: 100
decimals: 1
nature: rate
direction: higher_better
numerator: {form: members, field: members, over_time: last}
denominator: {form: members, field: employees, over_time: last}
family: unionised
other_families:
  everyone:
    denominator: {form: members, field: employees, over_time: last}
breakdowns: [has_committee, unit.ownership]
segments:
  sex=female:
    numerator: {form: members, field: women, over_time: last}
example:
  given:
    members:
      - {unit: A, period: 2024Q1, employees: 100, members: 80}
      - {unit: B, period: 2024Q1, employees: 100, members: 40}
  expect: {period: 2024Q1, value: 60}
"""

CLOSED = """\
name: {zh: 办结案件, en: Cases closed}
theme: rights
definition: {zh: 本期办结的案件, en: Cases closed in the period}
numerator_label: {zh: 案件数, en: Cases}
unit: case
nature: flow
direction: higher_better
numerator:
  form: cases
  aggregate: count
  over_time: last
  where:
    closed_on: {within: period}
    kind: [arrears, injury]
    paid: "yes"
    received_on: {at_most: {field: closed_on}}
    persons: {at_least: 1}
    unit.ownership: state
breakdowns: [kind]
example:
  given:
    cases:
      - {unit: A, period: 2024Q1, case_id: C1, kind: arrears, paid: yes, closed_on: 2024-02-01}
  expect: {period: 2024Q1, numerator: 1}
"""

PLAN = """\
unit: C1
title: {zh: 计划, en: Plan}
document:
  title: {zh: 工作要点, en: Work plan}
  issued_on: 2024-01-15
year: {value: 2024, basis: stated}
targets:
  - id: rate
    indicator: rate
    name: {zh: 入会率, en: Rate}
    segment: {unit.ownership: "state,private"}
    kind: level
    comparator: ">="
    value: 80
    unit: percent
    baseline: {kind: fixed, value: 60}
  - id: closed
    indicator: closed
    name: {zh: 办结, en: Closed}
    kind: cumulative
    comparator: ">="
    value: 50
    unit: case
  - id: spirit
    unmeasured: {zh: 没有数据来源, en: Nothing counts it}
    name: {zh: 精神面貌, en: Spirit}
    kind: deadline
    comparator: "="
    value: 1
    unit: case
"""

UNITS = """\
code,name_zh,name_en,level,parent,valid_from,valid_to,merged_into,form_set,frequency,aliases,generated,ownership,sector
C1,县总工会,County,county,,,,,,,,,,
T1,东镇,East,township,C1,,2023-12-31,,,,,,,
T1,东镇,East,township,C1,2024-01-01,,,,,,,,
G1,一厂,Plant 1,grassroots,T1,,2024-06-30,G2,base,quarter,一厂工会;第一厂,yes,state,煤炭
G2,二厂,Plant 2,grassroots,T1,,,,base,quarter,,,private,
"""

QUERY = """\
title: {zh: 会员, en: Members}
sql: select * from current_members
"""

FILES = {
    "product.yml": PRODUCT,
    "forms/members.yml": MEMBERS,
    "forms/cases.yml": CASES,
    "indicators/membership/rate.yml": RATE,
    "indicators/rights/closed.yml": CLOSED,
    "plans/plan.yml": PLAN,
    "org_units.csv": UNITS,
    "queries/members.yml": QUERY,
}


def write_folder(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write a configuration: the tiny one unless other files are given."""
    for name, text in (FILES if files is None else files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return root


def spoilt(root: Path, name: str, old: str, new: str) -> list[Finding]:
    """Return the findings of the tiny configuration with one text replaced in one file."""
    text = FILES[name]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    write_folder(root, {**FILES, name: text.replace(old, new)})
    return load(root).findings


def marked_line(root: Path, name: str) -> int:
    """Return the line that carries the mark."""
    lines = (root / name).read_text("utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if MARK in line)


def places(findings: list[Finding], slug: str) -> list[tuple[str, int | None]]:
    """Return file and line of the findings with a slug."""
    return [(f.place.file, f.place.line) for f in findings if f.slug == slug]
