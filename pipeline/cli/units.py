"""The verb ``units``: find units by some words of their names, aliases or code."""

from dataclasses import asdict

import click

from pipeline.cli.figures import heads_of, of_world, period_option
from pipeline.cli.options import Setting, json_option, print_json, world_options
from pipeline.cli.tables import print_table
from pipeline.cli.unit_shapes import units_json
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import FoundUnit
from pipeline.queries.unit_search import MOST
from pipeline.wording.phrases import phrase
from pipeline.wording.units import found_notes


@click.command()
@click.argument("text")
@period_option
@click.option("--limit", type=click.IntRange(min=1), default=MOST, show_default=True,
              help="最多列出几个 How many to list.")  # fmt: skip
@world_options
@json_option
@click.pass_obj
def units(setting: Setting, text: str, period: str | None, limit: int, as_json: bool) -> None:
    """找单位：名称、曾用名、叫法或代码里的几个字。 Find units by words of a name, alias or code.

    All words must stand in a unit. Units that are not there on the period's last day say so.

    \b
    Examples:
      unionkpi units 城关
      unionkpi units "AHX02 工会" --period 2024Q3 --limit 40
    """
    found = questions.find_units(setting.reader, text, period, limit)
    if as_json:
        said = units_json(text, found, setting.language)
        print_json(asdict(of_world(said, setting)))
        return
    language = setting.language
    if not found.units:
        click.echo(phrase("find.none", language))
        return
    heads = heads_of("units", ("unit", "name", "superior", "note"), language)
    print_table("", heads, [unit_row(one, language) for one in found.units])
    if more := found.total - len(found.units):
        click.echo(phrase("find.more", language, count=more), err=True)


def unit_row(one: FoundUnit, language: Language) -> tuple[str, ...]:
    """One unit: code, name, superior, and what a reader could not know otherwise."""
    superior = one.superior.name.in_language(language) if one.superior else ""
    notes = " · ".join(found_notes(one, language))
    return one.unit.code, one.unit.name.in_language(language), superior, notes


VERBS = (units,)
