"""The sections about units: how those below compare, and who still owes reports."""

from collections import defaultdict

from pipeline.queries.answers import ChildRow, ReportRow, UnitRef
from pipeline.reports import sentences
from pipeline.reports.charts.heading import Place
from pipeline.reports.charts.ranking import ranking_chart, ranking_note
from pipeline.reports.charts.received import received_chart
from pipeline.reports.charts.saving import inline_svg
from pipeline.reports.markup import Markup, cell, content, el, row_head, table
from pipeline.reports.pack import Pack
from pipeline.reports.signs import strip
from pipeline.reports.unit_links import unit_name
from pipeline.reports.words import Words

LISTED = 60
"""Units that owe reports and are named in the page; the workbook names all."""


def below_section(pack: Pack, words: Words) -> Markup:
    """The ranking, and each unit's targets and reports."""
    pieces = []
    figure = ranking_chart(pack, words, Place(alone=False))
    if figure is not None and pack.ranking is not None:
        name = words.text(pack.ranking.indicator.name)
        label = words.say("report.ranking_label", name=name,
                          count=words.whole(len(pack.ranking.children)))  # fmt: skip
        pieces = [
            el("h3", name),
            el("figure", Markup(inline_svg(figure, "ranking", label))),
            el("p", ranking_note(pack.ranking, words), class_="note"),
        ]
    note = el("p", sentences.findings_said(pack, words), class_="note")
    return content([*pieces, children_table(pack, words), note])


def children_table(pack: Pack, words: Words) -> Markup:
    """The units below with the statuses of their targets."""
    heads = (
        (words.say("select.unit"), ""), (words.say("report.statuses"), ""),
        (words.say("page.reported_expected"), "n"), (words.say("page.open_findings"), "n"),
    )  # fmt: skip
    rows = [child_row(child, pack, words) for child in pack.overview.children]
    return table(heads, rows, "plain", words.say("page.children"))


def child_row(child: ChildRow, pack: Pack, words: Words) -> Markup:
    """One unit below."""
    share = f"{words.whole(child.reported)}/{words.whole(child.expected)}"
    short = child.reported < child.expected
    return el(
        "tr", row_head(unit_name(child.unit, pack, words)), cell(strip(child.statuses, words)),
        cell(el("b", share) if short else share, style="n"),
        cell(words.whole(child.open_findings), style="n"),
    )  # fmt: skip


def received_section(pack: Pack, words: Words) -> Markup:
    """The sentence, the chart, who is missing."""
    forms = pack.overview.forms
    if not forms:
        return el("p", words.say("report.nothing_due"))
    pieces: list[Markup] = [el("p", sentences.reports_said(pack, words))]
    figure = received_chart(pack, words, Place(alone=False))
    if figure is not None:
        label = words.say("report.received_label", count=words.whole(len(forms)))
        pieces.append(el("figure", Markup(inline_svg(figure, "received", label))))
        pieces.append(el("p", words.say("report.received_note"), class_="note"))
    return content([*pieces, el("h3", words.say("report.missing_units")), owed_table(pack, words)])


def owed_table(pack: Pack, words: Words) -> Markup:
    """Units with reports missing or returned, and which."""
    units = owed_by_unit(pack)
    if not units:
        return el("p", words.say("report.nobody_missing"))
    heads = (
        (words.say("select.unit"), ""), (words.say("reporting.parent"), ""),
        (words.say("report.missing"), ""), (words.say("report.withheld"), ""),
    )  # fmt: skip
    rows = [owed_row(rows, pack, words) for _, rows in units[:LISTED]]
    said = table(heads, rows, "plain", words.say("report.missing_units"))
    left = len(units) - LISTED
    more = el("p", words.say("report.more_units", count=words.whole(left))) if left > 0 else None
    return content([said, more])


def owed_by_unit(pack: Pack) -> list[tuple[UnitRef, list[ReportRow]]]:
    """Unit → its missing and returned reports; grouped by superior, in the order of codes."""
    units: dict[str, UnitRef] = {}
    found: dict[str, list[ReportRow]] = defaultdict(list)
    for row in pack.owed:
        units[row.unit.code] = row.unit
        found[row.unit.code].append(row)
    order = sorted(found, key=lambda code: (superior(found[code][0]), code))
    return [(units[code], found[code]) for code in order]


def superior(row: ReportRow) -> str:
    """The code of the unit above, blank at the top."""
    return row.parent.code if row.parent else ""


def owed_row(rows: list[ReportRow], pack: Pack, words: Words) -> Markup:
    """One unit."""
    parent = unit_name(rows[0].parent, pack, words) if rows[0].parent else "—"
    return el(
        "tr", row_head(unit_name(rows[0].unit, pack, words)), cell(parent),
        cell(owed_forms(rows, "missing", pack, words)),
        cell(owed_forms(rows, "withheld", pack, words)),
    )  # fmt: skip


def owed_forms(rows: list[ReportRow], state: str, pack: Pack, words: Words) -> str:
    """The forms in a state; in one word when it is all of them."""
    titles = list(dict.fromkeys(words.text(r.form_title) for r in rows if r.state == state))
    if not titles:
        return "—"
    if len(titles) == len(pack.overview.forms) > 1:
        return words.say("report.all_forms", count=words.whole(len(titles)))
    return words.join(titles, "join.titles")
