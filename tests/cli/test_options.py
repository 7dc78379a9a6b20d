"""The shared options: before the verb or behind it, and what the last word is."""

from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import commands

LIBRARY = str(Path(__file__).parents[1] / "foreign" / "config")
CHECK = ("check", "--no-examples")


def said(*words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 0, done.output
    return done.output


def test_options_may_stand_on_either_side_of_the_verb() -> None:
    before = said("--lang", "en", "--config", LIBRARY, *CHECK)
    assert said(*CHECK, "--lang", "en", "--config", LIBRARY) == before
    assert before != said("--config", LIBRARY, *CHECK)


def test_what_stands_behind_the_verb_wins() -> None:
    chinese = said("--lang", "en", "--config", LIBRARY, *CHECK, "--lang", "zh")
    assert chinese == said("--config", LIBRARY, *CHECK)


def test_an_unknown_language_is_refused_behind_the_verb_too() -> None:
    done = CliRunner().invoke(commands, [*CHECK, "--lang", "fr"])
    assert done.exit_code == 2
    assert "fr" in done.output
