"""总览: where a unit's targets stand, what to do, who below is late, which reports are in."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.against import comparing
from dashboards.components.below import children_table, forms_table, has_targets
from dashboards.components.headline import headline_table
from dashboards.components.pictures import key
from dashboards.components.shell import Page
from dashboards.components.target_notes import other_plans
from dashboards.components.targets import conclusion, target_table, worst_first
from dashboards.components.todo import todo
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Overview

SHOWN = 12
"""Targets on the first page; the others are one link away."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.overview(reader, here.unit, here.period, here.plan or None)
    return Page(
        view.say("page.overview"), answer.breadcrumb, body(answer, view), elapsed=answer.elapsed,
        extra=comparing(view) if answer.targets else None,
    )  # fmt: skip


def body(answer: Overview, view: View) -> tuple[Part, ...]:
    """The sentence first, then what it rests on."""
    title = view.say("page.heading", unit=view.text(answer.unit.name),
                     page=view.say("page.overview"))  # fmt: skip
    rows = [
        columns(figures(answer, view), work(answer, view)),
        columns(below(answer, view), forms(answer, view), "columns even"),
    ]
    heading = html.H1(title, className="eyebrow", tabIndex="-1")
    return heading, *opening(answer, view), *[row for row in rows if row is not None]


def opening(answer: Overview, view: View) -> list[Part]:
    """The conclusion and the state of the data it rests on."""
    said: Part = html.P(
        view.say("overview.no_plan" if answer.headline else "overview.nothing_yet"),
        className="lead",
    )
    if answer.targets:
        said = conclusion(answer.targets, answer.elapsed, view)
    reported = html.B(view.whole(answer.reported))
    state = view.rich("overview.units", expected=view.whole(answer.expected), reported=reported)
    if answer.forms:
        withheld = sum(form.withheld for form in answer.forms)
        missing = sum(form.missing for form in answer.forms)
        state += view.rich("overview.reports", withheld=view.whole(withheld),
                           missing=view.whole(missing))  # fmt: skip
    return [said, html.P(state, className="data-line")]


def columns(left: Part | None, right: Part | None, style: str = "columns") -> html.Div | None:
    """Two sections side by side; one alone takes the whole width."""
    both = [piece for piece in (left, right) if piece is not None]
    return html.Div(both, className=style if len(both) == 2 else "column") if both else None


def figures(answer: Overview, view: View) -> html.Section:
    """The targets, worst first; for a unit without a plan, the core indicators."""
    rows = worst_first(answer.targets)
    if not rows:
        return headline(answer, view)
    everything = view.say("overview.all_targets", count=view.whole(len(rows)))
    plan = view.text(answer.plan.title) if answer.plan else ""
    return parts.section(
        view.say("overview.targets"),
        target_table(rows[:SHOWN], answer.elapsed, view),
        key(view),
        *other_plans(answer, view),
        note=view.say("overview.targets_note", plan=plan),
        act=parts.link(everything, view.to_page("targets", plan=view.selection.plan)),
    )


def headline(answer: Overview, view: View) -> html.Section:
    """Core indicators of a unit that has no targets, or the empty state."""
    title = view.say("overview.headline")
    if not answer.headline:
        words = view.say("state.no_data", what=view.say("page.any_report"))
        due = view.say("page.expected_reports", count=view.whole(answer.expected))
        act = parts.link(view.say("page.see_reporting"), view.to_page("reporting"))
        return parts.section(title, parts.empty(words, due, act))
    return parts.section(title, headline_table(answer.headline, view))


def work(answer: Overview, view: View) -> html.Section | None:
    """What to do now."""
    items = todo(answer, view)
    if items is None:
        return None
    note = view.say("todo.count", count=view.whole(len(items.children)))
    return parts.section(view.say("todo.title"), items, note=note)


def below(answer: Overview, view: View) -> html.Section | None:
    """The units below."""
    if not answer.children:
        return None
    note = view.say("page.children_note") if has_targets(answer.children) else None
    pieces: list[Part] = [children_table(answer.children, view)]
    if answer.findings_elsewhere:
        count = view.whole(answer.findings_elsewhere)
        pieces.append(html.P(view.say("page.findings_elsewhere", count=count), className="note"))
    return parts.section(view.say("page.children"), *pieces, note=note)


def forms(answer: Overview, view: View) -> html.Section | None:
    """The reports of the period, form by form."""
    if not answer.forms:
        return None
    return parts.section(
        view.say("page.forms"), forms_table(answer.forms, view),
        act=parts.link(view.say("page.reminders"), view.to_page("reporting", state="missing")),
    )  # fmt: skip
