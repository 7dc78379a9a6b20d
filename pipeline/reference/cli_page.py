"""``cli.md``: every command with its help and options, exit codes, and the fields of ``--json``.

The command line stands above this layer and calls it, so it is looked at from outside, as
installed, and not imported by name.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from pipeline.reference.answers_table import answer_table
from pipeline.reference.markdown import bullets, code, heading, page, table, text

PROGRAM = "pipeline.cli"
INTRO = """# Commands

Written by `make docs` from the program itself; do not edit by hand.

`unionkpi` and `python -m pipeline` are the same program. Options of the program itself may stand
before the command or behind it: `unionkpi --lang en status`. The examples are of the generated
county that `unionkpi demo` makes; they find it once this is set (on Windows with `;` for `:`).
Some suppose that something was done before: a lock, a second version of a report.

```
export UNIONKPI_CONFIG=config:data/raw/sample/config
export UNIONKPI_DATA=data/processed/demo
```

A file or folder that an option names is written there, and folders that do not exist yet are made,
by every command alike; where it lies is printed. Where that can not be (no such drive, no
permission), nothing is written and the command says so."""
JSON_INTRO = """A field keeps its name and meaning within a major version; fields may be added.
Absent is `null`, never 0. Money is in the currency of product.yml (CNY unless it names
another) and rates are in percent unless a unit is given."""


def program() -> click.Group:
    """Return the program's commands."""
    commands: click.Group = import_module(PROGRAM).commands
    return commands


def exit_codes() -> Mapping[int, str]:
    """Return what the program's exit codes mean."""
    codes: Mapping[int, str] = import_module(f"{PROGRAM}.options").EXIT_CODES
    return codes


def shapes() -> dict[str, type]:
    """Return the dataclass each command prints with ``--json``: ``show`` → ShowJson."""
    defined = vars(import_module(f"{PROGRAM}.shapes"))
    named = {
        name: "".join(word.capitalize() for word in name.split("-")) + "Json"
        for name, command in walk(program())
        if any("--json" in option.opts for option in command.params)
    }
    return {name: defined[shape] for name, shape in named.items() if shape in defined}


def cli_page() -> str:
    """Return the page."""
    verbs, printed = list(walk(program())), shapes()
    blocks = [INTRO, bullets(f"[`{name}`](#{name}) {first_line(c)}" for name, c in verbs)]
    blocks += [heading(2, "Options of the program", "options"), *option_blocks(program())]
    for name, command in verbs:
        blocks += command_blocks(name, command)
        if name in printed:
            blocks += json_blocks(name, printed[name])
    codes = ([code(number), text(means)] for number, means in exit_codes().items())
    blocks += [heading(2, "Exit codes", "exit-codes"), table(("Code", "Meaning"), codes)]
    return page(blocks)


def walk(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, in the order of the help."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield name, command


def first_line(command: click.Command) -> str:
    """Return what a command does, in one sentence."""
    return text((command.help or "").strip().split("\n\n")[0])


def command_blocks(name: str, command: click.Command) -> list[str]:
    """Return usage, help and options of one command."""
    usage = " ".join(["unionkpi", name, *command.collect_usage_pieces(click.Context(command))])
    return [
        heading(2, code(name), name),
        f"```\n{usage}\n```",
        help_text(command),
        *option_blocks(command),
    ]


def help_text(command: click.Command) -> str:
    r"""Return the help; a paragraph after ``\b`` is shown as it is."""
    blocks = []
    for paragraph in (command.help or "").strip().split("\n\n"):
        lines = paragraph.strip("\n").split("\n")
        if lines[0].strip() == "\b":
            blocks.append("```\n" + "\n".join(line.strip() for line in lines[1:]) + "\n```")
        else:
            blocks.append(text(" ".join(line.strip() for line in lines)))
    return "\n\n".join(blocks)


def option_blocks(command: click.Command) -> list[str]:
    """Return the options of a command as a table, if it has any."""
    rows = [option_row(p) for p in command.params if isinstance(p, click.Option) and not p.hidden]
    return [table(("Option", "Meaning", "Default"), rows)] if rows else []


def option_row(option: click.Option) -> list[str]:
    """Return one option as a row."""
    names = ", ".join([*option.opts, *option.secondary_opts])
    takes = "" if option.is_flag or option.count else f" {placeholder(option)}"
    fallback = "required" if option.required else code(default_of(option))
    return [code(names + takes), text(option.help), fallback]


def placeholder(option: click.Option) -> str:
    """Return the word for an option's value."""
    if isinstance(option.type, click.Choice):
        return "|".join(str(choice) for choice in option.type.choices)
    return option.metavar or option.type.name.upper()


def default_of(option: click.Option) -> str:
    """Return the default that the help shows as well."""
    default: Any = option.default
    return str(default) if option.show_default and not option.is_flag else ""


def json_blocks(name: str, shape: type) -> list[str]:
    """Return the fields of what a command prints with ``--json``."""
    title = heading(3, code(f"{name} --json"), f"{name}-json")
    return [title, JSON_INTRO, answer_table(shape)]
