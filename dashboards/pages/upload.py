"""上报: files are checked at once, come back marked, and are handed in when the sender says so."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.parts import aria, data
from dashboards.components.shell import SHOWN, Page
from dashboards.components.upload_answer import (
    answer,
    draft_list,
    drafts_elsewhere,
    may_be_kept,
    may_be_submitted,
    not_read,
    problem,
)
from dashboards.desk import Desk, Outcome
from dashboards.files import template_address
from dashboards.security import MOST_BYTES
from dashboards.selection import Selection, parse, parse_whole
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.explanation import LONGEST
from pipeline.domain.submission import SentFile
from pipeline.queries.answers import DraftList, OwedForms, Whereabouts

LIVE = data(live="yes")
FILE, FOLDER, CHOSEN = "upload-file", "upload-folder", "upload-chosen"
RESULT, SUBMIT = "upload-result", "upload-submit"
NOT_READ = 0
"""The largest file that the upload field reads itself: choosing.js has read it then."""
ROOM = 2**20
"""Of a request, for everything but the files in it."""
REASON = "upload-reason"
SAVE, DRAFTS, SUBMIT_DRAFTS = "upload-save", "upload-drafts", "upload-submit-drafts"
CHANGED = "upload-changed"
"""Counts what was done to drafts, so that their list follows."""
HANDED_IN = "handed-in"
"""What was handed in last (``again``) and on which page (``at``): outside the page, so that the
answer is told again in the other language, and on the way back."""
HandedIn = Mapping[str, str]
Chosen = Mapping[str, Any]
"""What the browser holds of the files: ``names``, ``contents`` and the names of what it could not
read (``unread``), or that they are ``too_large``. choosing.js fills it."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out; where nothing can be handed in, the page says so."""
    here = view.selection
    where = questions.whereabouts(reader, here.unit, here.period)
    title = view.say("page.upload")
    heading = html.H1(title, tabIndex="-1")
    lead = html.P(view.say("upload.lead"), className="lead small")
    if questions.snapshot(reader).extract_of:
        closed = html.P(view.say("upload.problem_closed"), className="note")
        return Page(title, where.breadcrumb, (heading, closed), ((title, ""),))
    owed = questions.owed_forms(reader, here.unit, here.period)
    side = html.Div([drafts(view), template(where, owed, view)])
    columns = html.Div([handing_in(view), side], className="columns")
    return Page(title, where.breadcrumb, (heading, lead, columns), ((title, ""),))


def handing_in(view: View) -> html.Section:
    """The place to drop files or a folder, and the answer under it.

    No kind of file is kept out: what is no report is told so like everything else, while a
    browser would pass over it without a word.
    """
    choose = html.Button(view.say("upload.choose"), className="button first", type="button")
    words = html.Span(view.say("upload.or_drop"), className="note")
    files = dcc.Upload(
        html.Div([choose, words], className="drop"), id=FILE, multiple=True, max_size=NOT_READ,
        className="upload", className_active="upload active",
    )  # fmt: skip
    whole = html.Button(view.say("upload.choose_folder"), className="button", type="button")
    folder = dcc.Upload(whole, id=FOLDER, multiple=True, enable_folder_selection=True,
                        max_size=NOT_READ, className="upload folder")  # fmt: skip
    place = html.Div([files, folder, dcc.Store(id=CHOSEN)], className="places")
    waiting = html.P(view.say("upload.waiting"), id="upload-waiting", hidden=True, role="status",
                     **LIVE)  # fmt: skip
    submit = html.Button(view.say("upload.submit"), id=SUBMIT, className="button first",
                         hidden=True, **LIVE)  # fmt: skip
    note = html.P(view.say("upload.limits"), className="note")
    reason = html.Div(
        [html.Label(view.say("upload.reason"), htmlFor=REASON),
         dcc.Input(id=REASON, type="text", maxLength=LONGEST, className="reason", value=""),
         html.Span(view.say("upload.reason_note"), className="note")],
        className="reason",
    )  # fmt: skip
    save = html.Button(view.say("upload.save"), id=SAVE, className="button", hidden=True,
                       **LIVE)  # fmt: skip
    most = data(most=str(MOST_BYTES - ROOM))
    result = html.Div(id=RESULT, **LIVE, **most, **aria(live="polite"))
    return parts.section(
        view.say("upload.hand_in"), place, note, reason, waiting, result, submit, save
    )


def drafts(view: View) -> html.Section:
    """The drafts of the unit shown, filled in when the page is there."""
    submit = html.Button(view.say("upload.submit_drafts"), id=SUBMIT_DRAFTS, className="button",
                         hidden=True, **LIVE)  # fmt: skip
    return parts.section(view.say("upload.drafts"), html.Div(id=DRAFTS, **LIVE), submit,
                         dcc.Store(id=CHANGED, data=0))  # fmt: skip


def template(where: Whereabouts, owed: OwedForms, view: View) -> html.Section:
    """The blank workbook of the unit and period shown; where it owes none, who does.

    The link opens by itself: what it says instead, where none can be made, is then read.
    """
    if not owed.forms:
        return parts.section(view.say("upload.template"), *owed_elsewhere(owed, view))
    name = f"{view.text(where.unit.name)} · {view.period(where.period)}"
    link = html.A(view.say("upload.template_of", name=name), href=template_address(view),
                  target="_blank")  # fmt: skip
    return parts.section(view.say("upload.template"), html.P(link),
                         html.P(view.say("upload.template_note"), className="note"))  # fmt: skip


def owed_elsewhere(owed: OwedForms, view: View) -> list[Part]:
    """A sentence on who owes reports, and the way there."""
    here = view.selection
    name, period = view.text(owed.unit.name), view.period(owed.period)
    said: list[Part] = [html.P(view.say("upload.owes_nothing", name=name, period=period))]
    if owed.shorter:
        links: list[Part] = [view.say("upload.owed_within")]
        for one in owed.shorter:
            address = here.go("upload", period=one.code).href()
            links += [" ", parts.link(view.period(one), address)]
        said.append(html.P(links))
    elif owed.below:
        to = parts.link(view.say("upload.who_owes"), here.go("reporting").href())
        said.append(html.P([view.say("upload.owed_below", count=owed.below), " ", to]))
    else:
        said.append(html.P(view.say("upload.owed_by_none")))
    return said


def register(app: Dash, desk: Desk | None) -> None:
    """Chosen files are checked; the button hands the same files in."""
    running = meanwhile(SUBMIT, SAVE)

    @app.callback(
        Output(RESULT, "children"),
        Output(SUBMIT, "hidden"),
        Output(SAVE, "hidden"),
        Output(HANDED_IN, "data"),
        Input(CHOSEN, "data"),
        State("address", "search"),
        prevent_initial_call=True,
        running=running,
    )
    def check(chosen: Chosen | None, search: str) -> tuple[list[Part], bool, bool, None]:
        view = View.of(parse("/upload", search))
        if not chosen:
            raise PreventUpdate
        files, missed = sent_files(chosen), not_read(chosen.get("unread") or (), view)
        if desk is None:
            return [problem("closed", view)], True, True, None
        if files is None:
            return missed or [problem(why_not(chosen), view)], True, True, None
        found = desk.check(files, view.language)
        said = [*missed, *answer(found, view, submitted=False)]
        return said, not may_be_submitted(found), not may_be_kept(found), None

    @app.callback(
        Output(RESULT, "children", allow_duplicate=True),
        Output(SUBMIT, "hidden", allow_duplicate=True),
        Output(SAVE, "hidden", allow_duplicate=True),
        Output(HANDED_IN, "data", allow_duplicate=True),
        Input(SUBMIT, "n_clicks"),
        State(CHOSEN, "data"),
        State("address", "search"),
        State(REASON, "value"),
        State(SHOWN, "data-address"),
        prevent_initial_call=True,
        running=running,
    )
    def submit(
        clicks: int | None, chosen: Chosen | None, search: str, reason: str | None, shown: str
    ) -> tuple[list[Part], bool, bool, HandedIn | None]:
        view = View.of(parse("/upload", search))
        files = sent_files(chosen or {})
        if not clicks or desk is None or files is None:
            raise PreventUpdate
        found = desk.submit(files, view.language, reason or "")
        is_done = found.problem != "busy"
        told = answer(found, view, submitted=True)
        return told, is_done, is_done, handed_in(found, shown)

    @app.callback(
        Output(RESULT, "children", allow_duplicate=True),
        Input(RESULT, "id"),
        State(HANDED_IN, "data"),
        State(SHOWN, "data-address"),
        prevent_initial_call="initial_duplicate",
    )
    def tell_again(_: str, last: HandedIn | None, shown: str) -> list[Part]:
        here = parse_whole(shown)
        if desk is None or not last or last["at"] != place_of(here):
            raise PreventUpdate
        found = desk.tell_again(last["again"], here.language)
        if found is None:
            raise PreventUpdate
        return answer(found, View.of(here), submitted=True)

    register_drafts(app, desk)


def register_drafts(app: Dash, desk: Desk | None) -> None:
    """Checked files are kept as drafts; the list follows; its button hands all of it in.

    Whose they are is the unit of the page that is drawn: the address may name none.
    """

    @app.callback(
        Output(RESULT, "children", allow_duplicate=True),
        Output(SAVE, "hidden", allow_duplicate=True),
        Output(CHANGED, "data"),
        Input(SAVE, "n_clicks"),
        State(CHOSEN, "data"),
        State("address", "search"),
        State(CHANGED, "data"),
        prevent_initial_call=True,
        running=meanwhile(SUBMIT, SAVE),
    )
    def save(
        clicks: int | None, chosen: Chosen | None, search: str, changed: int
    ) -> tuple[list[Part], bool, int]:
        view = View.of(parse("/upload", search))
        files = sent_files(chosen or {})
        if not clicks or desk is None or files is None:
            raise PreventUpdate
        found = desk.save(files, view.language)
        if found.problem is not None:
            return [problem(found.problem, view)], False, changed
        said = html.P(view.say("upload.saved"), className="lead small", role="status")
        return [said, *answer(found, view, submitted=False)[1:]], True, changed + 1

    @app.callback(
        Output(DRAFTS, "children"),
        Output(SUBMIT_DRAFTS, "hidden"),
        Input(CHANGED, "data"),
        State(SHOWN, "data-address"),
    )
    def show(changed: int, shown: str) -> tuple[list[Part], bool]:
        here = parse_whole(shown)
        view, found = View.of(here), desk.drafts(here.unit) if desk is not None else DraftList()
        listed = [draft_list(found.rows, view), *drafts_elsewhere(found.elsewhere, view)]
        return listed, not found.rows

    @app.callback(
        Output(RESULT, "children", allow_duplicate=True),
        Output(CHANGED, "data", allow_duplicate=True),
        Output(HANDED_IN, "data", allow_duplicate=True),
        Input(SUBMIT_DRAFTS, "n_clicks"),
        State(SHOWN, "data-address"),
        State(REASON, "value"),
        State(CHANGED, "data"),
        prevent_initial_call=True,
        running=meanwhile(SUBMIT_DRAFTS),
    )
    def submit_drafts(
        clicks: int | None, shown: str, reason: str | None, changed: int
    ) -> tuple[list[Part], int, HandedIn | None]:
        here = parse_whole(shown)
        if not clicks or desk is None:
            raise PreventUpdate
        view = View.of(here)
        found = desk.submit_drafts(here.unit, view.language, reason or "")
        told = answer(found, view, submitted=True)
        return told, changed + 1, handed_in(found, shown)


def handed_in(found: Outcome, shown: str) -> HandedIn | None:
    """What is noted of files that were handed in on a page."""
    return {"again": found.again, "at": place_of(parse_whole(shown))} if found.again else None


def place_of(here: Selection) -> str:
    """The address of a page, whatever its language."""
    return here.change(language="zh").href()


def meanwhile(*buttons: str) -> list[tuple[Output, bool, bool]]:
    """What shows while files are looked at; the buttons are closed, that nothing is sent twice."""
    waits = (Output("upload-waiting", "hidden"), False, True)
    return [waits, *((Output(button, "disabled"), True, False) for button in buttons)]


def sent_files(chosen: Chosen) -> list[SentFile] | None:
    """The files as the browser sends them; None where there is none, or one did not come whole."""
    found = []
    for name, text in zip(chosen.get("names") or (), chosen.get("contents") or (), strict=False):
        content = decoded(text)
        if content is None:
            return None
        found.append(SentFile(name, content))
    return found or None


def why_not(chosen: Chosen) -> str:
    """Which problem kept files from coming at all."""
    return "too_large" if chosen.get("too_large") else "unreadable"


def decoded(contents: str) -> bytes | None:
    """The bytes of a file as the browser sends it; None for rubbish."""
    _, comma, text = contents.partition(",")
    try:
        return base64.b64decode(text, validate=True) if comma else None
    except (binascii.Error, ValueError):
        return None
