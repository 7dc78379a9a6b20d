"""目标分解: each target that was shared out, what the shares make, and who took which."""

from dash import html

from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import SplitPart, TargetSplit, TargetSplits


def splits_section(answer: TargetSplits, view: View) -> list[Part]:
    """A section of the page of targets; nothing when no target was shared out."""
    if not answer.splits:
        return []
    heads = (
        view.say("head.target"), parts.right(view.say("head.target")),
        parts.right(view.say("split.shares")), parts.right(view.say("split.total")),
        parts.right(view.say("split.gap")),
    )  # fmt: skip
    rows = [split_row(split, view) for split in answer.splits]
    table = parts.table(heads, rows, view.say("split.title"), "splits")
    told: list[Part] = [table, *(shares(split, view) for split in answer.splits)]
    return [parts.section(view.say("split.title"), html.Div(told), note=view.say("split.note"))]


def split_row(split: TargetSplit, view: View) -> html.Tr:
    """One target: itself, its shares together, and what is missing."""
    name: list[Part] = [html.Span(view.text(split.name), className="name")]
    if split.without:
        listed = view.say("join.items").join(view.text(unit.name) for unit in split.without)
        name.append(html.Div(view.say("split.without", units=listed), className="note"))
    return html.Tr(
        [
            parts.row_head(name),
            parts.figure_cell(with_unit(split, view), "nowrap"),
            parts.figure_cell(view.whole(len(split.parts))),
            parts.figure_cell(together(split, view), "nowrap"),
            parts.figure_cell(missing(split, view), "nowrap"),
        ]
    )


def with_unit(split: TargetSplit, view: View) -> list[Part]:
    """The whole target with its unit."""
    return [
        view.amount(split.target, split),
        " ",
        html.Span(view.unit(split, split.target), className="note"),
    ]


def together(split: TargetSplit, view: View) -> str:
    """The shares added; of rates between which they lie."""
    if split.total is not None:
        return view.amount(split.total, split)
    low, high = view.amount(split.lowest, split), view.amount(split.highest, split)
    return view.say("split.between", low=low, high=high)


def missing(split: TargetSplit, view: View) -> Part:
    """How far the shares miss the target; of rates whether they can make it."""
    if split.gap is None:
        key = "split.rate_fits" if split.adds_up else "split.rate_misses"
        return html.Span(view.say(key), className="note")
    if split.gap == 0:
        return view.say("split.even")
    key = "pace.short" if split.gap < 0 else "pace.more"
    said = view.say(key, amount=view.still_needed(abs(split.gap), split))
    return html.Span(said) if split.adds_up else parts.tinted(said, split.gap)


def shares(split: TargetSplit, view: View) -> html.Details:
    """Who took which share, and how far each has come; folded."""
    heads = (
        view.say("select.unit"), parts.right(view.say("split.share")),
        parts.right(view.say("split.percent")), parts.right(view.say("head.actual")),
        parts.right(view.say("page.completion_percent")), view.say("head.status"),
    )  # fmt: skip
    rows = [share_row(part, split, view) for part in split.parts]
    title = view.text(split.name)
    summary = html.Summary(view.say("split.who", name=title))
    return html.Details([summary, parts.table(heads, rows, title, "shares")])


def share_row(part: SplitPart, split: TargetSplit, view: View) -> html.Tr:
    """One unit's share."""
    actual: Part = "—" if part.actual is None else view.amount(part.actual, split)
    if split.indicator is not None and part.actual is not None:
        actual = parts.link(actual, view.to_indicator(split.indicator.id, part.unit.code))
    return html.Tr(
        [
            parts.row_head(parts.link(view.text(part.unit.name), view.to_unit(part.unit.code))),
            parts.figure_cell(view.amount(part.target, split)),
            parts.figure_cell(view.percent(part.percent), "faint"),
            parts.figure_cell(actual),
            parts.figure_cell(view.bare_percent(part.completion)),
            parts.cell(parts.badge(part.status, view)),
        ]
    )
