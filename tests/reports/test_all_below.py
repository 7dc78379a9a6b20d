"""``report --all-below``: a circular for every unit that has targets or units of its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.questions import NotFound
from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

OF_A_UNION = """\
unit: G4
title: {zh: 四厂计划, en: Plan of plant 4}
document: {title: {zh: 四厂计划, en: Plan of plant 4}}
year: {value: 2024, basis: stated}
targets:
  - {id: closed, indicator: closed, name: {zh: 办结, en: Closed}, kind: cumulative,
     comparator: ">=", value: 8, unit: case}
"""


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


def test_where_there_is_none_to_write_it_is_said(office: Office, tmp_path: Path) -> None:
    given = ["--config", str(office.config), "--data", str(office.data), "report", "2024Q1"]
    done = CliRunner().invoke(
        commands, [*given, "--unit", "G1", "--all-below", "--out", str(tmp_path)]
    )
    assert done.exit_code == 2
    assert "没有可写的通报" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_unit_has_its_files_in_the_folder(office: Office, tmp_path: Path) -> None:
    given = ["--config", str(office.config), "--data", str(office.data), "report", "2024Q1"]
    done = CliRunner().invoke(
        commands, [*given, "--unit", "T2", "--all-below", "--out", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    assert "2 份" in done.stdout
    pages = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.html")}
    assert set(pages) == {"T2_2024Q1.html", "G4_2024Q1.html"}
    assert "<h1>西镇" in pages["T2_2024Q1.html"]
    assert "<h1>四厂" in pages["G4_2024Q1.html"]
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"T2_2024Q1.xlsx", "G4_2024Q1.xlsx"}
