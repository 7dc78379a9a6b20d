"""Verbs about what was published: rebuild, freeze, restatements."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

import click

from pipeline import run
from pipeline.cli.options import (
    FINDINGS,
    Setting,
    json_option,
    leave_with,
    print_json,
    world_options,
)
from pipeline.cli.restatement_shapes import restatements_json
from pipeline.cli.tables import print_table, progress_bar, working
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import Cause, Rejudged, Restatement
from pipeline.scenarios.freezing import freeze as keep
from pipeline.scenarios.freezing import frozen_so
from pipeline.warehouse.readings import LOST
from pipeline.wording.dates import record_moment
from pipeline.wording.numbers import completed, number
from pipeline.wording.phrases import phrase
from pipeline.wording.scores import points_text
from pipeline.wording.statuses import status_word
from pipeline.wording.words import figure


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
        say_readings(result, setting.language)
        return
    say_verification(found, setting)
    if not found.agrees:
        click.get_current_context().exit(FINDINGS)


def say_readings(result: run.Ingestion, language: Language) -> None:
    """How many kept readings were lost: those that could be written again, and those for good."""
    lost = len({f.sha256 for f in result.files if any(one.slug == LOST for one in f.findings)})
    for name, count in (("mended", result.again.mended), ("lost", lost)):
        if count:
            click.echo(phrase(f"redefined.{name}", language, files=count), err=True)


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


@click.command()
@click.argument("period")
@click.option("--unit", help="单位代码 Code of the unit. [default: the one with most reports]")
@click.option("--reason", required=True, help="事由 Why, for example: the report is issued.")
@click.option("--document", help="文号 Number of the paper.")
@click.pass_obj
def freeze(setting: Setting, period: str, unit: str | None, reason: str,
           document: str | None) -> None:  # fmt: skip
    """冻结一期已发布的数，以后的改动进更正台账。 Pin what is published of a period.

    The figures of the unit and all below it are kept (data/raw/frozen), and their snapshot is not
    pruned. What changes later is listed by: unionkpi restatements.

    \b
    Examples:
      unionkpi freeze 2024Q3 --reason 季报已印发 --document 县工〔2024〕8号
      unionkpi freeze 2024Q3 --unit AHX --reason "the report is issued"
    """
    known = questions.nouns(setting.reader)
    chosen = unit or questions.default_selection(setting.reader)[0]
    ref, at = known.unit(chosen), known.period(period)
    language = setting.language
    named = {"unit": ref.name.in_language(language), "period": at.label.in_language(language)}
    same = frozen_so(setting.reader, ref.code, at.code, reason, document)
    if same is not None:
        leave_with("cli.frozen_already", FINDINGS, **named, name=same.name,
                   at=record_moment(same.frozen_at))  # fmt: skip
    with working(phrase("cli.freezing", language)):
        made = keep(setting.reader, ref.code, at.code, reason, document)
    click.echo(phrase("cli.frozen", language, **named, publication=made.publication,
                      name=made.name))  # fmt: skip


@click.command()
@click.option("--unit", help="单位代码 Code of the unit. [default: the one with most reports]")
@click.option("--period", help="只看这一期 Only this frozen period.")
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True,
              help="最多列几个数 Figures to list at most.")  # fmt: skip
@world_options
@json_option
@click.pass_obj
def restatements(setting: Setting, unit: str | None, period: str | None, limit: int,
                 as_json: bool) -> None:  # fmt: skip
    """更正台账：冻结以后变了的数，原数、现数、原因。 Figures changed since they were frozen.

    \b
    Examples:
      unionkpi restatements
      unionkpi restatements --unit AHX01 --period 2024Q3 --json
    """
    chosen = unit or questions.default_selection(setting.reader)[0]
    found = questions.restatements(setting.reader, chosen, period, limit)
    language = setting.language
    if as_json:
        print_json(asdict(restatements_json(found, language)))
        return
    heads = [phrase(f"restatements.{name}", language)
             for name in ("period", "figure", "frozen_unit", "old", "new", "why")]  # fmt: skip
    print_table("", heads, [ledger_row(row, language) for row in found.rows], right=[3, 4])
    click.echo(phrase("cli.restatements", language, total=found.total, shown=len(found.rows)))
    if found.judged:
        heads[1] = phrase("restatements.judged", language)
        rows = [judged_line(one, language) for one in found.judged]
        print_table("", heads, rows, right=[3, 4])
        click.echo(phrase("cli.rejudged", language, total=found.total_judged,
                          shown=len(found.judged)))  # fmt: skip


def ledger_row(row: Restatement, language: Language) -> tuple[str, ...]:
    """One line of the ledger."""
    name = row.indicator.name.in_language(language)
    if row.family_label is not None:
        name += f" · {row.family_label.in_language(language)}"
    if row.segment_label is not None:
        name += f" · {row.segment_label.in_language(language)}"
    figures = [figure(v, row.indicator) for v in (row.old, row.new)]
    if row.old == row.new and row.old_terms and row.new_terms:
        terms = (row.old_terms, row.new_terms)
        figures = [f"{shown} = {' ÷ '.join(as_sum(term) for term in made_of)}"
                   for shown, made_of in zip(figures, terms, strict=True)]  # fmt: skip
    if row.concealed:
        figures = [phrase("restatements.concealed", language), ""]
    return ledger_line(row, name, figures, language)


def ledger_line(
    one: Restatement | Rejudged, name: str, figures: Sequence[str], language: Language
) -> tuple[str, ...]:
    """What changed, where and why."""
    period, unit = one.period.label.in_language(language), one.unit.name.in_language(language)
    return (period, name, unit, *figures, "; ".join(why(cause, language) for cause in one.causes))


def as_sum(term: Decimal | None) -> str:
    """What stands above or below the line of a rate."""
    return number(term, 0 if term is None or term == term.to_integral_value() else 2)


def judged_line(one: Rejudged, language: Language) -> tuple[str, ...]:
    """One target or score of the ledger."""
    shown = []
    for value, status in ((one.old, one.old_status), (one.new, one.new_status)):
        figure = points_text(value) if one.target is None else completed(value)
        shown.append(f"{figure} {status_word(status, language)}" if status else figure)
    if one.concealed:
        shown = [phrase("restatements.concealed", language), ""]
    name = one.name.in_language(language)
    return ledger_line(one, name, shown, language)


def why(cause: Cause, language: Language) -> str:
    """A cause in one line, with its first cell."""
    words = [phrase(f"restatements.{cause.kind}", language), str(cause.when)]
    words += [cause.unit.name.in_language(language)] if cause.unit else []
    for cell in cause.cells[:1]:
        words.append(
            phrase("restatements.cell", language, place=f"{cell.file} › {cell.sheet} › {cell.cell}",
                   field=cell.field.in_language(language), old=cell.old or "—",
                   new=cell.new or "—")
        )  # fmt: skip
    return " ".join(words)


VERBS = (rebuild, freeze, restatements)
