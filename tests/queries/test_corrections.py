"""What a superior corrects counts, what was reported stays visible, and neither fails silently."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.queries.trace_cells import archived

from .office import TEN_TOO_MANY, Office, Sent, open_office, write

FILE = "corrections/zero.yml"
LEDGER = """\
form: cases
unit: G4
period: 2024Q2
decided_by: C1
decided_on: 2024-08-01
reason: {zh: 尚未办结, en: Not closed yet}
cells:
  - field: closed_on
    key: {case_id: G4-5a}
    expected: 2024-05-01
    value: ""
"""


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("corrected")
    return open_office(folder, {FILE: TEN_TOO_MANY, "corrections/case.yml": LEDGER})


def test_the_corrected_value_counts_all_the_way_up(corrected: Office, office: Office) -> None:
    for unit, before, after in (("G1", 100, 90), ("T1", 150, 140), ("C1", 211, 201)):
        numbers = [
            questions.trace(o.reader, "rate", unit, "2024Q1").value.numerator
            for o in (office, corrected)
        ]
        assert numbers == [before, after]


def test_a_trace_shows_what_was_reported_and_why_it_was_corrected(corrected: Office) -> None:
    found = questions.trace(corrected.reader, "rate", "C1", "2024Q1")
    assert found.agrees
    notes = [c for c in found.contributions if c.correction is not None]
    (cell,) = notes
    assert cell.correction is not None
    assert (cell.unit.code, cell.value, cell.amount) == ("G1", "90", 90)
    assert (cell.correction.reported, cell.correction.corrected) == ("100", "90")
    assert cell.correction.reason.en == "Ten people too many"
    assert cell.correction.decided_by.code == "T1"
    assert archived(corrected.reader.data, cell.sha256) is not None


def test_the_terminal_shows_what_stands_in_the_file_and_what_counts(corrected: Office) -> None:
    """The corrected value stood under “written”, and in the file there was another."""
    shared = ["--config", str(corrected.config), "--data", str(corrected.data)]
    told = CliRunner(env={"COLUMNS": "300"}).invoke(
        commands, [*shared, "trace", "rate", "--unit", "G1", "--period", "2024Q1"]
    )
    (line,) = (row for row in told.stdout.splitlines() if row.endswith(" 90"))
    assert line.split()[-2:] == ["100", "90"]
    assert "报的是 100" in told.stdout


def test_a_ledger_row_is_found_by_its_key(corrected: Office, office: Office) -> None:
    closed = [
        questions.trace(o.reader, "closed", "G4", "2024Q2").value.numerator
        for o in (office, corrected)
    ]
    assert closed == [2, 1]  # a case of February stays


def test_the_list_names_state_value_and_line(corrected: Office) -> None:
    rows = {row.note.id: row for row in questions.correction_list(corrected.reader, "C1")}
    assert {row.state for row in rows.values()} == {"applied"}
    assert rows["zero"].place == f"{FILE}:8"
    assert (rows["case"].note.reported, rows["case"].note.corrected) == ("2024-05-01", None)
    assert questions.correction_list(corrected.reader, "T2") == (rows["case"],)


def test_a_row_whose_key_was_corrected_is_not_gone_when_it_is_sent_again(tmp_path: Path) -> None:
    renamed = LEDGER.replace("field: closed_on", "field: case_id").replace(
        'expected: 2024-05-01\n    value: ""', "expected: G4-5a\n    value: G4-5"
    )
    office = open_office(tmp_path, {"corrections/case.yml": renamed})
    sent = Sent("G4", "2024Q2", "2024-07-05", 71, 7)
    again = write(tmp_path / "inbox", office.config, sent, 90)
    result = run.ingest([again], [office.config], office.data)
    assert [c.state for c in questions.correction_list(office.reader)] == ["applied"]
    told = {row.slug for row in questions.finding_list(office.reader, "C1").rows}
    assert result.files[0].verdict is Verdict.ACCEPTED
    assert "rows-gone" not in told


def test_the_facts_follow_the_corrections_back_and_forth(tmp_path: Path) -> None:
    office = open_office(tmp_path, {FILE: TEN_TOO_MANY})
    file = office.config / FILE

    def members() -> int:
        rows = office.reader.rows(
            "select members from current_members where unit = 'G1' and period = '2024Q1'"
        )
        return int(rows[0][0])

    assert members() == 90
    file.write_text(TEN_TOO_MANY.replace("value: 90", "value: 80"), "utf-8")
    assert run.build([office.config], office.data).corrections == []
    assert members() == 80
    file.unlink()
    run.build([office.config], office.data)
    assert members() == 100
    assert questions.correction_list(office.reader) == ()


@pytest.mark.parametrize(
    ("old", "new", "slug", "state"),
    [
        ("expected: 100", "expected: 101", "correction-source-changed", "failing"),
        ("expected: 100\n    value: 90", "expected: 90\n    value: 100",
         "correction-not-needed", "obsolete"),
        ("unit: G1", "unit: G4", "correction-without-report", "failing"),
    ],
)  # fmt: skip
def test_a_correction_that_does_not_fit_says_so_and_changes_nothing(
    tmp_path: Path, old: str, new: str, slug: str, state: str
) -> None:
    text = TEN_TOO_MANY.replace(old, new).replace("decided_by: T1", "decided_by: C1")
    office = open_office(tmp_path, {FILE: text})
    (finding,) = run.build([office.config], office.data).corrections
    assert (finding.slug, finding.severity) == (slug, "error")
    assert (finding.place.file, finding.place.line) == (FILE, 8)
    assert questions.trace(office.reader, "rate", "C1", "2024Q1").value.numerator == 211
    assert [row.state for row in questions.correction_list(office.reader)] == [state]


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("{case_id: G4-9}", "correction-row-missing"),
        ("{kind: arrears}", "correction-row-ambiguous"),
    ],
)
def test_a_row_is_named_by_what_fits_one_row_alone(tmp_path: Path, key: str, slug: str) -> None:
    office = open_office(tmp_path, {FILE: LEDGER.replace("{case_id: G4-5a}", key)})
    findings = run.build([office.config], office.data).corrections
    assert [finding.slug for finding in findings] == [slug]


def test_a_new_version_that_is_right_makes_the_correction_obsolete(tmp_path: Path) -> None:
    office = open_office(tmp_path, {FILE: TEN_TOO_MANY})
    again = Sent("G1", "2024Q1", "2024-05-20", members=90, women=40)
    path = write(tmp_path / "inbox", office.config, again, 99)
    result = run.ingest([path], [office.config], office.data, by_file_time=True)
    assert [f.slug for f in result.corrections] == ["correction-not-needed"]
    assert questions.trace(office.reader, "rate", "G1", "2024Q1").value.numerator == 90
    rows = office.reader.rows("select version, members from members join submission using"
                              " (submission, unit, period) where unit = 'G1' and period = '2024Q1'"
                              " order by version")  # fmt: skip
    assert rows == [(1, 100), (2, 90)]


@pytest.mark.parametrize(("expected", "code"), [("100", 0), ("101", 1)])
def test_the_command_lists_and_fails_when_one_does_not_fit(
    tmp_path: Path, expected: str, code: int
) -> None:
    office = open_office(
        tmp_path, {FILE: TEN_TOO_MANY.replace("expected: 100", f"expected: {expected}")}
    )
    shared = ["--config", str(office.config), "--data", str(office.data), "--lang", "en"]
    listed = CliRunner().invoke(commands, [*shared, "corrections", "--json"])
    said = json.loads(listed.stdout)
    assert (listed.exit_code, said["failing"]) == (code, code)
    assert said["corrections"][0]["reported"] == "100"
    table = CliRunner(env={"COLUMNS": "300"}).invoke(commands, [*shared, "corrections"]).stdout
    assert re.search(r"Plant 1 +Members +Q1 2024 +Members 100 → 90", table), table
    built = CliRunner().invoke(commands, [*shared, "build"])
    assert built.exit_code == code
    assert (f"{FILE}:8" in built.output) is bool(code)
