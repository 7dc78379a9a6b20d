"""The verb that adds up the forms of the units below."""

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import click

from pipeline.cli.figures import period_option, unit_option
from pipeline.cli.options import Setting, json_option, print_json, world_options
from pipeline.cli.selection import chosen
from pipeline.cli.summary_shapes import summary_json
from pipeline.cli.tables import print_table
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import FormSummary, SummaryField
from pipeline.wording.numbers import ABSENT, number
from pipeline.wording.phrases import phrase


@click.command("summary")
@unit_option
@period_option
@click.option("--form", help="只要这张表 Only this form.")
@click.option("--excel", type=click.Path(dir_okay=False, path_type=Path),
              help="写成 Excel，每张表一页 Write a workbook, a sheet for each form.")  # fmt: skip
@world_options
@json_option
@click.pass_obj
def summary(
    setting: Setting,
    unit: str | None,
    period: str | None,
    form: str | None,
    excel: Path | None,
    as_json: bool,
) -> None:
    """汇总表：下级各表逐项相加，分单位列出。 Add up the forms of all units below.

    Only reports that count are added, and a blank stays blank. Registers are
    lists and are not added up here.

    \b
    Examples:
      unionkpi summary --unit AHX --period 2024Q3
      unionkpi summary --unit AHX --period 2024Q3 --excel summary.xlsx
      unionkpi summary --form membership --json
    """
    setting, unit, period = chosen(setting, unit, period)
    found = questions.summaries(setting.reader, unit, period, form)
    if excel is not None:
        from pipeline.reports.summary_workbook import summary_workbook  # xlsxwriter takes a while
        from pipeline.reports.words import Words

        words, snapshot = Words(setting.language), questions.snapshot(setting.reader)
        content = summary_workbook(found, snapshot, words)
        excel.parent.mkdir(parents=True, exist_ok=True)
        excel.write_bytes(content)
    if as_json:
        print_json(asdict(summary_json(found, setting.language)))
    elif excel is not None:
        click.echo(phrase("cli.summary_written", setting.language, path=str(excel)))
    elif not found.forms:
        label = found.period.label.in_language(setting.language)
        click.echo(phrase("reporting.none", setting.language, period=label))
    else:
        for one in found.forms:
            print_summary(one, setting.language)


def print_summary(form: FormSummary, language: Language) -> None:
    """One form: a line a field, everything added up."""
    everything = form.rows[0]
    title = phrase("summary.title", language, form=form.title.in_language(language),
                   number=form.number)  # fmt: skip
    print_table(f"{title}  {everything.reported}/{everything.expected}", ("", ""), [
        (field.label.in_language(language), amount(everything.values[field.id], field))
        for field in form.fields
    ])  # fmt: skip


def amount(value: Decimal | None, field: SummaryField) -> str:
    """A sum as the form prints it."""
    if value is None:
        return ABSENT
    return number(value / field.factor, 2 if field.type == "money" else 0)


VERBS = (summary,)
