"""A yes, a no and a choice are told in words, as the sheet has them, and not as they are stored."""

from pathlib import Path

import pytest

from pipeline.domain.noun import Bilingual
from pipeline.queries import questions

from . import office as office_files
from .office import Office, Sent, open_office
from .test_flow import send

WITHOUT = """\
name: {zh: 没有女工委, en: Without a committee}
theme: rights
definition: {zh: 没有女工委的单位, en: Unions without a committee}
numerator_label: {zh: 单位, en: Unions}
unit: case
nature: stock
direction: lower_better
numerator: {form: members, aggregate: count, where: {has_committee: ["no"]}, over_time: last}
example:
  given:
    members: [{unit: A, period: 2024Q1, has_committee: "no"}]
  expect: {period: 2024Q1, value: 1}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    more = {"indicators/rights/without.yml": WITHOUT}
    return open_office(tmp_path_factory.mktemp("words"), more)


def test_a_traced_no_is_shown_as_the_sheet_has_it(office: Office) -> None:
    cell = questions.trace(office.reader, "without", "G1", "2024Q1").contributions[0]
    assert (cell.value, cell.said) == ("false", Bilingual(zh="否", en="no"))
    assert cell.written("zh") == "否"
    assert cell.written("en") == "no"
    number = questions.trace(office.reader, "rate", "G1", "2024Q1").contributions[0]
    assert number.said is None
    assert number.written("zh") == "100"


def test_what_changed_between_versions_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, filled = open_office(tmp_path), office_files.members
    monkeypatch.setattr(
        office_files,
        "members",
        lambda sent: {**filled(sent), "has_committee": True, "chair": "有"},
    )
    send(own, Sent("G1", "2024Q1", "2024-05-08", members=100, women=40), 90)
    past = questions.report_history(own.reader, "G1", "2024Q1", "members").report
    assert past is not None
    changed = {cell.field: cell for diff in past.changes for cell in diff.cells}
    one = changed["has_committee"]
    assert (one.old, one.new) == ("false", "true")
    assert one.old_said == Bilingual(zh="否", en="no")
    assert one.new_said == Bilingual(zh="是", en="yes")
    assert changed["chair"].new_said is None
