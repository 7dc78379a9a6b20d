"""Forecast of the year's end at a unit, where the past says that it beats the straight line."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.domain.indicator import Indicator
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import MONTHS, Period, make_period, parse_period
from pipeline.domain.product import CalendarYear
from pipeline.indicators.actuals import restart_of
from pipeline.indicators.forecasting import (
    interval,
    skill_of,
    straight_line,
    trials,
    within,
    year_end,
)
from pipeline.indicators.history import Course
from pipeline.indicators.scorecards import default_family
from pipeline.queries.answers import Forecast, PeriodRef
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.units import children
from pipeline.queries.values import values
from pipeline.warehouse.reader import Reader

COMPLETE = Decimal(80)


def forecast(reader: Reader, indicator: Indicator, unit: str, period: PeriodRef) -> Forecast | None:
    """The year's end as foreseen at a period's end, tried on the past of the unit and its own.

    None in the last period of a year, where less than two complete past years are known, and
    where the straight line did as well.
    """
    if period.kind == "year":
        return None
    known = nouns(reader)
    calendar = known.product.calendars[period.calendar]
    at = parse_period(period.code, known.product.calendars)
    position = at.index - 1
    if position >= 12 // MONTHS[at.kind] - 1:
        return None
    units = [unit, *(child.code for child in children(reader, unit, period))]
    courses = courses_of(reader, known, indicator, units, at)
    mine = courses.get(unit)
    if mine is None:
        return None
    foreseen = year_end(mine, at.year, position, calendar)
    line = straight_line(mine, at.year, position, calendar)
    tried = tuple(trials(list(courses.values()), at.year, calendar))
    skill = skill_of(tried)
    if foreseen is None or line is None or not skill.wins:
        return None
    between = interval(foreseen, tried, position, restart_of(indicator) == "zero")
    if between is None:
        return None
    hundred, percent = Decimal(100), indicator.unit == "percent"
    known_all = list(courses.values())
    value, low, high = (within(v, known_all, percent) for v in (foreseen, *between))
    return Forecast(
        value, low, high, line, skill.cases, hundred * skill.error / skill.size,
        hundred * skill.line_error / skill.size, still_to_come(at, calendar),
    )  # fmt: skip


def still_to_come(at: Period, calendar: CalendarYear) -> tuple[PeriodRef, ...]:
    """The periods of the year that follow, also where nobody has reported them."""
    later = (
        make_period(at.calendar, calendar, at.kind, at.year, index)
        for index in range(at.index + 1, 12 // MONTHS[at.kind] + 1)
    )
    return tuple(
        PeriodRef(p.code, Bilingual(zh=p.label("zh"), en=p.label("en")), p.kind, p.calendar,
                  p.start, p.end)
        for p in later
    )  # fmt: skip


def courses_of(
    reader: Reader, known: Nouns, indicator: Indicator, units: Sequence[str], at: Period
) -> dict[str, Course]:
    """Unit → its values in periods like ``at`` and before, where reports were complete enough and
    the indicator was defined as it is at ``at``."""
    windows = {
        code: parse_period(code, known.product.calendars)
        for code, window in known.windows.items()
        if window.kind == at.kind
        and window.calendar == at.calendar
        and window.end <= at.end
        and indicator.is_same_on(window.end, at.end)
    }
    refs = [known.windows[code] for code in windows]
    family = default_family(indicator)
    points: dict[str, list[tuple[Period, Decimal]]] = {}
    for (_, of, segment, unit, code), value in values(reader, [indicator], units, refs).items():
        data = value.data
        enough = not data.expected or 100 * data.reported >= COMPLETE * data.expected
        if of == family and not segment and value.value is not None and enough:
            points.setdefault(unit, []).append((windows[code], value.value))
    restart = restart_of(indicator)
    return {u: Course(at.kind, restart, tuple(sorted(own))) for u, own in points.items()}
