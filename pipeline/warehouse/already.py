"""What is so already: deeds that would change nothing are not noted a second time."""

from datetime import datetime

import duckdb

from pipeline.domain.event import Event
from pipeline.domain.explanation import starred
from pipeline.warehouse.locks import Locks

PASSED_OVER = (
    "already-sealed", "not-sealed", "already-excepted", "not-excepted", "already-explained",
    "already-dismissed", "not-dismissed",
)  # fmt: skip
"""Where several things are wished at once, the others are noted all the same."""
SEALED = """
select deed, by_unit, received_at, text from flow_event
where deed in ('seal', 'unseal') and form = ? and unit = ? and period = ? and sha256 = ?
order by number desc limit 1
"""
EXPLAINED = """
select by_unit, received_at from current_explanation
where finding = ? and by_unit = ? and text = ? order by received_at limit 1
"""
DISMISSED = "select by_unit, received_at from current_dismissal where finding = ?"
Known = tuple[str, datetime | None, str | None]
"""The slug of a finding; since when it is so, and by which unit, where anyone made it so."""


def seal_so(
    connection: duckdb.DuckDBPyConnection, deed: str, text: str, report: tuple[str, str, str, str]
) -> Known | None:
    """Whether a sealed copy is noted, or not noted, already; another remark is something new.

    ``report``: form, unit, period and content.
    """
    last = connection.execute(SEALED, list(report)).fetchone() or ("unseal", None, None, "")
    if deed == "unseal":
        return ("not-sealed", None, None) if last[0] == "unseal" else None
    same = last[0] == "seal" and starred(text) in ("", last[3])
    return ("already-sealed", last[2], last[1]) if same else None


def explained_so(
    connection: duckdb.DuckDBPyConnection, finding: int | None, by: str, text: str
) -> Known | None:
    """Whether a unit has given this very explanation already."""
    said = connection.execute(EXPLAINED, [finding, by, starred(text)]).fetchone()
    return ("already-explained", said[1], said[0]) if said else None


def dismissed_so(
    connection: duckdb.DuckDBPyConnection, finding: int | None, deed: str
) -> Known | None:
    """Whether a finding is dismissed, or not dismissed, already."""
    said = connection.execute(DISMISSED, [finding]).fetchone()
    if deed == "undismiss":
        return ("not-dismissed", None, None) if said is None else None
    return ("already-dismissed", said[1], said[0]) if said else None


def lock_so(
    locks: Locks, lock: Event | None, deed: str, unit: str | None, exempt: tuple[str, ...],
    first: bool,
) -> Known | None:  # fmt: skip
    """Whether a period is locked for the same units, or a unit is left open or not, already.

    ``first``: any lock that stands is in the way.
    """
    if lock is None:
        return None
    if deed == "lock":
        same = first or set(lock.exempt) == set(exempt)
        return ("already-locked", lock.at, lock.by) if same else None
    if deed == "exempt" and unit in lock.exempt:
        return "already-excepted", locks.excepted_at(lock, str(unit)), lock.by
    if deed == "unexempt" and unit not in lock.exempt:
        return "not-excepted", None, None
    return None
