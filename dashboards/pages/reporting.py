"""报送与催报: which reports are in, which are late, returned or missing, and a text to remind."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.below import forms_table, reporting_table
from dashboards.components.report_rows import report_table, state_filters
from dashboards.components.shell import Page, act
from dashboards.files import owed_address, summary_address
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import ReportingStatus
from pipeline.reports import words as report_words
from pipeline.reports.reminder import reminder

MOST_REPORTS = 2400
"""So many reports are listed: two hundred units that owe a dozen forms each."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.reporting_status(
        reader, here.unit, here.period, here.form or None, here.state or None, MOST_REPORTS
    )
    title = view.say("page.reporting")
    return Page(title, answer.breadcrumb, body(answer, view), ((title, ""),))


def body(answer: ReportingStatus, view: View) -> tuple[Part, ...]:
    """The sentence, the forms, the list with its filters, the reminder."""
    heading = html.H1(view.say("page.reporting"), tabIndex="-1")
    if not answer.forms:
        words = view.say("reporting.none", period=view.period(answer.period))
        return heading, parts.empty(words)
    left = [piece for piece in (forms(answer, view), below(answer, view)) if piece is not None]
    columns = html.Div([html.Div(left), remind(answer, view)], className="columns even")
    return heading, said(answer, view), columns, listing(answer, view)


def said(answer: ReportingStatus, view: View) -> html.P:
    """How many reports are where."""
    totals = {name: view.whole(sum(getattr(form, name) for form in answer.forms))
              for name in ("expected", "accepted", "on_time", "withheld", "missing")}  # fmt: skip
    words = [view.say("reporting.said", **totals)]
    if answer.unsealed:
        words.append(view.say("reporting.unsealed", count=view.whole(answer.unsealed)))
    return html.P(("" if view.language == "zh" else " ").join(words), className="lead small")


def forms(answer: ReportingStatus, view: View) -> html.Section:
    """Each form, and all of them added up to take along."""
    added = html.A(view.say("summary.download"), href=summary_address(view), download="")
    return parts.section(view.say("page.forms"), forms_table(answer.forms, view),
                         note=view.say("reporting.forms_note"),
                         act=added if answer.children else None)  # fmt: skip


def below(answer: ReportingStatus, view: View) -> html.Section | None:
    """The units below."""
    if not answer.children:
        return None
    return parts.section(view.say("page.children"), reporting_table(answer.children, view))


def remind(answer: ReportingStatus, view: View) -> html.Section:
    """A text that can be sent to those who still owe a report."""
    text = reminder(answer, report_words.Words(view.language))
    if not text:
        return parts.section(view.say("reporting.remind"),
                             parts.empty(view.say("reporting.nobody")))  # fmt: skip
    button = act("text", view.say("reporting.copy"), view, **{"from": "reminder"})
    return parts.section(view.say("reporting.remind"), html.Pre(text, id="reminder",
                         className="text"), act=button)  # fmt: skip


def listing(answer: ReportingStatus, view: View) -> html.Section:
    """Report by report."""
    note = view.say("page.listed", shown=view.whole(len(answer.rows)),
                    total=view.whole(answer.total_rows))  # fmt: skip
    table: Part = parts.empty(view.say("reporting.no_rows"))
    if answer.rows:
        table = report_table(answer.rows, len(answer.forms), view)
    excel = html.A(view.say("list.download"), href=owed_address(view), download="")
    narrow = state_filters(answer.forms, view, answer.unsealed is not None)
    return parts.section(view.say("reporting.list"), *narrow, table, note=note, act=excel)
