"""What a report is made of: the answers to the questions, asked once and shared by all files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pipeline.domain.circular import Letterhead
from pipeline.domain.clock import now
from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.queries.answers import (
    IndicatorPage,
    LapseList,
    Overview,
    PeriodRef,
    ReportRow,
    ScorePage,
    Snapshot,
    TargetRow,
)
from pipeline.queries.questions import NotFound
from pipeline.queries.steady import steadily
from pipeline.reports.letter import Issue
from pipeline.reports.targets import ranking_choices, trend_choices
from pipeline.reports.words import base
from pipeline.warehouse.reader import Reader

TRENDS = 6
OWED = 2000
"""Missing or returned reports that are listed by unit; more are counted only."""


@dataclass(frozen=True)
class SchedulePoint:
    """What the schedule makes due on a day, in the base unit of the indicator."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Trend:
    """An indicator's past, and the way its target prescribes for the plan's year."""

    page: IndicatorPage
    target: TargetRow | None
    schedule: tuple[SchedulePoint, ...] = ()


@dataclass(frozen=True)
class Pack:
    """All answers of one report."""

    snapshot: Snapshot
    overview: Overview
    pages: dict[str, IndicatorPage]
    """Indicator id → its page; every indicator the report shows has one."""
    trends: tuple[Trend, ...]
    ranking: IndicatorPage | None
    owed: tuple[ReportRow, ...]
    """Reports missing or returned."""
    lapses: LapseList | None = None
    """What lapses in the coming quarters; None where nothing in force is counted here."""
    scores: ScorePage | None = None
    """The unit's own scores and those of the units it scores; None where no plan scores."""
    letterhead: Letterhead = field(default_factory=Letterhead)
    """What the settings say for the unit."""
    issue: Issue = field(default_factory=Issue)
    beside: Mapping[str, str] = field(default_factory=dict)
    """Unit code → address of its page in the same folder, for units reported on together."""

    @property
    def generated(self) -> bool:
        """Whether the unit and its figures were made by a program."""
        return self.overview.unit.generated

    def trend_name(self, trend: Trend) -> Bilingual:
        """What a trend is called: its target, or else its indicator."""
        return trend.target.name if trend.target else trend.page.indicator.name


def gather(reader: Reader, unit: str, period: str, issue: Issue | None = None) -> Pack:
    """Ask everything a report shows, of one publication. Raises NotFound, NothingPublished.

    ``issue``: what is decided for this circular; without a day it is issued today by the
    office's clock.
    """
    decided = issue or Issue()
    return steadily(
        lambda: asked_once(reader, unit, period, decided), lambda: reader.publication.number
    )


def asked_once(reader: Reader, unit: str, period: str, issue: Issue) -> Pack:
    """The same, as things stand at each question."""
    answer = questions.overview(reader, unit, period, issue.plan or None)
    if issue.plan:
        questions.check_plan(reader, unit, answer.period, issue.plan)
    plan = answer.plan.id if answer.plan else None
    used = [row.indicator.id for row in answer.targets if row.indicator]
    used += [indicator.id for indicator, _ in answer.headline] if not answer.targets else []
    pages = {
        name: questions.indicator_page(reader, name, unit, period, plan=plan)
        for name in unique(used)
    }
    ranking = rank(reader, answer, pages)
    if ranking is not None:
        pages.setdefault(ranking.indicator.id, ranking)
    missing = questions.reporting_status(reader, unit, period, state="missing", limit=OWED)
    withheld = questions.reporting_status(reader, unit, period, state="withheld", limit=OWED)
    return Pack(
        snapshot=questions.snapshot(reader),
        overview=answer,
        pages=pages,
        trends=trends(reader, answer, pages),
        ranking=ranking,
        owed=(*missing.rows, *withheld.rows),
        lapses=coming_lapses(reader, unit, period),
        scores=scored(reader, unit, period),
        letterhead=questions.letterhead(reader, answer.unit.code),
        issue=replace(issue, issued=issue.issued or now().date()),
    )


def coming_lapses(reader: Reader, unit: str, period: str) -> LapseList | None:
    """What lapses in the coming quarters, if the unit counts anything that does."""
    try:
        found = questions.lapses(reader, unit, period, limit=OWED)
    except NotFound:
        return None
    return found if found.steps[0].numerator is not None else None


def scored(reader: Reader, unit: str, period: str) -> ScorePage | None:
    """The score card, if the unit is scored or scores others."""
    found = questions.score_page(reader, unit, period)
    return found if found.scores or found.leagues else None


def unique(names: Iterable[str]) -> list[str]:
    """Each name once, in the order of its first appearance."""
    return list(dict.fromkeys(names))


def rank(reader: Reader, answer: Overview, pages: dict[str, IndicatorPage]) -> IndicatorPage | None:
    """The indicator by which the units below are compared: the first that has values there."""
    if not answer.children:
        return None
    for name in ranking_choices(answer.targets, list(pages)):
        try:
            page = pages.get(name) or questions.indicator_page(
                reader, name, answer.unit.code, answer.period.code
            )
        except NotFound:
            continue
        if any(child.value.value is not None for child in page.children):
            return page
    return None


def trends(reader: Reader, answer: Overview, pages: dict[str, IndicatorPage]) -> tuple[Trend, ...]:
    """The main targets with their schedules; without targets, the core indicators alone."""
    chosen = trend_choices(answer.targets)
    if not chosen:
        known = [Trend(page, None) for page in pages.values() if has_values(page)]
        return tuple(known[:TRENDS])
    due = due_shares(reader, answer)
    found = []
    for row in chosen[:TRENDS]:
        name = row.indicator.id if row.indicator else ""
        page = pages[name]
        if row.segment:
            page = questions.indicator_page(
                reader, name, answer.unit.code, answer.period.code, segment=row.segment,
                plan=answer.plan.id if answer.plan else None,
            )  # fmt: skip
        if has_values(page):
            found.append(Trend(as_judged(page), row, schedule(row, due)))
    return tuple(found)


def as_judged(page: IndicatorPage) -> IndicatorPage:
    """The same page whose trend shows what a target is judged by: of a stock the figure with the
    last reports of missing units, or the line would fall by whoever is late."""
    if page.indicator.nature != "stock":
        return page
    points = [
        point if point.value.estimate is None
        else replace(point, value=replace(point.value, value=point.value.estimate))
        for point in page.trend
    ]  # fmt: skip
    return replace(page, trend=tuple(points))


def has_values(page: IndicatorPage) -> bool:
    """Whether any period of the trend has a value."""
    return any(point.value.value is not None for point in page.trend)


def due_shares(reader: Reader, answer: Overview) -> dict[str, list[tuple[date, Decimal]]]:
    """Target id → the percent due on the first day and at the end of each period of the year."""
    year = plan_year(reader, answer)
    if year is None or answer.plan is None:
        return {}
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for window in windows_within(reader, year, answer.period):
        plan, rows = questions.targets(reader, answer.unit.code, window, answer.plan.id)
        if plan is None or plan.id != answer.plan.id:
            continue
        for row in rows:
            if row.due is not None:
                points = found.setdefault(row.target_id, [(year.start, Decimal(0))])
                points.append((window.end, row.due))
    straight = questions.nouns(reader).plans[answer.plan.id].schedule == "linear"
    for points in found.values():
        if straight and points[-1][0] < year.end:
            points.append((year.end, Decimal(100)))
    return found


def plan_year(reader: Reader, answer: Overview) -> PeriodRef | None:
    """The year of the plan as a period."""
    if answer.plan is None:
        return None
    known = questions.nouns(reader)
    prefix = known.product.calendars[answer.plan.calendar].prefix
    return known.windows.get(f"{prefix}{answer.plan.year}")


def windows_within(reader: Reader, year: PeriodRef, like: PeriodRef) -> list[PeriodRef]:
    """The periods of the year that are of the same kind and calendar, in order."""
    found = [
        window
        for window in questions.nouns(reader).windows.values()
        if (window.kind, window.calendar) == (like.kind, like.calendar)
        and year.start <= window.start
        and window.end <= year.end
    ]
    return sorted(found, key=lambda window: window.end)


def schedule(
    row: TargetRow, due: dict[str, list[tuple[date, Decimal]]]
) -> tuple[SchedulePoint, ...]:
    """The values that the schedule makes due; none for duties, ceilings and unknown starts."""
    start = row.baseline if row.baseline is not None else None
    if row.kind in ("cumulative", "deadline"):
        start = Decimal(0)
    if row.reason == "baseline_reached":
        start = row.target  # the way down from a better baseline is nothing that is due
    if start is None or row.kind == "duty" or row.is_ceiling:
        return ()
    points: Sequence[tuple[date, Decimal]] = due.get(row.target_id, ())
    values = [(day, start + (row.target - start) * share / 100) for day, share in points]
    return tuple(SchedulePoint(day, base(value, row) or Decimal(0)) for day, value in values)
