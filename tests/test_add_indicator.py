"""Adding an indicator touches one file: it is computed, and stands everywhere by itself."""

import json
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from dashboards.router import page_for
from dashboards.selection import parse
from pipeline import run
from pipeline.cli import commands
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.reports.quarterly import write_report
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse.reader import Reader
from tests.dashboards.reading import words as words_of

CONFIG = Path(__file__).parents[1] / "config"
FILE = "indicators/membership/women_member_share.yml"
INDICATOR = """\
name: {zh: 女会员占比, en: Women among members}
theme: membership
core: true
definition: {zh: 女会员占会员总数的比重, en: Women members as a share of all members}
numerator_label: {zh: 女会员数, en: Women members}
denominator_label: {zh: 会员总数, en: Members}
unit: percent
scale: 100
decimals: 1
nature: rate
direction: neutral
numerator: {form: membership, field: members_female, over_time: last}
denominator: {form: membership, field: members_total, over_time: last}
source:
  note: {zh: 本测试新增, en: Added by this test}
example:
  given:
    membership:
      - {unit: A, period: 2024Q1, members_total: "80", members_female: "20"}
  expect: {period: 2024Q1, numerator: 20, denominator: 80, value: 25}
"""
UNITS = """\
code,name_zh,name_en,level,parent,valid_from,valid_to,merged_into,form_set,frequency,aliases,generated,ownership,unit_type,sector
ZX,增县总工会,Zeng County,county,,,,,,,,,,,
ZX1,增县一厂工会,Zeng Plant 1,grassroots,ZX,,,,documents_members,quarter,,,state,single,
"""


@dataclass(frozen=True)
class Before:
    """A warehouse that was filled before the indicator existed."""

    config: Path
    data: Path
    indicators: frozenset[str]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    folder = tmp_path_factory.mktemp("add")
    copytree(CONFIG, folder / "config")
    (folder / "config" / "org_units.csv").write_text(UNITS, encoding="utf-8")
    for plan in (folder / "config" / "plans").glob("*.yml"):
        plan.unlink()
    catalogue = run.load([folder / "config"])
    (unit,) = (u for u in catalogue.org_units if u.code == "ZX1")
    path = write(folder / "book.xlsx", unit, folder / "config")
    (sent,) = run.ingest([path], [folder / "config"], folder / "data").files
    assert sent.verdict is Verdict.ACCEPTED, sent.findings
    known = questions.indicators(Reader(folder / "data"))
    return Before(folder / "config", folder / "data", frozenset(ref.id for ref in known))


def write(path: Path, unit: OrgUnit, config: Path) -> Path:
    """The union's members: 150, of whom 60 are women."""
    catalogue = run.load([config])
    main = catalogue.forms["membership"].sections["main"]
    row = {name: 0 for name, field in main.fields.items() if field.required}
    row |= {"employees_total": 200, "members_total": 150, "members_employed": 150}
    row |= {"members_female": 60}
    period = parse_period("2024Q1", catalogue.calendars)
    write_workbook(path, catalogue, [SheetContent("membership", rows=[row])], unit, period)
    return path


@pytest.fixture(scope="module")
def reader(before: Before) -> Reader:
    """The same warehouse after one file was written and the figures built again."""
    (before.config / FILE).write_text(INDICATOR, encoding="utf-8")
    run.build([before.config], before.data)
    return Reader(before.data)


def test_the_new_indicator_is_listed_beside_the_others(before: Before, reader: Reader) -> None:
    listed = {ref.id for ref in questions.indicators(reader)}
    assert listed == before.indicators | {"women_member_share"}


def test_it_has_a_value_and_a_page_from_reports_that_were_there(reader: Reader) -> None:
    page = questions.indicator_page(reader, "women_member_share", "ZX", "2024Q1")
    assert (page.value.numerator, page.value.denominator, page.value.value) == (60, 150, 40)
    assert page.card.definition.zh == "女会员占会员总数的比重"
    assert page.card.file.endswith(FILE)
    assert [child.value.value for child in page.children] == [40]


def test_its_cells_can_be_traced(reader: Reader) -> None:
    found = questions.trace(reader, "women_member_share", "ZX", "2024Q1")
    assert found.agrees
    assert {c.field for c in found.contributions} == {"members_female", "members_total"}


def test_it_can_be_chosen(reader: Reader) -> None:
    offered = questions.choices(reader, "ZX", "2024Q1").indicators
    assert "women_member_share" in {ref.id for ref in offered}


def test_the_command_line_shows_it(reader: Reader, before: Before) -> None:
    words = ["--config", str(before.config), "--data", str(before.data), "show"]
    words += ["women_member_share", "--unit", "ZX", "--period", "2024Q1", "--json"]
    said = CliRunner().invoke(commands, words)
    assert said.exit_code == 0, said.output
    assert (json.loads(said.output)["value"], json.loads(said.output)["name"]) == (40, "女会员占比")


def test_it_has_its_page_in_both_languages(reader: Reader) -> None:
    for language, name in (("zh", "女会员占比"), ("en", "Women among members")):
        asked = f"?indicator=women_member_share&unit=ZX&period=2024Q1&lang={language}"
        shown = words_of(page_for(reader, questions, parse("/indicator", asked)))
        assert name in shown
        assert "40.0" in shown


def test_the_report_has_it(reader: Reader, tmp_path: Path) -> None:
    files = write_report(reader, "ZX", "2024Q1", tmp_path)
    assert "女会员占比" in files.html.read_text(encoding="utf-8")
