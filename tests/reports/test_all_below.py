"""``report --all-below``: a circular for every unit that has targets or units of its own, the
pages of one folder linked with one another."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from docx import Document

from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.questions import NotFound
from pipeline.reports.quarterly import file_stems
from tests.definitions.folders import PLAN
from tests.queries.office import UNITS, Office, open_office

OF_A_UNION = """\
unit: G4
title: {zh: 四厂计划, en: Plan of plant 4}
document: {title: {zh: 四厂计划, en: Plan of plant 4}}
year: {value: 2024, basis: stated}
targets:
  - {id: closed, indicator: closed, name: {zh: 办结, en: Closed}, kind: cumulative,
     comparator: ">=", value: 8, unit: case}
"""
LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("issuing"), plan=PLAN, union=OF_A_UNION)


def codes(office: Office, unit: str) -> list[str]:
    return [one.code for one in questions.issuing_units(office.reader, unit, "2024Q1")]


def test_superiors_and_a_union_with_targets_are_issued_to_and_other_unions_are_not(
    office: Office,
) -> None:
    assert codes(office, "C1") == ["C1", "T1", "T2", "G4"]
    assert codes(office, "T1") == ["T1"]
    assert codes(office, "G4") == ["G4"]
    assert codes(office, "G1") == []


def test_an_unknown_unit_is_said(office: Office) -> None:
    with pytest.raises(NotFound):
        codes(office, "C9")


def written(office: Office, unit: str, out: Path, *more: str) -> str:
    given = ["--config", str(office.config), "--data", str(office.data), "report", "2024Q1"]
    done = CliRunner().invoke(commands, [*given, "--unit", unit, "--out", str(out), *more])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county and what is below it, where codes are Chinese and folders' names are odd."""
    made = tmp_path_factory.mktemp("chinese")
    renamed = {"org_units.csv": re.sub(r"\bT2\b", "西镇/2", UNITS)}
    office = open_office(made, renamed, plan=PLAN, union=OF_A_UNION)
    out = made / "U盘 100%#" / "通报"
    for language in ("zh", "en"):
        written(office, "C1", out, "--all-below", "--lang", language)
    return out


def links(page: Path) -> dict[str, str]:
    """What is written on each link, and the name of the file it leads to."""
    return {text: unquote(href) for href, text in LINK.findall(page.read_text("utf-8"))}


def test_where_there_is_none_to_write_it_is_said(office: Office, tmp_path: Path) -> None:
    given = ["--config", str(office.config), "--data", str(office.data), "report", "2024Q1"]
    done = CliRunner().invoke(
        commands, [*given, "--unit", "G1", "--all-below", "--out", str(tmp_path)]
    )
    assert done.exit_code == 2
    assert "没有可写的通报" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_unit_has_its_files_in_the_folder(office: Office, tmp_path: Path) -> None:
    said = written(office, "T2", tmp_path, "--all-below")
    assert "2 份" in said
    assert str(tmp_path / "T2_2024Q1.html") in said
    pages = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.html")}
    assert set(pages) == {"T2_2024Q1.html", "G4_2024Q1.html"}
    assert "<h1>西镇" in pages["T2_2024Q1.html"]
    assert "<h1>四厂" in pages["G4_2024Q1.html"]
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"T2_2024Q1.xlsx", "G4_2024Q1.xlsx"}


def test_pages_lead_to_the_units_below_and_back_up(folder: Path) -> None:
    town = "西镇_2_2024Q1.html"
    county = links(folder / "C1_2024Q1.html")
    assert county == {"东镇": "T1_2024Q1.html", "西镇": town, "四厂": "G4_2024Q1.html"}
    assert links(folder / town) == {"东县总工会": "C1_2024Q1.html", "四厂": "G4_2024Q1.html"}
    assert links(folder / "G4_2024Q1.html") == {"东县总工会": "C1_2024Q1.html", "西镇": town}
    assert links(folder / "G4_2024Q1_en.html") == {
        "East county": "C1_2024Q1_en.html", "West": "西镇_2_2024Q1_en.html",
    }  # fmt: skip


def test_addresses_are_written_for_every_system(folder: Path) -> None:
    found = [
        href for page in folder.glob("*.html") for href, _ in LINK.findall(page.read_text("utf-8"))
    ]
    assert [href for href in found if not re.fullmatch(r"[\w.%-]+", href, re.ASCII)] == []
    assert [href for href in found if not (folder / unquote(href)).is_file()] == []


def test_a_page_alone_has_no_links_and_the_word_file_no_way_up(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    written(office, "T2", tmp_path)
    alone = (tmp_path / "T2_2024Q1.html").read_text("utf-8")
    assert "<a " not in alone
    assert "<nav" not in alone
    (first, *_) = Document(str(folder / "G4_2024Q1.docx")).paragraphs
    assert first.text.startswith("四厂")


def test_no_two_units_have_the_same_files() -> None:
    """Not even where capitals and small letters are not told apart."""
    stems = file_stems(["A/1", "A_1", "a_1", "B"], "2024Q1", "zh")
    assert stems == {
        "A/1": "A_1_2024Q1", "A_1": "A_1-2_2024Q1", "a_1": "a_1-3_2024Q1", "B": "B_2024Q1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("end", "below", "union"), [("", "西镇", "四厂"), ("_en", "West", "Plant 4")]
)
def test_a_browser_goes_down_and_up_without_network_or_script(  # type: ignore[no-untyped-def]
    browser, folder: Path, end: str, below: str, union: str
) -> None:
    with browser.new_context(offline=True, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((folder / f"C1_2024Q1{end}.html").as_uri())
        for name in (below, union):
            page.click(f"section.below a >> text={name}")
            assert page.locator("h1").inner_text().startswith(name)
        page.click(f"nav a >> text={below}")
        assert page.locator("h1").inner_text().startswith(below)
