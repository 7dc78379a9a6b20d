"""Decisions: what an office asks to be written into the log, or why it may not."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Deed, Event
from pipeline.domain.explanation import starred
from pipeline.domain.finding import Finding, Place
from pipeline.domain.period import parse_period
from pipeline.warehouse.flow import superiors, waiting_for

REPORT = """
select sha256 from submission
where verdict = 'accepted' and form = ? and unit = ? and period = ?
order by version desc limit 1
"""
COUNTING = """
select sha256 from submission
where current and form = ? and unit = ? and period = ? and version = ?
"""
APPROVED = """
select by_unit from flow_event
where deed = 'approve' and form = ? and unit = ? and period = ? and sha256 = ?
"""
FINDING = "select slug, severity, sha256, sheet, cell, rule, unit from finding where finding = ?"


@dataclass(frozen=True)
class Wish:
    """Who wants what done; ``by`` is a unit. ``finding`` is a number of the published list.

    ``version``: of the report that is meant; where another one counts by now, nothing is done.
    """

    deed: Deed
    by: str
    text: str = ""
    form: str | None = None
    unit: str | None = None
    period: str | None = None
    finding: int | None = None
    exempt: tuple[str, ...] = ()
    version: int | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))

    def event(self, **more: str | None) -> Event:
        """The line of the log."""
        return Event(
            at=self.at, deed=self.deed, by=self.by, text=starred(self.text),
            **{"form": self.form, "unit": self.unit, "period": self.period, **more},  # type: ignore[arg-type]
            exempt=self.exempt,
        )  # fmt: skip


def weigh(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, wish: Wish
) -> Event | Finding:
    """The event to be logged, or a finding that says why not."""
    if wish.deed in ("lock", "unlock"):
        return wish.event()
    if wish.deed == "explain":
        return explanation(connection, catalogue, wish)
    form, unit, period = wish.form or "", wish.unit or "", wish.period or ""
    found = connection.execute(REPORT, [form, unit, period]).fetchone()
    if found is None:
        return refused(wish, "nothing-to-decide")
    if wish.version is not None:
        found = connection.execute(COUNTING, [form, unit, period, wish.version]).fetchone()
        if found is None:
            return refused(wish, "report-changed-since")
    given = connection.execute(APPROVED, [form, unit, period, found[0]]).fetchall()
    if wish.by not in may_act(catalogue, wish, [by for (by,) in given]):
        return refused(wish, "not-yours-to-decide")
    return wish.event(sha256=found[0])


def may_act(catalogue: Catalogue, wish: Wish, approved: list[str]) -> list[str]:
    """The units that may do this: the sender withdraws, superiors return, the next one approves."""
    unit, period = wish.unit or "", wish.period or ""
    if wish.deed == "withdraw":
        return [unit]
    if wish.deed == "approve":
        following = waiting_for(catalogue, unit, period, approved)
        return [following] if following else []
    day = parse_period(period, catalogue.calendars).end
    return [code for code, _ in superiors(catalogue, unit, day)]


def explanation(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, wish: Wish
) -> Event | Finding:
    """An explanation, by the unit the finding is about or one above it."""
    row = connection.execute(FINDING, [wish.finding]).fetchone()
    if row is None or row[1] != "explain":
        return refused(wish, "nothing-to-explain")
    slug, _, sha256, sheet, cell, rule, unit = row
    above = [code for code, _ in superiors(catalogue, unit, date.max)] if unit else [wish.by]
    if wish.by not in (unit, *above):
        return refused(wish, "not-yours-to-decide")
    return wish.event(slug=slug, sha256=sha256, sheet=sheet, cell=cell, rule=rule)


def refused(wish: Wish, slug: str) -> Finding:
    """Why nothing was done."""
    where = " ".join(part for part in (wish.unit, wish.form, wish.period) if part)
    place = Place(where or str(wish.finding))
    return Finding(slug, "error", place, details={"by": wish.by}, form=wish.form, unit=wish.unit,
                   period=wish.period)  # fmt: skip
