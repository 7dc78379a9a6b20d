"""Verbs about what was and what may be said of it: rebuild."""

import click

from pipeline import run
from pipeline.cli.options import FINDINGS, Setting
from pipeline.cli.tables import progress_bar
from pipeline.wording.phrases import phrase


@click.command()
@click.option("--verify", is_flag=True, help="只核对，不改动 Only compare; change nothing.")
@click.pass_obj
def rebuild(setting: Setting, verify: bool) -> None:
    """从归档原件重做全部数据；--verify 逐表核对已发布的数。 Make everything again from the archive.

    Reads the archived originals with their receipts (data/raw/archive). Without --verify
    data/processed is made anew and published; with it, everything is made in a scratch folder and
    compared with what is published, table by table; exit code 1 if any row differs.

    \b
    Examples:
      unionkpi rebuild --verify
      unionkpi rebuild
    """
    with progress_bar(None, phrase("cli.reading", setting.language)) as show:
        if not verify:
            result = run.restore(setting.config, setting.data, lambda stage, files: show(files))
            number = result.publication.number if result.publication else 0
            words = phrase("cli.restored", setting.language, files=len(result.files),
                           publication=number)  # fmt: skip
        else:
            found = run.verify(setting.config, setting.data, lambda stage, files: show(files))
    if not verify:
        click.echo(words)
        return
    say_verification(found, setting)
    if not found.agrees:
        click.get_current_context().exit(FINDINGS)


def say_verification(found: run.Verification, setting: Setting) -> None:
    """What differs, then one line of figures."""
    language = setting.language
    if not found.same_definitions:
        click.echo(phrase("cli.other_definitions", language))
    for one in found.comparison.differences:
        for key, count, rows in (("here", one.here, one.only_here),
                                 ("there", one.there, one.only_there)):  # fmt: skip
            if count:
                click.echo(phrase(f"cli.only_{key}", language, table=one.table, count=count))
                for row in rows:
                    click.echo(f"  {row}")
    click.echo(
        phrase("cli.verified", language, files=found.files, tables=found.comparison.tables,
               rows=found.comparison.rows, different=len(found.comparison.differences),
               publication=found.publication.number, digest=found.comparison.digest)
    )  # fmt: skip


VERBS = (rebuild,)
