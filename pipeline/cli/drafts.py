"""Verbs of drafts: submit, drafts; ``ingest --draft`` saves one."""

from dataclasses import asdict
from pathlib import Path

import click

from pipeline import drafting, run
from pipeline.cli.files import leave_by, say_ingestion
from pipeline.cli.naming import period_named, unit_named
from pipeline.cli.options import (
    FINDINGS,
    Setting,
    json_option,
    print_json,
    reason_option,
    return_option,
    say_answers,
    wait_option,
)
from pipeline.cli.shapes import ingest_json
from pipeline.cli.tables import print_table
from pipeline.definitions.catalogue import Catalogue
from pipeline.intake.drafts import Draft
from pipeline.queries.nouns import NotFound
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import verdict_word


@click.command()
@click.option("--unit", required=True, help="填报单位代码 Code of the sender.")
@click.option("--period", help="报告期；不写则全部 For example 2024Q3; otherwise all.")
@reason_option
@return_option
@wait_option
@json_option
@click.pass_obj
def submit(setting: Setting, unit: str, period: str | None, reason: str, answers: Path | None,
           wait: float, as_json: bool) -> None:  # fmt: skip
    """把本单位的草稿正式上报。 Hand in a unit's drafts, as if they came now.

    \b
    Examples:
      unionkpi submit --unit AHX020002
      unionkpi submit --unit AHX020002 --period 2024Q3 --return 退回件
    """
    known_sender(run.load(setting.config), unit)
    chosen = drafting.waiting(setting.data, unit, period)
    if not chosen:
        click.echo(phrase("draft.none", setting.language), err=True)
        click.get_current_context().exit(FINDINGS)
    result = drafting.submit_drafts(
        chosen, setting.config, setting.data, answers=answers, language=setting.language,
        wait=wait, reason=reason,
    )  # fmt: skip
    say_answers(result.answers, answers, setting.language)
    if as_json:
        print_json(asdict(ingest_json(result, setting.language)))
    else:
        say_ingestion(result, setting)
    leave_by(result)


@click.command()
@click.option("--unit", help="填报单位代码 Code of the sender.")
@click.pass_obj
def drafts(setting: Setting, unit: str | None) -> None:
    """列出还没有上报的草稿。 List the drafts that have not been handed in.

    \b
    Examples:
      unionkpi drafts
      unionkpi drafts --unit AHX020002
    """
    language = setting.language
    catalogue = run.load(setting.config)
    if unit is not None:
        known_sender(catalogue, unit)
    names = ("saved", "file", "sender", "unit", "period", "verdict", "errors")
    heads = [phrase(f"draft.{name}", language) for name in names]
    rows = [
        (
            one.saved_at.isoformat(" ", "minutes"), one.name, one.sender or "",
            "\n".join(unit_named(catalogue, u, language) for u in reported(one, 1)),
            "\n".join(period_named(catalogue, p, language) for p in reported(one, 2)),
            verdict_word(one.verdict, language), str(one.errors),
        )
        for one in drafting.waiting(setting.data, unit)
    ]  # fmt: skip
    print_table(phrase("draft.title", language, count=len(rows)), heads, rows, right=[6])


def reported(one: Draft, part: int) -> dict[str, None]:
    """The units or the periods that a draft is of, each once."""
    return dict.fromkeys(key[part] for key in one.reports)


def known_sender(catalogue: Catalogue, unit: str) -> None:
    """Raise NotFound for a unit that the roster does not have: its drafts would be none."""
    if not catalogue.unit_versions(unit):
        raise NotFound.unit(unit, [one.code for one in catalogue.org_units])


VERBS = (submit, drafts)
