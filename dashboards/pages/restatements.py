"""更正: every figure that is no longer what a frozen publication said, and why."""

from decimal import Decimal

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.status import Status
from pipeline.queries.answers import (
    Cause,
    ChangedCell,
    FreezeRef,
    Rejudged,
    Restatement,
    RestatementList,
    Terms,
)
from pipeline.wording.scores import points_text


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    answer = questions.restatements(reader, view.selection.unit)
    title = view.say("page.restatements")
    return Page(title, answer.breadcrumb, body(answer, view), ((title, ""),))


def body(answer: RestatementList, view: View) -> tuple[Part, ...]:
    """What is frozen, then what has changed since."""
    heading = html.H1(view.say("page.restatements"), tabIndex="-1")
    if not answer.freezes:
        asked = f"{view.selection.period} --unit {answer.unit.code}"
        command = html.Code(f"unionkpi freeze {asked} --reason …", className="code")
        words = view.say("restatements.nothing_frozen", unit=view.text(answer.unit.name))
        return heading, parts.empty(words, command)
    frozen = parts.section(view.say("restatements.frozen"), freeze_table(answer, view))
    note = view.say("page.listed", shown=view.whole(len(answer.rows)),
                    total=view.whole(answer.total))  # fmt: skip
    content: Part = parts.empty(view.say("restatements.unchanged"))
    if answer.rows:
        content = ledger(answer, view)
    figures = parts.section(view.say("restatements.ledger"), content, note=note)
    return heading, frozen, figures, *([rejudged(answer, view)] if answer.judged else [])


def rejudged(answer: RestatementList, view: View) -> html.Section:
    """Targets and scores: what was said of them, what is said now, why."""
    note = view.say("page.listed", shown=view.whole(len(answer.judged)),
                    total=view.whole(answer.total_judged))  # fmt: skip
    heads: list[Part | html.Th] = [view.say("restatements.judged"), view.say("select.unit")]
    heads += [parts.right(view.say(f"restatements.{name}")) for name in ("old", "new")]
    heads.append(view.say("restatements.why"))
    rows = [judged_row(one, view) for one in answer.judged]
    table = parts.table(heads, rows, view.say("restatements.judged"), "ledger")
    return parts.section(view.say("restatements.judged"), table, note=note)


def judged_row(one: Rejudged, view: View) -> html.Tr:
    """One target, leading to the targets; or one score, leading to its card."""
    here = {"unit": one.unit.code, "period": one.period.code}
    page = "scorecard" if one.target is None else "targets"
    if one.target is not None:
        here["plan"] = one.plan.id
    kind = view.say("restatements.score" if one.target is None else "restatements.completion")
    words = " · ".join((view.period(one.period), kind, view.text(one.plan.title)))
    name = parts.link(view.text(one.name), view.to_page(page, **here))
    cells = [judged_cell(one.old, one.old_status, one, view),
             judged_cell(one.new, one.new_status, one, view)]  # fmt: skip
    if one.concealed:
        cells = [html.Td(view.say("restatements.concealed"), colSpan=2, className="note r")]
    return html.Tr(
        [
            parts.row_head([name, html.Div(words, className="note")]),
            parts.cell(view.text(one.unit.name)),
            *cells,
            parts.cell([cause(c, view) for c in one.causes]),
        ]
    )


def judged_cell(value: Decimal | None, status: Status | None, one: Rejudged, view: View) -> html.Td:
    """Points, or completion with its status."""
    if one.target is None:
        return parts.figure_cell(points_text(value))
    shown = [view.percent(value)]
    word = [html.Div(view.status(status), className="note")] if status else []
    return parts.figure_cell([*shown, *word])


def freeze_table(answer: RestatementList, view: View) -> html.Table:
    """Each frozen period: since when, from which publication, by which paper."""
    heads = [view.say(f"restatements.{name}")
             for name in ("period", "frozen_unit", "frozen_at", "reason")]  # fmt: skip
    rows = [freeze_row(one, view) for one in answer.freezes]
    return parts.table(heads, rows, view.say("restatements.frozen"))


def freeze_row(one: FreezeRef, view: View) -> html.Tr:
    """One freeze."""
    told = view.say("page.publication", number=view.whole(one.publication),
                    moment=view.moment(one.published_at))  # fmt: skip
    paper = f" {one.document}" if one.document else ""
    return html.Tr(
        [
            parts.row_head(view.period(one.period)),
            parts.cell(view.text(one.unit.name)),
            parts.cell([view.record_day(one.frozen_at), html.Div(told, className="note")]),
            parts.cell(f"{one.reason}{paper}"),
        ]
    )


def ledger(answer: RestatementList, view: View) -> html.Table:
    """Figure by figure: what it was, what it is, why."""
    heads: list[Part | html.Th] = [view.say("restatements.figure"), view.say("select.unit")]
    heads += [parts.right(view.say(f"restatements.{name}")) for name in ("old", "new")]
    heads.append(view.say("restatements.why"))
    rows = [row(one, view) for one in answer.rows]
    return parts.table(heads, rows, view.say("restatements.ledger"), "ledger")


def row(one: Restatement, view: View) -> html.Tr:
    """One figure; the new value leads to its trace."""
    words = [view.period(one.period), view.say(f"trace.span_{one.span}")]
    if one.family_label is not None:
        words.append(view.text(one.family_label))
    if one.segment_label is not None:
        words.append(view.text(one.segment_label))
    name: list[Part] = [
        view.text(one.indicator.name),
        html.Div(" · ".join(words), className="note"),
    ]
    family = "" if one.family == "default" else one.family
    href = view.to_trace(one.indicator.id, one.unit.code, one.period.code, span=one.span,
                         segment=one.segment, family=family)  # fmt: skip
    return html.Tr(
        [
            parts.row_head(name),
            parts.cell(view.text(one.unit.name)),
            *figures(one, href, view),
            parts.cell([cause(c, view) for c in one.causes]),
        ]
    )


def figures(one: Restatement, href: str, view: View) -> tuple[html.Td, ...]:
    """What it was and what it is; of persons only that it has changed."""
    if one.concealed:
        return (html.Td(view.say("restatements.concealed"), colSpan=2, className="note r"),)
    shown: Part = "—"
    if one.new is not None:
        unit = view.unit(one.indicator, one.new)
        shown = parts.number(view.amount(one.new, one.indicator), href, unit)
    old = view.amount(one.old, one.indicator)
    if one.old != one.new:
        return parts.figure_cell(old), parts.figure_cell(shown)
    sums = [[html.Div(sums_said(terms, one, view), className="note")] if terms else []
            for terms in (one.old_terms, one.new_terms)]  # fmt: skip
    return parts.figure_cell([old, *sums[0]]), parts.figure_cell([shown, *sums[1]])


def sums_said(terms: Terms, one: Restatement, view: View) -> str:
    """What a rate that stayed the same is made of."""
    return " ÷ ".join(view.part(term, one.indicator) for term in terms)


def cause(one: Cause, view: View) -> html.Div:
    """Why: which report or decision, on which day, and its cells."""
    said: list[Part] = [
        html.B(view.say(f"restatements.{one.kind}")),
        f" {view.record_day(one.when)}",
    ]
    facts = [view.text(one.unit.name) if one.unit else "",
             view.text(one.form) if one.form else "",
             view.text(one.period_name) if one.period_name else "", one.note or ""]  # fmt: skip
    if one.submission is not None:
        facts.append(view.say("restatements.submission", number=view.whole(one.submission)))
    told = " · ".join(fact for fact in facts if fact)
    listed = [html.Div(cell(c, view), className="note") for c in one.cells]
    rest = one.total_cells - len(one.cells)
    if rest > 0:
        more = view.say("restatements.more_cells", count=view.whole(rest))
        listed.append(html.Div(more, className="note"))
    return html.Div([*said, html.Div(told, className="note"), *listed])


def cell(one: ChangedCell, view: View) -> str:
    """One cell: where it stands, what it said and says."""
    place = f"{one.file} › {one.sheet} › {one.cell}"
    field = view.text(one.field)
    return view.say("restatements.cell", place=place, field=field, old=one.old or "—",
                    new=one.new or "—")  # fmt: skip
