"""What a resubmission changed, cell by cell, from two workbooks made by hand."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline import run
from pipeline.cli import commands
from pipeline.domain.period import parse_period
from pipeline.queries import questions
from pipeline.queries.answers import DiffCell
from pipeline.queries.changed_cells import paired
from pipeline.queries.nouns import NotFound
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse.reader import Reader
from tests.definitions.folders import CASES, MEMBERS, PRODUCT, write_folder
from tests.docs.test_json import documented, printed

from .office import TEN_TOO_MANY, UNITS, Office

WITH_WORKER = CASES.replace(
    "      paid:",
    "      worker: {label: {zh: 当事人, en: Worker}, type: text, personal: name}\n      paid:",
)
CARD = {
    "employees": 200, "members": 100, "women": 40, "joined": 0, "left": 0,
    "dues": Decimal("12000.50"), "has_committee": False,
}  # fmt: skip
CASE = {"kind": "arrears", "persons": 3, "received_on": date(2024, 2, 1), "paid": False}
FIRST = (
    {**CASE, "case_id": "a1", "worker": "某甲"},
    {**CASE, "case_id": "a2", "worker": "某乙"},
    {**CASE, "case_id": "a3"},
)
SECOND = (
    {**CASE, "case_id": "a4", "persons": 8},
    {**CASE, "case_id": "a3"},
    {**CASE, "case_id": "a1", "worker": "某丙", "persons": 5},
)
Rows = Sequence[Mapping[str, object]]


def send(folder: Path, day: int, cases: Rows, unit: str = "G1", **card: object) -> Path:
    """Write one report of the first quarter, received on a day of April."""
    catalogue = run.load([folder / "config"])
    sender = next(u for u in catalogue.org_units if u.code == unit)
    path = folder / f"{unit}_{day}.xlsx"
    sheets = [
        SheetContent("members", rows=[{**CARD, **card}]),
        SheetContent("cases", rows=cases),
    ]
    write_workbook(path, catalogue, sheets, sender, parse_period("2024Q1", catalogue.calendars),
                   plain=True)  # fmt: skip
    moment = datetime(2024, 4, day, 9, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


@dataclass(frozen=True)
class Sent:
    """The office, and the newer workbook of the first plant."""

    office: Office
    newer: Path


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("versions")
    write_folder(
        folder / "config",
        {
            "product.yml": PRODUCT,
            "forms/members.yml": MEMBERS,
            "forms/cases.yml": WITH_WORKER,
            "corrections/zero.yml": TEN_TOO_MANY,
            "org_units.csv": UNITS,
        },
    )
    newer = send(folder, 8, SECOND, dues=Decimal("13000.50"))
    paths = [
        send(folder, 2, FIRST), newer,
        send(folder, 3, FIRST, unit="G2"), send(folder, 4, FIRST, unit="G2", women=101),
        send(folder, 3, FIRST, unit="G3"),
    ]  # fmt: skip
    run.ingest(paths, [folder / "config"], folder / "data", by_file_time=True, sender="东镇")
    return Sent(Office(folder / "config", folder / "data", Reader(folder / "data")), newer)


def told(cells: Sequence[DiffCell]) -> set[tuple[str | None, ...]]:
    return {(c.change, c.key, c.field, c.old, c.new) for c in cells}


def test_a_ledger_is_compared_by_its_key(sent: Sent) -> None:
    found = questions.version_diff(sent.office.reader, "cases", "G1", "2024Q1")
    assert (found.state, found.changed, found.added, found.removed) == ("compared", 2, 1, 1)
    gone = {"case_id": "a2", "received_on": "2024-02-01", "persons": "3", "kind": "arrears",
            "paid": "false"}  # fmt: skip
    come = {**gone, "case_id": "a4", "persons": "8"}
    assert told(found.cells) == {
        ("changed", "a1", "persons", "3", "5"),
        ("changed", "a1", "worker", None, None),
        ("removed", "a2", "worker", None, None),
        *(("removed", "a2", field, value, None) for field, value in gone.items()),
        *(("added", "a4", field, None, value) for field, value in come.items()),
    }


def test_a_cell_is_found_in_the_newer_file_and_of_a_row_that_is_gone_in_the_older(
    sent: Sent,
) -> None:
    found = questions.version_diff(sent.office.reader, "cases", "G1", "2024Q1")
    book = load_workbook(sent.newer)
    shown = [c for c in found.cells if c.new is not None and c.field == "persons"]
    assert len(shown) == 2
    for cell in shown:
        assert cell.version == 2
        assert str(book[cell.sheet][cell.cell].value) == cell.new
    assert {c.version for c in found.cells if c.change == "removed"} == {1}


def test_a_card_says_what_was_reported_not_what_was_corrected(sent: Sent) -> None:
    reader = sent.office.reader
    assert reader.rows("select members from current_members where unit = 'G1'") == [(90,)]
    found = questions.version_diff(reader, "members", "G1", "2024Q1")
    assert told(found.cells) == {
        ("changed", None, "dues", "12000.50", "13000.50"),
    }
    dues = next(c for c in found.cells if c.field == "dues")
    assert load_workbook(sent.newer)[dues.sheet][dues.cell].value == pytest.approx(1.30005)


def test_versions_tell_when_from_whom_and_which_counts(sent: Sent) -> None:
    found = questions.report_versions(sent.office.reader, "cases", "G1", "2024Q1")
    assert [(v.version, v.received_at.day, v.file, v.sender, v.verdict, v.current)
            for v in found] == [(1, 2, "G1_2.xlsx", "东镇", "accepted", False),
                                (2, 8, "G1_8.xlsx", "东镇", "accepted", True)]  # fmt: skip


def say(sent: Sent, *words: str, lang: str = "en") -> str:
    shared = ["--config", str(sent.office.config), "--data", str(sent.office.data)]
    done = CliRunner().invoke(commands, [*shared, "--lang", lang, "diff", *words])
    assert done.exit_code == 0, done.output
    return done.output


def ask(unit: str, form: str = "members") -> list[str]:
    return ["--unit", unit, "--form", form, "--period", "2024Q1"]


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ([*ask("G1"), "--versions", "2", "2"], "完全一样", "is the same"),
        (ask("G2"), "没有存下数据", "nothing is stored"),
        (ask("G3"), "只报过一版", "came in only once"),
        (ask("G1", "cases"), "改了 2 格，增加 1 行，减少 1 行",
         "cells changed: 2, rows added: 1, rows removed: 1"),
    ],
)  # fmt: skip
def test_what_came_of_it_is_said_in_words(sent: Sent, words: list[str], zh: str, en: str) -> None:
    assert zh in say(sent, *words, lang="zh")
    assert en in say(sent, *words)


def test_json_has_the_documented_fields_and_no_person(sent: Sent) -> None:
    text = say(sent, *ask("G1", "cases"), "--json")
    answer = json.loads(text)
    assert set(printed(answer)) == documented("diff")
    assert not any(name in text for name in ("某甲", "某乙", "某丙"))
    hidden = [c for c in answer["cells"] if c["hidden"]]
    assert {(c["field"], c["old"], c["new"]) for c in hidden} == {("worker", None, None)}


@pytest.mark.parametrize(
    ("form", "unit", "period", "versions", "near"),
    [
        ("member", "G1", "2024Q1", None, "members"),
        ("members", "G11", "2024Q1", None, "G1"),
        ("members", "G1", "2024QI", None, "2024Q1"),
        ("members", "G4", "2024Q1", None, None),
        ("members", "G1", "2024Q1", (1, 7), "2"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(
    sent: Sent,
    form: str,
    unit: str,
    period: str,
    versions: tuple[int, int] | None,
    near: str | None,
) -> None:
    with pytest.raises(NotFound) as wrong:
        questions.version_diff(sent.office.reader, form, unit, period, versions)
    told = [*wrong.value.near, *wrong.value.known]
    assert near in told if near else told == []


def test_rows_that_share_a_key_or_have_none_are_matched_in_their_order() -> None:
    before = [(5, ("a", "1")), (6, ("a", "2")), (7, ("b", "3"))]
    after = [(5, ("b", "4")), (6, ("a", "5"))]
    assert paired(before, after, [0]) == [
        (before[2], after[0]), (before[0], after[1]), (before[1], None),
    ]  # fmt: skip
    assert paired(before, after, []) == [
        (before[0], after[0]), (before[1], after[1]), (before[2], None),
    ]  # fmt: skip
