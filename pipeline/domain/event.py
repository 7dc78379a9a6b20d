"""Event: what an office did with a report, a period or a finding; never changed afterwards."""

from datetime import datetime
from typing import Literal

from pipeline.domain.noun import Noun

Deed = Literal[
    "approve",
    "return",
    "withdraw",
    "unapprove",
    "unreturn",
    "lock",
    "unlock",
    "exempt",
    "unexempt",
    "explain",
    "dismiss",
    "undismiss",
    "seal",
    "unseal",
    "reread",
    "keep",
    "hold",
    "admit",
    "adopt",
    "retain",
]

REVOKES: dict[Deed, Deed] = {"unapprove": "approve", "unreturn": "return"}
"""What takes a decision back → the decision: of the same unit, on the same content."""

PERIOD_LOCKED = "period-locked"
"""The finding that says a report is held back, or kept as it was read, by a lock."""


class ReadHeading(Noun):
    """How one heading of a sender is read in one file: as ``field``, or not at all.

    ``sender`` and the rest are as in a confirmed heading.
    """

    sender: str
    section: str
    label: str
    field: str
    read: bool


class RereadCell(Noun):
    """A cell that is read otherwise since definitions changed.

    ``old`` and ``new`` are as stored; None where there was or is nothing, and always in fields
    about persons and in those their form does not have any more. ``sheet`` and ``cell`` are blank
    where the value has no cell of its own.
    """

    section: str
    sheet: str
    cell: str
    field: str
    old: str | None = None
    new: str | None = None


class Event(Noun):
    """One line of ``data/raw/events.jsonl``; times are by the office's clock.

    ``by`` is the unit that acts, never a person. ``approve``, ``return``, ``withdraw``,
    ``unapprove`` and ``unreturn`` (a unit takes back what it decided), ``seal`` (its signed and
    sealed copy has come) and ``unseal`` name a report and the content (``sha256``) it came in;
    ``lock`` and ``unlock`` a period, ``lock`` with the units it does not hold for; ``exempt`` and
    ``unexempt`` one more or one less of these (``unit``); ``explain`` a finding by where it stands,
    because its number may change when everything is read again; ``dismiss`` and ``undismiss`` what
    was found about a report in one file that nobody will correct, by ``form``, ``unit`` and
    ``period`` as far as they could be told, and its content. ``reread`` and ``keep`` follow
    from what an office settled about a heading, or without ``heading`` about the alias ``text`` of
    ``unit``: a report that was accepted before is read by it from then on, or stays as it was read,
    because of the finding named by ``slug`` and its place. ``hold``: a report that was held back
    for something else stays so, as the period has been locked since it came; ``admit``: it came in
    when no lock was over it any more, or without ``slug`` after a newer version of it had come.
    ``adopt`` and ``retain`` are as ``reread`` and ``keep`` for changed definitions: the report's
    figures follow them, or the whole file stays as it was read. ``changes``: how many cells that
    concerns; ``cells``: the first of them.
    """

    at: datetime
    deed: Deed
    by: str
    text: str = ""
    form: str | None = None
    unit: str | None = None
    period: str | None = None
    sha256: str | None = None
    exempt: tuple[str, ...] = ()
    slug: str | None = None
    sheet: str | None = None
    cell: str | None = None
    rule: str | None = None
    heading: ReadHeading | None = None
    changes: int = 0
    cells: tuple[RereadCell, ...] = ()
