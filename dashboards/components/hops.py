"""The way of a number back to its cells, hop by hop."""

from collections.abc import Sequence

from dash import html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.components.sheet import sheet
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Contribution, Trace, TraceChild


def hops(trace: Trace, view: View) -> html.Ol:
    """Number, formula, units below, cells, sheet."""
    steps: list[tuple[str, Part, Part]] = [
        (view.say("trace.number"), "", the_number(trace, view)),
        (view.say("trace.formula"), "", formula(trace, view)),
    ]
    if trace.children:
        note = view.say("trace.children_note", count=view.whole(len(trace.children)))
        steps.append((view.say("page.children"), note, children(trace, view)))
    steps.append((view.say("trace.cells"), listed(trace, view), cells(trace, view)))
    if trace.total_carried:
        note = view.say("trace.carried_note", shown=view.whole(len(trace.carried)),
                        total=view.whole(trace.total_carried))  # fmt: skip
        steps.append((view.say("trace.carried_cells"), note, carried(trace, view)))
    if trace.picture is not None:
        note = view.say("trace.sheet_note")
        steps.append((view.say("trace.sheet"), note, sheet(trace.picture, view)))
    return html.Ol([hop(number, *step) for number, step in enumerate(steps, 1)], className="hops")


def hop(number: int, title: str, note: Part, content: Part) -> html.Li:
    """One step."""
    mark = html.Span(str(number), className="step", **aria(hidden="true"))
    return html.Li([mark, html.H2(title), html.Span(note, className="note"), content])


def the_number(trace: Trace, view: View) -> html.Div:
    """The value as it is published, and the data it rests on."""
    shown = view.amount(trace.value.value, trace.indicator)
    unit = html.Span(view.unit(trace.indicator, trace.value.value), className="unit")
    number = html.Span([shown, unit], className="huge")
    return html.Div([number, parts.data_line(trace.value.data, view)], className="value-row")


def formula(trace: Trace, view: View) -> html.Div:
    """Numerator over denominator; a count is a sum."""
    card, value, indicator = trace.card, trace.value, trace.indicator
    is_rate = card.denominator_label is not None
    top = term(view.text(card.numerator_label), view.part(value.numerator, indicator), is_rate)
    if card.denominator_label is None:
        sums = html.Span(view.say("trace.sum_rule"), className="note")
        return html.Div([html.Div(top, className="fraction"), sums])
    under = term(view.text(card.denominator_label), view.part(value.denominator, indicator), False)
    equals = html.B(f"= {view.amount(value.value, indicator)} {view.unit(indicator, value.value)}")
    rule = html.Span(view.say("trace.ratio_rule"), className="note")
    return html.Div([html.Div([*top, *under], className="fraction"), equals, " ", rule])


def term(name: str, amount: str, over: bool) -> list[Part]:
    """One line of a fraction; the upper one is underlined."""
    line = "over" if over else ""
    return [html.Span(name, className=line), html.B(amount, className=f"{line} r".strip())]


def children(trace: Trace, view: View) -> html.Table:
    """Each unit below with its part; it leads to its own trace."""
    heads: list[Part] = [
        view.say("select.unit"),
        parts.right(view.text(trace.card.numerator_label)),
    ]
    is_rate = trace.card.denominator_label is not None
    if trace.card.denominator_label is not None:
        heads.append(parts.right(view.text(trace.card.denominator_label)))
        heads.append(parts.right(view.unit(trace.indicator)))
    heads.append(parts.right(view.say("page.reported_expected")))
    rows = [child_row(row, trace, is_rate, view) for row in trace.children]
    return parts.table(heads, [*rows, total_row(trace, is_rate, view)], view.say("page.children"))


def child_row(row: TraceChild, trace: Trace, is_rate: bool, view: View) -> html.Tr:
    """One unit below."""
    here = view.selection
    href = view.to_trace(trace.indicator.id, unit=row.unit.code, family=here.family,
                         segment=here.segment, span=here.span)  # fmt: skip
    figures: list[Part] = [parts.figure_cell(view.part(row.numerator, trace.indicator))]
    if is_rate:
        figures.append(parts.figure_cell(view.part(row.denominator, trace.indicator)))
        figures.append(parts.figure_cell(view.amount(row.value, trace.indicator)))
    share: Part = view.share(row.reported, row.expected)
    figures.append(parts.figure_cell(html.B(share) if row.reported < row.expected else share))
    return html.Tr([parts.row_head(parts.link(view.text(row.unit.name), href)), *figures])


def total_row(trace: Trace, is_rate: bool, view: View) -> html.Tr:
    """The whole, as the step above has it."""
    value = trace.value
    figures: list[Part] = [parts.figure_cell(html.B(view.part(value.numerator, trace.indicator)))]
    if is_rate:
        figures.append(parts.figure_cell(html.B(view.part(value.denominator, trace.indicator))))
        figures.append(parts.figure_cell(html.B(view.amount(value.value, trace.indicator))))
    share = view.share(value.data.reported, value.data.expected)
    figures.append(parts.figure_cell(html.B(share)))
    return html.Tr([parts.row_head(html.B(view.say("sheet.total"))), *figures])


def listed(trace: Trace, view: View) -> str:
    """How many cells are listed, of how many."""
    return view.say("page.listed", shown=view.whole(len(trace.contributions)),
                    total=view.whole(trace.total_contributions))  # fmt: skip


def cells(trace: Trace, view: View) -> Part:
    """The cells a number is made of, the numerator's first."""
    if not trace.contributions:
        return parts.empty(view.say("trace.no_cells"))
    return cells_table(trace.contributions, view.say("trace.cells"), view)


def carried(trace: Trace, view: View) -> html.Div:
    """The cells that only the estimate has, and how it comes about."""
    table = cells_table(trace.carried, view.say("trace.carried_cells"), view)
    return html.Div([html.P(carried_sum(trace, view)), table])


def carried_sum(trace: Trace, view: View) -> str:
    """What was reported and what was carried, apart, and the estimate from both."""
    value, measured = trace.value, trace.indicator
    estimate = view.in_prose(trace.recomputed_estimate, measured)
    if trace.card.denominator_label is None:
        return view.say(
            "trace.carried_sum", reported=view.part(value.numerator, measured),
            carried=view.part(trace.carried_numerator, measured), estimate=estimate,
        )  # fmt: skip
    return view.say(
        "trace.carried_ratio", estimate=estimate,
        numerator=view.part(value.numerator, measured),
        denominator=view.part(value.denominator, measured),
        carried_numerator=view.part(trace.carried_numerator, measured),
        carried_denominator=view.part(trace.carried_denominator, measured),
    )  # fmt: skip


def cells_table(listed: Sequence[Contribution], caption: str, view: View) -> html.Div:
    """Cells by numerator and denominator."""
    heads = (
        view.say("select.unit"), view.say("trace.place"), view.say("trace.field"),
        parts.right(view.say("trace.written")), parts.right(view.say("trace.amount")),
        view.say("trace.version"),
    )  # fmt: skip
    rows: list[html.Tr] = []
    for role in dict.fromkeys(c.role for c in listed):
        own = [c for c in listed if c.role == role]
        rows.append(parts.group_row(view.say(f"head.{role}"), len(heads)))
        rows += [cell_row(c, view) for c in own]
    return html.Div(parts.table(heads, rows, caption, "cells"), className="scroll")


def cell_row(row: Contribution, view: View) -> html.Tr:
    """One cell: where it stands, what is written there, what it adds."""
    place = [html.Span(f"{row.sheet}!{row.cell}", className="code"),
             html.Div(row.file, className="note", title=f"SHA-256 {row.sha256}")]  # fmt: skip
    version = view.say("trace.version_number", number=view.whole(row.version))
    named = view.text(row.period_name)
    period = view.say("trace.carried", period=named) if row.carried else named
    remarks: Sequence[Part] = [html.Div(text, className="note")
                               for text in (period, corrected(row, view)) if text]  # fmt: skip
    return html.Tr(
        [
            parts.row_head(view.text(row.unit.name)),
            parts.cell(place),
            parts.cell(view.text(row.field_label)),
            parts.figure_cell(row.written(view.language) or "—"),
            parts.figure_cell(view.plain(row.amount)),
            parts.cell([version, *remarks]),
        ]
    )


def corrected(row: Contribution, view: View) -> str:
    """What a superior changed in the cell, and why."""
    note = row.correction
    if note is None:
        return ""
    blank = view.say("correction.blank")
    return view.say(
        "correction.note", field=view.text(note.field_label), reported=note.reported or blank,
        corrected=note.corrected or blank, unit=view.text(note.decided_by.name),
        day=view.record_day(note.decided_on), reason=view.text(note.reason),
    )  # fmt: skip
