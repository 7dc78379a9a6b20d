"""Event: what an office did with a report, a period or a finding; never changed afterwards."""

from datetime import datetime
from typing import Literal

from pipeline.domain.noun import Noun

Deed = Literal["approve", "return", "withdraw", "lock", "unlock", "explain", "seal", "unseal"]


class Event(Noun):
    """One line of ``data/raw/events.jsonl``; times are UTC without zone.

    ``by`` is the unit that acts, never a person. ``approve``, ``return``, ``withdraw``,
    ``seal`` (its signed and sealed copy has come) and ``unseal`` name a report and the content
    (``sha256``) it came in; ``lock`` and ``unlock`` a period, ``lock``
    with the units it does not hold for; ``explain`` a finding by where it stands, because its
    number may change when everything is read again.
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
