"""Dates as people write them, and as spreadsheets store them."""

import re
import unicodedata
from datetime import date, datetime, timedelta

EPOCH = date(1899, 12, 30)
EARLIEST_SERIAL, LATEST_SERIAL = 7306, 73050  # 1920 to 2099
WRITTEN = re.compile(
    r"(\d{4})(?:[-/.年·\\](\d{1,2})[-/.月·\\](\d{1,2})[日号]?|(\d{2})(\d{2}))"
    r"(?:[t ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)


def day_from_text(text: str) -> date | None:
    """2024-03-05, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305. None: not a date."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    match = WRITTEN.fullmatch(folded) or WRITTEN.fullmatch(folded.replace(" ", ""))
    if match is None:
        return None
    year, month, day, packed_month, packed_day = match.groups()
    try:
        return date(int(year), int(month or packed_month), int(day or packed_day))
    except ValueError:
        return None


def day_from_number(number: float) -> tuple[date | None, bool]:
    """A packed date such as 20240305, or a serial number; whether it was a serial."""
    whole = int(number)
    if 19000101 <= whole <= 21001231 and whole == number:
        return day_from_text(str(whole)), False
    if EARLIEST_SERIAL <= number <= LATEST_SERIAL:
        return EPOCH + timedelta(days=whole), True
    return None, False


def as_day(value: object) -> date | None:
    """The day of a date or datetime cell; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
