"""Clock: the time as the computer of the office shows it, without a zone.

Whether a report came in time is asked in days of the office: what comes at seven in the morning in
China has still the day before by UTC.
"""

from datetime import datetime


def now() -> datetime:
    """The time by this computer's clock."""
    return datetime.now().astimezone().replace(tzinfo=None)


def at_seconds(seconds: float) -> datetime:
    """What this computer's clock showed so many seconds after 1970 began in UTC."""
    return datetime.fromtimestamp(seconds).astimezone().replace(tzinfo=None)
