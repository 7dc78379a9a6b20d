"""The tables of facts follow their forms, and reading everything again comes to the same."""

from pathlib import Path

import pytest

from pipeline.intake import former_readings
from pipeline.queries import questions
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse import event_log
from pipeline.warehouse.reader import Reader
from tests.definitions.folders import MEMBERS
from tests.queries.office import Office, open_office
from tests.queries.test_flow import numerator
from tests.warehouse.acts import agrees, lock, settle, told
from tests.warehouse.test_redefined import LABEL, build, edit


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      chair: {label: {zh: 主席, en: Chair}, type: text}\n", ""),
        (f"{LABEL}, type: integer", f"{LABEL}, type: decimal"),
        (f"      members: {{{LABEL}",
         f"      extra: {{label: {{zh: 另, en: X}}, type: integer}}\n      members: {{{LABEL}"),
    ],
    ids=["gone", "type", "between"],
)  # fmt: skip
def test_the_table_follows_the_form(office: Office, old: str, new: str) -> None:
    needed = MEMBERS[MEMBERS.index("      - id: chair_needed") :]
    edit(office, needed, "")
    edit(office, old, new)
    lock(office)
    build(office)
    assert numerator(office) == 211
    assert agrees(office)


def test_what_does_not_fit_a_narrower_type_is_absent_in_a_locked_period_and_kept(
    office: Office,
) -> None:
    lock(office)
    edit(office, "type: money, unit: ten_thousand_yuan", "type: integer")
    build(office)
    dues = office.reader.rows("select distinct typeof(dues), dues from members")
    assert dues == [("BIGINT", None)], "12 000.50 is no whole number"
    assert numerator(office) == 211
    archive = office.data / "raw" / "archive"
    staying = [e.sha256 for e in event_log.read(office.data) if e.deed == "retain" and e.sha256]
    assert staying
    kept = [former_readings.kept(archive, sha256) or {} for sha256 in staying]
    assert {row["dues"] for rows in kept for row in rows["members"]} == {"12000.50"}
    assert agrees(office)


def test_a_column_of_numbers_becomes_one_of_texts(office: Office) -> None:
    edit(office, f"{LABEL}, type: integer", f"{LABEL}, type: text")
    edit(office, MEMBERS[MEMBERS.index("    rules:\n") :], "")
    (office.config / "indicators/membership/rate.yml").unlink()
    (office.config / "plans/plan.yml").unlink()
    (office.config / "queries/members.yml").unlink()
    build(office)
    assert office.reader.rows("select distinct typeof(members) from members") == [("VARCHAR",)]
    assert agrees(office)


def take_out_cases(office: Office) -> None:
    """The form of cases goes, with all that rests on it."""
    for file in ("forms/cases.yml", "indicators/rights/closed.yml", "plans/plan.yml"):
        (office.config / file).unlink()
    edit(office, "forms: [members, cases]", "forms: [members]", "product.yml")


@pytest.mark.parametrize("locked", [False, True])
def test_a_form_that_is_taken_out_takes_its_table_along(
    office: Office, tmp_path: Path, locked: bool
) -> None:
    if locked:
        lock(office)
    take_out_cases(office)
    code, said = settle(office, "build", "--look")
    assert code == 0, said
    assert "cases" in said
    build(office)
    assert numerator(office) == 211
    assert office.reader.rows("select 1 from duckdb_tables() where table_name = 'cases'") == []
    assert bool(told(office, "definition-locked")) is locked
    seen = questions.report_history(office.reader, "G1", "2024Q1")
    assert [code for code, _, _ in seen.forms] == ["members"]
    write_extract(office.reader, "T1", tmp_path / "part")
    assert Reader(tmp_path / "part").rows("select 1 from submission where form = 'members' limit 1")
    assert agrees(office)
