"""The shared options: before the verb or behind it, and what the last word is."""

import re
from pathlib import Path

import click
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


def test_every_option_says_in_both_languages_what_it_is_for() -> None:
    """Else a list of options holds a bare word."""
    silent = [
        f"{verb} {option.opts[0]}"
        for verb, command in commands.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
        and not all(re.search(letters, option.help or "") for letters in ("[一-龥]", "[A-Za-z]"))
    ]  # fmt: skip
    assert silent == []
