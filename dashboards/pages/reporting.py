"""报送与催报: which reports are in, which are late, returned or missing, and a text to remind."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.below import forms_table, reporting_table
from dashboards.components.locking import lock_section
from dashboards.components.report_rows import report_list, state_filters
from dashboards.components.shell import Page, act
from dashboards.files import owed_address, summary_address
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Reminder, Reminders, ReportingStatus
from pipeline.queries.reminders import counted_to, reminders
from pipeline.reports import words as report_words
from pipeline.reports.reminder import digests, reminder

MOST_REPORTS = 2400
"""So many reports are listed: two hundred units that owe a dozen forms each."""
MOST_SUPERIORS = 60
"""So many texts stand on the page; the workbook has them all."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.reporting_status(
        reader, here.unit, here.period, here.form or None, here.state or None, MOST_REPORTS,
        here.reporter or None,
    )  # fmt: skip
    title = view.say("page.reporting")
    owed = reminders(answer, counted_to(questions.snapshot(reader)))
    return Page(title, answer.breadcrumb, body(answer, owed, view), ((title, ""),))


def body(answer: ReportingStatus, owed: Reminders, view: View) -> tuple[Part, ...]:
    """The sentence, the forms, the list with its filters, the reminders."""
    heading = html.H1(view.say("page.reporting"), tabIndex="-1")
    if not answer.forms:
        words = view.say("reporting.none", period=view.period(answer.period))
        return heading, parts.empty(words)
    left = [piece for piece in (forms(answer, view), below(answer, view)) if piece is not None]
    right = html.Div([remind(owed, view), *by_superior(owed, view)])
    columns = html.Div([html.Div(left), right], className="columns even")
    ending = lock_section(answer, view)
    return (heading, said(answer, view), columns, *([ending] if ending else []),
            listing(answer, view))  # fmt: skip


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


def remind(owed: Reminders, view: View) -> html.Section:
    """A text that can be sent to those who still owe a report."""
    text = reminder(owed, report_words.Words(view.language))
    if not text:
        return parts.section(view.say("reporting.remind"),
                             parts.empty(view.say("reporting.nobody")))  # fmt: skip
    return parts.section(view.say("reporting.remind"), pasted(text, "reminder"),
                         act=copying("reminder", view))  # fmt: skip


def by_superior(owed: Reminders, view: View) -> list[html.Section]:
    """A text for each superior, folded under how many of its units owe something since when."""
    texts = digests(owed, report_words.Words(view.language))
    if not texts:
        return []
    shown = texts[:MOST_SUPERIORS]
    folded = [superior(at, one, text, owed.whole, view) for at, (one, text) in enumerate(shown)]
    note = view.say("remind.by_superior_note")
    if len(texts) > MOST_SUPERIORS:
        note = view.say("page.listed", shown=view.whole(MOST_SUPERIORS),
                        total=view.whole(len(texts)))  # fmt: skip
    return [parts.section(view.say("remind.by_superior"), *folded, note=note)]


def superior(at: int, one: Reminder, text: str, whole: bool, view: View) -> html.Details:
    """One superior's text with its button."""
    key = f"reminder-{at}"
    name = view.text(one.superior.name) if one.superior else view.say("remind.no_superior")
    told = "remind.summary" if whole else "remind.summary_some"
    said = [view.say(told, owing=view.whole(one.owing), due=view.whole(one.due))]
    if one.latest is not None:
        said.append(view.say("remind.summary_late", days=view.whole(one.latest)))
    about = html.Span(" " + view.say("join.list").join(said), className="note")
    return html.Details(
        [html.Summary([name, about]), pasted(text, key), copying(key, view)], className="superior"
    )


def pasted(text: str, key: str) -> html.Pre:
    """A text to copy, line by line as it is pasted."""
    return html.Pre(text, id=key, className="text long", tabIndex="0")


def copying(key: str, view: View) -> html.Button:
    """The button that copies it."""
    return act("text", view.say("reporting.copy"), view, **{"from": key})


def listing(answer: ReportingStatus, view: View) -> html.Section:
    """Report by report."""
    note = view.say("page.listed", shown=view.whole(len(answer.rows)),
                    total=view.whole(answer.total_rows))  # fmt: skip
    table: list[Part] = [parts.empty(view.say("reporting.no_rows"))]
    if answer.rows:
        table = report_list(answer.rows, len(answer.forms), view)
    excel = html.A(view.say("list.download"), href=owed_address(view), download="")
    narrow = state_filters(answer.forms, view, answer.unsealed is not None, answer.approving)
    if view.selection.reporter:
        everyone = view.selection.change(reporter="").href()
        narrow.append(html.P(parts.link(view.say("reporting.everyone"), everyone)))
    return parts.section(view.say("reporting.list"), *narrow, *table, note=note, act=excel)
