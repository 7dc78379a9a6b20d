"""目标与进度: every target of the plan, theme by theme, with what the plan says."""

from collections.abc import Iterator, Sequence

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.against import comparing
from dashboards.components.citations import cited_facts, with_links
from dashboards.components.pictures import key
from dashboards.components.shell import Page
from dashboards.components.splits import splits_section
from dashboards.components.target_notes import other_plans, schedules
from dashboards.components.targets import conclusion, grouped_table, worst_first
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Overview, PlanRef, TargetRow

WITHOUT = ""
"""The theme of targets that no indicator measures; it stands last."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.overview(reader, here.unit, here.period, here.plan or None)
    shared = splits_section(questions.target_splits(reader, here.unit, here.period), view)
    title = view.say("page.targets")
    return Page(
        title, answer.breadcrumb, (*body(answer, view), *shared), ((title, ""),),
        elapsed=answer.elapsed, extra=comparing(view) if answer.targets else None,
    )  # fmt: skip


def body(answer: Overview, view: View) -> tuple[Part, ...]:
    """The sentence, the plan, then the targets theme by theme."""
    heading = html.H1(view.say("page.targets"), tabIndex="-1")
    if not answer.targets:
        words = view.say("targets.none", unit=view.text(answer.unit.name))
        act = parts.link(view.say("page.to_overview"), view.to_page("overview"))
        return heading, parts.empty(words, act)
    said = conclusion(answer.targets, answer.elapsed, view, "lead small")
    groups = [(theme_title(theme, view), rows) for theme, rows in by_theme(answer)]
    table = grouped_table(groups, answer.elapsed, view)
    every = [row for _, rows in groups for row in rows]
    told = [*schedules(every, view), *quotes(every, view)]
    others = other_plans(answer, view)
    return heading, said, plan_line(answer.plan, view), *others, table, key(view), *told


def plan_line(plan: PlanRef | None, view: View) -> html.P:
    """Which document the targets come from."""
    if plan is None:
        return html.P()
    number = f" {plan.number}" if plan.number else ""
    basis = "" if plan.year_basis == "stated" else view.say(f"targets.year_{plan.year_basis}")
    document = f"{view.text(plan.document)}{number}"
    said = view.say("targets.plan", title=view.text(plan.title), document=document)
    return html.P([said, basis], className="data-line")


def by_theme(answer: Overview) -> Iterator[tuple[str, list[TargetRow]]]:
    """Targets by theme, in the order in which the plan first names each."""
    themes = dict.fromkeys(theme_of(row) for row in answer.targets)
    for theme in sorted(themes, key=lambda name: name == WITHOUT):
        yield theme, worst_first([row for row in answer.targets if theme_of(row) == theme])


def theme_of(row: TargetRow) -> str:
    """The theme of the indicator that measures a target."""
    return row.indicator.theme if row.indicator else WITHOUT


def theme_title(theme: str, view: View) -> str:
    """The head of a theme's rows."""
    return theme_name(theme, view) if theme else view.say("targets.unmeasured")


def quotes(rows: Sequence[TargetRow], view: View) -> list[Part]:
    """What the plan says of its targets, folded."""
    quoted = [row for row in rows if row.quote or row.note or row.fact_names]
    if not quoted:
        return []
    summary = html.Summary(view.say("targets.quotes", count=view.whole(len(quoted))))
    terms = [part for row in quoted for part in quote(row, view)]
    return [html.Details([summary, html.Dl(terms, className="pairs")])]


def theme_name(theme: str, view: View) -> str:
    """A theme in words; one the catalogue does not know keeps its id."""
    return view.say(f"theme.{theme}") if view.has(f"theme.{theme}") else theme


def quote(row: TargetRow, view: View) -> list[Part]:
    """What the plan says of a target, our remark on it, and the fact it rests on."""
    texts = [row.quote or "", view.text(row.note) if row.note else ""]
    said = [html.P(with_links(text, row.fact_names, view)) for text in texts if text]
    if row.fact in row.fact_names:
        source = view.rich("targets.fact", fact=cited_facts([row.fact], row.fact_names, view))
        said.append(html.P(source, className="note"))
    return [html.Dt(view.text(row.name)), html.Dd(said)]
