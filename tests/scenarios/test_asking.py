"""The command line and the pages, as of a day and by today's tree."""

import json

import pytest
from click.testing import CliRunner

from dashboards.router import page_for
from dashboards.selection import parse
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.warehouse.reader import Reader


def printed(reader: Reader, *words: str) -> str:
    done = CliRunner().invoke(commands, ["--data", str(reader.data), "--lang", "en", *words])
    assert done.exit_code == 0, done.output
    assert "Only reports received by 2024-04-04 count" in done.stderr
    return done.stdout


DAY = ("--unit", "R", "--period", "2024Q1", "--as-of", "2024-04-04")


@pytest.mark.parametrize("verb", [("show", "members"), ("trace", "members"), ("status",)])
def test_json_says_as_of_when(town: Reader, verb: tuple[str, ...]) -> None:
    said = json.loads(printed(town, *verb, *DAY, "--json"))
    assert (said["as_of"], said["tree"]) == ("2024-04-04", "then")
    assert said.get("value", 30) == 30
    assert said.get("expected", 4) == 8 if verb == ("status",) else True


def test_a_scorecard_and_a_query_are_of_the_day(town: Reader) -> None:
    (target,) = json.loads(printed(town, "scorecard", *DAY, "--json"))["targets"]
    assert (target["completion"], target["value"]) == (30, 30)
    rows = printed(town, "query", "select sum(members) from current_book", "--csv", *DAY[-2:])
    assert rows.splitlines()[1] == "30"


def test_the_tree_of_today_is_an_option(town: Reader) -> None:
    words = ["show", "members", "--unit", "T2", "--period", "2024Q1", "--tree", "now", "--json"]
    done = CliRunner().invoke(commands, ["--data", str(town.data), *words])
    said = json.loads(done.stdout)
    assert (said["value"], said["tree"], said["as_of"]) == (62, "now", None)
    assert "按现在的隶属关系" in done.stderr


def test_a_page_of_another_day_says_so_and_leads_back(town: Reader) -> None:
    there = parse("/trace", "?unit=R&period=2024Q1&indicator=members&as_of=2024-04-04&lang=en")
    page = str(page_for(town, questions, there))
    assert "Only reports received by 2024-04-04 count" in page
    assert "Back to the latest published figures" in page
    assert "30 n" in page or "30" in page
    here = parse("/trace", "?unit=R&period=2024Q1&indicator=members&lang=en")
    assert "Only reports received by" not in str(page_for(town, questions, here))


def test_a_day_before_everything_gets_a_page_that_says_so(town: Reader) -> None:
    page = str(page_for(town, questions, parse("/overview", "?as_of=2020-01-01&lang=en")))
    assert "no such report received by: 2020-01-01" in page
