"""Units found by some words of their names, aliases or code."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.queries.answers import FoundUnit
from pipeline.queries.unit_search import MOST
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse.reader import Reader
from tests.warehouse.acts import agrees, settle, take
from tests.warehouse.test_aliases import OWN, by_name

from .office import UNITS, Office, Sent, open_office

ROSTER = (
    UNITS
    + """\
G6,东镇建筑（集团）工会,Dongzhen Builders,grassroots,T1,,2023-12-31,,,,东建;建安,,state,
G7,东镇新厂,New plant,grassroots,T1,2024-06-01,,,base,quarter,,,state,
G8,旧名纺织厂,Old mill,grassroots,T2,,2023-12-31,,base,quarter,,,state,
G8,新名纺织厂,New mill,grassroots,T2,2024-01-01,,,base,quarter,,,state,
G9,纺织厂,Mill,grassroots,T1,,,,base,quarter,,,state,
"""
)
ROSTER += "".join(f"W{n:03},联合会第{n}社,Works {n},grassroots,T2,,,,,,,,,\n" for n in range(40))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("found"), {"org_units.csv": ROSTER})


def found(office: Office, text: str, period: str = "2024Q1") -> list[str]:
    answer = questions.find_units(office.reader, text, period)
    assert answer.total == len(answer.units)
    return [one.unit.code for one in answer.units]


def only(office: Office, text: str, period: str = "2024Q1") -> FoundUnit:
    (one,) = questions.find_units(office.reader, text, period).units
    return one


def test_part_of_a_name_finds_units_superiors_first(office: Office) -> None:
    assert found(office, "镇") == ["T1", "T2", "G6", "G7"]
    assert found(office, "厂") == ["G1", "G2", "G3", "G4", "G5", "G8", "G9", "G7"]
    one = only(office, "三厂")
    assert (one.unit.name.en, one.superior and one.superior.code) == ("Plant 3", "T1")
    assert only(office, "空县").superior is None


@pytest.mark.parametrize("text", ["plant 3", "PLANT 3", "3  plant", "ｐｌａｎｔ　３", "g3", " G3 "])
def test_case_width_and_the_order_of_words_do_not_count(office: Office, text: str) -> None:
    assert only(office, text).unit.code == "G3"


def test_brackets_of_either_width_are_the_same(office: Office) -> None:
    assert found(office, "建筑(集团)") == found(office, "（集团）") == ["G6"]


def test_what_is_meant_exactly_comes_first_and_says_so(office: Office) -> None:
    """G9 is called what stands in the name of G8."""
    answer = questions.find_units(office.reader, "纺织厂", "2024Q1")
    assert [(one.unit.code, one.meant) for one in answer.units] == [("G9", True), ("G8", False)]


def test_a_former_and_another_name_find_a_unit_and_are_told(office: Office) -> None:
    one = only(office, "旧名")
    assert (one.unit.code, one.unit.name.zh, one.said) == ("G8", "新名纺织厂", "旧名纺织厂")
    assert (only(office, "东建").unit.code, only(office, "东建").said) == ("G6", "东建")
    assert only(office, "new G8").said is None, "no text has both"


def test_units_that_are_not_there_on_the_last_day_say_so(office: Office) -> None:
    assert only(office, "建安").ended == date(2023, 12, 31)
    assert only(office, "新厂").begins == date(2024, 6, 1)
    assert only(office, "新厂", "2024Q2").begins is None
    assert only(office, "一厂").ended is only(office, "一厂").begins is None


def test_nothing_is_found_for_nothing_and_nothing_stands_for_anything(office: Office) -> None:
    for text in ("", "  ", "　", "没有这样的单位", "%", "_", "' or 1=1 --", "镇 厂 县"):
        assert found(office, text) == []


def test_without_a_period_the_latest_roster_answers(office: Office) -> None:
    assert questions.find_units(office.reader, "一厂").total == 1
    assert questions.find_units(office.reader, "新厂").units[0].begins is None
    with pytest.raises(questions.NotFound):
        questions.find_units(office.reader, "一厂", "1999Q9")


def test_a_confirmed_alias_finds_its_unit_until_it_is_taken_back(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    take(office, by_name(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), OWN))
    assert found(office, "第四机械") == []
    assert settle(office, "alias", "G4", OWN, "--by", "T2")[0] == 0
    one = only(office, "第四机械")
    assert (one.unit.code, one.said) == ("G4", OWN)
    assert settle(office, "alias", "G4", OWN, "--by", "T2", "--withdraw")[0] == 0
    assert found(office, "第四机械") == []


def test_a_confirmed_alias_finds_its_unit_before_any_file_has_used_it(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    assert settle(office, "alias", "G4", OWN, "--by", "T2")[0] == 0
    assert (only(office, "第四机械").unit.code, only(office, "第四机械").said) == ("G4", OWN)
    for reader in (
        questions.reader_as(office.reader, date(2024, 4, 30), "then", "2024Q1"),
        extract_of(office, "T2", tmp_path),
    ):
        answer = questions.find_units(reader, "第四机械", "2024Q1")
        assert [one.unit.code for one in answer.units] == ["G4"]
    assert questions.find_units(extract_of(office, "T1", tmp_path), "第四机械").units == ()
    assert agrees(office)


def extract_of(office: Office, unit: str, folder: Path) -> Reader:
    write_extract(office.reader, unit, folder / unit)
    return Reader(folder / unit)


def test_an_extract_finds_only_the_units_inside(office: Office, tmp_path: Path) -> None:
    write_extract(office.reader, "T1", tmp_path / "part")
    part = Reader(tmp_path / "part")
    answer = questions.find_units(part, "厂", "2024Q1")
    assert [one.unit.code for one in answer.units] == ["G1", "G2", "G3", "G9", "G7"]
    assert questions.find_units(part, "东镇", "2024Q1").units[0].superior is None


def test_figures_as_of_a_day_or_by_the_tree_now_find_the_same_units(office: Office) -> None:
    for world in (
        questions.reader_as(office.reader, date(2024, 4, 30), "then", "2024Q1"),
        questions.reader_as(office.reader, None, "now", "2024Q1"),
    ):
        answer = questions.find_units(world, "三厂", "2024Q1")
        assert [(one.unit.code, one.ended) for one in answer.units] == [("G3", None)]


def test_of_many_a_few_are_listed_and_all_are_counted(office: Office) -> None:
    answer = questions.find_units(office.reader, "联合会", "2024Q1")
    assert (len(answer.units), answer.total) == (MOST, 40)
    few = questions.find_units(office.reader, "联合会", "2024Q1", 3)
    assert ([one.unit.code for one in few.units], few.total) == (["W000", "W001", "W002"], 40)


def told(office: Office, *asked: str) -> Result:
    shared = ["--config", str(office.config), "--data", str(office.data)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(commands, [*shared, "units", *asked])


def test_the_command_line_lists_them_with_code_superior_and_note(office: Office) -> None:
    done = told(office, "东建", "--period", "2024Q1")
    assert done.exit_code == 0, done.output
    line = done.stdout.splitlines()[-1]
    assert line.split() == [
        "G6", "东镇建筑（集团）工会", "东镇", "又称东建", "·", "到", "2023-12-31", "为止"
    ]  # fmt: skip
    cut = told(office, "联合会", "--limit", "30", "--lang", "en")
    assert "10 more units are not listed" in cut.stderr
    assert len(cut.stdout.splitlines()) == 31
    assert told(office, "月亮").stdout == "没有这样的单位。\n"
    assert isinstance(told(office, "厂", "--period", "1999Q9").exception, questions.NotFound)
