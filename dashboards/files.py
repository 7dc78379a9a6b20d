"""Files to download: plain addresses, so that a link is enough and the browser names the file."""

from pathlib import PurePath
from urllib.parse import quote

from dash import Dash
from flask import Response, request

from dashboards.asking import Questions, Reader
from dashboards.desk import Desk
from dashboards.failing import reason
from dashboards.selection import day_of, parse
from dashboards.view import View
from pipeline.queries.reminders import counted_to
from pipeline.reports.county_list import county_list
from pipeline.reports.summary_workbook import summary_workbook
from pipeline.reports.words import Words
from pipeline.warehouse.layout import NothingPublished

OWED, TEMPLATE, RETURNED = "/files/owed.xlsx", "/files/template.xlsx", "/files/returned/"
SUMMARY = "/files/summary.xlsx"
OFFICE = "application/vnd.openxmlformats-officedocument"
WORKBOOK = f"{OFFICE}.spreadsheetml.sheet"
KINDS = {
    ".xlsx": WORKBOOK, ".docx": f"{OFFICE}.wordprocessingml.document",
    ".html": "text/html", ".zip": "application/zip",
}  # fmt: skip
EVERYTHING = 1_000_000


def owed_address(view: View) -> str:
    """Where the list of owed reports of a selection is."""
    _, _, chosen = view.selection.href().partition("?")
    return f"{OWED}?{chosen}"


def summary_address(view: View) -> str:
    """Where the forms of a selection, added up, are."""
    _, _, chosen = view.selection.href().partition("?")
    return f"{SUMMARY}?{chosen}"


def template_address(view: View) -> str:
    """Where the blank workbook of a selection is."""
    _, _, chosen = view.selection.href().partition("?")
    return f"{TEMPLATE}?{chosen}"


def returned_address(token: str, view: View) -> str:
    """Where a returned workbook is."""
    return f"{RETURNED}{token}" + ("" if view.language == "zh" else f"?lang={view.language}")


def register(app: Dash, reader: Reader, questions: Questions, desk: Desk | None) -> None:
    """Serve the files."""

    @app.server.get(TEMPLATE)
    def template() -> Response:
        here = parse("/upload", request.query_string.decode("utf-8", "replace"))
        try:
            made = desk.template(here.unit, here.period, here.language) if desk else None
        except NothingPublished as problem:
            return missing(reason(problem, View.of(here)))
        if made is None:
            return missing(Words(here.language).say("upload.no_template"))
        return download(*made)

    @app.server.get(f"{RETURNED}<token>")
    def returned(token: str) -> Response:
        kept = desk.returned(token) if desk else None
        if kept is None:
            here = parse("/upload", request.query_string.decode("utf-8", "replace"))
            return missing(Words(here.language).say("upload.gone"))
        return download(*kept)

    @app.server.get(OWED)
    def owed() -> Response:
        here = parse("/reporting", request.query_string.decode("utf-8", "replace"))
        words = Words(here.language)
        try:
            asked = questions.reader_as(
                reader, day_of(here.as_of), here.tree or "then", here.period
            )
            answer = questions.reporting_status(
                asked, here.unit, here.period, here.form or None, here.state or None, EVERYTHING,
                here.reporter or None,
            )  # fmt: skip
            waiting = questions.open_files(asked, here.unit)
            snapshot = questions.snapshot(asked)
            content = county_list(answer, waiting, snapshot, words, counted_to(snapshot))
        except questions.NotFound:
            return missing(words.say("page.nothing_here"))
        except NothingPublished as problem:
            return missing(reason(problem, View.of(here)))
        name = words.say("list.filename", unit=words.text(answer.unit.name), period=here.period)
        return download(name, content)

    @app.server.get(SUMMARY)
    def summary() -> Response:
        here = parse("/reporting", request.query_string.decode("utf-8", "replace"))
        words = Words(here.language)
        try:
            asked = questions.reader_as(
                reader, day_of(here.as_of), here.tree or "then", here.period
            )
            found = questions.summaries(asked, here.unit, here.period, here.form or None)
            content = summary_workbook(found, questions.snapshot(asked), words)
        except questions.NotFound:
            return missing(words.say("page.nothing_here"))
        except NothingPublished as problem:
            return missing(reason(problem, View.of(here)))
        name = words.say("summary.filename", unit=words.text(found.unit.name), period=here.period)
        return download(name, content)


def download(name: str, content: bytes) -> Response:
    """A file that the browser saves under a name, and does not show."""
    response = Response(content, mimetype=KINDS[PurePath(name).suffix])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def missing(words: str) -> Response:
    """Words instead of a file."""
    return Response(words, 404, mimetype="text/plain")
