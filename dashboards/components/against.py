"""同比 or 环比 under a figure of a target: one quiet line, where the address asks for it."""

from dash import html

from dashboards.components.shell import segments
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import TargetRow
from pipeline.wording.comparisons import caveats, change_words, name_words, sides_words

OFFERED = ("", "year_before", "period_before")


def comparing(view: View) -> html.Span:
    """Against what figures are told: nothing, the year before, or the period before."""
    here = view.selection
    options = [
        (view.say(f"compare.{name or 'off'}"), here.change(compare=name).href(),
         here.compare == name)
        for name in OFFERED
    ]  # fmt: skip
    return segments(view.say("compare.switch"), options)


def against(row: TargetRow, view: View) -> list[Part]:
    """The change; nothing where the earlier figure is absent or not as complete as this one."""
    found = next((one for one in row.changes if one.against == view.selection.compare), None)
    if found is None or found.reason is not None or found.uneven:
        return []
    amounts = (view.amount(found.value, row), view.amount(found.before, row))
    told = [sides_words(found, *amounts, view.language), *caveats(found, view.language)]
    change = change_words(found, row.decimals, view.language)
    words = f"{name_words(found, view.language)} {change}"
    return [html.Div(words, className="note against", title=view.say("join.list").join(told))]
