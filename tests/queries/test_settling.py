"""What can be settled about a finding once for all files, and about which nothing can."""

from pathlib import Path

import pytest

from pipeline import run
from pipeline.queries import questions
from pipeline.queries.answers import FindingRow, UnknownHeading, UnknownName
from pipeline.queries.nouns import Nouns
from pipeline.queries.settling import asked
from pipeline.warehouse.reader import Reader
from tests.queries.office import UNITS, Office, Sent, open_office
from tests.warehouse.acts import settle, take
from tests.warehouse.test_aliases import by_name
from tests.warehouse.test_names_in_time import opened, save, say_unit
from tests.warehouse.test_synonyms import OWN as HEADING
from tests.warehouse.test_synonyms import headed

OWN = "东县四厂(第4.厂) 工会"


@pytest.fixture
def known(reader: Reader) -> Nouns:
    return questions.nouns(reader)


def listed(office: Office, slug: str) -> list[FindingRow]:
    return [r for r in questions.finding_list(office.reader, "C1").rows if r.slug == slug]


def test_a_name_asks_whose_it_is_with_the_units_it_is_like_in_both_languages(
    tmp_path: Path,
) -> None:
    office = open_office(tmp_path)
    for number, period in enumerate(("2024Q1", "2024Q2"), start=90):
        take(office, by_name(office, Sent("G4", period, "2024-07-03", 70, 7), OWN, number))
    first, second = (row.asks for row in listed(office, "unknown-org-unit"))
    assert isinstance(first, UnknownName)
    assert first == second, "one name, one question"
    assert first.text == OWN
    assert "Plant 4" in {unit.name.en for unit in first.alike}


def over_template(office: Office, name: str) -> list[FindingRow]:
    """What is told of G4's template whose line says another name."""
    path, book = opened(office)
    say_unit(book, name)
    take(office, save(path, book))
    return listed(office, "unit-line-unknown")


def test_a_name_over_a_template_asks_whose_it_is_with_the_unit_of_the_template(
    tmp_path: Path,
) -> None:
    office = open_office(tmp_path)
    (row,) = over_template(office, "东镇第四机械厂工会")
    assert isinstance(row.asks, UnknownName)
    assert (row.asks.text, [u.code for u in row.asks.alike]) == ("东镇第四机械厂工会", ["G4"])
    assert settle(office, "alias", "G4", "东镇第四机械厂工会", "--by", "T2")[0] == 0
    (row,) = listed(office, "unit-line-unknown")
    assert (row.open, row.asks) == (True, None), "it is settled; what was told stays told"


def test_a_name_that_several_have_over_a_template_cannot_be_settled(tmp_path: Path) -> None:
    twins = "W1,红星厂,Star,grassroots,T1,,,,,,,,,\nW2,红星厂,Star,grassroots,T2,,,,,,,,,\n"
    office = open_office(tmp_path, {"org_units.csv": UNITS + twins})
    (row,) = over_template(office, "红星厂")
    assert row.asks is None


def test_a_heading_asks_what_it_means_to_its_sender_until_that_is_settled(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    take(office, headed(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), 90))
    (row,) = listed(office, "unknown-item")
    assert isinstance(row.asks, UnknownHeading)
    assert (row.asks.sender.code, row.asks.form, row.asks.label) == ("G4", "members", HEADING)
    path = headed(office, Sent("G4", "2024Q1", "2024-05-03", 70, 7), 91, "会员数", "会员数")
    run.ingest([path], [office.config], office.data, by_file_time=True)
    assert [(row.open, row.asks) for row in listed(office, "unknown-item")] == [(False, None)]


@pytest.mark.parametrize(
    ("slug", "got", "label"),
    [
        ("unknown-org-unit", "青石县第一机械厂……很长的名称…", ""),  # only its beginning is stored
        ("unknown-org-unit", None, ""),
        ("unknown-org-unit", "", ""),
        ("ambiguous-org-unit", "红星工会", ""),
        ("unknown-item", "x", " "),
        ("missing-value", "x", "会员数"),
    ],
)
def test_of_these_nothing_can_be_settled(
    known: Nouns, slug: str, got: str | None, label: str
) -> None:
    sender = known.unit("G4")
    assert asked(known, slug, got, {"label": label}, sender, "members") is None


def test_a_heading_in_a_file_of_nobody_or_of_no_form_asks_nothing(known: Nouns) -> None:
    told = {"label": HEADING}
    assert asked(known, "unknown-column", None, told, None, "members") is None
    assert asked(known, "unknown-column", None, told, known.unit("G4"), None) is None
    assert asked(known, "unknown-column", None, told, known.unit("G4"), "members") is not None


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("—", []),
        ("四厂（G4）、一厂（示例）（G1）、没有了的厂（G99）、四厂（G4）", ["G4", "G1"]),
    ],
)
def test_units_that_are_alike_are_read_by_their_codes(
    known: Nouns, said: str, codes: list[str]
) -> None:
    name = asked(known, "unknown-org-unit", "甲厂", {"candidates": said}, None, None)
    assert isinstance(name, UnknownName)
    assert [unit.code for unit in name.alike] == codes
