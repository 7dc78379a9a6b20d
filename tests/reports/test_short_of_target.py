"""A figure that has not met its target does not read like it, wherever the two stand together.

The rate is 78.632… % and the funds are 24,000 yuan; the targets ask for a trifle more.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from dash import html
from docx import Document
from openpyxl import load_workbook

from dashboards.components.score_lines import actual, due
from dashboards.components.targets import target_row
from dashboards.pages.indicator import figures
from dashboards.selection import Selection
from dashboards.view import View
from pipeline import run
from pipeline.cli import commands
from pipeline.domain.noun import Bilingual, Language
from pipeline.queries import questions
from pipeline.queries.answers import TargetRow
from pipeline.queries.answers.numbers import unmet
from pipeline.reports.quarterly import ReportFiles, write_report
from pipeline.warehouse.reader import Reader
from pipeline.wording.words import Words, figure
from tests.dashboards.reading import words
from tests.reports import county
from tests.reports.test_page import table_row

D = Decimal
RATE, FUNDS = "职工入会率", "帮扶资金"
TOWN = """
unit: T1
title: {zh: 东镇计划, en: East plan}
document: {title: {zh: 东镇计划, en: East plan}}
year: {value: 2024, basis: stated}
targets:
  - {id: D, indicator: aid_funds_raised, name: {zh: 帮扶资金, en: Aid raised}, kind: cumulative,
     comparator: ">=", value: 14000, unit: yuan}
"""
SCORING = """
scoring:
  items:
    - {id: aid, title: {zh: 帮扶资金, en: Aid raised}, full: 10, target: D,
       rule: {kind: linear_cap, pace: false}}
"""
VIEW = View.of(Selection(unit=county.COUNTY, period=county.LAST))


@dataclass(frozen=True)
class Short:
    folder: Path
    reader: Reader
    report: ReportFiles
    english: ReportFiles

    def row(self, name: str) -> TargetRow:
        answer = questions.overview(self.reader, county.COUNTY, county.LAST)
        return next(row for row in answer.targets if row.name.zh == name)

    def ask(self, *asked: str) -> str:
        shared = ["--config", str(self.folder / "config"), "--data", str(self.folder / "data")]
        done = CliRunner(env={"COLUMNS": "300"}).invoke(commands, [*shared, *asked])
        assert done.exit_code == 0, done.output
        return done.stdout


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Short:
    folder = tmp_path_factory.mktemp("short")
    reader = county.publish(folder)
    plan = folder / "config" / "plans" / "county_2024.yml"
    told = plan.read_text(encoding="utf-8")
    told = told.replace("value: 85,", "value: 78.64,").replace("value: 80}", "value: 70}")
    told = told.replace("value: 5,", "value: 2.404,") + SCORING
    plan.write_text(told, encoding="utf-8")
    plan.with_name("town_2024.yml").write_text(TOWN, encoding="utf-8")
    run.build([folder / "config"], folder / "data")
    zh, en = (
        write_report(reader, county.COUNTY, county.LAST, folder / language, language)
        for language in ("zh", "en")
    )
    return Short(folder, reader, zh, en)


def test_on_the_page_of_targets(short: Short) -> None:
    assert "78.63%" in words(target_row(short.row(RATE), None, VIEW))
    assert "78.64" in words(target_row(short.row(RATE), None, VIEW))
    said = words(target_row(short.row(FUNDS), None, VIEW))
    assert "2.400万元" in said
    assert "2.404" in said


def test_on_the_page_of_the_indicator(short: Short) -> None:
    page = questions.indicator_page(short.reader, "unionisation_rate", county.COUNTY, county.LAST)
    said = words(figures(page, VIEW))
    assert "78.63" in said
    assert "78.64" in said
    funds = questions.indicator_page(short.reader, "aid_funds_raised", county.COUNTY, county.LAST)
    assert "2.400" in words(figures(funds, VIEW))


def test_in_the_circular(short: Short) -> None:
    assert "78.63 %" in table_row(short.report, RATE)
    assert "78.64 %" in table_row(short.report, RATE)
    assert "2.400 万元" in table_row(short.report, FUNDS)
    assert "2.404 万元" in table_row(short.report, FUNDS)
    assert "24,000 CNY" in table_row(short.english, "Aid raised")
    assert "24,040 CNY" in table_row(short.english, "Aid raised")


def test_in_word(short: Short) -> None:
    cells = [
        [cell.text for cell in row.cells]
        for table in Document(str(short.report.word)).tables
        for row in table.rows
    ]
    row = next(row for row in cells if row[0].startswith(RATE))
    assert row[1].startswith("78.63")
    assert row[2].startswith("78.64")


def test_in_the_workbook(short: Short) -> None:
    sheet = load_workbook(short.report.workbook)["目标完成情况"]
    formats = {
        row[0].value: (row[2].number_format, row[3].number_format) for row in sheet.iter_rows()
    }
    assert formats[RATE] == ("#,##0.00", "#,##0.00")
    assert formats[FUNDS] == ("#,##0.000", "#,##0.000")
    assert formats["会员总数"] == ("#,##0", "#,##0")


def test_on_the_command_line(short: Short) -> None:
    shown = short.ask("show", "unionisation_rate", "--unit", county.COUNTY)
    assert "78.63 %" in shown
    assert "≥ 78.64" in shown
    line = next(
        x for x in short.ask("scorecard", "--unit", county.COUNTY).splitlines() if RATE in x
    )
    assert "78.63" in line
    assert "≥ 78.64" in line


def test_on_a_score_card_figures_are_in_the_unit_of_their_target(short: Short) -> None:
    """The town raised 1.35 of the 1.4 万元 that its plan promises in yuan."""
    (score,) = questions.score_page(short.reader, "T1", county.LAST).scores
    (line,) = (line for line in score.lines if line.indicator is not None)
    assert line.value == D(13500)
    assert words(html.Div(actual(line, VIEW))).startswith("1.4万元")
    assert due(line, VIEW) == "1.0", "of 1.4, by the end of September"


def other(row: TargetRow, value: str, target: str, comparator: str = ">=") -> TargetRow:
    return replace(
        row, actual=replace(row.actual, value=D(value)), target=D(target), comparator=comparator,
        decimals=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "target", "comparator", "read"),
    [
        ("79.96", "80", ">=", "79.96"),
        ("79.94", "80", ">=", "79.9"),
        ("80.04", "80", ">=", "80.0"),
        ("80.04", "80", "<=", "80.04"),
        ("79.96", "80", "<=", "80.0"),
        ("99.96", "100", ">=", "99.9"),
        ("80", "80", ">=", "80.0"),
        ("80.04", "80", "=", "80.04"),
        ("79.96", "80", "=", "79.96"),
        ("80", "80", "=", "80.0"),
        ("80.04", "80", "~", "80.0"),
        ("79.96", "80", "~", "80.0"),
    ],
)
def test_only_what_is_missed_takes_more_digits(
    short: Short, value: str, target: str, comparator: str, read: str
) -> None:
    row = other(short.row(RATE), value, target, comparator)
    assert figure(row.actual.value, row) == Words("zh").amount(row.actual.value, row) == read
    assert Words("en").in_prose(row.actual.value, row) == f"{read}%"


@pytest.mark.parametrize(
    ("label", "value", "target", "zh", "en", "prose"),
    [
        ("元", "1999960", "2000000", "199.996", "1,999,960", "199.996万元"),
        ("万元", "199.996", "200", "199.996", "1,999,960", "199.996万元"),
        ("万人", "3.99996", "4", "3.99996", "39,999.6", "3.99996万人"),
        ("人", "199999960", "200000000", "199,999,960", "199,999,960", "1.9999996亿人"),
        ("人", "9", "10", "9", "9", "9人"),
    ],
)
def test_in_any_unit_of_measure(
    short: Short, label: str, value: str, target: str, zh: str, en: str, prose: str
) -> None:
    row = replace(other(short.row(RATE), value, target), unit_label=Bilingual(zh=label, en="CNY"))
    row = replace(row, decimals=0)
    amount = row.actual.value
    assert [Words(x).amount(amount, row) for x in languages()] == [zh, en]
    assert Words("zh").in_prose(amount, row) == prose
    for language in languages():
        said = Words(language)
        assert said.amount(amount, row) != said.amount(row.target, row)
        assert said.in_prose(amount, row) != said.in_prose(row.target, row)


def languages() -> tuple[Language, Language]:
    return "zh", "en"


def test_nothing_is_missed_where_there_is_nothing() -> None:
    assert unmet(None, D(1), ">=") is None
    assert unmet(D(1), None, ">=") is None
    assert unmet(D(1), D(1), "<=") is None


def test_no_figure_of_the_circular_reads_like_a_target_it_missed(short: Short) -> None:
    text = re.sub(r"<[^>]+>", " ", short.report.html.read_text(encoding="utf-8"))
    assert not re.search(r"78\.6\s*%", text.split("指标说明")[0])
