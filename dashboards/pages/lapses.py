"""到期预告: what lapses in the coming quarters, and what that does to what is in force."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import LapseList, LapseStep, LapsingEntry


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.lapses(reader, here.unit, here.period, indicator=here.indicator or None)
    title = view.say("page.lapses")
    return Page(title, answer.breadcrumb, body(answer, view), ((title, ""),))


def body(answer: LapseList, view: View) -> tuple[Part, ...]:
    """The sentence, the indicator quarter by quarter, then entry by entry."""
    heading = html.H1(view.say("page.lapses"), tabIndex="-1")
    if answer.steps[0].numerator is None:
        said = view.say("lapses.no_register", register=view.text(answer.register))
        return heading, parts.empty(said)
    course = parts.section(
        view.text(answer.indicator.name), step_table(answer, view), note=view.say("lapses.note"),
    )  # fmt: skip
    listed = parts.section(
        view.text(answer.register), entry_table(answer, view),
        note=view.say("lapses.listed", shown=view.whole(len(answer.entries)),
                      total=view.whole(answer.total)),
    )  # fmt: skip
    return heading, html.P(conclusion(answer, view), className="lead small"), course, listed


def conclusion(answer: LapseList, view: View) -> list[Part]:
    """How much lapses by the last step, and what is left."""
    first, last = answer.steps[0], answer.steps[-1]
    now = parts.number(view.in_prose(first.value, answer.indicator),
                       view.to_trace(answer.indicator.id))  # fmt: skip
    return view.rich(
        "lapses.conclusion", day=view.full_day(last.day), count=view.whole(answer.total),
        name=view.text(answer.indicator.name), now=now,
        then=html.B(view.in_prose(last.value, answer.indicator)),
    )  # fmt: skip


def step_table(answer: LapseList, view: View) -> html.Table:
    """The indicator at the end of each quarter, if nothing is renewed."""
    heads = (
        view.say("lapses.end_of"), parts.right(view.say("lapses.ending")),
        parts.right(view.text(answer.amount_label)), parts.right(view.say("page.num_den")),
        parts.right(view.text(answer.indicator.name)), parts.right(view.say("lapses.change")),
    )  # fmt: skip
    rows = [step_row(step, answer, view) for step in answer.steps]
    return parts.table(heads, rows, view.text(answer.indicator.name))


def step_row(step: LapseStep, answer: LapseList, view: View) -> html.Tr:
    """One quarter's end."""
    now = step is answer.steps[0]
    ratio = view.part(step.numerator, answer.indicator)
    if step.denominator is not None:
        ratio += f" ÷ {view.part(step.denominator, answer.indicator)}"
    change: Part = "—"
    if step.change is not None:
        change = parts.tinted(view.signed(step.change), step.change)
    value = f"{view.amount(step.value, answer.indicator)} {view.unit(answer.indicator, step.value)}"
    return html.Tr(
        [
            parts.row_head(view.text(step.label)),
            parts.figure_cell("—" if now else view.whole(step.lapsing)),
            parts.figure_cell("—" if now else view.part(step.amount, answer.indicator)),
            parts.figure_cell(ratio, "faint"),
            parts.figure_cell(html.B(value)),
            parts.figure_cell(change),
        ]
    )


def entry_table(answer: LapseList, view: View) -> Part:
    """What lapses, the soonest first."""
    if not answer.entries:
        return parts.empty(view.say("lapses.none"))
    heads = (
        view.say("lapses.on"), view.say("select.unit"), view.say("lapses.key"),
        view.say("lapses.kind"), parts.right(view.text(answer.amount_label)),
        parts.right(view.say("lapses.left")), view.say("lapses.register"),
    )  # fmt: skip
    rows = [entry_row(entry, answer, view) for entry in answer.entries]
    return parts.table(heads, rows, view.text(answer.register))


def entry_row(entry: LapsingEntry, answer: LapseList, view: View) -> html.Tr:
    """One entry of a register, leading to the cells of its unit."""
    cells = view.to_trace(answer.indicator.id, entry.unit.code, entry.register)
    unit = parts.link(view.text(entry.unit.name), view.to_unit(entry.unit.code))
    carried = [html.Div(view.say("lapses.carried"), className="note")] if entry.carried else []
    return html.Tr(
        [
            parts.row_head(view.record_day(entry.lapses_on), "nowrap"),
            parts.cell(unit),
            parts.cell(parts.link(entry.key, cells), "nowrap"),
            parts.cell(view.text(entry.kind) if entry.kind else "—"),
            parts.figure_cell(view.part(entry.amount, answer.indicator)),
            parts.figure_cell(view.part(entry.left, answer.indicator)),
            parts.cell([entry.register, *carried], "note"),
        ]
    )
