"""A button in a list that does something at the desk, and the line that says what became of it.

Which line of the list is meant stands in the button's own name: ``about``.
"""

from collections.abc import Callable, Sequence

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.dependencies import Wildcard
from dash.exceptions import PreventUpdate

from dashboards.components.parts import data, link
from dashboards.components.shell import SHOWN
from dashboards.desk import Desk
from dashboards.selection import parse_whole
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Settled

LIVE = data(live="yes")
Said = tuple[str, bool]
"""What became of it in words, and whether the button has done its work."""
Act = Callable[[Desk, str, Sequence[str], View], Said | None]
"""Does it for ``about`` with what was filled in; None for rubbish."""


def named(kind: str, part: str, about: str | Wildcard) -> dict[str, str | Wildcard]:
    """The name of a part of the page that belongs to a button."""
    return {"type": f"{kind}-{part}", "about": about}


def button(kind: str, about: str, words: str) -> html.Button:
    """The button."""
    return html.Button(words, id=named(kind, "send", about), className="button", type="button",
                       **LIVE)  # fmt: skip


def outcome(kind: str, about: str, view: View) -> html.P:
    """The place of the line that says what became of it; until then, that it is being done."""
    waits = html.Span(view.say("upload.waiting"), id=named(kind, "waits", about), hidden=True,
                      **LIVE)  # fmt: skip
    said = html.Span(id=named(kind, "said", about), **LIVE)
    return html.P([waits, said], className="note", role="status")


def text_field(kind: str, part: str, about: str, most: int) -> dcc.Input:
    """A line to be filled in before the button is pressed."""
    return dcc.Input(id=named(kind, part, about), type="text", value="", maxLength=most,
                     className="reason")  # fmt: skip


def on_press(app: Dash, desk: Desk | None, kind: str, fields: Sequence[str], act: Act) -> None:
    """Let the buttons of a kind do something, with what stands in ``fields`` beside them.

    Who acts is the unit of the page that is drawn: the address may name none, or the next one.

    Meanwhile the button is closed: pressed again, it would be told that it cannot be done any more.
    """
    meanwhile = [
        (Output(named(kind, "send", MATCH), "disabled"), True, False),
        (Output(named(kind, "waits", MATCH), "hidden"), False, True),
        (Output(named(kind, "said", MATCH), "hidden"), True, False),
    ]

    @app.callback(
        Output(named(kind, "said", MATCH), "children"),
        Output(named(kind, "send", MATCH), "disabled"),
        Input(named(kind, "send", MATCH), "n_clicks"),
        State(named(kind, "send", MATCH), "id"),
        State(SHOWN, "data-address"),
        *(State(named(kind, field, MATCH), "value") for field in fields),
        prevent_initial_call=True,
        running=meanwhile,
    )
    def pressed(
        clicks: int | None,
        identity: dict[str, str],
        shown: str,
        *written: str | None,
    ) -> tuple[list[Part], bool]:
        if not clicks:
            raise PreventUpdate
        view = View.of(parse_whole(shown))
        if desk is None:
            return [view.say("upload.problem_closed")], False
        about, texts = identity.get("about", ""), [(text or "").strip() for text in written]
        said = act(desk, about, texts, view)
        if said is None:
            raise PreventUpdate
        words, is_done = said
        return [words, *(reload_line(view) if is_done else [])], is_done


def reload_line(view: View) -> list[Part]:
    """The way to the page as it is after it: the rest of it is still what it was before."""
    return [" ", link(view.say("page.reload"), view.selection.href())]


def on_opening(app: Dash, place: str, fill: Callable[[View], list[Part]]) -> None:
    """Fill ``place`` as soon as it stands on a page, for what is chosen there."""

    @app.callback(
        Output(place, "children"),
        Input(place, "id"),
        State(SHOWN, "data-address"),
    )
    def show(_: str, shown: str) -> list[Part]:
        return fill(View.of(parse_whole(shown)))


def told(done: Settled, key: str, view: View) -> Said:
    """What became of a confirmation."""
    if done.problem is not None:
        return done.problem, False
    said = [view.say(key, accepted=view.whole(done.accepted), held=view.whole(done.held))]
    return one_after_another([*said, *read_anew(done, view)], view), True


def opened(done: Settled, view: View) -> Said:
    """That it is done, and how many files came in by it."""
    if done.problem is not None:
        return done.problem, False
    said = [view.say("reporting.act_noted")]
    if done.accepted:
        said.append(view.say("confirmed.accepted", accepted=view.whole(done.accepted)))
    return one_after_another([*said, *read_anew(done, view)], view), True


def read_anew(done: Settled, view: View) -> list[str]:
    """What became of files that counted before, or could now."""
    said = []
    if done.reread:
        said.append(view.say("confirmed.reread", reread=view.whole(done.reread)))
    if done.kept:
        said.append(view.say("confirmed.kept", kept=view.whole(done.kept)))
    if done.locked:
        said.append(view.say("confirmed.locked", locked=view.whole(done.locked)))
    if done.adopted:
        counts = {"files": view.whole(done.adopted), "changed": view.whole(done.refigured)}
        said.append(view.say("redefined.adopted", **counts))
    return said


def one_after_another(said: Sequence[str], view: View) -> str:
    """Sentences, each with its stop."""
    stop, between = ("。", "") if view.language == "zh" else (".", " ")
    return between.join(one.rstrip(stop) + stop for one in said)
