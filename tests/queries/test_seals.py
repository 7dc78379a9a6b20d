"""Whether the signed and sealed copy of a report has come: noted, asked for, taken back."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.answers import ReportRow
from pipeline.queries.reminders import reminders
from pipeline.reports.reminder import reminder
from pipeline.reports.words import Words
from tests.definitions.folders import PRODUCT

from .office import Office, Sent, open_office
from .test_flow import numerator, send

ASKED = PRODUCT + "flow: {seal: true}\n"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, {"product.yml": ASKED})


def noted(office: Office, *words: str) -> tuple[int, str]:
    folders = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner().invoke(commands, [*folders, "seal", "--period", "2024Q1", *words])
    return done.exit_code, done.output


def of(office: Office, unit: str) -> dict[str, ReportRow]:
    rows = questions.reporting_status(office.reader, "C1", "2024Q1").rows
    return {row.form: row for row in rows if row.unit.code == unit}


def text(office: Office, language: str = "zh") -> str:
    found = questions.reporting_status(office.reader, "C1", "2024Q1")
    owed = reminders(found, date(2024, 5, 8))
    return reminder(owed, Words(language))  # type: ignore[arg-type]


def test_what_came_in_without_its_sealed_copy_is_reminded_of_until_that_is_noted(
    office: Office,
) -> None:
    before = numerator(office)
    assert {row.seal for row in of(office, "G1").values()} == {"wanted"}
    assert {row.seal for row in of(office, "G3").values()} == {None}, "held back: not due yet"
    assert "一厂、二厂、五厂：全部2张报表的签字盖章件未交" in text(office)
    assert "Plant 5: signed and sealed copy of all 2 forms missing" in text(office, "en")
    code, said = noted(office, "--unit", "G1", "--by", "T1", "--text", "收文 12 号")
    assert code == 0, said
    assert {row.owed for row in of(office, "G1").values()} == {None}
    assert all(row.sealed_at for row in of(office, "G1").values())
    assert "一厂" not in text(office)
    assert "二厂" in text(office)
    assert numerator(office) == before, "figures do not wait for paper"
    told = questions.report_history(office.reader, "G1", "2024Q1", "members").report
    assert told is not None
    assert [(step.deed, step.text) for step in told.steps] == [("seal", "收文 12 号")]
    assert run.verify([office.config], office.data).agrees


def test_a_corrected_report_needs_a_copy_of_its_own(office: Office) -> None:
    assert noted(office, "--unit", "G1", "--by", "T1")[0] == 0
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert {row.seal for row in of(office, "G1").values()} == {"wanted"}


def test_it_is_taken_back_for_one_form(office: Office) -> None:
    assert noted(office, "--unit", "G1", "--by", "T1")[0] == 0
    assert noted(office, "--unit", "G1", "--by", "C1", "--form", "cases", "--withdraw")[0] == 0
    assert {form: row.seal for form, row in of(office, "G1").items()} == {
        "members": "sealed",
        "cases": "wanted",
    }


@pytest.mark.parametrize(("unit", "by"), [("G1", "G1"), ("G1", "T2"), ("G4", "T2"), ("G3", "T1")])
def test_only_a_superior_notes_it_and_only_of_what_is_in(
    office: Office, unit: str, by: str
) -> None:
    assert noted(office, "--unit", unit, "--by", by)[0] == 1
    assert "sealed" not in {row.seal for row in of(office, unit).values()}


def test_where_nobody_asks_for_it_nobody_is_reminded(tmp_path: Path) -> None:
    plain = open_office(tmp_path)
    assert {row.seal for row in of(plain, "G1").values()} == {None}
    assert "签字盖章件" not in text(plain)
    assert noted(plain, "--unit", "G1", "--by", "T1")[0] == 0
    assert {row.seal for row in of(plain, "G1").values()} == {"sealed"}
