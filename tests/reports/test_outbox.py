"""Blank workbooks to send out: for a whole county, with the figures of the period before."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import Period, parse_period
from pipeline.queries.last_report import last_report
from pipeline.reports import outbox, owing
from pipeline.sample.county import generate
from pipeline.warehouse.reader import Reader
from tests.journey.steps import CONFIG

UNITS = 4


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    generate(folder, run.load([CONFIG]), units=UNITS, periods=1, seed=9, mistakes=0)
    return folder


@pytest.fixture(scope="module")
def config(county: Path) -> list[Path]:
    return [CONFIG, county / "config"]


@pytest.fixture(scope="module")
def catalogue(config: list[Path]) -> Catalogue:
    return run.load(config)


@pytest.fixture(scope="module")
def data(county: Path, config: list[Path]) -> Path:
    folder = county / "data"
    run.ingest([county / "inbox"], config, folder, by_file_time=True)
    return folder


@pytest.fixture(scope="module")
def quarter(catalogue: Catalogue) -> Period:
    return parse_period("2025Q1", catalogue.calendars)


def reported(county: Path) -> tuple[str, Workbook]:
    """A unit and what it reported for the quarter before."""
    path = sorted((county / "inbox").rglob("*.xlsx"))[0]
    return path.name.split("_")[0], load_workbook(path)


def test_every_reporting_unit_below_gets_its_workbook(
    catalogue: Catalogue, quarter: Period, tmp_path: Path
) -> None:
    units = outbox.units_below(catalogue, "AHX", quarter)
    assert len(units) == UNITS
    assert all(unit.form_set for unit in units)
    written = list(outbox.write_templates(tmp_path, catalogue, units, quarter, (), "zh"))
    assert [path.name for path in written] == [f"{u.code}_2025Q1.xlsx" for u in units]
    assert {path.parent.parent for path in written} == {tmp_path}
    hidden = load_workbook(written[0])["_unionkpi"]
    assert hidden["B2"].value == units[0].code
    assert outbox.units_below(catalogue, units[0].code, quarter) == [units[0]]


def test_a_superior_with_a_slash_in_its_name_has_one_folder(
    catalogue: Catalogue, quarter: Period, tmp_path: Path
) -> None:
    unit = outbox.units_below(catalogue, "AHX", quarter)[0]
    name = Bilingual(zh="开发区/高新区总工会", en="Two/zones")
    both = tuple(replace(u, name=name) if u.code == unit.parent else u
                 for u in catalogue.org_units)  # fmt: skip
    renamed = replace(catalogue, org_units=both)
    (path,) = outbox.write_templates(tmp_path, renamed, [unit], quarter, (), "zh")
    assert path.parent == tmp_path / "开发区／高新区总工会"


def test_a_county_fits_into_one_zip_that_is_the_same_every_time(
    catalogue: Catalogue, quarter: Period, tmp_path: Path
) -> None:
    units = outbox.units_below(catalogue, "AHX", quarter)
    for name in ("a.zip", "b.zip"):
        forms = ("membership",)
        list(outbox.write_templates(tmp_path / name, catalogue, units, quarter, forms, "zh"))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        assert len(bundle.namelist()) == UNITS
        assert all(name.endswith("_2025Q1.xlsx") for name in bundle.namelist())


def test_the_period_before_stands_beside_and_registers_are_carried_over(
    county: Path, catalogue: Catalogue, data: Path, quarter: Period, tmp_path: Path
) -> None:
    unit, before = reported(county)
    org_unit = catalogue.units_at(quarter.end)[unit]
    forms, path = owing.forms_of(catalogue, org_unit), tmp_path / "t.xlsx"
    outbox.write_template(path, catalogue, org_unit, quarter, forms, "zh", Reader(data))
    book = load_workbook(path)
    card = book["会员表"]
    assert card["G4"].value == "上期数"
    for row in range(5, 12):
        assert card.cell(row, 7).value == before["会员表"].cell(row, 3).value
    assert card["G5"].protection.locked
    assert card["C5"].value is None
    register, old = book["安全隐患台账"], before["安全隐患台账"]
    assert register["A5"].value == old["A5"].value
    persons = book["困难职工档案表"]
    assert persons["A5"].value is None, "registers of persons are not carried over"
    alone = tmp_path / "alone.xlsx"
    outbox.write_template(alone, catalogue, org_unit, quarter, forms, "zh")
    assert load_workbook(alone)["会员表"]["G4"].value is None


def test_a_template_with_last_figures_is_accepted_when_filled_in(
    county: Path, config: list[Path], catalogue: Catalogue, data: Path, quarter: Period,
    tmp_path: Path,
) -> None:  # fmt: skip
    unit, _ = reported(county)
    org_unit = catalogue.units_at(quarter.end)[unit]
    path = tmp_path / f"{unit}.xlsx"
    outbox.write_template(path, catalogue, org_unit, quarter, ("membership",), "zh", Reader(data))
    book = load_workbook(path)
    card = book["会员表"]
    for row in range(5, card.max_row):
        if card.cell(row, 7).value is not None:
            card.cell(row, 3).value = card.cell(row, 7).value
    book.save(path)
    result = run.judge_only([path], catalogue)
    assert [str(f.verdict) for f in result.files] == ["accepted"]
    assert result.findings == []


def test_the_last_report_is_the_accepted_one_of_the_period(
    county: Path, catalogue: Catalogue, data: Path
) -> None:
    unit, before = reported(county)
    found = last_report(Reader(data), catalogue, unit, "2024Q4", ("membership",))
    assert found["membership", "main"][0]["employees_total"] == before["会员表"]["C5"].value
    assert last_report(Reader(data), catalogue, unit, "2024Q3", ("membership",)) == {
        ("membership", "main"): ()
    }
