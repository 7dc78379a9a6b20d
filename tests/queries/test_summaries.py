"""Summaries: the office by hand (see office.py), and their workbook."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from benchmarks.office_traps import traps
from pipeline.domain.form import Field
from pipeline.queries import questions
from pipeline.queries.answers import SummaryRow
from pipeline.queries.summaries import together
from pipeline.reports.summary_workbook import summary_workbook
from pipeline.reports.words import Words
from pipeline.warehouse.reader import Reader
from tests.queries import office
from tests.queries.office import Sent, members, open_office
from tests.queries.test_flow import send


def by_unit(reader: Reader, unit: str, period: str) -> dict[str | None, SummaryRow]:
    """The rows of the members' form, by unit; None is everything."""
    (form,) = questions.summaries(reader, unit, period).forms
    return {row.unit.code if row.unit else None: row for row in form.rows}


def test_only_reports_that_count_are_added(reader: Reader) -> None:
    """G3 was held back, G4 sent nothing, and of G5 the last of three counts."""
    rows = by_unit(reader, "C1", "2024Q1")
    assert {u: (r.reported, r.expected, r.values["members"]) for u, r in rows.items()} == {
        None: (3, 5, 211), "T1": (2, 3, 150), "T2": (1, 2, 61),
    }  # fmt: skip
    assert rows[None].values["dues"] == Decimal("36001.50")


def test_a_year_is_not_the_sum_of_its_quarters(reader: Reader) -> None:
    """211 members in the first quarter and 130 in the second are not 341 in the year."""
    assert questions.summaries(reader, "C1", "2024").forms == ()
    assert by_unit(reader, "C1", "2024Q2")[None].values["members"] == 130


def test_of_yes_and_no_those_that_say_yes_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of three says yes; who says no counts as none, who says nothing is blank."""
    found = open_office(tmp_path)
    yes = {"has_committee": True, "chair": "主席"}
    monkeypatch.setattr(office, "members", lambda sent: members(sent) | yes)
    send(found, Sent("G1", "2024Q1", "2024-04-09", members=99, women=40), 90)
    answered = {
        unit: row.values["has_committee"]
        for unit, row in by_unit(found.reader, "C1", "2024Q1").items()
    }
    assert answered == {None: 1, "T1": 1, "T2": 0}
    assert by_unit(found.reader, "T2", "2024Q1")["G4"].values["has_committee"] is None


def test_what_is_private_is_not_added_up() -> None:
    """Right above a union its row would say the number itself."""
    told = {"label": {"zh": "病假", "en": "Sick leave"}, "type": "integer", "unit": "person"}
    assert Field.model_validate(told).is_summed
    assert not Field.model_validate(told | {"private": True}).is_summed


def test_registers_are_not_added_up(reader: Reader) -> None:
    assert [form.form for form in questions.summaries(reader, "C1", "2024Q1").forms] == ["members"]


def test_a_unit_without_a_report_is_blank_and_not_zero(reader: Reader) -> None:
    rows = by_unit(reader, "T2", "2024Q1")
    assert (rows["G4"].reported, rows["G4"].expected) == (0, 1)
    assert set(rows["G4"].values.values()) == {None}
    assert rows["G5"].values["members"] == rows[None].values["members"] == 61


def test_what_nobody_says_stays_blank_in_the_sum() -> None:
    assert together([{"a": None}, {"a": None}], ["a"]) == {"a": None}
    assert together([{"a": None}, {"a": Decimal(3)}], ["a"]) == {"a": Decimal(3)}


def test_a_form_nobody_knows_is_named(reader: Reader) -> None:
    with pytest.raises(questions.NotFound):
        questions.summaries(reader, "C1", "2024Q1", "nothing")


def test_a_title_that_no_sheet_can_have_stops_nothing(reader: Reader) -> None:
    found = questions.summaries(reader, "C1", "2024Q1")
    title = found.forms[0].title.model_copy(update={"zh": "职工/会员：" + "长" * 40})
    twice = replace(found, forms=(replace(found.forms[0], title=title), *found.forms))
    content = summary_workbook(twice, questions.snapshot(reader), Words("zh"))
    assert len(load_workbook(BytesIO(content)).sheetnames) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_says_the_same(reader: Reader, language: str) -> None:
    found = questions.summaries(reader, "C1", "2024Q1")
    words = Words("zh" if language == "zh" else "en")
    content = summary_workbook(found, questions.snapshot(reader), words)
    assert content == summary_workbook(found, questions.snapshot(reader), words)
    assert traps(content) == []
    book = load_workbook(BytesIO(content))
    (sheet,) = book.worksheets
    heads = [cell.value for cell in sheet[5]]
    everything = dict(zip(heads, [cell.value for cell in sheet[6]], strict=True))
    column = "会员" if language == "zh" else "Members"
    (members,) = [v for head, v in everything.items() if str(head).startswith(column)]
    assert members == 211
    assert [sheet.cell(row, 1).value for row in (7, 8)] == (
        ["东镇", "西镇"] if language == "zh" else ["East", "West"]
    )
