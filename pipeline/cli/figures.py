"""Verbs about numbers: show, status, trace."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any, TypeVar

import click

from pipeline.cli.handouts import Wanted, hand_out, handout_options
from pipeline.cli.options import (
    Setting,
    json_option,
    print_json,
    remember_period,
    world_options,
)
from pipeline.cli.score_shapes import ScorecardJson
from pipeline.cli.selection import chosen
from pipeline.cli.shapes import QueryJson, ShowJson, StatusJson, show_json, status_json
from pipeline.cli.show_lines import show_lines
from pipeline.cli.tables import print_table
from pipeline.cli.trace_shapes import TraceJson, trace_json
from pipeline.cli.unit_shapes import UnitsJson
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import Contribution, CorrectionNote, ReportRow, Trace
from pipeline.queries.reminders import late_by
from pipeline.wording.numbers import number, unit_word
from pipeline.wording.phrases import phrase
from pipeline.wording.words import figure

unit_option = click.option(
    "--unit", help="单位代码 Code of the unit. [default: the one with most reports]"
)
period_option = click.option(
    "--period", callback=remember_period,
    help="报告期 For example 2024Q3, or SY2024 by another calendar. [default: the latest]",
)  # fmt: skip
Shape = TypeVar("Shape", ShowJson, StatusJson, TraceJson, ScorecardJson, QueryJson,
                UnitsJson)  # fmt: skip
ALL_CELLS, MOST_CELLS, MOST_REPORTS = 1_000_000, 40, 60


@click.command()
@click.argument("indicator")
@unit_option
@period_option
@click.option("--family", help="口径 Denominator family.")
@click.option(
    "--plan", help="按哪个计划的目标 By the target of this plan. [default: the one in force]"
)
@world_options
@json_option
@click.pass_obj
def show(setting: Setting, indicator: str, unit: str | None, period: str | None,
         family: str | None, plan: str | None, as_json: bool) -> None:  # fmt: skip
    """看一个指标。 One indicator: value, numerator, denominator, target, status.

    \b
    Examples:
      unionkpi show unionisation_rate
      unionkpi show new_members --unit AHX --period 2024Q3 --json
    """
    setting, unit, period = chosen(setting, unit, period)
    page = questions.indicator_page(setting.reader, indicator, unit, period, family, plan=plan)
    if plan:
        questions.check_plan(setting.reader, page.unit.code, page.period, plan)
    said = of_world(show_json(page, setting.language), setting)
    if as_json:
        print_json(asdict(said))
        return
    language = setting.language
    title = " · ".join(
        (page.indicator.name.in_language(language), page.unit.name.in_language(language),
         page.period.label.in_language(language))
    )  # fmt: skip
    print_table(title, ("", ""), show_lines(page, language))


def of_world(said: Shape, setting: Setting) -> Shape:
    """An answer that says as of when, and by which tree."""
    day = str(setting.as_of) if setting.as_of else None
    return replace(said, as_of=day, tree=setting.tree)


def heads_of(verb: str, names: Iterable[str], language: Language) -> list[str]:
    """The column heads of a verb's table."""
    return [phrase(f"cli.{verb}_{name}", language) for name in names]


@click.command()
@unit_option
@period_option
@click.option("--form", help="报表 Only this form.")
@click.option("--state", type=click.Choice(["accepted", "late", "withheld", "missing"]),
              help="只看一种：按时、迟报、未计入、未报 Only reports in time, late, held back or "
              "missing.")  # fmt: skip
@handout_options
@world_options
@json_option
@click.pass_obj
def status(setting: Setting, unit: str | None, period: str | None, form: str | None,
           state: str | None, as_json: bool, **handed: Any) -> None:  # fmt: skip
    """报送情况：谁报了、谁没报、谁被退回。 Who has reported, who is late, held back or missing.

    \b
    Examples:
      unionkpi status
      unionkpi status --unit AHX --period 2024Q3 --state missing
      unionkpi status --excel 催报名单.xlsx
      unionkpi status --reminder
      unionkpi status --by-superior --on 2024-10-15
    """
    setting, unit, period = chosen(setting, unit, period)
    wanted = Wanted(**handed)
    found = questions.reporting_status(setting.reader, unit, period, form, state, ALL_CELLS)
    if wanted.anything:
        hand_out(found, wanted, setting)
        return
    on = wanted.counted_to(questions.snapshot(setting.reader))
    if as_json:
        print_json(asdict(of_world(status_json(found, on, setting.language), setting)))
        return
    language = setting.language
    if not found.forms:
        period = found.period.label.in_language(language)
        click.echo(phrase("reporting.none", language, period=period))
        return
    rows = [
        (f.title.in_language(language), str(f.expected), str(f.accepted), str(f.on_time),
         str(f.withheld), str(f.missing))
        for f in found.forms
    ]  # fmt: skip
    heads = heads_of(
        "status", ("form", "expected", "accepted", "on_time", "withheld", "missing"), language
    )
    title = f"{found.unit.name.in_language(language)} · {found.period.label.in_language(language)}"
    print_table(title, heads, rows, right=[1, 2, 3, 4, 5])
    named = [r for r in found.rows if state or r.state in ("missing", "withheld") or r.owed]
    if named:
        listed = [
            (r.unit.name.in_language(language), r.form_title.in_language(language),
             phrase(f"state_of.{r.listed_as}", language), late_words(r, on, language))
            for r in named[:MOST_REPORTS]
        ]  # fmt: skip
        print_table("", ["", "", "", ""], listed)
        how = "--json" if state else "--excel FILE"
        say_cut(MOST_REPORTS, len(named), language, how)


def late_words(row: ReportRow, on: date, language: Language) -> str:
    """How many days late a report is; nothing where it is not."""
    days = late_by(row, on)
    return "" if days is None else phrase("cli.days_late", language, days=number(days))


@click.command()
@click.argument("indicator")
@unit_option
@period_option
@click.option("--span", type=click.Choice(["period", "to_date"]),
              help="只算本期，还是年初到本期末 The period alone, or the year up to its "
              "end.")  # fmt: skip
@click.option("--segment", default="", help="分组 For example unit.ownership=state.")
@click.option("--family", help="口径 Denominator family.")
@world_options
@json_option
@click.pass_obj
def trace(setting: Setting, indicator: str, unit: str | None, period: str | None,
          span: str | None, segment: str, family: str | None, as_json: bool) -> None:  # fmt: skip
    """溯源：这个数是哪些单元格加出来的。 A number's way back to file, sheet and cell.

    \b
    Examples:
      unionkpi trace unionisation_rate --unit AHX01 --period 2024Q3
      unionkpi trace aid_funds_disbursed --unit AHX --period 2024Q3 --json
    """
    setting, unit, period = chosen(setting, unit, period)
    limit = ALL_CELLS if as_json else MOST_CELLS
    found = questions.trace(setting.reader, indicator, unit, period, span, segment, family, limit)
    if as_json:
        print_json(asdict(of_world(trace_json(found, setting.language), setting)))
    else:
        say_trace(found, setting)


CELL_HEADS = ("role", "of_unit", "file", "sheet", "cell", "value", "amount")
"""Whose cell it is comes first: offices name their files alike."""


def say_trace(found: Trace, setting: Setting) -> None:
    """The number, its cells, and whether they add up to it; then what was carried forward."""
    language = setting.language
    heads = heads_of("trace", CELL_HEADS, language)
    name = found.indicator.name.in_language(language)
    shown = figure(found.value.value, found.indicator)
    names = (name, found.unit.name.in_language(language), found.period.label.in_language(language))
    title = f"{' · '.join(names)} = {shown}"
    if found.value.value is not None:
        title += f" {unit_word(found.indicator.unit_label, shown, language)}"
    rows = [cell_row(c, language) for c in found.contributions]
    print_table(title, heads, rows, right=[len(CELL_HEADS) - 1])
    say_cut(len(found.contributions), found.total_contributions, language)
    if found.total_carried:
        say_carried(found, setting)
    cells = (*found.contributions, *found.carried)
    for note in dict.fromkeys(c.correction for c in cells if c.correction):
        click.echo(correction_words(note, language))
    if found.agrees is None:
        click.echo(phrase("trace.left_out", language))
        return
    key = "cli.trace_agrees" if found.agrees else "cli.trace_differs"
    click.echo(
        phrase(key, language, cells=found.total_contributions,
               numerator=number(found.recomputed_numerator, 0),
               denominator=number(found.recomputed_denominator, 0))
    )  # fmt: skip


def cell_row(cell: Contribution, language: Language) -> tuple[str, ...]:
    """One cell: where it stands and what it adds."""
    role, unit = phrase(f"cli.{cell.role}", language), cell.unit.name.in_language(language)
    return (role, unit, cell.file, cell.sheet, cell.cell, cell.written(language),
            number(cell.amount, 0))  # fmt: skip


def say_carried(found: Trace, setting: Setting) -> None:
    """The cells that only the estimate has, each with the period it was reported for."""
    language = setting.language
    names = (*CELL_HEADS, "from_period")
    rows = [(*cell_row(c, language), c.period_name.in_language(language)) for c in found.carried]
    estimate = figure(found.recomputed_estimate, found.indicator)
    title = phrase(
        "cli.trace_carried", language, cells=found.total_carried, estimate=estimate,
        unit=unit_word(found.indicator.unit_label, estimate, language),
    )  # fmt: skip
    print_table(title, heads_of("trace", names, language), rows, right=[len(CELL_HEADS) - 1])
    say_cut(len(found.carried), found.total_carried, language)


def say_cut(shown: int, total: int, language: Language, how: str = "--json") -> None:
    """That a list goes on, where it does, and how all of it is had."""
    if shown < total:
        click.echo(phrase("cli.cut", language, shown=shown, total=total, how=how))


def correction_words(note: CorrectionNote, language: Language) -> str:
    """What a superior corrected, in one sentence."""
    blank = phrase("correction.blank", language)
    return phrase(
        "correction.note", language, field=note.field_label.in_language(language),
        reported=note.reported or blank,
        corrected=note.corrected or blank, unit=note.decided_by.name.in_language(language),
        day=note.decided_on, reason=note.reason.in_language(language),
    )  # fmt: skip


VERBS = (show, status, trace)
