"""What may be supposed at a unit, and that what is chosen there can be asked."""

from pipeline.queries import questions

from .office import Office


def test_those_who_owe_a_report_and_the_single_numbers_of_their_forms(office: Office) -> None:
    found = questions.supposable(office.reader, "C1", "2024Q1", "G1", "members.main.members")
    assert [u.code for u in found.reporters] == ["G1", "G2", "G3", "G4", "G5"]
    paths = [c.path for c in found.cells]
    assert "members.main.members" in paths
    assert not any(path.startswith("cases.") for path in paths)  # a register has many rows
    assert found.now == "100"
    assert {t.target_id for t in found.targets} == {"rate", "closed", "spirit"}


def test_below_a_town_are_its_own_and_a_long_list_is_counted(office: Office) -> None:
    town = questions.supposable(office.reader, "T1", "2024Q1", limit=2)
    assert [u.code for u in town.reporters] == ["G1", "G2"]
    assert town.total == 3
    assert (town.cells, town.now) == ((), None)


def test_what_was_not_reported_has_nothing_now(office: Office) -> None:
    found = questions.supposable(office.reader, "C1", "2024Q1", "G4", "members.main.members")
    assert found.now is None


def test_a_chosen_cell_can_be_supposed(office: Office) -> None:
    """G1 would have 150 members of 200 instead of 100: the county 261 of 600 instead of 211."""
    before = questions.what_if(office.reader, "C1", "2024Q1")
    assert before.indicators == ()
    said = ["members.main.members@G1=150"]
    after = questions.what_if(office.reader, "C1", "2024Q1", figures=said)
    rate = next(one for one in after.indicators if one.indicator.id == "rate")
    assert (rate.before.numerator, rate.after.numerator) == (211, 261)
