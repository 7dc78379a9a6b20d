"""What calls for work now, in sentences: targets far behind, reports missing or returned."""

from collections.abc import Sequence

from dash import html

from dashboards.components import parts
from dashboards.components.targets import WORST, target_name, trace_of, worst_first
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FormStatus, Overview, TargetRow
from pipeline.wording.duties import missed_words
from pipeline.wording.statuses import css_class
from pipeline.wording.time_over import days_words

TARGETS_NAMED = 3
FORMS_NAMED = 3


def todo(overview: Overview, view: View) -> html.Ul | None:
    """The list, or nothing when there is nothing to do."""
    late = [row for row in worst_first(overview.targets) if row.status in WORST]
    items = [late_target(row, view) for row in late[:TARGETS_NAMED]]
    items += [item for item in (
        reports(overview, "missing", "clock", view),
        reports(overview, "withheld", "back", view),
        open_findings(overview, view),
    ) if item is not None]  # fmt: skip
    return html.Ul(items, className="todo") if items else None


def late_target(row: TargetRow, view: View) -> html.Li:
    """What is left of a target and how much a month that takes, or how far a ceiling was passed."""
    said: list[Part] = [html.B(target_name(row, view)), " "]
    left = row.to_go if row.excess is None else row.excess
    if left is not None:
        key = "todo.remaining" if row.excess is None else "todo.excess"
        amount = parts.number(view.still_needed(left, row), trace_of(row, view))
        said += view.rich(key, amount=amount)
    if row.needed_per_month is not None:
        needed = view.still_needed(row.needed_per_month, row)
        said += view.rich("todo.per_month", needed=needed)
    days = days_words(row, view.language) or missed_words(row, view.language) or ""
    return item(f"{css_class(row.status)} loss", said, days)


def reports(overview: Overview, state: str, sign: str, view: View) -> html.Li | None:
    """How many reports are missing or were returned, and of which forms."""
    concerned = [(form, getattr(form, state)) for form in overview.forms if getattr(form, state)]
    if not concerned:
        return None
    total = sum(count for _, count in concerned)
    href = view.to_page("reporting", state=state)
    count = parts.number(view.whole(total), href)
    return item(sign, view.rich(f"todo.{state}", count=count), forms_named(concerned, view))


def forms_named(concerned: Sequence[tuple[FormStatus, int]], view: View) -> str:
    """The forms of which most reports are concerned; how many forms in all where more are."""
    most = sorted(concerned, key=lambda pair: -pair[1])[:FORMS_NAMED]
    names = [f"{view.text(form.title)} {view.whole(count)}" for form, count in most]
    said = view.say("join.list").join(names)
    if len(concerned) <= FORMS_NAMED:
        return said
    return view.say("todo.forms_in_all", names=said, count=view.whole(len(concerned)))


def open_findings(overview: Overview, view: View) -> html.Li | None:
    """How many findings are open under the unit."""
    if not overview.findings_open:
        return None
    href = view.to_page("findings", severity="error", state="open", periods="all")
    count = parts.number(view.whole(overview.findings_open), href)
    return item("question", view.rich("todo.findings", count=count), "")


def item(sign: str, said: Sequence[Part], note: str) -> html.Li:
    """One thing to do: a glyph, a sentence, a remark."""
    body: list[Part] = [html.P(list(said))]
    if note:
        body.append(html.P(note, className="note"))
    return html.Li([parts.glyph(sign), html.Div(body)])
