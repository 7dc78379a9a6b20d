"""Clock: the time as the computer of the office shows it, without a zone.

Whether a report came in time is asked in days of the office: what comes at seven in the morning in
China has still the day before by UTC.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

SET_BACK = timedelta(days=1)
"""A clock that is behind what was noted last by less than this was set back."""
MOMENT = timedelta(microseconds=1)


def now() -> datetime:
    """The time by this computer's clock."""
    return datetime.now().astimezone().replace(tzinfo=None)


def at_seconds(seconds: float) -> datetime:
    """What this computer's clock showed so many seconds after 1970 began in UTC."""
    return datetime.fromtimestamp(seconds).astimezone().replace(tzinfo=None)


def after(noted: Iterable[datetime]) -> datetime:
    """The time now, and not before what was ``noted`` last: where the clock was set back, by
    itself or for another zone, what is done later is still later. A clock that was further ahead
    before was wrong then, and dates nothing."""
    here = now()
    ahead = [at + MOMENT for at in noted if here <= at < here + SET_BACK]
    return max(ahead, default=here)


def arrived(written: datetime, moment: datetime) -> datetime:
    """When a file last ``written`` then came, where it is taken in at ``moment``: not later, for
    it is there. One dated ahead would count before all that is sent until that day."""
    return min(written, moment)
