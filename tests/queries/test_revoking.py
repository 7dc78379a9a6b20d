"""An approval or a return made by mistake is taken back: who may, until when, and everything is as
it was before."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.desk import Desk
from pipeline.domain.event import Deed
from pipeline.domain.stage import Stage
from pipeline.queries import questions
from pipeline.queries.answers import SentReports
from pipeline.queries.flow import revocation
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish
from pipeline.warehouse.fingerprints import PASSING
from pipeline.warehouse.reader import Reader
from pipeline.wording.messages import as_line

from .office import TEN_TOO_MANY, Office, Sent, open_office
from .test_flow import MEMBERS, TWO_LEVELS, decide, numerator, send
from .test_late_changes import LATE, WANTED
from .test_locks import wished

NOT_RESULTS = {*PASSING, "flow_event", "snapshot_view"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.fixture
def levels(tmp_path: Path) -> Office:
    return open_office(tmp_path, {"product.yml": TWO_LEVELS})


def all_rows(reader: Reader) -> dict[str, list[tuple]]:
    """Whatever is published, but the log itself, which keeps both acts."""
    names = {name for (name,) in reader.rows("select table_name from information_schema.tables")}
    return {
        name: reader.rows(f'from "{name}" order by all')
        for name in sorted(names - NOT_RESULTS)
        if not name.startswith("moved_")
    }


def standing(office: Office) -> tuple[str | None, str | None, str | None]:
    """Where the report of G1 stands, who brought it there, whose approval it waits for; also
    before anything of the period counts."""
    reader = questions.reader_as(office.reader, period="2024Q1")
    rows = questions.reporting_status(reader, "C1", "2024Q1", form="members").rows
    (one,) = [one for one in rows if one.unit.code == "G1"]
    return one.flow, one.flow_by and one.flow_by.code, one.approver and one.approver.code


def revoke(office: Office, *more: str, unit: str = "G1", by: str = "T1") -> tuple[int, str]:
    """The command; its exit code and what it says."""
    shared = ["--config", str(office.config), "--data", str(office.data), "--lang", "en"]
    report = ["--unit", unit, "--form", "members", "--period", "2024Q1", "--by", by]
    said = CliRunner().invoke(commands, [*shared, "revoke", *report, "--reason", "办错了", *more])
    return said.exit_code, said.output


def test_a_return_taken_back_leaves_everything_as_it_was(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"corrections/ten.yml": TEN_TOO_MANY})
    before = all_rows(office.reader)
    assert numerator(office) == 201
    assert decide(office, "return", "T1", text="退错了") is None
    assert (numerator(office), standing(office)[0]) == (111, "returned")
    assert all_rows(office.reader) != before
    code, said = revoke(office)
    assert code == 0, said
    assert all_rows(office.reader) == before, "computed on the slice that changed"
    assert run.verify([office.config], office.data).agrees, "made anew from archive and log"
    run.build([office.config], office.data)
    assert all_rows(office.reader) == before, "all of it computed anew"
    deeds = [(e.deed, e.by, e.text) for e in event_log.read(office.data)]
    assert deeds == [("return", "T1", "退错了"), ("unreturn", "T1", "办错了")]
    assert decide(office, "return", "T1") is None, "it can be returned for good afterwards"
    assert numerator(office) == 111
    assert run.verify([office.config], office.data).agrees


def test_who_comes_second_is_told_who_was_first_and_when(levels: Office) -> None:
    def told(deed: Deed, by: str, hour: int) -> str:
        wish = Wish(deed, by, "x", unit="G1", at=datetime(2024, 5, 6, hour, 30), **MEMBERS)
        found = run.decide(wish, [levels.config], levels.data).refusal
        return "" if found is None else as_line(found, "en")

    assert "“East county” may not do this" in told("approve", "C1", 8), "a name, not a code"
    assert told("approve", "T1", 9) == ""
    assert "“East” approved this version already, at 2024-05-06 09:30." in told("approve", "T1", 10)
    assert told("return", "C1", 11) == ""
    for deed in ("return", "approve"):
        said = told(deed, "T1", 12)
        assert "“East county” returned or withdrew" in said
        assert "at 2024-05-06 11:30." in said


def test_approvals_are_taken_back_from_above_level_by_level(levels: Office) -> None:
    states = [all_rows(levels.reader)]
    for unit in ("T1", "C1"):
        assert decide(levels, "approve", unit) is None
        states.append(all_rows(levels.reader))
    assert numerator(levels) == 100
    code, said = revoke(levels)
    assert code == 1
    assert "“East county” has decided about this version since" in said
    assert "takes back its own approval or return first" in said
    for by in ("C1", "T1"):
        states.pop()
        code, said = revoke(levels, by=by)
        assert code == 0, said
        assert all_rows(levels.reader) == states[-1]
        assert run.verify([levels.config], levels.data).agrees
    assert (numerator(levels), standing(levels)[0]) == (None, "waiting")
    assert revoke(levels)[0] == 1, "nothing is left to take back"
    assert decide(levels, "approve", "C1") == "not-yours-to-decide", "the township is next again"
    for unit in ("T1", "C1"):
        assert decide(levels, "approve", unit) is None
    assert (numerator(levels), standing(levels)[0]) == (100, "approved")
    assert standing(levels) == ("approved", "C1", None)


def test_an_approval_taken_back_lets_the_version_before_count(levels: Office) -> None:
    for unit in ("T1", "C1"):
        assert decide(levels, "approve", unit) is None
    send(levels, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    for unit in ("T1", "C1"):
        assert decide(levels, "approve", unit) is None
    assert numerator(levels) == 105
    assert revoke(levels, by="C1")[0] == 0
    assert (numerator(levels), standing(levels)[0]) == (100, "waiting")


def test_of_several_decisions_the_last_goes_first(levels: Office) -> None:
    assert decide(levels, "approve", "T1") is None
    assert decide(levels, "return", "T1", text="少报") is None
    assert decide(levels, "unapprove", "T1") == "decided-since", "its own return stands on it"
    assert revoke(levels)[0] == 0
    assert standing(levels) == ("waiting", None, "C1")
    assert revoke(levels)[0] == 0
    assert standing(levels) == ("waiting", None, "T1")


@pytest.mark.parametrize(
    ("done", "by", "slug"),
    [
        ([], "T1", "nothing-to-revoke"),
        ([("return", "C1")], "T1", "nothing-to-revoke"),
        ([("return", "T1")], "C1", "nothing-to-revoke"),
        ([("return", "T1")], "G1", "nothing-to-revoke"),
        ([("withdraw", "G1")], "G1", "nothing-to-revoke"),
        ([("approve", "T1")], "C1", "nothing-to-revoke"),
        ([("approve", "T1"), ("withdraw", "G1")], "T1", "decided-since"),
        ([("approve", "T1"), ("return", "C1")], "T1", "decided-since"),
    ],
)
def test_only_ones_own_last_decision_is_taken_back(
    levels: Office, done: list[tuple[str, str]], by: str, slug: str
) -> None:
    for deed, unit in done:
        assert decide(levels, deed, unit) is None
    log = [event.deed for event in event_log.read(levels.data)]
    deed = revocation(levels.reader, "members", "G1", "2024Q1", by)
    wish = Wish(deed, by, "x", unit="G1", **MEMBERS)  # type: ignore[arg-type]
    said = run.decide(wish, [levels.config], levels.data)
    assert said.refusal is not None
    assert said.refusal.slug == slug
    assert [event.deed for event in event_log.read(levels.data)] == log


def test_a_return_that_the_sender_has_answered_stays(office: Office) -> None:
    assert decide(office, "return", "T1") is None
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    code, said = revoke(office)
    assert code == 1
    assert "approve or return the new version" in said
    assert numerator(office) == 216


def test_in_a_locked_period_nothing_is_taken_back_unless_the_unit_is_left_open(
    office: Office,
) -> None:
    assert decide(office, "return", "T1") is None
    assert wished(office, "lock", "C1", "2024") is None
    code, said = revoke(office)
    assert code == 1
    assert "East county locked Q1 2024" in said
    assert "ask East county to make an exception" in said
    assert wished(office, "exempt", "C1", "2024", "G1", day=8) is None
    assert revoke(office)[0] == 0
    assert numerator(office) == 211


def test_what_came_while_a_return_stood_was_asked_for(tmp_path: Path) -> None:
    """It is told apart by the times of receipt, also when all is read again: a version that is let
    in later was sent while the return stood, one sent after it was taken back was not."""
    office = open_office(tmp_path, {"product.yml": WANTED})

    def on(deed: Deed, day: int) -> str | None:
        wish = Wish(deed, "T1", "x", unit="G1", at=datetime(2024, 5, day), **MEMBERS)  # type: ignore[arg-type]
        refusal = run.decide(wish, [office.config], office.data).refusal
        return refusal and refusal.slug

    assert (on("return", 6), on("unreturn", 7)) == (None, None)
    send(office, LATE, 90)
    assert (numerator(office, "G1"), standing(office)[0]) == (100, "unreasoned")
    assert (on("return", 9), standing(office)[0]) == (None, "returned")
    send(office, Sent("G1", "2024Q1", "2024-05-10", members=107, women=40), 91)
    assert (numerator(office, "G1"), standing(office)[0]) == (107, None)
    assert run.verify([office.config], office.data).agrees


def test_as_of_a_day_it_is_as_it_was_then(office: Office) -> None:
    for deed, day in (("return", 7), ("unreturn", 9)):
        assert wished(office, deed, "T1", unit="G1", day=day, form="members") is None
    for day, sum_ in ((6, 211), (8, 111), (9, 211)):
        then = questions.reader_as(office.reader, date(2024, 5, day))
        assert questions.trace(then, "rate", "C1", "2024Q1").value.numerator == sum_


def test_a_part_handed_down_tells_both_acts(levels: Office, tmp_path: Path) -> None:
    """The county, which is next for G1, is not among the units of the part, and is named."""
    for unit in ("T1", "C1"):
        assert decide(levels, "approve", unit) is None
    assert decide(levels, "return", "T1", "G2") is None
    assert revoke(levels, by="C1")[0] == 0
    assert revoke(levels, unit="G2")[0] == 0
    write_extract(levels.reader, "T1", tmp_path / "part")
    part = Reader(tmp_path / "part")
    assert [event.deed for event in event_log.read(part.data)] == [
        "approve", "approve", "return", "unapprove", "unreturn",
    ]  # fmt: skip
    reader = questions.reader_as(part, period="2024Q1")
    rows = questions.reporting_status(reader, "T1", "2024Q1", form="members").rows
    assert {r.unit.code: (r.flow, r.approver and r.approver.code) for r in rows} == {
        "G1": ("waiting", "C1"), "G2": ("waiting", "T1"), "G3": (None, None),
    }  # fmt: skip


def test_worlds_in_a_part_follow_what_was_taken_back(office: Office, tmp_path: Path) -> None:
    assert decide(office, "return", "T1") is None
    assert decide(office, "return", "T1", "G2") is None
    assert revoke(office)[0] == 0
    write_extract(office.reader, "T1", tmp_path / "part")
    part = Reader(tmp_path / "part")
    for reader in (part, questions.reader_as(part, tree="now")):
        assert questions.trace(reader, "rate", "T1", "2024Q1").value.numerator == 100


def test_reports_that_came_together_are_taken_back_together(levels: Office) -> None:
    desk = Desk([levels.config], levels.data)
    both = SentReports("G1", "2024Q1", 1, ("members", "cases"))
    assert desk.decide_on(both, "approve", "T1", "", "zh") is None
    assert desk.decide_on(both, "unapprove", "T1", "点错了", "zh") is None
    assert desk.decide_on(both, "approve", "T1", "", "zh") is None
    send(levels, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert "再办" in (desk.decide_on(both, "unapprove", "T1", "点错了", "zh") or "")


def test_the_log_names_no_person_and_is_only_added_to(office: Office) -> None:
    assert decide(office, "return", "T1") is None
    log = office.data / "raw" / "events.jsonl"
    before = log.read_bytes()
    assert revoke(office, "--reason", "电话 13800138000 问过")[0] == 0
    after = log.read_bytes()
    assert after.startswith(before)
    assert "13800138000" not in json.loads(after[len(before) :])["text"]


ABOVE = ("T", "C", "M")


@pytest.mark.parametrize(
    ("stage", "deed", "by", "slug"),
    [
        (Stage("G", ABOVE, "C", ("T",)), "unapprove", "T", None),
        (Stage("G", ABOVE, None, ("T", "C")), "unapprove", "C", None),
        (Stage("G", ABOVE, None, ("T", "C")), "unapprove", "T", "decided-since"),
        (Stage("G", ABOVE, None, ("C", "T")), "unapprove", "T", None),  # the levels were others
        (Stage("G", ABOVE, None, ("C", "T")), "unapprove", "C", None),
        (Stage("G", ABOVE, None, ("X", "C")), "unapprove", "X", "decided-since"),  # moved since
        (Stage("G", ABOVE, "C", ("T",), locked=True), "unapprove", "T", "decision-locked"),
        (Stage("G", ABOVE, "C", ("T",)), "approve", "T", "already-approved"),
        (Stage("G", ABOVE, "C", ("T",), locked=True), "approve", "C", None),
        (Stage("G", ABOVE, None, (), "return", "T"), "unreturn", "T", None),
        (Stage("G", ABOVE, None, (), "return", "T"), "unreturn", "C", "nothing-to-revoke"),
        (Stage("G", ABOVE, None, (), "withdraw", "G"), "unreturn", "G", "nothing-to-revoke"),
        (Stage("G", ABOVE, None, (), "return", "T", True), "unreturn", "T", "decision-locked"),
        (Stage("G", ABOVE, None, (), "return", "T"), "return", "C", "already-taken-out"),
        (Stage("G", ABOVE, None, (), "return", "T"), "seal", "C", None),
        (Stage("G", ABOVE), "seal", "G", "not-yours-to-decide"),
        (Stage("G", ABOVE), "withdraw", "G", None),
        (Stage("G", ABOVE, locked=True), "withdraw", "G", "period-locked"),
        (Stage("G", ABOVE, locked=True), "withdraw", "T", "not-yours-to-decide"),
        (Stage("G", ABOVE), "lock", "T", "not-yours-to-decide"),
    ],
)
def test_what_a_unit_may_do_where_a_report_stands(
    stage: Stage, deed: Deed, by: str, slug: str | None
) -> None:
    assert stage.refusal(deed, by) == slug
