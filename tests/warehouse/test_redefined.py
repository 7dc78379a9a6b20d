"""Forms and the roster change after reports were accepted: these follow, from their originals,
unless they are locked or would fail; nothing changes unseen, and reading all again agrees."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline import judging_again, looking_ahead, run
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.intake import former_readings
from pipeline.queries import questions
from pipeline.warehouse import event_log
from pipeline.warehouse.redefined import Redefined, Redefining
from pipeline.wording.messages import render
from tests.queries.office import TEN_TOO_MANY, UNITS, Office, Sent, open_office, write
from tests.queries.test_flow import numerator, row
from tests.warehouse.acts import agrees, history, lock, settle, take, told
from tests.warehouse.test_aliases import by_name
from tests.warehouse.test_names_in_time import opened, save, say_unit
from tests.warehouse.test_synonyms import OWN
from tests.warehouse.unread import is_read

FORM = "forms/members.yml"
LABEL = "label: {zh: 会员数, en: Members}"
ALIAS = f"{LABEL}, aliases: [{OWN}]"
NEW_RULE = """\
    rules:
      - id: few_women
        severity: %s
        advice: {zh: 请核对, en: Check it}
        at_most: [members, women]
"""


def edit(office: Office, old: str, new: str, file: str = FORM) -> None:
    """What an analyst does with an editor."""
    path = office.config / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def build(office: Office) -> run.Ingestion:
    return run.build([office.config], office.data)


def cells_told(office: Office, unit: str = "G4") -> list[tuple[str, str | None, str | None]]:
    """What the history of a report tells of cells that are read otherwise."""
    past = questions.report_history(office.reader, unit, "2024Q1", "members").report
    assert past is not None
    return [(f"{c.sheet}!{c.cell}", c.old, c.new) for step in past.steps for c in step.reread]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def test_a_heading_the_form_learns_is_read_in_what_was_accepted(unread: Office) -> None:
    assert numerator(unread, "G4") is None
    edit(unread, LABEL, ALIAS)
    code, said = settle(unread, "build", "--look")
    assert code == 0, said
    assert "G4" in said
    assert "70" in said
    assert numerator(unread, "G4") is None, "looking changes nothing"
    code, said = settle(unread, "build")
    assert code == 0, said
    assert "重新读了，其中 1 个的数有变" in said
    cell = is_read(unread)
    assert history(unread) == [("adopt", "C1")]
    assert cells_told(unread) == [(f"会员!{cell}", None, "70")]
    assert agrees(unread)


def reading_of(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The contents of accepted files that each further run reads again."""
    asked: list[set[str]] = []
    otherwise = judging_again.otherwise

    def seen(changes: Redefining, *more: Any) -> Iterator[list[Redefined]]:
        asked.append(set(changes.contents))
        return otherwise(changes, *more)

    monkeypatch.setattr(judging_again, "otherwise", seen)
    return asked


def test_building_twice_does_nothing_the_second_time(
    unread: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(unread, LABEL, ALIAS)
    build(unread)
    log = event_log.read(unread.data)
    asked = reading_of(monkeypatch)
    build(unread)
    assert asked == [set()]
    edit(unread, "zh: 统计会员", "zh: 统计全部会员")
    build(unread)
    assert asked == [set(), set()], "what is only for people to read"
    assert event_log.read(unread.data) == log


def test_a_locked_period_stays_until_it_is_unlocked(unread: Office) -> None:
    lock(unread)
    edit(unread, LABEL, ALIAS)
    (looked,) = [
        f for f in looking_ahead.look(run.load([unread.config]), unread.data).files if f.stays
    ]
    assert [n.slug for n in looked.notes] == ["definition-locked"]
    done = build(unread)
    assert done.again.retained == 1
    assert numerator(unread, "G4") is None
    assert numerator(unread) == 211
    assert told(unread, "definition-locked") == ["90_G4_2024Q1.xlsx"]
    assert told(unread, "unknown-item") == ["90_G4_2024Q1.xlsx"], "it is still as it was"
    assert history(unread)[-1] == ("retain", "C1")
    assert agrees(unread)
    restored = run.restore([unread.config], unread.data)
    assert restored.publication is not None
    assert numerator(unread, "G4") is None
    assert build(unread).again.retained == 0, "it is known already"
    lock(unread, deed="unlock")
    assert numerator(unread, "G4") == 70
    assert told(unread, "definition-locked") == []
    assert history(unread)[-1] == ("adopt", "C1")
    assert agrees(unread)


def test_what_a_new_rule_objects_to_stays_accepted_and_is_told(office: Office) -> None:
    before = numerator(office)
    edit(office, "    rules:\n", NEW_RULE % "error")
    done = build(office)
    assert done.again.retained > 0
    assert numerator(office) == before
    assert row(office, "G1").state == "accepted"
    mine = [r for r in questions.finding_list(office.reader, "G1").rows if r.open]
    refused = [r for r in mine if r.slug == "definition-refused"]
    assert refused
    assert {r.severity for r in refused} == {"warning"}
    assert all(r.cell for r in refused)
    assert agrees(office)
    late = Sent("G2", "2024Q2", "2024-07-08", members=51, women=20)
    inbox = office.config.parent
    (new,) = take(office, write(inbox, office.config, late, 92)).files
    assert new.verdict is Verdict.WITHHELD, "what comes now has to pass"
    assert agrees(office)
    edit(office, NEW_RULE % "error", "    rules:\n")
    build(office)
    assert told(office, "definition-refused") == []
    assert agrees(office)


def test_making_everything_again_without_a_build_before_takes_nothing_back(office: Office) -> None:
    before = numerator(office)
    edit(office, "    rules:\n", NEW_RULE % "error")
    run.restore([office.config], office.data)
    assert numerator(office) == before
    assert told(office, "definition-refused")
    assert agrees(office)


def test_a_new_question_does_not_make_accepted_reports_wait(office: Office) -> None:
    before = numerator(office)
    edit(office, "    rules:\n", NEW_RULE % "explain")
    build(office)
    assert numerator(office) == before
    assert told(office, "definition-refused")
    assert agrees(office)


def test_a_new_warning_is_told_of_accepted_and_of_locked_reports(office: Office) -> None:
    lock(office)
    slugs = [r.slug for r in questions.finding_list(office.reader, "G1").rows]
    edit(office, "    rules:\n", NEW_RULE % "warning")
    done = build(office)
    assert (done.again.refigured, done.again.retained) == (0, 0)
    new = [r for r in questions.finding_list(office.reader, "G1").rows if r.slug not in slugs]
    assert {r.period for r in new} == {"2024Q1", "2024Q2"}
    assert {e.deed for e in event_log.read(office.data)} == {"lock"}, "no figure has changed"
    assert agrees(office)


def test_headings_that_change_places_change_the_values_but_for_the_locked(office: Office) -> None:
    sql = "select unit, women, joined from members where period = $period order by all"
    lock(office, period="2024Q2")
    edit(office, "{zh: 女会员, en: Women}", "{zh: 新增, en: Joined}")
    edit(
        office, "joined: {label: {zh: 新增, en: Joined}", "joined: {label: {zh: 女会员, en: Women}"
    )
    assert build(office).again.refigured > 0
    assert office.reader.rows(sql, {"period": "2024Q1"})[0] == ("G1", 0, 40)
    assert office.reader.rows(sql, {"period": "2024Q2"})[0] == ("G1", 41, 0)
    assert {(old, new) for _, old, new in cells_told(office, "G1")} == {("40", "0"), ("0", "40")}
    assert agrees(office)


def test_a_unit_that_takes_over_a_name_gets_the_reports_that_say_it(office: Office) -> None:
    path = write_by_name(office)
    (file,) = take(office, path).files
    assert {s[2] for s in file.submissions} == {"G4"}
    edit(office, "G4,四厂,Plant 4", "G4,四号厂,Plant Four", "org_units.csv")
    edit(office, "G2,二厂,Plant 2", "G2,四厂,Plant 4", "org_units.csv")
    seen = looking_ahead.look(run.load([office.config]), office.data).files
    assert [f.file.name for f in seen if f.compared.figures] == [path.name]
    build(office)
    assert numerator(office, "G2") == 70
    assert numerator(office, "G4") is None
    steps = questions.report_history(office.reader, "G2", "2024Q1", "members").report
    assert steps is not None
    assert [s.deed for s in steps.steps] == ["adopt"]
    assert agrees(office)


def write_by_name(office: Office) -> Path:
    """A workbook without the template's hidden sheet: only its line says whose it is."""
    sent = Sent("G4", "2024Q1", "2024-04-23", 70, 7)
    path = write(office.config.parent, office.config, sent, 93)
    stat = path.stat()
    book = load_workbook(path)
    for name in [s.title for s in book.worksheets if s.sheet_state != "visible"]:
        del book[name]
    book.save(path)
    os.utime(path, (stat.st_mtime, stat.st_mtime))
    return path


def test_a_unit_that_gets_a_name_nobody_knew_is_looked_for_in_what_said_it(office: Office) -> None:
    path, book = opened(office)
    say_unit(book, "东镇机械厂工会")
    (file,) = take(office, save(path, book)).files
    assert file.verdict is Verdict.ACCEPTED
    assert path.name in told(office, "unit-line-unknown")
    edit(office, "G2,二厂,Plant 2,grassroots,T1,,,,", "G2,东镇机械厂工会,Plant 2,grassroots,T1,,,,",
         "org_units.csv")  # fmt: skip
    build(office)
    assert path.name in told(office, "definition-refused"), "it would say two units now"
    assert agrees(office)


def test_registering_a_unit_reads_nothing_of_the_others_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = reading_of(monkeypatch)
    new = "G9,九号车间,Workshop 9,grassroots,T1,,,,base,quarter,,,state,\n"
    (office.config / "org_units.csv").write_text(UNITS + new, encoding="utf-8")
    build(office)
    assert asked == [set()]
    assert agrees(office)


def test_the_ledger_of_a_frozen_quarter_names_the_definition_as_the_cause(unread: Office) -> None:
    code, said = settle(unread, "freeze", "2024Q1", "--unit", "C1", "--reason", "季报")
    assert code == 0, said
    edit(unread, LABEL, ALIAS)
    build(unread)
    rows = questions.restatements(unread.reader, "C1").rows
    mine = [r for r in rows if (r.unit.code, r.indicator.id) == ("G4", "rate")]
    assert mine
    for (cause,) in (r.causes for r in mine):
        assert (cause.kind, cause.unit and cause.unit.code) == ("redefined", "G4")
        assert [(c.old, c.new) for c in cause.cells] == [(None, "70")]
    code, said = settle(unread, "restatements", "--unit", "C1")
    assert "报表定义或名册改了" in said


def test_looking_ahead_as_json_lists_every_cell(unread: Office) -> None:
    edit(unread, LABEL, ALIAS)
    code, said = settle(unread, "build", "--look", "--json")
    assert code == 0, said
    (one,) = json.loads(said)["reports"]  # the form beside it in the file stays as it is
    assert (one["org_unit"], one["form"], one["outcome"]) == ("G4", "members", "figures")
    assert [(c["field"], c["old"], c["new"]) for c in one["cells"]] == [("members", None, "70")]


def test_a_name_that_is_taken_back_takes_out_also_what_had_stayed(office: Office) -> None:
    path = by_name(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), "老四厂工会")
    assert settle(office, "alias", "G4", "老四厂工会", "--by", "T2")[0] == 0
    (file,) = take(office, path).files
    assert file.verdict is Verdict.ACCEPTED
    edit(office, "    rules:\n", NEW_RULE % "error")
    build(office)
    assert numerator(office, "G4") == 70
    code, said = settle(office, "alias", "G4", "老四厂工会", "--by", "C1", "--withdraw")
    assert code == 0, said
    assert numerator(office, "G4") is None
    assert agrees(office)


def test_an_indicator_that_changes_has_nothing_read_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = reading_of(monkeypatch)
    edit(office, "会员占职工的比重", "会员占全体职工的比重", "indicators/membership/rate.yml")
    build(office)
    assert asked == [set()]
    assert agrees(office)


def test_a_correction_over_a_report_that_stays_goes_on(office: Office) -> None:
    folder = office.config / "corrections"
    folder.mkdir()
    (folder / "g1.yml").write_text(TEN_TOO_MANY, encoding="utf-8")
    build(office)
    assert numerator(office, "G1") == 90
    edit(office, "    rules:\n", NEW_RULE % "error")
    build(office)
    assert numerator(office, "G1") == 90
    assert told(office, "definition-refused")
    assert agrees(office)


def test_a_reading_that_is_kept_says_what_was_stored(unread: Office) -> None:
    lock(unread)
    edit(unread, LABEL, ALIAS)
    build(unread)
    (event,) = [e for e in event_log.read(unread.data) if e.deed == "retain"]
    assert event.sha256 is not None
    rows = former_readings.kept(unread.data / "raw" / "archive", event.sha256)
    assert rows is not None
    assert [r["unit"] for r in rows["submission"]] == ["G4", "G4"]
    assert "members" in rows
    assert all(r.get("members") is None for r in rows["members"])


@pytest.mark.parametrize("slug", ["definition-locked", "definition-refused"])
def test_why_it_stays_is_told_in_both_languages(slug: str) -> None:
    details = {"by_zh": "东县总工会", "by_en": "East county", "cells": "3", "why_zh": "超过合计",
               "why_en": "more than the total", "locked": "2024Q1", "day": "2024-05-01",
               "unit_name_zh": "四厂", "unit_name_en": "Plant 4"}  # fmt: skip
    found = Finding(slug, "warning", Place("甲.xlsx", "会员", "D6"), None, details,
                    form="members", unit="G4", period="2024Q1")  # fmt: skip
    for language in ("zh", "en"):
        said = render(found, language, strict=True)
        assert "…" not in said.what + said.do
