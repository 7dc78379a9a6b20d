"""The examples of the help texts name what the generated county has, and those that ask are run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import parse_period
from pipeline.queries.closed_units import unit_on
from pipeline.reference.cli_page import program, walk
from pipeline.sample.county import last_quarters
from pipeline.sample.planning import plan_scene
from pipeline.sample.roster_file import write_roster
from pipeline.sample.workforce import with_mergers
from pipeline.warehouse.reader import Reader

from .conftest import CONFIG

ASKING = {
    "aliases", "corrections", "diff", "drafts", "fact", "lapses", "query", "restatements",
    "scorecard", "show", "status", "synonyms", "template", "trace", "units", "what-if",
}  # fmt: skip
"""Verbs that change nothing and answer within a moment."""
UNIT = re.compile(r"\bAHX\d*\b")
PERIOD = re.compile(r"\b20\d\dQ\d\b")
FILE = re.compile(r"\S+\.\w+")


def examples() -> list[str]:
    """Every example, without the name of the program."""
    texts = [command.help or "" for _, command in walk(program())]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return [line.removeprefix("unionkpi ") for line in lines if line.startswith("unionkpi ")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The definitions of the demonstration: the county of the size it has without options."""
    size = {option.name: option.default for option in dict(walk(program()))["sample"].params}
    folder = tmp_path_factory.mktemp("demo")
    first = run.load([CONFIG])
    quarters = last_quarters(first, "2024Q4", size["periods"])
    scene = with_mergers(plan_scene(size["seed"], size["units"], quarters))
    write_roster(folder / "org_units.csv", scene)
    return run.load([CONFIG, folder])


def test_every_unit_of_an_example_is_in_being_in_the_period_it_names(demo: Catalogue) -> None:
    asked = [(example, code) for example in examples() for code in UNIT.findall(example)]
    assert len(asked) > 40
    for example, code in asked:
        (period, *_) = [*PERIOD.findall(example), "2024Q4"]
        unit_on(demo, code, parse_period(period, demo.calendars).end)


@pytest.mark.parametrize("example", [e for e in examples() if e.split()[0] in ASKING])
def test_an_example_that_asks_gets_an_answer(
    example: str, county: Path, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = ["--config", str(CONFIG), "--config", str(county / "config")]
    shared = [*config, "--data", str(reader.data)]
    done = CliRunner(env={"COLUMNS": "400"}).invoke(commands, [*shared, *shlex.split(example)])
    assert done.exit_code == 0, done.output
    assert done.output
    if "--json" not in example and example.split()[0] != "query":  # whose words are the analyst's
        assert not PERIOD.findall(FILE.sub("", done.stdout)), "people read of periods in words"


def test_the_verbs_that_are_tried_exist_and_have_examples() -> None:
    assert {example.split()[0] for example in examples()} >= ASKING
