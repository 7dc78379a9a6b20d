"""Verbs of what an office settles once about how others write: alias, synonym, and their lists."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from pipeline import confirming, confirming_headings, run
from pipeline.cli.confirming_shapes import confirmed_json
from pipeline.cli.flow import by_option
from pipeline.cli.options import (
    FINDINGS,
    Setting,
    json_option,
    print_json,
    say_findings,
    wait_option,
)
from pipeline.cli.tables import print_table
from pipeline.domain.confirmation import Confirmation
from pipeline.wording.phrases import phrase

withdraw_option = click.option(
    "--withdraw", is_flag=True, help="撤销以前的确认 Take back what was confirmed."
)


def say_settled(
    setting: Setting, done: confirming.Confirmed, withdraw: bool, as_json: bool
) -> None:
    """What became of it; a refusal ends the command."""
    if done.refusal is not None:
        say_findings([done.refusal], setting.language)
        click.get_current_context().exit(FINDINGS)
    if as_json:
        print_json(asdict(confirmed_json(done)))
        return
    key = "confirmed.withdrawn" if withdraw else "confirmed.noted"
    click.echo(phrase(key, setting.language, accepted=done.accepted, held=done.held,
                      publication=done.publication))  # fmt: skip
    for name in ("accepted" if withdraw else "held", "reread", "kept", "locked"):
        if count := getattr(done, name):
            click.echo(phrase(f"confirmed.{name}", setting.language, **{name: count}))


def state_of(line: Confirmation, setting: Setting) -> str:
    """Whether it holds, or since when not."""
    if line.holds:
        return phrase("confirmed.holds", setting.language)
    return phrase("confirmed.taken_back", setting.language, by=line.withdrawn_by,
                  day=line.withdrawn_on)  # fmt: skip


@click.command()
@click.argument("unit")
@click.argument("text")
@by_option
@withdraw_option
@wait_option
@json_option
@click.pass_obj
def alias(setting: Setting, unit: str, text: str, by: str, withdraw: bool, wait: float,
          as_json: bool) -> None:  # fmt: skip
    """记住一个单位的另一种叫法。 Settle that TEXT means the unit with the code UNIT.

    Files held back for it are judged again at once; --withdraw takes it back, and what counted by
    it is held back again, unless its period is locked. Kept in unit_aliases.csv in the last
    --config folder.

    \b
    Examples:
      unionkpi alias AHX020002 城关物流工会 --by AHX02
      unionkpi alias AHX020002 城关物流工会 --by AHX02 --withdraw
    """
    settle = confirming.withdraw_alias if withdraw else confirming.confirm_alias
    done = settle(unit, text, by, setting.config, setting.data, wait)
    say_settled(setting, done, withdraw, as_json)


@click.command()
@click.pass_obj
def aliases(setting: Setting) -> None:
    """列出确认过的单位叫法，谁在哪天确认、撤销。 List confirmed aliases, by whom and when.

    \b
    Examples:
      unionkpi aliases
    """
    known = {unit.code: unit.name for unit in run.load(setting.config).org_units}
    rows = [
        (one.alias, one.unit, getattr(known.get(one.unit), setting.language, ""), one.confirmed_by,
         str(one.confirmed_on), state_of(one, setting))
        for one in confirming.unit_aliases(setting.config)
    ]  # fmt: skip
    names = ("alias", "unit", "name", "by", "on", "state")
    print_rows(setting, "aliases", names, rows)


@click.command()
@click.argument("form")
@click.argument("heading")
@click.argument("field", required=False)
@click.option("--sender", required=True, help="单位代码，或 ingest --sender 的名字 "
              "Code of the unit, or the name used with ingest --sender.")  # fmt: skip
@click.option("--section", help="同一报表的哪张表 Sheet of the form, where several have the field.")
@by_option
@withdraw_option
@wait_option
@json_option
@click.pass_obj
def synonym(setting: Setting, form: str, heading: str, field: str | None, sender: str,
            section: str | None, by: str, withdraw: bool, wait: float,
            as_json: bool) -> None:  # fmt: skip
    """记住一个单位自己的栏目名。 Settle that HEADING on one sender's sheets of FORM means FIELD.

    It holds for the files of this sender alone. Files held back are judged again at once, accepted
    ones read by it, unless their period is locked or they would fail a check. Kept in
    column_synonyms.csv in the last --config folder.

    \b
    Examples:
      unionkpi synonym membership 职工数合计 employees_total --sender AHX020002 --by AHX02
      unionkpi synonym membership 职工数合计 --sender AHX020002 --by AHX02 --withdraw
    """
    own = confirming_headings.OwnHeading(sender, form, heading, section)
    if withdraw:
        done = confirming_headings.withdraw_synonym(own, by, setting.config, setting.data, wait)
    elif field:
        done = confirming_headings.confirm_synonym(
            own, field, by, setting.config, setting.data, wait
        )
    else:
        raise click.UsageError(phrase("confirmed.field_wanted", setting.language))
    say_settled(setting, done, withdraw, as_json)


@click.command()
@click.pass_obj
def synonyms(setting: Setting) -> None:
    """列出确认过的栏目叫法，谁在哪天确认、撤销。 List confirmed headings, by whom and when.

    \b
    Examples:
      unionkpi synonyms
    """
    rows = [
        (one.sender, f"{one.form} {one.section}", one.label, one.field, one.confirmed_by,
         str(one.confirmed_on), state_of(one, setting))
        for one in confirming_headings.column_synonyms(setting.config)
    ]  # fmt: skip
    print_rows(setting, "synonyms", ("sender", "form", "label", "field", "by", "on", "state"), rows)


def print_rows(
    setting: Setting, title: str, names: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> None:
    """A list with its heads."""
    heads = [phrase(f"confirmed.{name}", setting.language) for name in names]
    print_table(phrase(f"confirmed.{title}", setting.language, count=len(rows)), heads, rows)


VERBS = (alias, aliases, synonym, synonyms)
