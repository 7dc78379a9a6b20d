"""The files of a circular, made when they are asked for: from the snapshot a page is made of."""

from threading import Lock
from urllib.parse import urlencode

from dash import Dash
from flask import Response, request

from dashboards.asking import Questions, Reader
from dashboards.failing import reason
from dashboards.files import download, missing
from dashboards.selection import day_of, parse
from dashboards.view import View
from pipeline.reports.words import Words
from pipeline.warehouse.layout import NothingPublished

ADDRESS = "/files/circular"
MOST_TOGETHER = 60
"""Units whose circulars are made at once; more take longer than anybody waits for a page."""
ITS_OWN = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
"""What the page of a circular may load: what is in it."""
PAGE = "text/html; charset=utf-8"


def circular_address(view: View, kind: str, *, opened: bool = False) -> str:
    """Where a file of the circular of a selection is; ``opened``: shown and not saved."""
    _, _, chosen = view.selection.href().partition("?")
    more = {"file": kind, **({"open": "yes"} if opened else {})}
    return f"{ADDRESS}?{chosen}&{urlencode(more)}"


def register(app: Dash, reader: Reader, questions: Questions) -> None:
    """Serve the files."""
    one_at_a_time = Lock()  # charts are drawn by a library that is not safe among threads

    @app.server.get(ADDRESS)
    def circular() -> Response:
        # what draws takes a second to import
        from pipeline.reports.circular_files import KINDS, KINDS_BELOW, make_file

        here = parse("/circular", request.query_string.decode("utf-8", "replace"))
        words, kind = Words(here.language), request.args.get("file", "html")
        if kind not in (*KINDS, *KINDS_BELOW):
            return missing(words.say("page.nothing_here"))
        try:
            asked = questions.reader_as(
                reader, day_of(here.as_of), here.tree or "then", here.period
            )
            if kind in KINDS_BELOW:
                issued = questions.issuing_units(asked, here.unit, here.period)
                if not 0 < len(issued) <= MOST_TOGETHER:
                    return missing(words.say("page.nothing_here"))
            with one_at_a_time:
                made = make_file(asked, here.unit, here.period, kind, here.language)
        except (questions.NotFound, NothingPublished) as problem:
            return missing(reason(problem, View.of(here)))
        if request.args.get("open"):
            return Response(made.content, content_type=PAGE,
                            headers={"Content-Security-Policy": ITS_OWN})  # fmt: skip
        return download(made.name, made.content)
