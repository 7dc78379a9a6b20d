"""原文依据: what a source document states, what rests on it; or all facts, document by document."""

from collections.abc import Sequence
from itertools import groupby

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.parts import data
from dashboards.components.shell import Page, choice, choose
from dashboards.selection import parse
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.fact import Fact
from pipeline.queries.answers import FactDocument, FactList, FactPage, FigureShown, RestingTarget
from pipeline.wording.comparators import SIGNS
from pipeline.wording.facts import stated

LIVE = data(live="yes")
TEXT, FIND = "fact-text", "fact-find"


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    where = questions.whereabouts(reader, here.unit, here.period).breadcrumb
    title = view.say("page.fact")
    if not here.fact:
        found = questions.fact_list(
            reader, here.document or None, here.kind or None, here.text or None
        )
        return Page(title, where, listing(found, view), ((title, ""),))
    answer = questions.fact_page(reader, here.fact)
    tail = ((title, here.change(fact="").href()), (here.fact, ""))
    return Page(f"{title} {here.fact}", where, body(answer, view), tail)


def listing(answer: FactList, view: View) -> tuple[Part, ...]:
    """The facts, document by document, under what narrows them."""
    heading = html.H1(view.say("page.fact"), tabIndex="-1")
    if not answer.total:
        return heading, parts.empty(view.say("fact.none"))
    documents = [
        list(own) for _, own in groupby(answer.facts, key=lambda f: (f.issuer, f.document))
    ]
    lead = html.P(said(answer, len(documents), view), className="lead small")
    controls = [choice_of(answer.documents, view), *searching(view)]
    narrow = html.Div(controls, className="parameters"), kinds(answer, view)
    if not answer.facts:
        everything = parts.link(view.say("fact.all"), view.to_page("fact"))
        return heading, lead, *narrow, parts.empty(view.say("fact.no_match"), everything)
    return heading, lead, *narrow, *(document(own, view) for own in documents)


def said(answer: FactList, documents: int, view: View) -> str:
    """How many facts of how many documents are listed; of how many in all where not all are."""
    counts = {"count": view.whole(len(answer.facts)), "documents": view.whole(documents)}
    if len(answer.facts) == answer.total:
        return view.say("fact.listed", **counts)
    return view.say("fact.listed_of", total=view.whole(answer.total), **counts)


def choice_of(documents: Sequence[FactDocument], view: View) -> html.Span:
    """The documents, each with how many facts it would list."""
    here = view.selection
    options = [(view.say("fact.every_document"), here.change(document="").href(),
                not here.document)]  # fmt: skip
    options += [
        (view.say("fact.document_option", issuer=view.text(one.issuer),
                  document=view.text(one.document), count=view.whole(one.count)),
         here.change(document=one.first).href(), one.first == here.document)
        for one in documents
    ]  # fmt: skip
    label = view.say("fact.document")
    return choice(label, choose(label, options))


def searching(view: View) -> list[Part]:
    """A field for words that stand in the facts, and its button; Enter does the same."""
    field = dcc.Input(id=TEXT, type="search", value=view.selection.text, size="18", maxLength=80,
                      debounce=False)  # fmt: skip
    label = html.Label([html.Span(view.say("fact.text"), className="of"), field],
                       className="choice")  # fmt: skip
    return [label, html.Button(view.say("fact.find"), id=FIND, className="button", type="button",
                               **LIVE)]  # fmt: skip


def kinds(answer: FactList, view: View) -> Part:
    """Links that keep one kind."""
    here = view.selection
    entries: list[tuple[str, str, int | None, bool]] = [
        (view.say("page.all"), here.change(kind="").href(), None, not here.kind)
    ]
    entries += [
        (view.say(f"fact.kind_{name}"), here.change(kind=name).href(), count, here.kind == name)
        for name, count in answer.kinds
    ]
    return parts.filters(entries, view.say("fact.kind"), view)


def register(app: Dash) -> None:
    """The button and Enter put the words into the address, which the page follows."""

    @app.callback(
        Output("address", "href", allow_duplicate=True),
        Input(FIND, "n_clicks"),
        Input(TEXT, "n_submit"),
        State(TEXT, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def find(clicks: int | None, enters: int | None, text: str | None, search: str) -> str:
        if not (clicks or enters):
            raise PreventUpdate
        return parse("fact", search).change(text=(text or "").strip()).href()


def document(facts: Sequence[Fact], view: View) -> html.Section:
    """The facts of one document."""
    title = view.text(facts[0].issuer)
    heads = [view.say(f"fact.{name}") for name in ("id", "name", "kind", "stated")]
    rows = [
        html.Tr(
            [
                parts.row_head(parts.link(fact.id, view.selection.change(fact=fact.id).href())),
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
        *([shown_section(answer, view)] if answer.asks_for_figure else []),
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
