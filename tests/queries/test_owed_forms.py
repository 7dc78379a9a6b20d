"""Which forms a unit itself owes, and who owes where it owes none."""

import pytest

from pipeline.queries import questions
from pipeline.queries.questions import NotFound

from .office import Office


def test_a_reporting_unit_owes_the_forms_of_its_set(office: Office) -> None:
    found = questions.owed_forms(office.reader, "G1", "2024Q1")
    assert [form.en for form in found.forms] == ["Cases", "Members"]
    assert (found.shorter, found.below) == ((), 0)


def test_a_superior_owes_none_and_those_below_it_do(office: Office) -> None:
    found = questions.owed_forms(office.reader, "C1", "2024Q1")
    assert (found.forms, found.shorter, found.below) == ((), (), 5)
    assert questions.owed_forms(office.reader, "T1", "2024Q1").below == 3


def test_of_a_year_it_says_by_which_periods_a_unit_reports(office: Office) -> None:
    found = questions.owed_forms(office.reader, "G1", "2024")
    assert found.forms == ()
    assert [period.code for period in found.shorter] == ["2024Q1", "2024Q2"]
    assert questions.owed_forms(office.reader, "C1", "2024").below == 5


def test_what_is_not_known_is_said(office: Office) -> None:
    with pytest.raises(NotFound):
        questions.owed_forms(office.reader, "Z9", "2024Q1")
    with pytest.raises(NotFound):
        questions.owed_forms(office.reader, "G1", "2031Q1")
