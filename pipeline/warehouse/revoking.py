"""Decisions that were taken back: in the log they stand for ever, in what counts no more.

A decision ends with the first later event by which the same unit takes it back, about the same
content. Until then it held: what was received meanwhile was asked for, whatever came of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pipeline.domain.event import REVOKES, Event

DECIDED = """
decided as (       -- approvals, returns and withdrawals that nobody has taken back
    select number, form, unit, period, sha256, deed, by_unit, text, received_at
    from flow_event as event
    where deed in ('approve', 'return', 'withdraw') and not exists (
        from flow_event as later
        where later.deed in ('unapprove', 'unreturn')
          and later.deed = 'un' || event.deed and later.form = event.form
          and later.unit = event.unit and later.period = event.period
          and later.sha256 = event.sha256 and later.by_unit = event.by_unit
          and later.number > event.number)
)
"""
"""For a ``with`` clause over ``flow_event``."""


def ends(events: Sequence[Event]) -> list[tuple[Event, datetime | None]]:
    """The decisions about one report in the order of the log, each with when it was taken back;
    None where it stands."""
    return [
        (event, revoked_at(event, events[place + 1 :]))
        for place, event in enumerate(events)
        if event.deed not in REVOKES
    ]


def revoked_at(event: Event, later: Iterable[Event]) -> datetime | None:
    """When a decision was taken back by what came later."""
    return next(
        (
            one.at
            for one in later
            if REVOKES.get(one.deed) == event.deed
            and (one.by, one.sha256) == (event.by, event.sha256)
        ),
        None,
    )
