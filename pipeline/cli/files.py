"""Verbs about files: template, ingest, build, sample."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from pipeline import drafting, looking_ahead, run
from pipeline.cli.looking import look_json, say_look
from pipeline.cli.options import (
    FINDINGS,
    UNREADABLE,
    Setting,
    json_option,
    print_json,
    reason_option,
    return_option,
    say_answers,
    say_findings,
    wait_option,
)
from pipeline.cli.shapes import ingest_json
from pipeline.cli.tables import print_table, progress_bar
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from pipeline.domain.status import Verdict
from pipeline.queries.closed_units import unit_on
from pipeline.queries.nouns import NotFound, code_of_period
from pipeline.reports import outbox, owing
from pipeline.reports.answer.not_made import not_made
from pipeline.sample.county import generate
from pipeline.wording.numbers import number
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import verdict_word

existing = click.Path(exists=True, path_type=Path)
STEPS = 4
"""of a build: judged again, computed, checked, published"""
SHOWN = 8
"""Rules that did not run are listed so far; the rest is counted."""


units_option = click.option(
    "--units", type=click.IntRange(min=1), default=300, show_default=True,
    help="基层工会数 Grassroots unions.",
)  # fmt: skip
periods_option = click.option(
    "--periods", type=click.IntRange(min=1), default=8, show_default=True,
    help="季度数 Quarters.",
)  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, required=True, type=existing)
@click.option("--sender", help="寄件人 Who sent the files.")
@click.option(
    "--by-file-time",
    is_flag=True,
    help="按文件修改时间作为收到时间，用于补录 Count files as received when they were "
    "last written (for past periods).",
)
@click.option(
    "--draft",
    is_flag=True,
    help="先存为草稿，不上报 Check and keep as drafts; nothing counts until submitted.",
)
@reason_option
@return_option
@wait_option
@json_option
@click.pass_obj
def ingest(setting: Setting, paths: tuple[Path, ...], sender: str | None, by_file_time: bool,
           draft: bool, reason: str, answers: Path | None, wait: float,
           as_json: bool) -> None:  # fmt: skip
    """收报表：归档、检查、入库、发布。 Take files in, check them, load and publish.

    Files, folders and .zip bundles. Files with errors are held back whole and listed with sheet
    and cell; the others go on. Originals are archived unchanged.

    \b
    Examples:
      unionkpi ingest data/raw/inbox --return 退回件
      unionkpi ingest 东河镇.zip --sender 东河镇总工会
      unionkpi ingest old-years/ --by-file-time --json
      unionkpi ingest data/raw/inbox --wait 600
      unionkpi ingest 三厂.xlsx --reason 漏报两名新会员
      unionkpi ingest 三厂.xlsx --draft
    """
    with progress_bar(None, phrase("cli.reading", setting.language)) as show:
        if draft:
            result = drafting.save_drafts(
                paths, setting.config, setting.data, sender=sender, answers=answers,
                language=setting.language,
            )  # fmt: skip
        else:
            result = run.ingest(
                paths, setting.config, setting.data, sender=sender, by_file_time=by_file_time,
                progress=lambda stage, files: show(files), answers=answers,
                language=setting.language, wait=wait, reason=reason,
            )  # fmt: skip
    say_answers(result.answers, answers, setting.language)
    if as_json:
        print_json(asdict(ingest_json(result, setting.language)))
    else:
        say_ingestion(result, setting, how="cli.all_by_json" if draft else "cli.all_by_page")
    if draft:
        click.echo(phrase("draft.saved_count", setting.language), err=True)
    leave_by(result)


def leave_by(result: run.Ingestion) -> None:
    """The exit code of what became of files."""
    if any(f.verdict is Verdict.UNREADABLE for f in result.files):
        click.get_current_context().exit(UNREADABLE)
    if result.withheld or result.corrections:
        click.get_current_context().exit(FINDINGS)


def say_ingestion(
    result: run.Ingestion, setting: Setting, limit: int = 200, how: str = "cli.all_by_page"
) -> None:
    """Findings line by line, errors first, then how many files had which verdict."""
    findings = [finding for file in result.files for finding in file.findings]
    findings += result.corrections
    say_findings(findings, setting.language, limit, how)
    say_not_run(result, setting.language)
    say_judged_again(result, setting.language)
    rows = [
        (
            verdict_word(verdict, setting.language),
            str(sum(f.verdict is verdict for f in result.files)),
        )
        for verdict in Verdict
    ]
    number = result.publication.number if result.publication else 0
    title = phrase("cli.ingested", setting.language, files=len(result.files), publication=number)
    print_table(title, ("", ""), rows, right=[1])


def say_not_run(result: run.Ingestion, language: Language) -> None:
    """Which rules did not run, why and in how many reports, on stderr; nothing where all did.

    Those of all files together, the most frequent first; there are many, and none is a fault.
    """
    missed = [one for file in result.files for one in file.rules_not_run]
    rules = sorted(not_made(missed, result.forms, language), key=lambda one: -one.reports)
    if not rules:
        return
    click.echo(phrase("answer.not_run_count", language, count=len(rules)), err=True)
    for one in rules[:SHOWN]:
        said = phrase("answer.not_run_line", language, form=one.form, rule=one.what, why=one.why,
                      reports=number(one.reports, 0))  # fmt: skip
        click.echo(f"  {said}", err=True)
    if len(rules) > SHOWN:
        more = phrase("answer.not_run_more", language, count=len(rules) - SHOWN)
        click.echo(f"  {more}", err=True)


def say_judged_again(result: run.Ingestion, language: Language) -> None:
    """How many files that were held back are accepted by the definitions of now, on stderr."""
    if result.judged_again:
        good = sum(file.verdict is Verdict.ACCEPTED for file in result.judged_again)
        told = phrase("cli.judged_again", language, files=len(result.judged_again), accepted=good)
        click.echo(told, err=True)
    again = result.again
    for name in ("adopted", "retained", "mended"):
        count = getattr(again, name)
        if count:
            said = phrase(f"redefined.{name}", language, files=count, changed=again.refigured)
            click.echo(said, err=True)
    for name, files in (("reread", again.reread), ("kept", again.kept), ("locked", again.locked)):
        if files:
            said = phrase(f"confirmed.{name}", language, **{name: len(files)})
            click.echo(said, err=True)


@click.command()
@click.option(
    "--look",
    is_flag=True,
    help="只看：改了报表定义或名册，收下的报表会有哪些改动 Only look what changed forms or a "
    "changed roster would do to accepted reports; change nothing.",
)
@click.option("--limit", default=200, show_default=True,
              help="最多列几份、几格（--json 全列） Reports and cells to print; "
              "--json gives all.")  # fmt: skip
@wait_option
@json_option
@click.pass_obj
def build(setting: Setting, look: bool, limit: int, wait: float, as_json: bool) -> None:
    """改了定义之后：重读、重算并发布。 Read again, compute and publish after changing definitions.

    Files that were held back are judged again: a unit that was unknown may be registered now.
    Where forms or the roster have changed, accepted reports follow them, from the archived
    originals; what is locked, or would not be accepted any more, stays as it was read, and a
    finding says so.

    \b
    Examples:
      unionkpi build --look
      unionkpi build
      unionkpi build --look --json
      unionkpi --config config --config data/raw/sample/config build
    """
    if as_json and not look:
        raise click.UsageError(phrase("redefined.json_of_look", setting.language))
    if look:
        looked(setting, wait, limit, as_json)
        return
    with (
        progress_bar(None, phrase("cli.rereading", setting.language)) as reread,
        progress_bar(STEPS, phrase("cli.computing", setting.language)) as show,
    ):
        result = run.build(
            setting.config, setting.data, wait,
            lambda step, done: reread(done) if step == "redefined" else show(done),
        )  # fmt: skip
    number = result.publication.number if result.publication else 0
    say_findings(result.corrections, setting.language, how="cli.all_by_corrections")
    say_judged_again(result, setting.language)
    click.echo(phrase("cli.built", setting.language, publication=number))
    if result.corrections:
        click.get_current_context().exit(FINDINGS)


def looked(setting: Setting, wait: float, limit: int, as_json: bool) -> None:
    """Print what ``build`` would do with the reports on record."""
    catalogue = run.load(setting.config)
    with progress_bar(None, phrase("cli.rereading", setting.language)) as show:
        found = looking_ahead.look(catalogue, setting.data, wait, lambda stage, files: show(files))
    if as_json:
        print_json(asdict(look_json(found, setting.language)))
    else:
        say_look(found, catalogue, setting.language, limit)


@click.command()
@click.argument("forms", nargs=-1)
@click.option("--unit", required=True, help="单位代码 Code of the unit.")
@click.option("--period", "period_code", required=True, help="报告期 For example 2024Q3.")
@click.option(
    "--all-below",
    is_flag=True,
    help="该单位以下所有填报单位，每个单位一个工作簿 A workbook for every reporting unit below it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default=True,
    help="文件夹；--all-below 时也可以是 .zip Folder for the workbooks, or a .zip of them.",
)
@click.pass_obj
def template(setting: Setting, forms: tuple[str, ...], unit: str, period_code: str,
             all_below: bool, out: Path) -> None:  # fmt: skip
    """生成空白报表（不写报表名则为该单位的整套）。 Write a blank workbook for a unit.

    Without FORMS, the unit's whole set in one workbook. Figures of the period before stand
    beside, where they have been published.

    \b
    Examples:
      unionkpi template membership --unit AHX020002 --period 2025Q1
      unionkpi template --unit AHX020002 --period 2025Q1 --out outbox
      unionkpi template --unit AHX --period 2025Q1 --all-below --out 2025Q1.zip
    """
    catalogue = run.load(setting.config)
    code = code_of_period(period_code, catalogue.calendars)
    period = parse_period(code, catalogue.calendars)
    org_unit = unit_on(catalogue, unit, period.end)
    for form in forms:
        if form not in catalogue.forms:
            raise NotFound.form(form, list(catalogue.forms))
    reader, language = setting.published_reader, setting.language
    if not all_below:
        if not owing.forms_of(catalogue, org_unit):
            name = org_unit.name.in_language(language)
            raise click.UsageError(phrase("cli.owes_nothing", language, unit=unit, name=name))
        if not owing.owes(catalogue, org_unit, period):
            told = {"name": org_unit.name.in_language(language), "period": period.label(language),
                    "like": outbox.period_like(catalogue, org_unit, period).code}  # fmt: skip
            raise click.UsageError(phrase("cli.owes_not_then", language, unit=unit, **told))
        path = out / f"{unit}_{period.code}.xlsx"
        chosen = forms or owing.forms_of(catalogue, org_unit)
        outbox.write_template(path, catalogue, org_unit, period, chosen, language, reader)
        click.echo(str(path))
        say_not_owed(catalogue, org_unit, forms, language)
        return
    units = outbox.units_below(catalogue, unit, period)
    if not units:
        raise click.UsageError(phrase("cli.no_units_below", language, unit=unit))
    if forms and not any({*forms} & {*owing.forms_of(catalogue, one)} for one in units):
        named = " ".join(forms)
        raise click.UsageError(phrase("cli.owed_by_none", language, unit=unit, forms=named))
    written = outbox.write_templates(out, catalogue, units, period, forms, language, reader)
    with progress_bar(len(units), phrase("cli.writing_templates", language)) as show:
        count = 0
        for _ in written:
            count += 1
            show(count)
    click.echo(phrase("cli.templates_written", language, count=count, out=str(out)))


def say_not_owed(
    catalogue: Catalogue, unit: OrgUnit, forms: Sequence[str], language: Language
) -> None:
    """Say which of the forms nobody expects of the unit."""
    owed = owing.forms_of(catalogue, unit)
    if others := [form for form in forms if form not in owed]:
        told = {"name": unit.name.in_language(language), "forms": " ".join(others)}
        click.echo(phrase("cli.not_owed", language, owed=" ".join(owed), **told), err=True)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("data/raw/sample"),
    show_default=True,
    help="文件夹 Folder to (re)write.",
)
@units_option
@periods_option
@click.option("--seed", default=1, show_default=True, help="种子 Seed.")
@click.option(
    "--mistakes",
    type=click.FloatRange(0, 1),
    default=0.06,
    show_default=True,
    help="有错文件的比例 Share of files with one mistake.",
)
@click.pass_obj
def sample(setting: Setting, out: Path, units: int, periods: int, seed: int,
           mistakes: float) -> None:  # fmt: skip
    """生成一个示例县（程序生成，不是真实数据）。 Write a generated county, labelled as such.

    \b
    Examples:
      unionkpi sample
      unionkpi sample --units 24 --periods 3 --seed 7 --out /tmp/county
    """
    catalogue = run.load(setting.config)
    with progress_bar(None, phrase("cli.generating", setting.language)) as show:
        manifest = generate(
            out, catalogue, units=units, periods=periods, seed=seed, mistakes=mistakes,
            progress=lambda done, of: show(done),
        )  # fmt: skip
    click.echo(
        phrase("cli.generated", setting.language, files=len(manifest.files),
               mistakes=len(manifest.mistakes), out=str(out))
    )  # fmt: skip


VERBS = (ingest, build, template, sample)
