"""What a heading means is settled after files were accepted: these are read by it too, unless
their period is locked or they would no longer be accepted; and undoing undoes."""

from pathlib import Path

import pytest

from pipeline import confirming_headings, run
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.warehouse import event_log
from pipeline.wording.messages import render
from tests.queries.office import TEN_TOO_MANY, Office, Sent, open_office
from tests.queries.test_flow import numerator, row
from tests.warehouse.acts import agrees, history, lock, settle, take, told
from tests.warehouse.test_synonyms import OWN, headed
from tests.warehouse.unread import enter, is_read

SYNONYM = ("synonym", "members", OWN, "members", "--sender", "G4", "--by", "T2")
WITHDRAW = ("synonym", "members", OWN, "--sender", "G4", "--by", "C1", "--withdraw")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def test_the_figure_appears_with_its_cell_and_goes_when_it_is_taken_back(unread: Office) -> None:
    code, said = settle(unread, *SYNONYM)
    assert code == 0, said
    assert "1 个文件照现在的确认重新读了" in said
    is_read(unread)
    assert told(unread, "read-by-synonym") == ["90_G4_2024Q1.xlsx"]
    assert history(unread) == [("reread", "T2")]
    assert agrees(unread)

    code, said = settle(unread, *WITHDRAW)
    assert code == 0, said
    assert "0 个退回" in said
    assert "1 个文件照现在的确认重新读了" in said
    assert numerator(unread, "G4") is None
    assert numerator(unread) == 211
    assert row(unread, "G4").state == "accepted"
    assert told(unread, "unknown-item") == ["90_G4_2024Q1.xlsx"]
    assert history(unread) == [("reread", "T2"), ("reread", "C1")]
    assert agrees(unread)


def test_a_locked_period_stays_as_it_is_until_it_is_unlocked(unread: Office) -> None:
    lock(unread)
    code, said = settle(unread, *SYNONYM)
    assert code == 0, said
    assert "1 个文件没有改读" in said
    assert numerator(unread, "G4") is None
    assert told(unread, "heading-locked") == ["90_G4_2024Q1.xlsx"]
    assert told(unread, "unknown-item") == [], "it is known now, and why it is not read"
    assert history(unread)[-1] == ("keep", "T2")
    assert agrees(unread)
    later = enter_read(unread, Sent("G4", "2024Q2", "2024-07-03", 71, 8))
    assert "read-by-synonym" in later
    assert numerator(unread, "G4") is None
    lock(unread, deed="unlock")
    assert numerator(unread, "G4") == 70
    assert history(unread)[-1] == ("reread", "T2")
    assert told(unread, "heading-locked") == []
    assert agrees(unread)


def enter_read(office: Office, sent: Sent) -> set[str]:
    (file,) = take(office, headed(office, sent, 91)).files
    assert file.verdict is Verdict.ACCEPTED
    return {f.slug for f in file.findings}


def test_what_was_read_stays_in_a_locked_period_when_it_is_taken_back(unread: Office) -> None:
    assert settle(unread, *SYNONYM)[0] == 0
    lock(unread)
    code, said = settle(unread, *WITHDRAW)
    assert code == 0, said
    assert "1 个文件没有改读" in said
    assert numerator(unread, "G4") == 70
    assert told(unread, "heading-still-read") == ["90_G4_2024Q1.xlsx"]
    assert agrees(unread)
    (file,) = take(unread, headed(unread, Sent("G4", "2024Q2", "2024-07-03", 71, 8), 91)).files
    assert "unknown-item" in {f.slug for f in file.findings}, "it holds for nothing new"
    assert numerator(unread, "G4") == 70
    assert agrees(unread)
    lock(unread, deed="unlock")
    assert numerator(unread, "G4") is None
    assert agrees(unread)


def test_an_accepted_report_does_not_vanish_when_it_would_fail_a_check(office: Office) -> None:
    sha256 = enter(office, Sent("G4", "2024Q1", "2024-04-03", members=70, women=80))
    before = numerator(office)
    code, said = settle(office, *SYNONYM)
    assert code == 0, said
    assert "1 个文件没有改读" in said
    assert row(office, "G4").state == "accepted"
    assert numerator(office) == before
    (event,) = [e for e in event_log.read(office.data) if e.deed == "keep"]
    assert (event.sha256, event.slug, event.rule) == (sha256, "exceeds-total", "women_of_members")
    rows = questions.finding_list(office.reader, "C1").rows
    (found,) = [r for r in rows if r.slug == "heading-refused"]
    assert (found.unit and found.unit.code, found.got) == ("G4", OWN)
    assert found.details["place"].startswith("会员!")
    assert agrees(office)
    # Once the definitions let it pass, it is read as the office said.
    form = office.config / "forms" / "members.yml"
    text = form.read_text(encoding="utf-8")
    loose = text.replace("at_most: [women, members, employees]", "at_most: [women, employees]")
    assert loose != text
    form.write_text(loose, encoding="utf-8")
    done = run.build([office.config], office.data)
    assert len(done.again.reread) == 1
    assert numerator(office, "G4") == 70
    assert agrees(office)


def test_a_report_that_would_have_to_wait_for_an_explanation_stays(office: Office) -> None:
    asked = office.config / "forms" / "members.yml"
    text = asked.read_text(encoding="utf-8")
    softer = text.replace(
        "- id: women_of_members\n", "- id: women_of_members\n        severity: explain\n"
    )
    assert softer != text
    asked.write_text(softer, encoding="utf-8")
    run.build([office.config], office.data)
    enter(office, Sent("G4", "2024Q1", "2024-04-03", members=70, women=80))
    assert row(office, "G4").state == "accepted"
    assert settle(office, *SYNONYM)[0] == 0
    assert row(office, "G4").state == "accepted"
    assert told(office, "heading-refused") == ["90_G4_2024Q1.xlsx"]
    assert agrees(office)


def test_the_newest_version_still_counts_and_the_order_of_versions_stays(office: Office) -> None:
    enter(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), 90)
    enter(office, Sent("G4", "2024Q1", "2024-04-03", 72, 7), 91)
    assert row(office, "G4").version == 2
    assert settle(office, *SYNONYM)[0] == 0
    assert row(office, "G4").version == 2
    assert numerator(office, "G4") == 72
    assert agrees(office)


def test_a_correction_of_the_blank_is_told_that_the_source_has_changed(unread: Office) -> None:
    mine = TEN_TOO_MANY.replace("unit: G1", "unit: G4").replace("expected: 100", 'expected: ""')
    mine = mine.replace("decided_by: T1", "decided_by: T2")
    folder = unread.config / "corrections"
    folder.mkdir()
    (folder / "g4.yml").write_text(mine.replace("value: 90", "value: 65"), encoding="utf-8")
    run.build([unread.config], unread.data)
    assert numerator(unread, "G4") == 65
    heading = confirming_headings.OwnHeading("G4", "members", OWN)
    done = confirming_headings.confirm_synonym(
        heading, "members", "T2", [unread.config], unread.data
    )
    assert done.reread == 1
    assert numerator(unread, "G4") == 70, "what the file says, until the correction is looked at"
    told_again = run.build([unread.config], unread.data).corrections
    assert [f.slug for f in told_again] == ["correction-source-changed"]
    assert agrees(unread)


def test_a_line_written_by_hand_and_its_deletion_do_the_same(unread: Office) -> None:
    assert settle(unread, *SYNONYM)[0] == 0
    path = unread.config / confirming_headings.SYNONYMS
    written = path.read_bytes()
    path.unlink()
    assert len(run.build([unread.config], unread.data).again.reread) == 1
    assert numerator(unread, "G4") is None
    path.write_bytes(written)
    (new,) = take(unread, headed(unread, Sent("G4", "2024Q2", "2024-07-03", 71, 8), 91)).files
    assert "read-by-synonym" in {f.slug for f in new.findings}
    assert numerator(unread, "G4") == 70, "sending anything does it too"
    assert agrees(unread)


def test_the_ledger_of_a_frozen_quarter_names_the_reading_as_the_cause(unread: Office) -> None:
    code, said = settle(unread, "freeze", "2024Q1", "--unit", "C1", "--reason", "季报")
    assert code == 0, said
    assert settle(unread, *SYNONYM)[0] == 0
    rows = questions.restatements(unread.reader, "C1").rows
    mine = [r for r in rows if (r.unit.code, r.indicator.id) == ("G4", "rate")]
    assert mine
    for (cause,) in (r.causes for r in mine):
        assert (cause.kind, cause.unit and cause.unit.code, cause.note) == ("reread", "G4", OWN)
    assert {c.kind for r in rows for c in r.causes} <= {"reread", "follows"}


def test_nothing_is_read_again_that_does_not_have_the_heading(unread: Office) -> None:
    other = ("synonym", "members", "工会女会员人数", "women", "--sender", "G1", "--by", "T1")
    code, said = settle(unread, *other)
    assert code == 0, said
    assert "重新读了" not in said
    assert history(unread) == []
    assert agrees(unread)


@pytest.mark.parametrize("slug", ["heading-locked", "heading-refused", "heading-still-read"])
def test_why_it_is_not_read_is_told_with_names_in_both_languages(unread: Office, slug: str) -> None:
    names = {"sender": "G4", "by": "T2", "sender_zh": "四厂（G4）", "sender_en": "Plant 4 (G4)",
             "by_zh": "西镇（T2）", "by_en": "West (T2)", "on": "2024-05-01", "synonym": OWN,
             "label_zh": "会员数", "label_en": "Members", "why_zh": "超过合计",
             "why_en": "more than the total", "place": "会员!D6"}  # fmt: skip
    found = Finding(slug, "warning", Place("甲.xlsx", "会员", "D6"), OWN, names, field_id="members")
    for language in ("zh", "en"):
        said = render(found, language, strict=True)
        assert "…" not in said.what + said.do
        assert OWN in said.what


def test_a_confirmation_computes_only_what_it_changes(
    unread: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("everything is computed again")

    monkeypatch.setattr("pipeline.indicators.rebuild.rebuild", never)
    assert settle(unread, *SYNONYM)[0] == 0
    assert numerator(unread) == 281
    assert settle(unread, *WITHDRAW)[0] == 0
    assert numerator(unread) == 211
    monkeypatch.undo()
    assert agrees(unread)
    rate = unread.config / "indicators" / "membership" / "rate.yml"
    text = rate.read_text(encoding="utf-8")
    rate.write_text(text.replace("会员占职工的比重", "会员占全体职工的比重"), encoding="utf-8")
    assert settle(unread, *SYNONYM)[0] == 0
    assert agrees(unread), "other definitions have changed as well: all of it is computed again"


def test_what_is_removed_by_reading_again_is_not_shown_from_the_snapshot_before(
    unread: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.warehouse.publishing.SMALLEST_WHOLE", 0)
    take(unread, headed(unread, Sent("G4", "2024Q2", "2024-07-03", 71, 8), 91))
    assert unread.reader.publication.whole is not None, "a delta"
    assert settle(unread, *SYNONYM)[0] == 0
    ((number,),) = unread.reader.rows("select count(*) from submission where unit = 'G4'")
    assert number == 6, "three files of two forms each"
    assert agrees(unread)
