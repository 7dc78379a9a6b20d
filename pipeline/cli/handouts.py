"""What an office hands out: owed reports or rows of a query as a workbook, a reminder as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Callback, Setting
from pipeline.queries import questions
from pipeline.queries.answers import Parameter, ReportingStatus, Snapshot, SqlResult
from pipeline.queries.reminders import counted_to, reminders
from pipeline.wording.phrases import phrase

if TYPE_CHECKING:
    from pipeline.reports.words import Words


def handout_options(command: Callback) -> Callback:
    """--excel, --reminder, --by-superior, --on."""
    for option in (
        click.option("--on", type=click.DateTime(["%Y-%m-%d"]),
                     help="逾期天数算到哪天 Count delays up to this day. [default: today]"),
        click.option("--by-superior", is_flag=True,
                     help="催报文字按上级分条 A reminder for each superior, about its own units."),
        click.option("--reminder", "remind", is_flag=True,
                     help="催报文字，可粘贴到微信、钉钉 Print a text that reminds those who owe."),
        click.option("--excel", type=click.Path(dir_okay=False, path_type=Path),
                     help="把催报名单和待改文件写成 Excel Write who owes what to this workbook."),
    ):  # fmt: skip
        command = option(command)
    return command


@dataclass(frozen=True)
class Wanted:
    """What of a reporting status is to be handed out."""

    excel: Path | None
    remind: bool
    by_superior: bool
    on: datetime | None

    @property
    def anything(self) -> bool:
        """Whether something is handed out at all."""
        return bool(self.excel or self.remind or self.by_superior)

    def counted_to(self, snapshot: Snapshot) -> date:
        """The day up to which delays are counted."""
        return counted_to(snapshot, self.on.date() if self.on else None)


def hand_out(found: ReportingStatus, wanted: Wanted, setting: Setting) -> None:
    """Write or print what was asked for."""
    from pipeline.reports.county_list import county_list  # xlsxwriter is not needed otherwise
    from pipeline.reports.words import Words

    words, excel = Words(setting.language), wanted.excel
    snapshot = questions.snapshot(setting.reader)
    on = wanted.counted_to(snapshot)
    if excel is not None:
        waiting = questions.open_files(setting.reader, found.unit.code)
        excel.parent.mkdir(parents=True, exist_ok=True)
        excel.write_bytes(county_list(found, waiting, snapshot, words, on))
        click.echo(phrase("cli.list_written", setting.language, path=str(excel)))
    if wanted.remind or wanted.by_superior:
        texts = reminder_texts(found, wanted, on, words)
        click.echo("\n\n".join(texts) or phrase("cli.nobody_owes", setting.language))


def reminder_texts(found: ReportingStatus, wanted: Wanted, on: date, words: "Words") -> list[str]:
    """The text for all, or one for each superior; none where nobody owes anything."""
    from pipeline.reports.reminder import digests, reminder

    owed = reminders(found, on)
    if wanted.by_superior:
        return [text for _, text in digests(owed, words)]
    return [text for text in [reminder(owed, words)] if text]


def hand_out_rows(
    result: SqlResult, sql: str, given: Sequence[Parameter], excel: Path, setting: Setting
) -> None:
    """Write the rows of a query."""
    from pipeline.reports.query_book import query_book  # xlsxwriter is not needed otherwise
    from pipeline.reports.words import Words

    reader, words = setting.reader, Words(setting.language)
    content = query_book(
        result, sql, questions.library(reader), questions.tables(reader),
        questions.snapshot(reader), words, given,
    )  # fmt: skip
    excel.parent.mkdir(parents=True, exist_ok=True)
    excel.write_bytes(content)
    click.echo(phrase("cli.result_written", setting.language, path=str(excel)), err=True)
