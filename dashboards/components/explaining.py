"""A line in which a finding is explained where it is listed."""

from collections.abc import Sequence

from dash import Dash, html

from dashboards.components.buttons import LIVE, Said, button, on_press, outcome, text_field
from dashboards.desk import Desk
from dashboards.view import View
from pipeline.domain.explanation import LONGEST

KIND = "explain"


def explain_line(findings: Sequence[int], seen: int, view: View) -> html.Details:
    """Text and button; ``seen`` is the publication in which the findings have these numbers."""
    about = f"{seen}:{','.join(str(number) for number in findings)}"
    text = text_field(KIND, "text", about, LONGEST)
    field = html.Label([view.say("findings.write_note"), text])
    send = button(KIND, about, view.say("findings.send"))
    summary = html.Summary(view.say("findings.write"), **LIVE)
    return html.Details([summary, html.Div([field, send], className="explain"),
                         outcome(KIND, about, view)])  # fmt: skip


def register(app: Dash, desk: Desk | None) -> None:
    """The button notes what was written, for the unit that is shown."""
    on_press(app, desk, KIND, ("text",), explain)


def explain(desk: Desk, name: str, texts: Sequence[str], view: View) -> Said | None:
    """Note the text beside the findings."""
    about = read(name)
    if about is None:
        return None
    (text,) = texts
    if not text:
        return view.say("findings.write_first"), False
    seen, findings = about
    refused = desk.answer("explain", findings, view.selection.unit, text, seen, view.language)
    return (refused, False) if refused else (view.say("findings.noted"), True)


def read(about: str) -> tuple[int, list[int]] | None:
    """Publication and findings; None for rubbish."""
    seen, _, numbers = about.partition(":")
    parts = numbers.split(",")
    if not (seen.isdecimal() and parts and all(part.isdecimal() for part in parts)):
        return None
    return int(seen), [int(part) for part in parts]
