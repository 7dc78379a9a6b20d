"""What an office hands out: owed reports or rows of a query as a workbook, a reminder as text."""

from pathlib import Path

import click

from pipeline.cli.options import Callback, Setting
from pipeline.queries import questions
from pipeline.queries.answers import ReportingStatus, SqlResult
from pipeline.wording.phrases import phrase


def handout_options(command: Callback) -> Callback:
    """--excel, --reminder."""
    for option in (
        click.option("--reminder", "remind", is_flag=True,
                     help="催报文字，可粘贴到微信、钉钉 Print a text that reminds those who owe."),
        click.option("--excel", type=click.Path(dir_okay=False, path_type=Path),
                     help="把催报名单和待改文件写成 Excel Write who owes what to this workbook."),
    ):  # fmt: skip
        command = option(command)
    return command


def hand_out(found: ReportingStatus, excel: Path | None, remind: bool, setting: Setting) -> None:
    """Write or print what was asked for."""
    from pipeline.reports.county_list import county_list  # xlsxwriter is not needed otherwise
    from pipeline.reports.reminder import reminder
    from pipeline.reports.words import Words

    words = Words(setting.language)
    if excel is not None:
        waiting = questions.open_files(setting.reader, found.unit.code)
        snapshot = questions.snapshot(setting.reader)
        excel.parent.mkdir(parents=True, exist_ok=True)
        excel.write_bytes(county_list(found, waiting, snapshot, words))
        click.echo(phrase("cli.list_written", setting.language, path=str(excel)))
    if remind:
        click.echo(reminder(found, words) or phrase("cli.nobody_owes", setting.language))


def hand_out_rows(result: SqlResult, sql: str, excel: Path, setting: Setting) -> None:
    """Write the rows of a query."""
    from pipeline.reports.query_book import query_book  # xlsxwriter is not needed otherwise
    from pipeline.reports.words import Words

    reader, words = setting.reader, Words(setting.language)
    content = query_book(
        result, sql, questions.library(reader), questions.tables(reader),
        questions.snapshot(reader), words,
    )  # fmt: skip
    excel.parent.mkdir(parents=True, exist_ok=True)
    excel.write_bytes(content)
    click.echo(phrase("cli.result_written", setting.language, path=str(excel)), err=True)
