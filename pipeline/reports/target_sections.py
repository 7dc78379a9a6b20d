"""The sections about targets: the table, what is behind, the trends and their figures."""

from pipeline.queries.answers import DataStatus, TargetRow
from pipeline.reports import sentences
from pipeline.reports.changes import change_note, change_table, starts_apart
from pipeline.reports.charts.heading import Place
from pipeline.reports.charts.saving import inline_svg
from pipeline.reports.charts.trends import trend_chart, trends_key
from pipeline.reports.markup import Markup, cell, content, el, row_head, table
from pipeline.reports.pack import Pack, Trend
from pipeline.reports.signs import badge, bullet
from pipeline.reports.targets import completion, gap, late, worst_first
from pipeline.reports.words import Words
from pipeline.wording.also import also_words
from pipeline.wording.comparators import more_said, sign_before
from pipeline.wording.time_over import days_words, is_over


def target_table(pack: Pack, words: Words) -> Markup:
    """All targets, the worst first, on one completion axis."""
    if not pack.overview.targets:
        return headline_table(pack, words)
    elapsed = pack.overview.elapsed
    pace = words.say("page.pace_at", elapsed=words.percent(elapsed)) if elapsed is not None else ""
    heads = (
        (words.say("page.name_and_data"), "name"), (words.say("head.actual"), "n"),
        (words.say("head.target"), "n"), (words.say("page.completion_percent"), "n"),
        ([words.say("report.scale"), el("span", pace, class_="pace")], "axis"),
        (words.say("head.gap"), "n"), (words.say("head.status"), ""),
    )  # fmt: skip
    rows = [target_row(row, pack, words) for row in worst_first(pack.overview.targets)]
    return content(
        [
            table(heads, rows, "targets", words.say("page.targets_caption")),
            el("p", words.say("report.targets_note"), class_="note"),
            *change_part(pack, words),
        ]
    )


def change_part(pack: Pack, words: Words) -> list[Markup]:
    """The table of 同比 and 环比 under its head; nothing where there is none."""
    told = change_table(pack, words)
    if told is None:
        return []
    notes = [el("p", words.say("compare.note"), class_="note")]
    if starts_apart(pack):
        notes.append(el("p", words.say("compare.baseline_note"), class_="note"))
    return [el("h3", words.say("compare.title")), told, *notes]


def target_row(row: TargetRow, pack: Pack, words: Words) -> Markup:
    """One target."""
    points = gap(row)
    data = data_line(row.actual.data, words) if row.indicator else None
    days = "" if points is None or not row.gap_days else days_words(row, words.language)
    told_above = is_over(pack.overview.elapsed) and row.missed_on is None
    return el(
        "tr",
        row_head(words.text(row.name), data, change_note(row.changes, row, words),
                 (el("div", words.say("report.target_changed", changed=told), class_="note")
                  for told in sentences.changes_said(row, words))),
        cell(el("b", actual(row, words)), *unit_of(row, words), style="n"),
        cell(*goal(row, words), style="n"),
        cell(el("b", words.bare_percent(completion(row))), style="n"),
        cell(bullet(row, words), style="axis"),
        cell(words.gap(points) if points is not None else "—",
             el("div", days, class_="note") if days else None, style="n"),
        cell(badge(row.status, words),
             el("div", sentences.reach_said(row, words), class_="note")
             if row.unreachable or (row.missed and not told_above) else None,
             el("div", also_words(row.also, row, words), class_="note") if row.also else None),
    )  # fmt: skip


def data_line(data: DataStatus, words: Words) -> Markup | None:
    """应报 · 已报 · 截至, broken only between its pieces; nothing of what rests on no report."""
    if not data.expected:
        return None
    pieces = [el("span", piece, class_="piece") for piece in words.reported(data).split(" · ")]
    return el("div", [p for piece in pieces for p in (" · ", piece)][1:], class_="note")


def actual(row: TargetRow, words: Words) -> str:
    """What stands there, with the word for about where it was reported so."""
    about = words.say("state.approximate") if row.actual.approximate else ""
    gap = "" if words.is_chinese or not about else " "
    return f"{about}{gap}{words.amount(row.actual.value, row)}"


def unit_of(row: TargetRow, words: Words) -> tuple[Markup, ...]:
    """The unit, small, behind the number; numerator and denominator under it."""
    small = (
        el("span", words.unit(row, row.actual.value), class_="unit")
        if row.actual.value is not None
        else None
    )
    ratio = words.ratio(row.actual, row.indicator or row)
    under = el("div", ratio, class_="note") if ratio else None
    return tuple(piece for piece in (small, under) if piece is not None)


def goal(row: TargetRow, words: Words) -> list[Markup | str]:
    """The target; for a level, the baseline under it."""
    pieces: list[Markup | str] = [
        sign_before(row.comparator) + words.amount(row.target, row),
        el("span", words.unit(row, row.target), class_="unit"),
    ]
    if row.kind == "level" and row.baseline is not None and row.baseline_kind != "zero":
        said = f"{words.say('head.baseline')} {words.amount(row.baseline, row)}"
        pieces.append(el("div", said, class_="note"))
    if more := more_said(row.comparator, words.language):
        pieces.append(el("div", more, class_="note"))
    pieces += [el("div", told, class_="note") for told in sentences.duty_said(row, words)]
    return pieces


def headline_table(pack: Pack, words: Words) -> Markup:
    """The core indicators of a unit that has no plan."""
    if not pack.overview.headline:
        return el("p", words.say("report.nothing"), class_="empty")
    heads = (
        (words.say("page.name_and_data"), ""), (words.say("head.actual"), "n"),
        (words.say("page.num_den"), "n"),
    )  # fmt: skip
    rows = [
        el(
            "tr",
            row_head(words.text(indicator.name), data_line(value.data, words),
                     change_note(pack.pages[indicator.id].changes, indicator, words)),
            cell(el("b", words.amount(value.value, indicator)),
                 el("span", words.unit(indicator, value.value), class_="unit"), style="n"),
            cell(words.ratio(value, indicator) or "—", style="n"),
        )
        for indicator, value in pack.overview.headline
    ]  # fmt: skip
    shown = table(heads, rows, "targets", words.say("report.headline"))
    return content([shown, *change_part(pack, words)])


def late_list(pack: Pack, words: Words) -> Markup:
    """What is behind, with what is left to do."""
    rows = late(pack.overview.targets)
    if not rows:
        return el("p", words.say("report.none_late"))
    items = [
        el("li", badge(row.status, words), el("b", words.text(row.name)),
           words.say("report.colon"), sentences.late_said(row, words))
        for row in rows
    ]  # fmt: skip
    return el("ol", items, class_="late")


def trend_section(pack: Pack, words: Words) -> Markup:
    """The chart and the figures behind it."""
    names = words.join([words.text(pack.trend_name(t)) for t in pack.trends], "join.titles")
    label = words.say("report.trend_label", names=names)
    chart = Markup(inline_svg(trend_chart(pack, words, Place(alone=False)), "trends", label))
    return content(
        [
            el("figure", chart),
            el("p", words.say(trends_key(pack, "report.trends_note")), class_="note"),
            trend_table(pack, words),
        ]
    )


def trend_table(pack: Pack, words: Words) -> Markup:
    """The values of every period, one column a target."""
    heads = [(words.say("select.period"), "")]
    heads += [
        (words.say("report.in_unit", head=words.text(pack.trend_name(t)),
                   unit=words.unit(t.page.indicator)), "n")
        for t in pack.trends
    ]  # fmt: skip
    periods = {p.period.code: p.period for t in pack.trends for p in t.page.trend}
    ordered = sorted(periods.values(), key=lambda period: period.end)
    rows = [
        el("tr", row_head(words.text(period.label)),
           *(cell(trend_value(t, period.code, words), style="n") for t in pack.trends))
        for period in ordered
    ]  # fmt: skip
    return table(heads, rows, "plain periods", words.say("report.trend_data"))


def trend_value(trend: Trend, period: str, words: Words) -> str:
    """A trend's value in one period."""
    found = next((p.value.value for p in trend.page.trend if p.period.code == period), None)
    return words.amount(found, trend.page.indicator)
