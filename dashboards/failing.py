"""What is said where an answer cannot be made; the reason itself goes to the log."""

import logging

from dash import ctx
from dash.exceptions import MissingCallbackContextException

from dashboards.selection import Selection, parse
from dashboards.view import View
from pipeline.domain.noun import Language
from pipeline.warehouse.connection import MEMORY, OutOfMemory
from pipeline.warehouse.layout import NothingPublished


def said_of(problem: Exception, key: str) -> tuple[str, View]:
    """The words, ``key`` where nothing better is known, in the language of the page that asked;
    and the view they are told in."""
    logging.getLogger("dashboards").error("an answer failed", exc_info=problem)
    view = View.of(Selection(language=language_asked()))
    if isinstance(problem, NothingPublished):
        return reason(problem, view), view
    if isinstance(problem, OutOfMemory):
        return view.say("page.out_of_memory", limit=problem.limit, variable=MEMORY), view
    return view.say(key), view


def reason(problem: Exception, view: View) -> str:
    """Why there is nothing to show, in the reader's language."""
    said = getattr(problem, f"message_{view.language}", "")
    return said or view.say("page.nothing_published")


def language_asked() -> Language:
    """The language of the address for which something failed; Chinese where it is not known."""
    try:
        given = {**ctx.states, **ctx.inputs}
    except MissingCallbackContextException:
        return "zh"
    return parse("", str(given.get("address.search") or "")).language
