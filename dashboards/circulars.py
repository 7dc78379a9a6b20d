"""The files of a circular, made when they are asked for: from the snapshot a page is made of.

What is decided for one circular (its number, its day, whom it goes to) comes with the address of
each file; ``assets/js/issuing.js`` writes it there while it is typed.
"""

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from urllib.parse import urlencode

from dash import Dash
from flask import Response, request

from dashboards.asking import Questions, Reader
from dashboards.failing import reason
from dashboards.files import download, missing
from dashboards.selection import clean, day_of, parse
from dashboards.view import View
from pipeline.domain.circular import Letterhead
from pipeline.domain.noun import Bilingual
from pipeline.reports.letter import Issue, wants_pattern
from pipeline.reports.words import Words
from pipeline.warehouse.layout import NothingPublished

ADDRESS = "/files/circular"
MOST_TOGETHER = 60
"""Units whose circulars are made at once; more take longer than anybody waits for a page."""
ITS_OWN = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
"""What the page of a circular may load: what is in it."""
ISSUED = ("number", "issued", "title", "to", "copies", "issuer")
"""What may be decided for one circular, as the fields are called and the address names them."""
LONGEST_SAID = 200
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
        said = {name: clean(request.args.get(name, ""))[:LONGEST_SAID] for name in ISSUED}
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
            issue = issue_of(said)
            if kind not in KINDS_BELOW:  # those of the units below are by their own plans
                issue = replace(issue, plan=here.plan)
            head = questions.letterhead(asked, here.unit)
            if why := why_not(said, issue, head, together=kind in KINDS_BELOW):
                return missing(words.say(why, number=issue.number))
            with one_at_a_time:
                made = make_file(asked, here.unit, here.period, kind, here.language, issue)
        except (questions.NotFound, NothingPublished) as problem:
            return missing(reason(problem, View.of(here)))
        if request.args.get("open"):
            return Response(made.content, content_type=PAGE,
                            headers={"Content-Security-Policy": ITS_OWN})  # fmt: skip
        return download(made.name, made.content)


def issue_of(said: Mapping[str, str]) -> Issue:
    """What was decided, as it was typed; a text stands in both languages."""
    texts = {name: Bilingual(zh=said[name], en=said[name]) for name in said if said[name]}
    instead = Letterhead(
        title=texts.get("title"),
        to=(texts["to"],) if "to" in texts else None,
        copies=(texts["copies"],) if "copies" in texts else None,
        issuer=texts.get("issuer"),
    )
    return Issue(said["number"], day_of(said["issued"]), instead=instead)


def why_not(
    said: Mapping[str, str], issue: Issue, head: Letterhead, *, together: bool
) -> str | None:
    """The words for what cannot be: a number for several circulars, or one that nothing frames,
    or a day that is none."""
    if said["issued"] and issue.issued is None:
        return "circular.no_day"
    if issue.number and together:
        return "circular.number_of_one"
    return "circular.number_whole" if wants_pattern(head, issue) else None
