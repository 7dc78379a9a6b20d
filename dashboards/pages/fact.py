"""原文依据: what a source document states, what rests on it; or all facts, document by document."""

from collections.abc import Sequence
from itertools import groupby

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.fact import Fact
from pipeline.queries.answers import FactPage, FigureShown, RestingTarget
from pipeline.wording.facts import SIGNS, stated


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    where = questions.overview(reader, here.unit, here.period).breadcrumb
    title = view.say("page.fact")
    if not here.fact:
        return Page(title, where, register(questions.facts(reader), view), ((title, ""),))
    answer = questions.fact_page(reader, here.fact)
    tail = ((title, view.to_page("fact")), (here.fact, ""))
    return Page(f"{title} {here.fact}", where, body(answer, view), tail)


def register(facts: Sequence[Fact], view: View) -> tuple[Part, ...]:
    """Every fact, document by document."""
    heading = html.H1(view.say("page.fact"), tabIndex="-1")
    if not facts:
        return heading, parts.empty(view.say("fact.none"))
    documents = [(key, list(own)) for key, own in groupby(facts, key=source_of)]
    said = view.say("fact.listed", count=view.whole(len(facts)),
                    documents=view.whole(len(documents)))  # fmt: skip
    lists = [document(own, view) for _, own in documents]
    return heading, html.P(said, className="lead small"), *lists


def source_of(fact: Fact) -> tuple[str, str]:
    """Who states it, and where."""
    return fact.issuer.zh, fact.document.zh


def document(facts: Sequence[Fact], view: View) -> html.Section:
    """The facts of one document."""
    title = view.text(facts[0].issuer)
    heads = [view.say(f"fact.{name}") for name in ("id", "name", "kind", "stated")]
    rows = [
        html.Tr(
            [
                parts.row_head(parts.link(fact.id, view.to_page("fact", fact=fact.id))),
                parts.cell(view.text(fact.name)),
                parts.cell(view.say(f"fact.kind_{fact.kind}")),
                parts.cell(stated(fact, view.language), "nowrap"),
            ]
        )
        for fact in facts
    ]
    table = parts.table(heads, rows, title)
    return parts.section(title, table, note=view.text(facts[0].document))


def body(answer: FactPage, view: View) -> tuple[Part, ...]:
    """What is stated, what rests on it, the figure that shows it."""
    fact = answer.fact
    heading = html.H1(view.text(fact.name), tabIndex="-1")
    line = html.P(f"{fact.id} · {view.text(answer.theme)}", className="data-line")
    return (
        heading,
        line,
        statement(answer, view),
        *([shown_section(answer, view)] if fact.kind == "actual" and fact.value else []),
        indicators_section(answer, view),
        targets_section(answer.targets, view),
    )


def statement(answer: FactPage, view: View) -> html.Section:
    """What the document states, term by term."""
    fact = answer.fact
    year = str(fact.year) if fact.year else view.say("fact.year_unstated")
    pairs: list[tuple[str, Part | list[Part]]] = [
        ("issuer", view.text(fact.issuer)),
        ("document", view.text(fact.document)),
        ("year", year),
        ("kind", view.say(f"fact.kind_{fact.kind}")),
        ("stated", html.B(stated(fact, view.language) or view.say("fact.no_value"))),
        ("scope", view.text(fact.scope) if fact.scope else ""),
        ("denominator", view.text(fact.denominator) if fact.denominator else ""),
        ("span", view.say(f"fact.span_{fact.span}")),
        ("nature", view.say(f"fact.nature_{fact.nature}")),
        ("repeats", others([answer.repeats] if answer.repeats else [], view)),
        ("repeated_by", others(answer.repeated_by, view)),
    ]
    terms = [
        part for term, said in pairs if said
        for part in (html.Dt(view.say(f"fact.{term}")), html.Dd(said))
    ]  # fmt: skip
    return parts.section(view.say("fact.statement"), html.Dl(terms, className="pairs"))


def others(facts: Sequence[Fact], view: View) -> list[Part]:
    """Other facts as links."""
    links: list[Part] = [
        parts.link(f"{fact.id} {view.text(fact.name)}", view.to_page("fact", fact=fact.id))
        for fact in facts
    ]
    return view.join(links, "join.items")


def shown_section(answer: FactPage, view: View) -> html.Section:
    """The figure that shows what the document reports, leading to its trace."""
    title = view.say("fact.shown")
    if answer.shown is None:
        key = "fact.not_here" if answer.fact.shown else "fact.not_shown"
        return parts.section(title, parts.empty(view.say(key)))
    return parts.section(title, *figure(answer.shown, view))


def figure(shown: FigureShown, view: View) -> list[Part]:
    """Whose figure, of which indicator and period, how much, and what else is in it."""
    name = view.text(shown.indicator.name)
    if shown.label is not None:
        name = f"{name} › {view.text(shown.label)}"
    if shown.segment_label is not None:
        name = f"{name} · {view.text(shown.segment_label)}"
    heads = (view.say("select.unit"), view.say("select.period"), view.say("page.indicator"),
             parts.right(view.say("head.actual")))  # fmt: skip
    row = html.Tr(
        [
            parts.row_head(view.text(shown.unit.name)),
            parts.cell(view.period(shown.period)),
            parts.cell(name),
            parts.figure_cell(amount(shown, view)),
        ]
    )
    pieces: list[Part] = [parts.table(heads, [row], view.say("fact.shown"))]
    if shown.together:
        said = view.rich("fact.together", facts=others(shown.together, view))
        pieces.append(html.P(said, className="note"))
    return pieces


def amount(shown: FigureShown, view: View) -> Part:
    """The figure, or the part of it that is meant."""
    href = view.to_trace(shown.indicator.id, shown.unit.code, shown.period.code,
                         segment=shown.segment, span=shown.value.span)  # fmt: skip
    if shown.part == "value" or shown.amount is None:
        return parts.value_link(shown.value, shown.indicator, href, view)
    about = view.say("state.approximate") if shown.value.approximate else ""
    return parts.number(about + view.plain(shown.amount), href)


def indicators_section(answer: FactPage, view: View) -> html.Section:
    """The indicators whose definitions rest on it."""
    title = view.say("fact.indicators")
    if not answer.indicators:
        return parts.section(title, html.P(view.say("fact.nothing"), className="note"))
    items = [
        html.Li(parts.link(view.text(ref.name), view.to_indicator(ref.id)))
        for ref in answer.indicators
    ]
    return parts.section(title, html.Ul(items, className="entries"))


def targets_section(targets: Sequence[RestingTarget], view: View) -> html.Section:
    """The targets that promise it."""
    title = view.say("fact.targets")
    if not targets:
        return parts.section(title, html.P(view.say("fact.nothing"), className="note"))
    heads = (view.say("select.unit"), view.say("fact.plan"), view.say("head.name"),
             parts.right(view.say("head.target")))  # fmt: skip
    rows = [target_row(target, view) for target in targets]
    return parts.section(title, parts.table(heads, rows, title))


def target_row(row: RestingTarget, view: View) -> html.Tr:
    """One target, leading to the targets of its plan."""
    href = view.selection.go(
        "targets", unit=row.unit.code, plan=row.plan.id,
        period=row.period.code if row.period else "",
    ).href()  # fmt: skip
    basis = row.plan.year_basis
    year = "" if basis == "stated" else view.say(f"targets.year_{basis}")
    unit = view.unit(row, row.target)
    note = [html.Div(view.text(row.note), className="note")] if row.note else []
    return html.Tr(
        [
            parts.row_head(view.text(row.unit.name)),
            parts.cell([view.text(row.plan.title), html.Div(f"{row.plan.year}{year}",
                                                            className="note")]),
            parts.cell([parts.link(view.text(row.name), href), *note]),
            parts.figure_cell(f"{SIGNS[row.comparator]} {view.amount(row.target, row)} {unit}"),
        ]
    )  # fmt: skip
