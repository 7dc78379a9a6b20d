"""Loading folders into one catalogue."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain.period import UnknownPeriod

from .folders import FILES, QUERY, UNITS, places, write_folder

MORE_UNITS = UNITS.splitlines()[0] + "\nG9,九厂,Plant 9,grassroots,T1,,,,base,quarter,,,state,\n"


def loaded(folder: Path, *more: Path) -> Catalogue:
    result = load(folder, *more)
    assert result.catalogue is not None, result.findings
    return result.catalogue


def test_the_tiny_configuration_has_no_findings(tmp_path: Path) -> None:
    assert load(write_folder(tmp_path)).findings == []


def test_files_become_nouns_named_by_their_stems(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    assert list(catalogue.forms) == ["cases", "members"]
    assert catalogue.indicators["rate"].id == "rate"
    assert catalogue.plans["plan"].targets[0].unit == "percent"
    assert catalogue.queries["members"]["title"] == {"zh": "会员", "en": "Members"}
    assert catalogue.calendars["statistical_year"].prefix == "SY"
    assert catalogue.root == tmp_path


def test_tables_name_form_and_section(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    form, section = catalogue.tables()["members"]
    assert (form.id, section) == ("members", "main")
    assert catalogue.tables()["cases"][0].id == "cases"
    assert catalogue.section("cases").kind == "ledger"
    with pytest.raises(KeyError):
        catalogue.section("cases", "other")


def test_a_report_is_due_some_days_after_its_period_whatever_the_calendar(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    assert catalogue.due_on("members", "2024Q1") == date(2024, 4, 10)
    assert catalogue.due_on("members", "2024") == date(2025, 1, 10)
    assert catalogue.due_on("cases", "SY2024Q1") == date(2025, 1, 10)
    with pytest.raises(KeyError):
        catalogue.due_on("nothing", "2024Q1")
    with pytest.raises(UnknownPeriod):
        catalogue.due_on("members", "soon")


def test_tables_the_product_fills_can_be_measured_but_not_sent(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    filled = set(catalogue.tables(built_in=True)) - set(catalogue.tables())
    assert filled == {"system_reports", "system_targets"}
    assert set(catalogue.section("system_reports").fields) == {
        "form", "expected", "received", "on_time", "required_cells", "filled_cells",
    }  # fmt: skip
    assert {"completion", "due", "gap", "reached", "judged"} <= set(
        catalogue.section("system_targets").fields
    )
    loaded(write_folder(tmp_path, {"indicators/membership/other.yml": _only_counting()}))


def _only_counting() -> str:
    return """\
name: {zh: 报送数, en: Reports}
theme: membership
definition: {zh: 已报, en: Received}
numerator_label: {zh: 已报数, en: Received}
unit: case
nature: flow
direction: higher_better
numerator: {form: system_reports, aggregate: count, where: {received: "yes"}, over_time: sum}
example:
  given:
    system_reports: [{unit: A, period: 2024Q1, form: members, received: yes}]
  expect: {period: 2024Q1, numerator: 1}
"""


def test_units_are_those_of_the_day(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    assert set(catalogue.units_at(date(2024, 6, 30))) == {"C1", "T1", "G1", "G2"}
    assert set(catalogue.units_at(date(2024, 7, 1))) == {"C1", "T1", "G2"}
    assert [v.valid_from for v in catalogue.unit_versions("T1")] == [None, date(2024, 1, 1)]
    assert catalogue.unit_versions("nobody") == ()


def test_definitions_know_their_files(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    assert catalogue.file_of("indicator", "rate") == "indicators/membership/rate.yml"
    assert catalogue.file_of("plan", "plan") == "plans/plan.yml"
    assert catalogue.file_of("product", "") == "product.yml"
    assert catalogue.file_of("form", "nothing") is None


def test_a_further_folder_adds_units_and_files(tmp_path: Path) -> None:
    base = write_folder(tmp_path / "base")
    more = write_folder(tmp_path / "more", {"org_units.csv": MORE_UNITS, "queries/two.yml": QUERY})
    catalogue = loaded(base, more)
    assert "G9" in catalogue.units_at(date(2024, 1, 1))
    assert set(catalogue.queries) == {"members", "two"}
    assert catalogue.digest != loaded(base).digest


def test_the_same_id_in_two_folders_is_an_error_with_its_full_path(tmp_path: Path) -> None:
    base = write_folder(tmp_path / "base")
    more = write_folder(tmp_path / "more", {"queries/members.yml": QUERY})
    result = load(base, more)
    assert result.catalogue is None
    shown = (more / "queries/members.yml").as_posix()
    assert places(result.findings, "same-id-twice") == [(shown, 1)]


def test_a_folder_without_product_is_an_error(tmp_path: Path) -> None:
    result = load(tmp_path)
    assert result.catalogue is None
    assert [f.slug for f in result.findings] == ["product-missing"]


def test_a_warning_does_not_withhold_the_catalogue(tmp_path: Path) -> None:
    result = load(write_folder(tmp_path, {**FILES, "notes/x.yml": "a: 1\n"}))
    assert places(result.findings, "unread-file") == [("notes/x.yml", 1)]
    assert result.catalogue is not None


def test_a_broken_file_is_not_blamed_on_those_that_name_it(tmp_path: Path) -> None:
    form = FILES["forms/members.yml"].replace("number: T1\n", "")
    result = load(write_folder(tmp_path, {**FILES, "forms/members.yml": form}))
    assert [f.slug for f in result.findings] == ["missing-key"]


def test_the_digest_sees_what_files_say_and_not_how(tmp_path: Path) -> None:
    digest = loaded(write_folder(tmp_path)).digest
    form = "# a remark\n" + FILES["forms/members.yml"].replace("\n", "\r\n")
    same = write_folder(tmp_path, {"forms/members.yml": form})
    assert loaded(same).digest == digest
    changed = FILES["forms/members.yml"].replace("due_days: 10", "due_days: 11")
    assert loaded(write_folder(tmp_path, {"forms/members.yml": changed})).digest != digest


def test_a_catalogue_travels_to_other_processes(tmp_path: Path) -> None:
    catalogue = loaded(write_folder(tmp_path))
    assert pickle.loads(pickle.dumps(catalogue)) == catalogue
