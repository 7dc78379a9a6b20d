"""The summaries (汇总表) of a superior as a workbook: a sheet a form, a row a unit below."""

from collections.abc import Iterator
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from pipeline.domain.sheet_limits import sheet_names
from pipeline.queries.answers import FormSummary, Snapshot, Summaries, SummaryField, SummaryRow
from pipeline.reports.words import Words
from pipeline.reports.workbook.issued_book import IssuedBook
from pipeline.reports.workbook.styles import (
    UNDER,
    Content,
    Styles,
    print_on_a4,
    real,
    write,
    write_heads,
)

WIDTHS = {"unit": 34.0, "count": 9.0, "field": 13.0}
FIRST_ROW = 4


def summary_workbook(answer: Summaries, snapshot: Snapshot, words: Words) -> bytes:
    """Return the workbook. The same answers give the same bytes."""
    out = BytesIO()
    book = IssuedBook(out)
    book.set_properties({"created": snapshot.published_at})
    styles = Styles(book)
    titles = [f"{words.text(form.title)} {form.number}" for form in answer.forms]
    for form, name in zip(answer.forms, sheet_names(titles), strict=True):
        sheet = book.add_worksheet(name)
        begin(styles, sheet, form, answer, snapshot, words)
        fill(styles, sheet, form, answer, words)
    if not answer.forms:
        book.add_worksheet().write_string(0, 0, words.say("list.nothing"), styles.note)
    book.close()
    return out.getvalue()


def begin(
    styles: Styles, sheet: Worksheet, form: FormSummary, answer: Summaries, snapshot: Snapshot,
    words: Words,
) -> None:  # fmt: skip
    """Title, unit and period, what was added up, and the set-up for print."""
    sheet.hide_gridlines(2)
    widths = [WIDTHS["unit"], *[WIDTHS["count"]] * 2, *[WIDTHS["field"]] * len(form.fields)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    title = words.say("summary.title", form=words.text(form.title), number=form.number)
    about = words.say("summary.about", unit=words.text(answer.unit.name),
                      period=words.period(answer.period), number=words.whole(snapshot.number),
                      moment=words.moment(snapshot.published_at))  # fmt: skip
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, about, styles.note)
    sheet.write_string(2, 0, words.say("summary.note"), styles.note)
    if snapshot.generated_data:
        said = f"{words.say('page.generated')}　{words.say('page.generated_note')}"
        sheet.write_string(3, 0, said, styles.warning)
    print_on_a4(sheet, widths, f"&R&8{words.say('report.page_of')}")


def fill(
    styles: Styles, sheet: Worksheet, form: FormSummary, answer: Summaries, words: Words
) -> None:
    """The heads, everything, and unit by unit."""
    heads = [words.say(f"summary.{head}") for head in ("unit", "expected", "reported")]
    heads += [head(field, words) for field in form.fields]
    first = write_heads(styles, sheet, FIRST_ROW, heads, range(1, len(heads)))
    for index, row in enumerate(form.rows):
        strong = row.unit is None
        texts = styles.format(bold=True, **UNDER) if strong else styles.text
        name = words.say("summary.all") if row.unit is None else words.text(row.unit.name)
        if row.unit is not None and row.unit.code == answer.unit.code:
            name = words.say("summary.itself", unit=name)
        write(sheet, first + index, 0, name, texts)
        for column, (value, pattern) in enumerate(cells(row, form), start=1):
            write(sheet, first + index, column, value, styles.number(pattern, bold=strong))


def head(field: SummaryField, words: Words) -> str:
    """A field's words and its unit."""
    label = words.text(field.label)
    if field.type == "boolean":
        return words.say("summary.said_yes", field=label)
    return f"{label}（{words.text(field.unit_label)}）" if field.unit_label else label


def cells(row: SummaryRow, form: FormSummary) -> Iterator[tuple[Content, str]]:
    """The numbers of a row, and how each is printed."""
    yield row.expected, "#,##0"
    yield row.reported, "#,##0"
    for field in form.fields:
        value = row.values[field.id]
        pattern = "#,##0.00" if field.type == "money" else "#,##0"
        yield real(None if value is None else value / field.factor), pattern
