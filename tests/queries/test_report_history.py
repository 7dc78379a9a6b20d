"""A report changed after its deadline is asked why; its whole past, version by version."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.answers import ReportPast
from pipeline.queries.questions import NotFound
from pipeline.warehouse.decisions import Wish
from pipeline.wording.messages import as_line

from .office import Office, Sent, open_office, write
from .test_flow import ASKING, TWO_LEVELS, decide, numerator

SLUG = "changed-after-deadline"
AGAIN = Sent("G1", "2024Q1", "2024-05-08", members=105, women=40)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("office"))


def asked(office: Office, unit: str) -> list[tuple[str | None, bool]]:
    rows = questions.finding_list(office.reader, unit, slug=SLUG).rows
    return [(row.unit.code if row.unit else None, row.open) for row in rows]


def test_only_who_changes_an_accepted_report_after_the_deadline_is_asked(own: Office) -> None:
    # G5: held back, accepted on 5 April, changed on 25 April; due on 10 April. G2 was late only.
    assert asked(own, "C1") == [("G5", True)]
    assert numerator(own) == 211, "it counts, whether explained or not"
    (found,) = questions.finding_list(own.reader, "G5", slug=SLUG).rows
    assert found.details == {"deadline": "2024-04-10", "received": "2024-04-25",
                             "before": "2024-04-05"}  # fmt: skip
    past = questions.report_history(own.reader, "G5", "2024Q1", "members").report
    assert past is not None
    assert [(v.version.version, v.version.verdict, v.asked) for v in past.versions] == [
        (1, "withheld", False), (2, "accepted", False), (3, "accepted", True),
    ]  # fmt: skip
    assert [v.reason for v in past.versions] == [None, None, None]
    (change,) = past.changes
    assert [(c.field, c.old, c.new) for c in change.cells] == [("members", "60", "61")]
    for version in past.versions:
        for sheet in version.sheets:
            loaded = sheet.loaded if version.version.verdict == "accepted" else 1
            assert sheet.seen >= loaded + sheet.rejected + sheet.other - 1


def test_every_row_of_an_accepted_sheet_is_accounted_for(own: Office) -> None:
    history = questions.report_history(own.reader, "G1", "2024Q1")
    assert [form for form, _, _ in history.forms] == ["cases", "members"]
    for form in ("cases", "members"):
        past = questions.report_history(own.reader, "G1", "2024Q1", form).report
        assert past is not None
        (version,) = past.versions
        for sheet in version.sheets:
            assert sheet.seen == sheet.loaded + sheet.rejected + sheet.other > sheet.loaded > 0


def test_a_reason_given_with_the_file_answers_the_question(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    path = write(tmp_path / "inbox", office.config, AGAIN, 90)
    given = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner().invoke(commands, [*given, "ingest", str(path), "--by-file-time", "--json",
                                         "--reason", "漏报五人"])  # fmt: skip
    assert done.exit_code == 0, done.output
    (file,) = json.loads(done.stdout)["files"]
    assert SLUG not in {f["slug"] for f in file["findings"]}
    assert asked(office, "G1") == [("G1", False)]
    assert run.verify([office.config], office.data).agrees, "made again from the log"
    assert decide(office, "return", "T1", text="请再核对") is None
    past = questions.report_history(office.reader, "G1", "2024Q1", "members").report
    assert past is not None
    last = past.versions[-1]
    assert last.reason is not None
    assert (last.reason.text, last.reason.by.code, last.asked) == ("漏报五人", "G1", True)
    assert [(s.deed, s.by.code, s.text, s.version) for s in past.steps] == [
        ("explain", "G1", "漏报五人", 2),
        ("return", "T1", "请再核对", 2),
    ]
    (change,) = past.changes
    assert [(c.field, c.old, c.new) for c in change.cells] == [("members", "100", "105")]


def test_a_reason_outlasts_a_power_cut_right_after_the_change(tmp_path: Path) -> None:
    """Sent again without the reason, as whoever finds the import broken off would."""
    office = open_office(tmp_path)
    path = write(tmp_path / "inbox", office.config, AGAIN, 90)

    def cut(stage: str, files: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.ingest([path], [office.config], office.data, by_file_time=True, reason=" 漏报五人 ",
                   progress=cut)  # fmt: skip
    (file,) = run.ingest([path], [office.config], office.data, by_file_time=True).files
    assert (file.known, SLUG in {f.slug for f in file.findings}) == (True, False)
    assert asked(office, "G1") == [("G1", False)]
    past = questions.report_history(office.reader, "G1", "2024Q1", "members").report
    assert past is not None
    assert past.versions[-1].reason is not None
    assert past.versions[-1].reason.text == "漏报五人"


def test_without_a_reason_it_is_taken_and_asked_until_explained(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    path = write(tmp_path / "inbox", office.config, AGAIN, 90)
    (file,) = run.ingest([path], [office.config], office.data, by_file_time=True).files
    assert str(file.verdict) == "accepted"
    (question,) = [f for f in file.findings if f.slug == SLUG]
    assert as_line(question, "zh", strict=True).startswith(
        "90_G1_2024Q1.xlsx › 2024-04-08 已收下过这一期的报表，截止日 2024-04-10 之后"
    )
    assert "is changed after its deadline 2024-04-10" in as_line(question, "en", strict=True)
    assert asked(office, "G1") == [("G1", True)]
    number = questions.finding_list(office.reader, "G1", slug=SLUG).rows[0].finding
    done = CliRunner().invoke(commands, [
        "--config", str(office.config), "--data", str(office.data), "explain", str(number),
        "--text", "漏报", "--by", "G1",
    ])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert asked(office, "G1") == [("G1", False)]


def test_what_is_not_there_is_said(own: Office) -> None:
    assert questions.report_history(own.reader, "T1", "2024Q1").report is None
    assert questions.report_history(own.reader, "G4", "2024Q1").forms == ()
    with pytest.raises(NotFound):
        questions.report_history(own.reader, "G1", "2024Q1", "nope")
    with pytest.raises(NotFound):
        questions.report_history(own.reader, "X9", "2024Q1")


def told(office: Office, unit: str, form: str = "members") -> ReportPast:
    reader = questions.reader_as(office.reader, period="2024Q1")
    past = questions.report_history(reader, unit, "2024Q1", form).report
    assert past is not None
    return past


def test_every_act_of_deciding_is_told_in_order(tmp_path: Path) -> None:
    office = open_office(tmp_path, {"product.yml": TWO_LEVELS})

    def on(day: int, deed: str, by: str, text: str = "", **more: object) -> None:
        report = {} if "lock" in deed else {"unit": "G1"}
        if deed not in ("lock", "unlock", "exempt", "unexempt"):
            report["form"] = "members"
        wish = Wish(deed, by, text, at=datetime(2024, 6, day),  # type: ignore[arg-type]
                    **{"period": "2024Q1", **report, **more})  # type: ignore[arg-type]  # fmt: skip
        assert run.decide(wish, [office.config], office.data).refusal is None

    on(1, "approve", "T1")
    on(2, "approve", "C1")
    on(3, "unapprove", "C1", "点错了")
    on(4, "return", "T1", "少报")
    on(5, "unreturn", "T1", "退错了")
    on(6, "lock", "C1", "年报已定", period="2024", exempt=("G2",))
    on(6, "lock", "T2")
    on(7, "exempt", "C1", "漏报", period="2024")
    on(8, "withdraw", "G1", "报错单位")
    on(9, "unexempt", "C1", period="2024")
    on(9, "unlock", "C1", period="2024")
    steps = told(office, "G1").steps
    assert [(s.at.day, s.deed, s.by.code, s.text, s.version) for s in steps] == [
        (1, "approve", "T1", "", 1), (2, "approve", "C1", "", 1),
        (3, "unapprove", "C1", "点错了", 1), (4, "return", "T1", "少报", 1),
        (5, "unreturn", "T1", "退错了", 1), (6, "lock", "C1", "年报已定", None),
        (7, "exempt", "C1", "漏报", None), (8, "withdraw", "G1", "报错单位", 1),
        (9, "unexempt", "C1", "", None), (9, "unlock", "C1", "", None),
    ]  # fmt: skip
    assert [s.locked and s.locked.en for s in steps if "lock" in s.deed] == ["2024", "2024"]
    assert not any(s.excepted for s in steps)
    (lock, unlock) = told(office, "G2").steps
    assert (lock.deed, lock.excepted, unlock.deed, unlock.excepted) == (
        "lock", True, "unlock", False,
    )  # fmt: skip
    assert [s.by.code for s in told(office, "G5").steps] == ["C1", "T2", "C1"]
    assert told(office, "G5").steps[1].locked is None, "a lock of the report's own period"


def test_what_was_explained_is_told_with_what_was_asked(tmp_path: Path) -> None:
    """By the office in the log, and by the file itself: here the reason it was sent with."""
    office = open_office(tmp_path, {"forms/members.yml": ASKING})
    (asked,) = questions.finding_list(office.reader, "G3", severity="explain").rows
    wish = Wish("explain", "T1", "会员以外的女职工误计", finding=asked.finding)
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert decide(office, "return", "T1", "G3", text="还是不对") is None
    first, second = told(office, "G3").steps
    assert (first.deed, first.by.code, first.text, first.version) == (
        "explain", "T1", "会员以外的女职工误计", 1,
    )  # fmt: skip
    assert [(f.slug, f.cell, f.got) for f in first.explained] == [
        (asked.slug, asked.cell, asked.got)
    ]
    assert second.deed == "return"
    assert told(office, "G3", "cases").steps == (), "of the other form nothing was asked"

    path = write(tmp_path / "inbox", office.config, AGAIN, 90)
    run.ingest([path], [office.config], office.data, by_file_time=True, reason="漏报五人")
    for form in ("members", "cases"):
        (step,) = told(office, "G1", form).steps
        assert (step.deed, step.by.code, step.text, step.version) == (
            "explain",
            "G1",
            "漏报五人",
            2,
        )
        assert [f.slug for f in step.explained] == [SLUG], "one question a file, about all of it"
