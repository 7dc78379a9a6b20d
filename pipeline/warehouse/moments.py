"""Moments: when what comes or is done now is noted to be, after all that was noted before it."""

from datetime import datetime
from pathlib import Path

from pipeline.domain import clock
from pipeline.intake.receipts import last_moment
from pipeline.warehouse import event_log
from pipeline.warehouse.frozen import freezes


def moment(data: Path) -> datetime:
    """The time now; later than the last receipt, decision and freeze also in a clock that was set
    back."""
    noted = [event.at for event in event_log.read(data)[-1:]]
    noted += [freeze.frozen_at for freeze in freezes(data)[-1:]]
    return clock.after([*noted, *last_moment(data / "raw" / "archive")])
