"""Trends as small multiples: what was reached, and the dashed path that the schedule prescribes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matplotlib.figure import Figure

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import TrendPoint, new_years
from pipeline.reports.charts.heading import Place, begin
from pipeline.reports.charts.sheet import Sheet, width_of
from pipeline.reports.marks import INK, INK_2, INK_3, LINE, LINE_2, look
from pipeline.reports.pack import Pack, Trend
from pipeline.reports.words import Words, base

COLUMNS, PANEL, GUTTER, HIGH = 3, 2.26, 0.26, 1.62
LABELS = 0.6
"""Least room at a panel's right for the figures at the lines' ends."""


@dataclass(frozen=True)
class Panel:
    """Where one trend is drawn: its corner, the days it spans and the values between its ends."""

    x: float
    y: float
    first: date
    last: date
    low: float
    high: float
    labels: float

    def across(self, day: date) -> float:
        """Where a day stands."""
        span = max((self.last - self.first).days, 1)
        return self.x + (PANEL - self.labels) * (day - self.first).days / span

    def down(self, value: Decimal | float) -> float:
        """Where a value stands."""
        share = (float(value) - self.low) / (self.high - self.low)
        return self.y + HIGH - 0.3 - (HIGH - 0.86) * share


def trend_chart(pack: Pack, words: Words, place: Place) -> Figure:
    """The main targets, three beside each other."""
    lines = (len(pack.trends) + COLUMNS - 1) // COLUMNS
    title, note = words.say(trends_key(pack)), words.say(trends_key(pack, "report.trends_note"))
    sheet = begin(HIGH * lines, place, pack, words, title, note)
    days = shared_days(pack.trends)
    labels = max([LABELS, *(label_width(trend, words) for trend in pack.trends)])
    for index, trend in enumerate(pack.trends):
        x = (index % COLUMNS) * (PANEL + GUTTER)
        panel = panel_at(x, place.top + HIGH * (index // COLUMNS), trend, days, labels)
        draw_trend(sheet, panel, trend, pack.trend_name(trend), words)
    return sheet.figure


def trends_key(pack: Pack, key: str = "report.trends") -> str:
    """The phrase about trends of targets, or of indicators where the unit has no plan."""
    return key if pack.overview.targets else f"{key}_without_plan"


def shared_days(trends: Sequence[Trend]) -> tuple[date, date]:
    """The first and last day of all panels: time is the same width in each."""
    starts = [p.period.start for t in trends for p in t.page.trend]
    ends = [p.period.end for t in trends for p in t.page.trend]
    ends += [p.day for t in trends for p in t.schedule]
    return min(starts), max(ends)


def goal_said(trend: Trend, words: Words) -> str:
    """The target, at the end of its path."""
    if trend.target is None or not trend.schedule:
        return ""
    return words.say("report.goal", value=words.amount(trend.target.target, trend.target))


def label_width(trend: Trend, words: Words) -> float:
    """The room a trend's figures take."""
    last = [p.value.value for p in trend.page.trend if p.value.value is not None][-1]
    actual = words.amount(last, trend.page.indicator)
    return max(width_of(goal_said(trend, words), 7.2), width_of(actual, 8.5)) + 0.1


def panel_at(x: float, y: float, trend: Trend, days: tuple[date, date], labels: float) -> Panel:
    """A panel whose scale holds all its values; what adds up starts at zero."""
    values = [float(v) for v in (based(p, trend) for p in trend.page.trend) if v is not None]
    values += [float(p.value) for p in trend.schedule]
    low, high = min(values), max(values)
    if adds_up(trend) or low < 0.25 * high:
        low = min(low, 0.0)
    margin = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return Panel(x, y, *days, low if low == 0 else low - margin, high + margin, labels)


def based(point: TrendPoint, trend: Trend) -> Decimal | None:
    """A value in the base unit."""
    return base(point.value.value, trend.page.indicator)


def adds_up(trend: Trend) -> bool:
    """Whether values add up from zero at the start of each year; a rate over the year does not."""
    return trend.page.indicator.nature == "flow"


def draw_trend(sheet: Sheet, panel: Panel, trend: Trend, name: Bilingual, words: Words) -> None:
    """One panel: name, unit, years, schedule, actual."""
    unit = words.unit(trend.page.indicator)
    room = PANEL - width_of(unit, 7.5) - 0.08
    wide = sheet.name(panel.x, panel.y + 0.13, words.text(name), 9, room, bold=True)
    sheet.text(panel.x + wide + 0.08, panel.y + 0.135, unit, 7.5, INK_3)
    if trend.target is not None and trend.target.status is not None:
        status = trend.target.status
        sheet.sign(status, panel.x + 0.06, panel.y + 0.335, 0.1, look(status).ink)
        sheet.text(panel.x + 0.16, panel.y + 0.335, words.status(status), 7.5, INK_2)
    draw_years(sheet, panel)
    draw_turns(sheet, panel, trend, words)
    draw_schedule(sheet, panel, trend)
    draw_actual(sheet, panel, trend)
    draw_ends(sheet, panel, trend, words)


def draw_years(sheet: Sheet, panel: Panel) -> None:
    """A base line, and a hairline with its figure where each year begins."""
    foot = panel.y + HIGH - 0.3
    sheet.line(((panel.x, foot), (panel.across(panel.last), foot)), LINE_2, 0.6)
    for year in range(panel.first.year, panel.last.year + 1):
        day = max(date(year, 1, 1), panel.first)
        x = panel.across(day)
        sheet.line(((x, panel.y + 0.46), (x, foot)), LINE, 0.5)
        until = panel.across(min(date(year, 12, 31), panel.last))
        if until - x > 0.26:
            sheet.text(x + 0.02, foot + 0.1, str(year), 7, INK_3)


def draw_turns(sheet: Sheet, panel: Panel, trend: Trend, words: Words) -> None:
    """A thin rule between two figures where the indicator was defined anew, and what it is."""
    said, foot = words.say("indicator.redefined"), panel.y + HIGH - 0.3
    wide = width_of(said, 6.5)
    for place in trend.page.redefined:
        around = (panel.across(trend.page.trend[at].period.end) for at in (place - 1, place))
        x = sum(around) / 2
        sheet.line(((x, panel.y + 0.46), (x, foot)), INK_3, 0.6)
        inside = x + 0.03 + wide <= panel.x + PANEL - panel.labels
        sheet.text(x + 0.03 if inside else x - 0.03 - wide, panel.y + 0.5, said, 6.5, INK_3)


def draw_schedule(sheet: Sheet, panel: Panel, trend: Trend) -> None:
    """The dashed way to the target."""
    places = [(panel.across(p.day), panel.down(p.value)) for p in trend.schedule]
    if len(places) > 1:
        sheet.line(places, INK_2, 0.9, (3.5, 2.5))


def draw_actual(sheet: Sheet, panel: Panel, trend: Trend) -> None:
    """The line of what was reached, and a point for each figure."""
    for piece in pieces(panel, trend):
        sheet.line(piece, INK, 1.6)
    for point in trend.page.trend:
        draw_point(sheet, panel, point, trend)


def pieces(panel: Panel, trend: Trend) -> list[list[tuple[float, float]]]:
    """The line, broken where nothing came in, where it is counted anew from a year's start, and
    where the indicator was defined anew."""
    found: list[list[tuple[float, float]]] = [[]]
    cuts = {0, *new_years(trend.page.trend), *trend.page.redefined}
    for place, point in enumerate(trend.page.trend):
        value = based(point, trend)
        if value is None or place in cuts:
            found.append([])
        if value is None:
            continue
        if adds_up(trend) and place in cuts and point.counts_from == point.period.start:
            found[-1].append((panel.across(point.period.start), panel.down(0)))
        found[-1].append((panel.across(point.period.end), panel.down(value)))
    return [piece for piece in found if piece]


def draw_point(sheet: Sheet, panel: Panel, point: TrendPoint, trend: Trend) -> None:
    """A point of the line: filled where all reports are in, open where some are missing."""
    value, data = based(point, trend), point.value.data
    if value is None:
        return
    fill = INK if data.reported >= data.expected else "#FFFFFF"
    sheet.dot(panel.across(point.period.end), panel.down(value), 0.026, fill, INK, 0.9)


def draw_ends(sheet: Sheet, panel: Panel, trend: Trend, words: Words) -> None:
    """The last figure and the target, written at the lines' ends, apart from each other."""
    measured = trend.page.indicator
    known = [p for p in trend.page.trend if p.value.value is not None]
    last, x = known[-1], panel.x + PANEL - panel.labels + 0.07
    y = panel.down(based(last, trend) or 0)
    said = goal_said(trend, words)
    if said:
        y, goal = apart(y, panel.down(trend.schedule[-1].value))
        sheet.text(x, goal, said, 7.2, INK_3)
    sheet.text(x, y, words.amount(last.value.value, measured), 8.5, INK, bold=True)


def apart(one: float, other: float, least: float = 0.15) -> tuple[float, float]:
    """Two heights, moved until both can be read."""
    lacking = least - abs(one - other)
    if lacking <= 0:
        return one, other
    shift = lacking / 2 if one <= other else -lacking / 2
    return one - shift, other + shift
