"""扣分单: why a score is what it is, line by line, what cost most first."""

from collections.abc import Sequence
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import ScoreLine, UnitScore
from pipeline.wording.numbers import unit_word
from pipeline.wording.scores import formula_words, points_text, short, state_words, why_words

SILENT = ("zero", "excluded", "pending", "met", "not_met")
"""States that are said in a word instead of a bar."""


def lines_table(score: UnitScore, view: View) -> html.Table:
    """The lines: those that lost points, those that wait, bonuses and conditions, the total."""
    heads: tuple[Part | html.Th, ...] = (
        view.say("scorecard.clause"), view.say("scorecard.item"),
        parts.right(view.say("head.actual")), parts.right(view.say("scorecard.due")),
        view.say("scorecard.made_of"), parts.right(view.say("scorecard.points")),
        parts.right(view.say("scorecard.lost")),
    )  # fmt: skip
    most = max((line.full for line in score.lines if line.full), default=Decimal(1))
    kept = [x for x in in_order(score.lines) if not is_whole(x) and not is_idle_cap(x)]
    rows = [line_row(line, most, view) for line in kept]
    whole = [line for line in score.lines if is_whole(line)]
    if whole:
        rows.append(whole_row(whole, view))
    rows.append(total_row(score, view))
    return parts.table(heads, rows, view.say("scorecard.lines"), "deductions")


def in_order(lines: Sequence[ScoreLine]) -> list[ScoreLine]:
    """Most lost first, then what waits, then what lies beside the full marks."""

    def place(line: ScoreLine) -> tuple[bool, bool, bool, Decimal]:
        return line.title is None, line.beside, line.points is None, -line.lost

    return sorted(lines, key=place)


def is_whole(line: ScoreLine) -> bool:
    """Whether an item earned its full marks."""
    return line.state == "scored" and not line.beside and not line.lost and line.full is not None


def is_idle_cap(line: ScoreLine) -> bool:
    """Whether a cap cuts nothing."""
    return line.rule in ("group_cap", "bonus_cap_total") and not line.points


def line_row(line: ScoreLine, most: Decimal, view: View) -> html.Tr:
    """One line."""
    return html.Tr(
        [
            parts.cell(line.clause or "", "clause"),
            parts.row_head([name_of(line, view), *told(line, view)]),
            parts.figure_cell(actual(line, view)),
            parts.figure_cell(due(line, view), "nowrap"),
            parts.cell(made_of(line, most, view), "made"),
            parts.figure_cell(points(line), "nowrap"),
            parts.figure_cell(lost(line), "nowrap"),
        ]
    )


def name_of(line: ScoreLine, view: View) -> Part:
    """The item, leading to its indicator."""
    if line.title is None:
        return html.Span(view.say(f"score.{line.id}"), className="name")
    words = view.text(line.title)
    if line.indicator is None:
        return html.Span(words, className="name")
    return parts.link(words, view.to_indicator(line.indicator.id, segment=line.segment), "name")


def told(line: ScoreLine, view: View) -> list[Part]:
    """The rule's own words, the sum with its numbers, and what marks rest on."""
    said = [view.text(line.text)] if line.text else []
    if line.why is not None:
        said.append(why_words(line.why, view.language))
    else:
        said.append(formula_words(line.formula, line.parts, line.points, view.language))
    if line.evidence:
        basis = view.say("join.list").join(view.text(text) for text in line.evidence)
        said.append(view.say("scorecard.evidence", text=basis))
    return [html.Div(words, className="note") for words in said]


def actual(line: ScoreLine, view: View) -> list[Part]:
    """The figure, leading to its trace, with its parts or the state of its data."""
    if line.value is None:
        return [html.Span("—", className="faint")]
    if line.indicator is None or line.unit_label is None or line.counting:
        shown = short(line.value)
        unit = unit_word(line.unit_label, shown, view.language) if line.unit_label else ""
        return [shown, html.Span(unit, className="unit"), *data_of(line, view)]
    href = view.to_trace(
        line.indicator.id, period=line.within or "", segment=line.segment, span=line.span,
        family=line.family if line.family != "default" else "",
    )  # fmt: skip
    number = parts.number(view.amount(line.value, line.indicator), href,
                          view.unit(line.indicator, line.value))  # fmt: skip
    return [number, *ratio(line, view), *data_of(line, view)]


def ratio(line: ScoreLine, view: View) -> list[Part]:
    """Numerator and denominator of a rate."""
    if line.denominator is None or line.indicator is None:
        return []
    pair = (line.numerator, line.denominator)
    said = " / ".join(view.part(part, line.indicator) for part in pair)
    return [html.Div(said, className="note nowrap")]


def data_of(line: ScoreLine, view: View) -> list[Part]:
    """Which reports are missing; nothing when all are in."""
    if not line.provisional or line.data.expected == 0:
        return []
    said = view.share(line.data.reported, line.data.expected)
    return [html.Div(html.B(view.say("scorecard.reported", share=said)), className="data-line")]


def due(line: ScoreLine, view: View) -> Part:
    """What the schedule makes due."""
    if line.due is None or line.indicator is None:
        return html.Span("—", className="faint")
    if line.counting:
        return short(line.due)
    return view.amount(line.due, line.indicator)


def made_of(line: ScoreLine, most: Decimal, view: View) -> Part:
    """Earned and lost as a bar as long as the full marks; a word where there is none."""
    if line.state in SILENT:
        return html.Span(state_words(line.state, view.language), className=f"state {line.state}")
    if line.full is None or line.points is None or line.beside:
        return ""
    earned = html.I(style={"width": f"{max(line.points, Decimal(0)) / line.full * 100:.1f}%"})
    length = {"width": f"{line.full / most * 100:.1f}%"}
    return html.Div(html.Div(earned, className="earned", style=length), **aria(hidden="true"))


def points(line: ScoreLine) -> list[Part]:
    """Points out of full marks."""
    if line.state in ("met", "not_met"):
        return ["—"]
    sign = "+" if line.beside and line.points and line.points > 0 else ""
    full = [html.Span(f" / {points_text(line.full)}", className="faint")] if line.full else []
    return [html.B(f"{sign}{points_text(line.points)}"), *full]


def lost(line: ScoreLine) -> Part:
    """What was lost, with its sign."""
    if not line.lost:
        return ""
    return html.Span(points_text(-line.lost), className="loss")


def whole_row(lines: Sequence[ScoreLine], view: View) -> html.Tr:
    """The items that lost nothing, on one line."""
    named: list[Part] = []
    for line in lines:
        name = view.text(line.title) if line.title else line.id
        named += [html.Span([name, " ", html.B(points_text(line.points))], className="kept"), " "]
    said = view.say("scorecard.nothing_lost", count=view.whole(len(lines)))
    return html.Tr([parts.cell(""), html.Td([f"{said}　", *named], colSpan=6)], className="whole")


def total_row(score: UnitScore, view: View) -> html.Tr:
    """What it all comes to."""
    sums = [view.say("scorecard.base", points=points_text(score.base))]
    if score.bonus:
        sums.append(view.say("scorecard.bonus", points=points_text(score.bonus)))
    if score.minus:
        sums.append(view.say("scorecard.minus", points=points_text(score.minus)))
    words = view.say("join.list").join(sums)
    return html.Tr(
        [
            parts.cell(""),
            html.Th([html.B(view.say("scorecard.total")), f"　{words}"], scope="row", colSpan=4),
            html.Td(html.B(points_text(score.total), className="big"), colSpan=2, className="r"),
        ],
        className="total",
    )
