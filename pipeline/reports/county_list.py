"""The office's list as a workbook: who owes what, reminders to paste, and files to correct."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.queries.answers import (
    OpenFile,
    OpenFiles,
    ReportingStatus,
    ReportRow,
    Snapshot,
    UnitRef,
)
from pipeline.queries.reminders import DATELESS, days_late, reminders
from pipeline.reports.reminder import digests
from pipeline.reports.words import Words
from pipeline.reports.workbook.issued_book import IssuedBook
from pipeline.reports.workbook.styles import Content, Styles, print_on_a4, write, write_heads
from pipeline.wording.messages import catalogue

OWED_HEADS = ("code", "unit", "parent", "form", "state", "due", "late", "since", "days", "findings",
              "file")  # fmt: skip
OWED_WIDTHS = (16, 30, 22, 26, 12, 12, 9, 12, 9, 9, 40)
TEXT_HEADS = ("superior_code", "superior", "text")
TEXT_WIDTHS = (16, 26, 110)
FILE_HEADS = ("code", "unit", "period", "file", "errors", "explains", "warnings", "since", "days",
              "kinds")  # fmt: skip
FILE_WIDTHS = (16, 30, 12, 44, 9, 9, 9, 12, 9, 60)
MOST_KINDS = 4
DAY = "yyyy-mm-dd"
FIRST_DAY = date(1899, 12, 30).toordinal()


def county_list(
    answer: ReportingStatus, waiting: OpenFiles, snapshot: Snapshot, words: Words, on: date
) -> bytes:
    """Return the workbook; its days are counted up to ``on``.

    The same answers on the same day give the same bytes. Texts stay texts, whatever they begin
    with. Where somebody owes something, a sheet has a reminder for each superior, a line a row:
    a cell of several lines would be pasted with quotation marks around it.
    """
    out = BytesIO()
    book = IssuedBook(out)
    book.set_properties({"created": snapshot.published_at})
    styles = Styles(book)
    owed = [row for row in answer.rows if row.owed is not None]
    said = counted(len(owed), on, snapshot, words)
    sheet = begin(styles, book, "list.owed", OWED_WIDTHS, answer, snapshot, words, said)
    fill(styles, sheet, "list", OWED_HEADS, [owed_row(r, on, words) for r in owed], words)
    if owed:
        texts = digests(reminders(answer, on), words)
        said = words.say("list.texts_said", count=words.whole(len(texts)))
        sheet = begin(styles, book, "list.texts", TEXT_WIDTHS, answer, snapshot, words, said)
        rows = [row for one, text in texts for row in text_rows(one.superior, text, words)]
        fill(styles, sheet, "list", TEXT_HEADS, rows, words)
    files = waiting.rows
    said = counted(len(files), on, snapshot, words)
    sheet = begin(styles, book, "list.files", FILE_WIDTHS, answer, snapshot, words, said)
    fill(styles, sheet, "list", FILE_HEADS, [file_row(f, on, words) for f in files], words)
    book.close()
    return out.getvalue()


def begin(
    styles: Styles, book: Workbook, key: str, widths: Sequence[float], answer: ReportingStatus,
    snapshot: Snapshot, words: Words, said: str,
) -> Worksheet:  # fmt: skip
    """A sheet with its title, what is said of it, and whether its figures are generated."""
    sheet = book.add_worksheet(words.say(key))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    title = words.say("list.title", unit=words.text(answer.unit.name),
                      period=words.period(answer.period), title=words.say(key))  # fmt: skip
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, styles.format(font_size=15, bold=True, quote_prefix=True))
    sheet.write_string(1, 0, said, styles.note)
    if snapshot.generated_data:
        sheet.write_string(2, 0, words.say("page.generated"), styles.warning)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, widths)
    return sheet


def counted(count: int, on: date, snapshot: Snapshot, words: Words) -> str:
    """How many rows of what, of which publication, and up to which day days are counted."""
    said = words.say("list.said", count=words.whole(count), number=words.whole(snapshot.number),
                     moment=words.moment(snapshot.published_at))  # fmt: skip
    return words.join([said, words.say("list.counted_to", day=words.day(on))])


def fill(
    styles: Styles, sheet: Worksheet, area: str, heads: Sequence[str],
    rows: Sequence[Sequence[Content | date]], words: Words,
) -> None:  # fmt: skip
    """Heads and rows, with a filter over them; a word where there is nothing."""
    figures = {at for row in rows for at, value in enumerate(row) if isinstance(value, int | date)}
    said = [words.say(f"{area}.{head}") for head in heads]
    first = write_heads(styles, sheet, 3, said, figures)
    text = styles.pasted
    number, day = styles.number("#,##0"), styles.number(DAY)
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                write(sheet, first + index, column, value.toordinal() - FIRST_DAY, day)
            else:
                style = number if isinstance(value, int) else text
                write(sheet, first + index, column, value, style)
    if rows:
        sheet.autofilter(first - 1, 0, first + len(rows) - 1, len(heads) - 1)
    else:
        sheet.write_string(first, 0, words.say("list.nothing"), styles.note)


def owed_row(row: ReportRow, today: date, words: Words) -> list[Content | date]:
    """A report to be sent, corrected, explained or sealed; days count from when due, sent or
    returned."""
    since = row.due_on if row.state == "missing" else day_of(row.received_at)
    if row.owed == "returned":
        since = day_of(row.flow_at)
    late = None if row.owed in DATELESS else days_late(row.due_on, today)
    return [
        row.unit.code, words.text(row.unit.name), words.text(row.parent.name) if row.parent else "",
        words.text(row.form_title), words.say(f"state_of.{row.listed_as}"), row.due_on, late, since,
        elapsed(since, today), row.findings, row.file or "",
    ]  # fmt: skip


def text_rows(superior: UnitRef | None, text: str, words: Words) -> list[list[Content | date]]:
    """The lines of one reminder, each with whose it is, so that a filter keeps them together."""
    code, name = (superior.code, words.text(superior.name)) if superior else ("", "")
    return [[code, name or words.say("remind.no_superior"), line] for line in text.splitlines()]


def file_row(row: OpenFile, today: date, words: Words) -> list[Content | date]:
    """A file whose findings nothing has answered."""
    since = row.since.date()
    known = catalogue()
    kinds = [known[s].lay.in_language(words.language) if s in known else s
             for s in row.slugs[:MOST_KINDS]]  # fmt: skip
    return [
        row.unit.code if row.unit else "", words.text(row.unit.name) if row.unit else "",
        words.text(row.period_name) if row.period_name else "", row.file,
        row.errors, row.explains, row.warnings, since,
        elapsed(since, today), " ".join(kinds),
    ]  # fmt: skip


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment."""
    return moment.date() if moment else None


def elapsed(since: date | None, today: date) -> int | None:
    """Days since then; nothing where the day has not come yet."""
    return (today - since).days if since and since <= today else None
