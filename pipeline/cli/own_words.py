"""A command that is typed wrongly is told so in Chinese, like everything else.

Click puts its sentences through ``gettext``, and brings no translations. Files of that kind are
binary; ours stand in a text file, and its modules are given what looks them up there.
"""

from functools import cache
from importlib.resources import files

import yaml
from click import core, decorators, exceptions, formatting, parser, types

from pipeline.cli.options import language_asked

SPEAKING = (core, decorators, exceptions, formatting, parser, types)


@cache
def chinese() -> dict[str, str]:
    """A sentence of Click's → ours."""
    text = files("pipeline.wording").joinpath("command_line.yml").read_text(encoding="utf-8")
    given: dict[str, str] = yaml.safe_load(text)
    return given


def said(sentence: str) -> str:
    """A sentence in the language asked for."""
    return sentence if language_asked() == "en" else chinese().get(sentence, sentence)


def said_of_some(one: str, several: str, count: int) -> str:
    """The same, of one or of several."""
    return said(one if count == 1 else several)


def speak() -> None:
    """Have Click say it so from now on."""
    for module in SPEAKING:
        for name, ours in (("_", said), ("ngettext", said_of_some)):
            if hasattr(module, name):
                setattr(module, name, ours)
