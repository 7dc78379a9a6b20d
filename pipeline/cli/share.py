"""Verbs that hand something over: report, extract."""

from pathlib import Path
from typing import Any

import click

from pipeline.cli.figures import unit_option
from pipeline.cli.issuing import check_issue, issue_of, issue_options
from pipeline.cli.options import Setting, world_options
from pipeline.cli.selection import chosen
from pipeline.cli.tables import progress_bar, working
from pipeline.queries import questions
from pipeline.queries.nouns import nouns
from pipeline.wording.phrases import phrase


@click.command()
@click.argument("period")
@click.option("--unit", help="单位代码 Code of the unit. [default: the one with most reports]")
@click.option("--out", type=click.Path(path_type=Path), default=Path("report"), show_default=True,
              help="写到哪个文件夹 Folder to write to.")  # fmt: skip
@click.option(
    "--all-below",
    is_flag=True,
    help="该单位及以下有目标或有下级的单位，每个单位一份 One for the unit and for every unit below "
    "that has targets or units of its own.",
)
@click.option(
    "--one-page",
    is_flag=True,
    help="这些单位合成一个网页文件，点单位名逐级往下看 All of these in one HTML file, which leads "
    "from unit to unit.",
)
@issue_options
@world_options
@click.pass_obj
def report(
    setting: Setting,
    period: str,
    unit: str | None,
    out: Path,
    all_below: bool,
    one_page: bool,
    **decided: Any,
) -> None:
    """季度图表和通报：网页、Word、图片、Excel。 The circular: HTML, Word, SVG, PNG, Excel.

    The HTML file is complete in itself and opens from a USB stick; with --all-below, names of
    units in it lead to the files of the others in the folder. With --one-page one HTML file holds
    all of them, to be sent on as it is.

    Number, title, addressees, issuer, copies and printer come from `circular` in product.yml, or
    from the options here; what neither says is left out.

    \b
    Examples:
      unionkpi report 2024Q3 --out /tmp/2024Q3
      unionkpi --lang en report 2024Q3 --unit AHX --out circular
      unionkpi report 2024Q3 --unit AHX --all-below --out 通报
      unionkpi report 2024Q3 --unit AHX --one-page --out 通报
      unionkpi report 2024Q3 --unit AHX --plan sample_2024_ahx
      unionkpi report 2024Q3 --unit AHX --number 县工〔2024〕12号 --to 各乡镇总工会
    """
    # matplotlib takes a second to import
    from pipeline.reports.one_page import write_one_page
    from pipeline.reports.quarterly import write_report, write_reports

    issue = issue_of(**decided)
    unit = unit or questions.default_selection(setting.reader)[0]
    check_issue(setting, issue, unit, alone=not (all_below or one_page))
    if all_below or one_page:
        units = questions.issuing_units(setting.reader, unit, period)
        if not units:
            option = "--all-below" if all_below else "--one-page"
            said = phrase("cli.nobody_issued", setting.language, unit=unit, option=option)
            raise click.UsageError(said)
        codes = [one.code for one in units]
        with progress_bar(len(codes), phrase("cli.drawing", setting.language)) as show:
            if one_page:
                path = write_one_page(
                    setting.reader, codes, period, out, setting.language, show, issue
                )
                click.echo(str(path))
                return
            written = write_reports(
                setting.reader, codes, period, out, setting.language, issue, show
            )
        click.echo(phrase("cli.reports_written", setting.language, count=len(written),
                          first=str(written[0].html)))  # fmt: skip
        return
    with progress_bar(None, phrase("cli.drawing", setting.language)):
        files = write_report(setting.reader, unit, period, out, setting.language, issue)
    for path in (files.html, files.word, *files.charts, files.workbook):
        click.echo(str(path))


@click.command()
@unit_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True,
              help="空的或新的文件夹 An empty or new folder.")  # fmt: skip
@click.option("--parquet", is_flag=True, help="另把每张表写成 Parquet Also write each table so.")
@click.pass_obj
def extract(setting: Setting, unit: str | None, out: Path, parquet: bool) -> None:
    """数据包：一个单位及以下的数据，交给它自己看。 One unit's part of the data, to hand down.

    The folder holds the published figures and reports of the unit and all below it, and of nobody
    else: whoever serves it or asks it in SQL sees no other. Numbers of persons and texts beside
    them stay behind, and so do the originals. Reports cannot be taken in there.

    \b
    Examples:
      unionkpi extract --unit AHX01 --out AHX01
      unionkpi extract --unit AHX01 --out AHX01_parquet --parquet
      unionkpi serve --data AHX01
    """
    from pipeline.scenarios.extract import write_extract, write_tables

    language = setting.language
    unit = nouns(setting.reader).unit(chosen(setting, unit, None)[1]).code
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(phrase("cli.extract_not_empty", language, out=str(out)))
    with working(phrase("cli.extracting", language)):
        units = write_extract(setting.reader, unit, out)
        if parquet:
            write_tables(out)
    click.echo(phrase("cli.extracted", language, unit=unit, units=units, out=str(out)))


VERBS = (report, extract)
