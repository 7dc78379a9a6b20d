"""Reports on their way up: returned, withdrawn, approved, locked, explained; and all of it again
from the log."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboards.components.below import reporting_row
from dashboards.selection import Selection
from dashboards.view import View
from pipeline import run
from pipeline.cli import commands
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.queries.answers import ReportRow
from pipeline.queries.questions import reader_as
from pipeline.warehouse.decisions import Wish
from tests.dashboards.reading import only
from tests.definitions.folders import MEMBERS as FORM
from tests.definitions.folders import PRODUCT

from .office import Office, Sent, open_office, write

MEMBERS = {"form": "members", "period": "2024Q1"}
SEEN = View.of(Selection())
TWO_LEVELS = PRODUCT + "flow: {approve_at: [township, county]}\n"


def numerator(office: Office, unit: str = "C1") -> int | None:
    value = questions.trace(office.reader, "rate", unit, "2024Q1").value.numerator
    return None if value is None else int(value)


def row(office: Office, unit: str) -> ReportRow:
    reader = reader_as(office.reader, period="2024Q1")
    found = questions.reporting_status(reader, "C1", "2024Q1", form="members").rows
    return next(r for r in found if r.unit.code == unit)


def decide(office: Office, deed: str, by: str, unit: str = "G1", text: str = "x") -> str | None:
    """Do it; return the slug of a refusal."""
    wish = Wish(deed, by, text, unit=unit, **MEMBERS)  # type: ignore[arg-type]
    refusal = run.decide(wish, [office.config], office.data).refusal
    return refusal.slug if refusal else None


def send(office: Office, sent: Sent, number: int) -> run.Ingestion:
    path = write(office.config.parent / "inbox", office.config, sent, number)
    return run.ingest([path], [office.config], office.data, by_file_time=True)


@pytest.fixture
def own(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def test_a_returned_report_does_not_count_until_a_new_version_comes(own: Office) -> None:
    assert numerator(own) == 211
    assert decide(own, "return", "T1", text="少报一个车间") is None
    assert numerator(own) == 111
    assert numerator(own, "G1") is None
    found = row(own, "G1")
    assert (found.state, found.flow, found.flow_text) == ("withheld", "returned", "少报一个车间")
    assert found.flow_by is not None
    assert found.flow_by.code == "T1"
    assert run.verify([own.config], own.data).agrees, "also of whether it was received"
    send(own, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert numerator(own) == 216
    assert (row(own, "G1").flow, row(own, "G1").version) == (None, 2)


def test_what_waits_stays_listed_when_a_later_period_counts_first(tmp_path: Path) -> None:
    """What is owed began with the first period of which something counts: reports of the one
    before it were in no list any more, and could not be approved."""
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    for by in ("T1", "C1"):
        later = Wish("approve", by, "", "members", "G1", "2024Q2")
        assert run.decide(later, [office.config], office.data).refusal is None
    reader = reader_as(office.reader, period="2024Q1")
    found = questions.reporting_status(reader, "C1", "2024Q1", state="waiting")
    assert {row.unit.code for row in found.rows} == {"G1", "G2", "G5"}
    assert [(form.expected, form.accepted) for form in found.forms] == [(5, 0), (5, 0)]
    offered = questions.choices(reader, "C1", "2024Q1").coming
    assert {period.code for period in offered} == {"2024Q1", "2024Q3"}
    value = questions.trace(reader, "rate", "C1", "2024Q1").value
    assert (value.value, value.data.expected, value.data.reported) == (None, 5, 0)
    assert decide(office, "approve", "T1") is None
    assert decide(office, "approve", "C1") is None
    assert numerator(office) == 100
    assert run.verify([office.config], office.data).agrees


def test_below_a_unit_what_only_waits_is_told_from_what_is_not_there(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    reader = reader_as(office.reader, period="2024Q1")
    at_town = questions.reporting_status(reader, "T1", "2024Q1").children
    assert {row.unit.code: (row.expected, row.reported, row.held) for row in at_town} == {
        "G1": (1, 0, 1), "G2": (1, 0, 1), "G3": (1, 0, 1),
    }  # fmt: skip
    at_county = questions.reporting_status(reader, "C1", "2024Q1").children
    assert [(row.expected, row.reported, row.held) for row in at_county] == [(3, 0, 3), (2, 0, 1)]
    (bar,) = [one for one in only(reporting_row(at_county[1], SEEN), "Div")
              if one.className == "share"]  # fmt: skip
    assert bar.title == "未计入 1 · 未报齐 1"


def approve_all(office: Office, *more: str) -> Result:
    shared = ["--config", str(office.config), "--data", str(office.data)]
    return CliRunner().invoke(commands, [*shared, "approve", "--period", "2024Q1", *more])


def test_all_that_waits_is_approved_by_one_command(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    for words, said in (
        (("--by", "T1"), "审核哪些报表"),
        (("--by", "T1", "--unit", "G1", "--form", "members", "--all-below"), "二者选一"),
        (("--by", "C1", "--all-below"), "C1 › 没有等它审核的报表"),
    ):
        refused = approve_all(office, *words)
        assert refused.exit_code == 2
        assert said in refused.stderr
    of_one = approve_all(office, "--by", "T1", "--unit", "G1")
    assert of_one.stdout == "审核通过 2 份，已登记，已发布第 2 次\n"
    of_a_form = approve_all(office, "--by", "T1", "--all-below", "--form", "members")
    assert "审核通过 1 份" in of_a_form.stdout, "G2; G3 is held back by a check"
    assert numerator(office) is None, "the county has not approved"
    assert "审核通过 3 份" in approve_all(office, "--by", "C1", "--all-below").stdout
    assert numerator(office) == 150
    assert row(office, "G5").flow == "waiting", "its township has not approved"


NOT_HOLDING = PRODUCT + "flow: {hold_unexplained: false}\n"


ASKING = FORM.replace(
    "        at_most: [women", "        severity: explain\n        at_most: [women"
)


def test_a_report_that_is_asked_something_counts_once_it_is_explained(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"forms/members.yml": ASKING})
    found = row(office, "G3")  # 31 women of 30 members: a question here, no error
    assert (found.state, found.flow, found.flow_by) == ("withheld", "unexplained", None)
    assert numerator(office) == 211, "G5 was asked too, and has sent a newer version since"
    (asked,) = questions.finding_list(office.reader, "G3", severity="explain").rows
    wish = Wish("explain", "G3", "会员以外的女职工误计", finding=asked.finding)
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert (row(office, "G3").state, row(office, "G3").flow) == ("accepted", None)
    assert numerator(office) == 241


def test_where_the_setting_says_so_it_counts_and_stays_asked(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"forms/members.yml": ASKING, "product.yml": NOT_HOLDING})
    assert (row(office, "G3").state, row(office, "G3").flow) == ("accepted", None)
    assert numerator(office) == 241
    (asked,) = questions.finding_list(office.reader, "G3", severity="explain").rows
    assert asked.open


def test_what_is_taken_back_takes_earlier_versions_with_it(own: Office) -> None:
    assert row(own, "G5").version == 3
    assert decide(own, "withdraw", "G5", "G5") is None
    assert numerator(own) == 150
    assert row(own, "G5").flow == "withdrawn"


@pytest.mark.parametrize(
    ("deed", "by", "unit", "slug"),
    [
        ("return", "T2", "G1", "not-yours-to-decide"),
        ("return", "G1", "G1", "not-yours-to-decide"),
        ("withdraw", "T1", "G1", "not-yours-to-decide"),
        ("approve", "T1", "G1", "not-yours-to-decide"),
        ("return", "T2", "G4", "nothing-to-decide"),
        ("return", "T1", "G3", "nothing-to-decide"),
    ],
)
def test_who_may_not_changes_nothing(own: Office, deed: str, by: str, unit: str, slug: str) -> None:
    before = own.reader.publication.number
    assert decide(own, deed, by, unit) == slug
    assert own.reader.publication.number == before
    assert not (own.data / "raw" / "events.jsonl").exists()


def test_reports_count_once_every_level_has_approved(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})
    assert numerator(office) is None
    assert decide(office, "approve", "C1") == "not-yours-to-decide"
    assert decide(office, "approve", "T1") is None
    assert numerator(office) is None
    assert decide(office, "approve", "T1") == "already-approved"
    assert decide(office, "approve", "C1") is None
    assert (numerator(office), row(office, "G1").flow) == (100, "approved")
    assert (row(office, "G2").state, row(office, "G2").flow) == ("withheld", "waiting")
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert (numerator(office), row(office, "G1").flow) == (100, "waiting")
    for unit in ("T1", "C1"):
        assert decide(office, "approve", unit) is None
    assert numerator(office) == 105


def test_a_locked_period_takes_reports_of_exempt_units_alone(own: Office) -> None:
    def said(deed: str, day: int) -> None:
        at, exempt = datetime(2024, 5, day), ("G2",) if deed == "lock" else ()
        wish = Wish(deed, "C1", period="2024", exempt=exempt, at=at)  # type: ignore[arg-type]
        assert run.decide(wish, [own.config], own.data).refusal is None

    said("lock", 7)
    late = send(own, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert [f.verdict for f in late.files] == [Verdict.WITHHELD]
    findings = [f for f in late.files[0].findings if f.slug == "period-locked"]
    assert {f.form for f in findings} == {"members", "cases"}
    assert {f.details["by_en"] for f in findings} == {"East county"}
    send(own, Sent("G2", "2024Q1", "2024-05-09", members=55, women=20), 91)
    assert numerator(own) == 216
    assert (row(own, "G1").locked, row(own, "G2").locked) == (True, False)
    said("unlock", 10)
    send(own, Sent("G1", "2024Q1", "2024-05-10", members=106, women=40), 92)
    assert numerator(own) == 222
    assert run.verify([own.config], own.data).agrees


def test_the_commands_note_locks(own: Office) -> None:
    shared = ["--config", str(own.config), "--data", str(own.data), "--lang", "en"]
    for words in (["lock", "2024", "--by", "C1", "--except", "G2"], ["unlock", "2024"]):
        said = CliRunner().invoke(
            commands, [*shared, *words, *([] if "--by" in words else ["--by", "C1"])]
        )
        assert said.exit_code == 0, said.output
        assert row(own, "G1").locked is (words[0] == "lock")
        assert not row(own, "G2").locked


def test_an_explanation_stands_beside_its_finding_and_closes_it(own: Office) -> None:
    before = questions.finding_list(own.reader, "C1", severity="explain")
    asked = next(r for r in before.rows if r.open and r.slug == "stock-flow-gap")
    shared = ["--config", str(own.config), "--data", str(own.data), "--lang", "en"]
    words = ["explain", str(asked.finding), "--text", "两厂合并", "--by", "G1"]
    assert CliRunner().invoke(commands, [*shared, *words]).exit_code == 0
    after = questions.finding_list(own.reader, "C1", severity="explain")
    answered = next(r for r in after.rows if r.finding == asked.finding)
    assert answered.explanation is not None
    assert (answered.explanation.text, answered.explanation.by.code) == ("两厂合并", "G1")
    assert not answered.open
    refused = CliRunner().invoke(commands, [*shared, *words[:-1], "G2"])
    assert refused.exit_code == 1
    assert "may not do this" in refused.output
    run.build([own.config], own.data)
    again = questions.finding_list(own.reader, "C1", severity="explain").rows
    assert answered in again


def test_the_log_alone_gives_the_same_again(own: Office) -> None:
    decide(own, "return", "T1")
    decide(own, "withdraw", "G5", "G5")
    log = own.data / "raw" / "events.jsonl"
    kept = log.read_bytes()
    log.write_bytes(kept + b'{"at": "2024-05-01T0')  # a power cut in the middle of a line
    run.build([own.config], own.data)
    assert numerator(own) == 50
    assert run.verify([own.config], own.data).agrees
    decide(own, "return", "T1", "G2")
    assert numerator(own) is None
    log.unlink()
    run.build([own.config], own.data)
    assert numerator(own) == 211
    log.write_bytes(kept)
    run.build([own.config], own.data)
    assert numerator(own) == 50
