"""The verb about what lapses."""

from dataclasses import asdict
from datetime import datetime

import click

from pipeline.cli.figures import ALL_CELLS, heads_of, period_option, unit_option
from pipeline.cli.lapse_shapes import lapses_json
from pipeline.cli.options import Setting, json_option, print_json, world_options
from pipeline.cli.selection import chosen
from pipeline.cli.tables import print_table
from pipeline.queries import questions
from pipeline.wording.dates import record_date
from pipeline.wording.numbers import difference, number
from pipeline.wording.phrases import phrase
from pipeline.wording.words import figure

SHOWN = 60


@click.command()
@click.argument("indicator", required=False)
@unit_option
@period_option
@click.option("--quarters", type=click.IntRange(1, 20), default=4, show_default=True,
              help="今后几个季度 How many quarters ahead.")  # fmt: skip
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="只看到这一天 Only up to this day.")  # fmt: skip
@world_options
@json_option
@click.pass_obj
def lapses(setting: Setting, indicator: str | None, unit: str | None, period: str | None,
           quarters: int, on: datetime | None, as_json: bool) -> None:  # fmt: skip
    """到期预告：今后几个季度哪些合同到期，对覆盖率有何影响。 What lapses, and what it does.

    Without INDICATOR, the first core indicator that counts what is in force. The registers are
    those of the period; nothing is taken to be renewed.

    \b
    Examples:
      unionkpi lapses
      unionkpi lapses --unit AHX --period 2024Q3 --quarters 4 --json
      unionkpi lapses collective_contracts_in_force --unit AHX --on 2025-02-14
    """
    setting, unit, period = chosen(setting, unit, period)
    found = questions.lapses(
        setting.reader, unit, period, quarters, indicator, on.date() if on else None,
        ALL_CELLS if as_json else SHOWN,
    )  # fmt: skip
    language = setting.language
    if as_json:
        print_json(asdict(lapses_json(found, language)))
        return
    steps = [
        (step.label.in_language(language), number(step.lapsing, 0),
         number(step.numerator, 0), number(step.denominator, 0),
         figure(step.value, found.indicator),
         difference(step.change, found.indicator.decimals))
        for step in found.steps
    ]  # fmt: skip
    heads = [phrase(f"lapses.{name}", language) for name in ("end_of", "ending")]
    heads += [phrase("head.numerator", language), phrase("head.denominator", language),
              found.indicator.name.in_language(language)]  # fmt: skip
    heads.append(phrase("lapses.change", language))
    title = (
        f"{found.unit.name.in_language(language)} · {found.indicator.name.in_language(language)}"
    )
    if found.steps[0].numerator is None:
        register = found.register.in_language(language)
        click.echo(phrase("lapses.no_register", language, register=register))
    else:
        print_table(title, heads, steps, right=[1, 2, 3, 4, 5])
    rows = [
        (record_date(e.lapses_on), e.unit.name.in_language(language), e.key,
         e.kind.in_language(language) if e.kind else "", number(e.amount, 0),
         number(e.left, 0))
        for e in found.entries
    ]  # fmt: skip
    heads = heads_of("lapses", ("on", "unit", "key", "kind", "amount", "left"), language)
    print_table(phrase("lapses.listed", language, shown=len(rows), total=found.total), heads, rows,
                right=[4, 5])  # fmt: skip


VERBS = (lapses,)
