"""A county of six unions with known figures, some of them missing, late or returned."""

import os
import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import parse_period
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse.reader import Reader
from tests.ready import copied

CONFIG = Path(__file__).parents[2] / "config"
COUNTY, LAST = "TC", "2024Q3"
QUARTERS = ("2024Q1", "2024Q2", LAST)
HOSTILE = "=1+2 <b>厂</b>工会"
"""Would be a formula in a workbook and markup in a page."""
UNIONS = {"U1": "T1", "U2": "T1", "U3": "T1", "U4": "T2", "U5": "T2", "U6": "T2"}
LATE, WRONG, SILENT = "U3", "U5", "U6"
"""In the last quarter: too late, with a total that does not add up, not at all."""
ROSTER = """code,name_zh,name_en,level,parent,form_set,frequency,generated
TC,示例县总工会,Sample County Federation,county,,,,true
T1,东镇总工会,East Town Federation,township,TC,,,true
T2,西镇总工会,West Town Federation,township,TC,,,true
"""
PLAN = """
unit: TC
title: {zh: 2024年目标计划, en: Plan for 2024}
document:
  title: {zh: 关于下达2024年目标的通知, en: Notice on the targets of 2024}
  number: 示工发〔2024〕1号
year: {value: 2024, basis: stated}
targets:
  - {id: A, indicator: members_total, name: {zh: 会员总数, en: Members}, kind: level,
     comparator: ">=", value: 700, unit: person, baseline: {kind: fixed, value: 400}}
  - {id: B, indicator: new_members, name: {zh: 新发展会员, en: New members}, kind: cumulative,
     comparator: ">=", value: 100, unit: person}
  - {id: C, indicator: unionisation_rate, name: {zh: 职工入会率, en: Density}, kind: level,
     comparator: ">=", value: 85, unit: percent, baseline: {kind: fixed, value: 80}}
  - {id: D, indicator: aid_funds_raised, name: {zh: 帮扶资金, en: Aid raised}, kind: cumulative,
     comparator: ">=", value: 5, unit: ten_thousand_yuan}
  - {id: E, indicator: unionisation_rate, name: {zh: 女职工入会率, en: Women's density},
     segment: {gender: female}, kind: level, comparator: ">=", value: 50, unit: percent,
     baseline: {kind: fixed, value: 60}}
  - {id: F, unmeasured: {zh: 没有指标, en: No indicator}, name: {zh: 建阵地, en: Build a venue},
     kind: cumulative, comparator: ">=", value: 1, unit: place}
"""


def write_config(folder: Path) -> None:
    """The product's forms and indicators, with this county's units and plan."""
    for name in ("forms", "indicators"):
        shutil.copytree(CONFIG / name, folder / name)
    product = (CONFIG / "product.yml").read_text(encoding="utf-8")
    small = "form_sets:\n  small: {name: {zh: 小, en: Small}, forms: [membership, aid_fund]}\n"
    (folder / "product.yml").write_text(product.replace("form_sets:\n", small), encoding="utf-8")
    (folder / "plans").mkdir()
    (folder / "plans" / "county_2024.yml").write_text(PLAN, encoding="utf-8")
    lines = [
        f"{code},{HOSTILE if code == 'U1' else f'第{code[1]}厂工会'},Union {code[1]},"
        f"grassroots,{town},small,quarter,true\n"
        for code, town in UNIONS.items()
    ]
    (folder / "org_units.csv").write_text(ROSTER + "".join(lines), encoding="utf-8")


def contents(union: str, quarter: int) -> list[SheetContent]:
    """A union's sheets of one quarter; the number of its code makes its figures its own."""
    number = int(union[1])
    members = 60 + 10 * number + 4 * quarter
    wrong = union == WRONG and quarter == 3
    people = {
        "employees_total": members + 20, "employees_female": 40, "members_total": members,
        "members_employed": members - (7 if wrong else 5), "members_non_employed": 5,
        "members_new": 4, "members_left": 0, "members_female": 30, "members_new_online": 1,
    }  # fmt: skip
    gift = {
        "aid_id": f"{union}-{quarter}", "entry_kind": "raised", "fund_source": "own",
        "entry_on": date(2024, 3 * quarter - 1, 10), "amount_yuan": 1500, "aid_type": "living",
        "programme": "daily",
    }  # fmt: skip
    return [SheetContent("membership", rows=[people]), SheetContent("aid_fund", rows=[gift])]


def write_files(folder: Path, catalogue: Catalogue) -> list[Path]:
    """Every workbook, dated as it was handed in."""
    day = date(2024, 9, 30)
    written = []
    for index, code in enumerate(QUARTERS, start=1):
        period = parse_period(code, catalogue.calendars)
        for union in UNIONS:
            if (union, code) == (SILENT, LAST):
                continue
            path = folder / f"{union}_{code}.xlsx"
            unit = catalogue.units_at(day)[union]
            write_workbook(path, catalogue, contents(union, index), unit, period)
            late = (union, code) == (LATE, LAST)
            handed_in = datetime.combine(period.end + timedelta(days=20 if late else 1), time(9))
            os.utime(path, (handed_in.timestamp(), handed_in.timestamp()))
            written.append(path)
    return written


def publish(folder: Path) -> Reader:
    """Take the county's files in and publish its figures; the folder is the caller's own."""
    copied("the county of the reports", make, folder)
    return Reader(folder / "data")


def make(folder: Path) -> None:
    """Write the county's definitions and workbooks, and take them in."""
    config, inbox, data = folder / "config", folder / "inbox", folder / "data"
    for made in (config, inbox, data):
        made.mkdir()
    write_config(config)
    files = write_files(inbox, run.load([config]))
    run.ingest(files, [config], data, by_file_time=True)
