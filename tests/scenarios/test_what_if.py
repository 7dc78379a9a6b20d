"""What would be if: worked by hand, answered by the same engine, stored nowhere."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.cli.what_if import indicator_line
from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.queries.questions import reader_as, what_if
from pipeline.scenarios.world import World
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader
from tests.docs.test_json import documented, printed

from .town import SENT, event, take_in

LATE = event("D", "2024Q1", date(2024, 2, 10), 6, "2024-04-04")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The town, where D has also sent a list of events for the first quarter."""
    return take_in(tmp_path_factory.mktemp("town"), [*SENT, LATE])


def test_late_reporters_repeat_their_last_report(reader: Reader) -> None:
    found = what_if(reader, "R", "2024Q2", late_repeat=True)
    assert found.repeated == 2  # D's book and D's events; the others never sent events
    changes = {(c.indicator.id, c.family): c for c in found.indicators}
    members = changes["members", "default"]
    assert (members.before.value, members.after.value) == (70, 74)
    assert (members.before.data.reported, members.after.data.reported) == (2, 3)
    # An event of 10 February is one of 10 May three months later: 6 people in the year, then 12.
    people = changes["people_reached", "default"]
    assert (people.before.value, people.after.value) == (6, 12)
    # A stock target is judged with D's last report taken over, so it stands at 74 already.
    (target,) = found.targets
    assert (target.before.completion, target.after.completion) == (74, 74)


def test_only_those_below_the_unit_repeat(reader: Reader) -> None:
    assert what_if(reader, "T2", "2024Q2", late_repeat=True).repeated == 0
    assert what_if(reader, "T1", "2024Q2", late_repeat=True).repeated == 2


def test_one_figure_changed_reaches_the_superior_and_nothing_else(reader: Reader) -> None:
    found = what_if(reader, "R", "2024Q2", figures=["book.members@A=25"])
    assert found.repeated == 0
    assert {(c.indicator.id, c.before.numerator, c.after.numerator) for c in found.indicators} == {
        ("members", 70, 80),
        ("density", 70, 80),
    }
    (target,) = found.targets
    assert (target.before.completion, target.after.completion) == (74, 84)


def test_a_figure_of_a_unit_that_is_late_is_set_on_its_last_report(reader: Reader) -> None:
    found = what_if(reader, "R", "2024Q2", figures=["book.members@D=9"])
    assert found.repeated == 1
    assert next(c for c in found.indicators if c.indicator.id == "members").after.value == 79


def test_another_target(reader: Reader) -> None:
    found = what_if(reader, "R", "2024Q2", promises=["plan/many=140"])
    (target,) = found.targets
    assert (target.before.target, target.after.target) == (100, 140)
    assert target.before.completion == 74
    assert target.after.completion == pytest.approx(Decimal(7400) / 140)
    assert {c.indicator.id for c in found.indicators} <= {"density", "members"}


def test_it_can_be_asked_as_of_a_day(reader: Reader) -> None:
    then = reader_as(reader, date(2024, 7, 3))
    found = what_if(then, "R", "2024Q2", late_repeat=True)
    members = next(c for c in found.indicators if c.indicator.id == "members")
    assert (members.before.value, members.after.value) == (15, 15 + 30 + 4)


def test_nothing_is_stored(reader: Reader) -> None:
    figures = "select * from indicator_value order by all"
    before = reader.rows(figures)
    what_if(reader, "R", "2024Q2", late_repeat=True, promises=["plan/many=140"])
    assert reader.rows(figures) == before
    folder = reader.data / "processed" / "worlds"
    kept = {file.name for file in folder.iterdir()} if folder.exists() else set()
    what_if(reader, "R", "2024Q2", figures=["book.members@A=26"])
    assert {file.name for file in folder.iterdir()} == kept


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"figures": ["bok.members@A=1"]}, "bok"),
        ({"figures": ["book.member@A=1"]}, "book.members"),
        ({"figures": ["book.members@X=1"]}, "X"),
        ({"figures": ["book.members@A=many"]}, "many"),
        ({"figures": ["event.people@D=1"], "period": "2024Q3"}, "2024Q3|event"),
        ({"promises": ["plan/few=1"]}, "plan/many|plan/few"),
        ({"promises": ["plan/many=ten"]}, "ten"),
    ],
)
def test_what_is_not_there_is_said(reader: Reader, asked: dict[str, object], named: str) -> None:
    period = str(asked.pop("period", "2024Q2"))
    with pytest.raises(questions.NotFound, match=named):
        what_if(reader, "R", period, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("option", "text", "place"),
    [
        ("--target", "plan/many=ten", "plan/many"),
        ("--target", "plan/many=NaN", "plan/many"),
        ("--target", "plan/many=Infinity", "plan/many"),
        ("--target", "plan/many=", "--target"),
        ("--target", "plan/many", "--target"),
        ("--target", "many=3", "--target"),
        ("--set", "book.members@A=many", "book.members@A"),
        ("--set", "book.members@A", "--set"),
        ("--set", "book.members=3", "--set"),
    ],
)
def test_what_is_no_value_is_said_with_what_was_got_and_what_is_wanted(
    reader: Reader, option: str, text: str, place: str
) -> None:
    asked = {"--target": "promises", "--set": "figures"}[option]
    with pytest.raises(questions.NotFound) as wrong:
        what_if(reader, "R", "2024Q2", **{asked: [text]})  # type: ignore[arg-type]
    where, what, todo = wrong.value.message_en.split(" › ")
    got = text if where == option else text.partition("=")[2]
    assert where == place
    assert f"(got “{got}”)" in what
    assert todo.startswith("write ")


def test_the_command_line_says_before_and_after(reader: Reader, tmp_path: Path) -> None:
    words = ["--data", str(reader.data), "--lang", "en", "what-if", "--unit", "R"]
    words += ["--period", "2024Q2", "--late-repeat", "--target", "plan/many=140"]
    said = json.loads(CliRunner().invoke(commands, [*words, "--json"]).stdout)
    assert set(printed(said)) == documented("what-if")
    assert said["repeated"] == 2
    (target,) = said["targets"]
    assert (target["value_before"], target["value_after"]) == (74, 74)
    (row,) = [i for i in said["indicators"] if i["indicator"] == "members"]
    assert (row["value_before"], row["value_after"], row["reported_after"]) == (70, 74, 3)
    assert (target["target_before"], target["target_after"]) == (100, 140)
    table = CliRunner().invoke(commands, words).stdout
    assert "2 reports repeated" in table
    assert "70 → 74" in table


def test_the_table_tells_figures_of_two_families_apart(reader: Reader) -> None:
    found = what_if(reader, "R", "2024Q2", figures=["book.members@A=25"])
    one = next(c for c in found.indicators if c.indicator.id == "density")
    label = Bilingual(zh="国际可比口径", en="International")
    alone, named = (
        indicator_line(replace(one, family_label=family), "zh")[0] for family in (None, label)
    )
    assert named == f"{alone} · 国际可比口径"


def test_an_answer_is_remembered_until_something_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = take_in(tmp_path, SENT)
    first = what_if(town, "R", "2024Q2", late_repeat=True)
    monkeypatch.setattr(World, "publication", property(lambda _: pytest.fail("computed again")))
    assert what_if(town, "R", "2024Q2", late_repeat=True) is first
    pointer = published(tmp_path / "processed")
    assert pointer is not None
    newer = replace(pointer, number=pointer.number + 1)
    monkeypatch.setattr(Reader, "publication", property(lambda _: newer))
    with pytest.raises(pytest.fail.Exception, match="computed again"):
        what_if(town, "R", "2024Q2", late_repeat=True)
