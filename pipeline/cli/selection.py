"""What a verb is asked about where its options leave something open."""

from pipeline.cli.options import Setting
from pipeline.queries import questions


def chosen(setting: Setting, unit: str | None, period: str | None) -> tuple[Setting, str, str]:
    """The unit and period asked for, or the ones a page would open with, and where to ask."""
    if unit is None:
        unit, latest = questions.default_selection(setting.reader)
        period = period or latest
    period = period or questions.latest_period(setting.reader, unit)
    return setting.at(period), unit, period
