"""Decisions: what an office asks to be written into the log, or why it may not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import PERIOD_LOCKED, Deed, Event
from pipeline.domain.explanation import starred
from pipeline.domain.finding import Finding, Place
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import parse_period
from pipeline.domain.stage import Stage
from pipeline.warehouse.already import Known, dismissed_so, explained_so, lock_so, seal_so
from pipeline.warehouse.flow import OUT, superiors, waiting_for
from pipeline.warehouse.late_changes import waiting_reports
from pipeline.warehouse.locks import Locks
from pipeline.warehouse.revoking import DECIDED

REPORT = """
select sha256, version, why from submission left join held_submission using (submission)
where verdict = 'accepted' and form = ? and unit = ? and period = ?
order by version desc limit 1
"""
COUNTING = """
select sha256, version, null from submission
where current and form = ? and unit = ? and period = ?
"""
ON_VERSION = f"""
with {DECIDED}
select deed, by_unit, received_at from decided
where form = ? and unit = ? and period = ? and sha256 = ? order by number
"""
FINDING = """
select slug, severity, sha256, sheet, cell, rule, unit, submission from finding where finding = ?
"""

OF_REPORT = """
select finding.sha256, finding.form, finding.unit, finding.period,
       coalesce(submission.verdict = 'accepted', false)
from finding left join submission using (submission)
where finding.finding = ? and finding.sha256 is not null
"""


@dataclass(frozen=True)
class Wish:
    """Who wants what done; ``by`` is a unit. ``finding`` is a number of the published list.

    ``version``: of the report that is meant; where there is a newer one by now (for a seal: where
    another one counts), nothing is done. ``first``: a period is locked only where the unit has not
    locked it yet; else a new lock replaces the one before, with those it did not hold for.
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
    first: bool = False
    at: datetime = field(default_factory=clock.now)

    def event(self, **more: str | None) -> Event:
        """The line of the log."""
        return Event(
            at=self.at, deed=self.deed, by=self.by, text=starred(self.text),
            **{"form": self.form, "unit": self.unit, "period": self.period, **more},  # type: ignore[arg-type]
            exempt=self.exempt,
        )  # fmt: skip


def weigh(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, locks: Locks, wish: Wish
) -> Event | Finding:
    """The event to be logged, or a finding that says why not."""
    if wish.deed in ("lock", "unlock", "exempt", "unexempt"):
        return ending(catalogue, locks, wish)
    if wish.deed == "explain":
        return explanation(connection, catalogue, locks, wish)
    if wish.deed in ("dismiss", "undismiss"):
        return dismissal(connection, catalogue, wish)
    form, unit, period = wish.form or "", wish.unit or "", wish.period or ""
    found = connection.execute(REPORT, [form, unit, period]).fetchone()
    if found is None:
        return refused(catalogue, wish, "nothing-to-decide")
    if wish.deed in ("seal", "unseal"):
        counting = connection.execute(COUNTING, [form, unit, period]).fetchone()
        found = counting or found
        if wish.version is not None and (counting is None or counting[1] != wish.version):
            return refused(catalogue, wish, "report-changed-since")
    elif wish.version not in (None, found[1]):
        return refused(catalogue, wish, "report-changed-since")
    sha256, _, why = found
    decided = connection.execute(ON_VERSION, [form, unit, period, sha256]).fetchall()
    lock = locks.over(unit, period)
    done = [(deed, by) for deed, by, _ in decided]
    stage = stage_of(catalogue, unit, period, done, why in OUT.values(), lock is not None)
    slug = stage.refusal(wish.deed, wish.by)
    if slug is None and wish.deed in ("seal", "unseal"):
        so = seal_so(connection, wish.deed, wish.text, (form, unit, period, sha256))
        if so is not None:
            return refused_as_so(catalogue, wish, so)
    if slug is None:
        return wish.event(sha256=sha256)
    if lock is not None and slug in (PERIOD_LOCKED, "decision-locked"):
        return locks.refusal(place_of(wish), lock, form, unit, period, slug)
    return refused(catalogue, wish, slug, **overtaken(catalogue, stage, wish, slug, decided))


def ending(catalogue: Catalogue, locks: Locks, wish: Wish) -> Event | Finding:
    """A period is ended or opened again: for all below the unit that acts, or for one of them.

    Only who locked it opens it.
    """
    period = wish.period or ""
    lock = locks.standing.get((period, wish.by))
    if lock is None and wish.deed != "lock":
        return refused(catalogue, wish, "no-lock-of-yours")
    if wish.deed in ("exempt", "unexempt"):
        above = superiors(catalogue, wish.unit or "", locks.period(period).end)
        if wish.by not in (wish.unit, *(code for code, _ in above)):
            return refused(catalogue, wish, "not-yours-to-decide")
    so = lock_so(locks, lock, wish.deed, wish.unit, wish.exempt, wish.first)
    return wish.event() if so is None else refused_as_so(catalogue, wish, so)


def stage_of(
    catalogue: Catalogue, unit: str, period: str, decided: Sequence[tuple[Deed, str]], is_out: bool,
    locked: bool,
) -> Stage:  # fmt: skip
    """Where a version stands about which units ``decided`` what, in this order."""
    day = parse_period(period, catalogue.calendars).end
    approved = tuple(by for deed, by in decided if deed == "approve")
    out, out_by = next(((d, by) for d, by in reversed(decided) if is_out and d in OUT),
                       (None, None))  # fmt: skip
    return Stage(
        unit, tuple(code for code, _ in superiors(catalogue, unit, day)),
        waiting_for(catalogue, unit, period, approved), approved, out, out_by, locked,
    )  # fmt: skip


def overtaken(
    catalogue: Catalogue, stage: Stage, wish: Wish, slug: str,
    decided: Sequence[tuple[Deed, str, datetime]],
) -> dict[str, str]:  # fmt: skip
    """Who has decided before this wish, and when, where that is why it is refused."""
    if slug == "decided-since":
        return names(catalogue, "other", stage.decided_since(wish.by) or wish.by)
    done = {"already-taken-out": (stage.out, stage.out_by),
            "already-approved": ("approve", wish.by)}.get(slug)  # fmt: skip
    at = next((at for deed, by, at in reversed(decided) if (deed, by) == done), None)
    if done is None or at is None:
        return {}
    return {**names(catalogue, "other", done[1] or wish.by), "at": at.isoformat(" ", "minutes")}


def names(catalogue: Catalogue, key: str, unit: str) -> dict[str, str]:
    """A unit's names for a sentence; its code where the roster has it no more."""
    versions = catalogue.unit_versions(unit)
    name = versions[-1].name if versions else Bilingual(zh=unit, en=unit)
    return {f"{key}_zh": name.zh, f"{key}_en": name.en}


def explanation(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, locks: Locks, wish: Wish
) -> Event | Finding:
    """An explanation, by the unit the finding is about or one above it; of a locked period only
    where no report waits for it."""
    row = connection.execute(FINDING, [wish.finding]).fetchone()
    if row is None or row[1] != "explain":
        return refused(catalogue, wish, "nothing-to-explain")
    slug, _, sha256, sheet, cell, rule, unit, submission = row
    above = [code for code, _ in superiors(catalogue, unit, date.max)] if unit else [wish.by]
    if wish.by not in (unit, *above):
        return refused(catalogue, wish, "not-yours-to-decide")
    for form, whose, period in waiting_reports(connection, sha256, slug, submission):
        if (lock := locks.over(whose, period)) is not None:
            named = replace(wish, form=form, unit=whose, period=period)
            return locks.refusal(place_of(named), lock, form, whose, period, "explanation-locked")
    so = explained_so(connection, wish.finding, wish.by, wish.text)
    if so is not None:
        return refused_as_so(catalogue, wish, so)
    return wish.event(slug=slug, sha256=sha256, sheet=sheet, cell=cell, rule=rule)


def dismissal(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, wish: Wish
) -> Event | Finding:
    """That nobody will correct what was found about a report that was not accepted, or will after
    all: by a superior of its unit, or by the topmost where the unit could not be told."""
    row = connection.execute(OF_REPORT, [wish.finding]).fetchone()
    if row is None:
        return refused(catalogue, wish, "nothing-to-dismiss")
    sha256, form, unit, period, accepted = row
    if accepted:
        return refused(catalogue, wish, "accepted-not-dismissed")
    whose = unit or wish.by  # what is nobody's is left to who has no superior
    above = [code for code, _ in superiors(catalogue, whose, date.max)]
    if wish.by not in (above or [whose]):
        return refused(catalogue, wish, "not-yours-to-dismiss")
    so = dismissed_so(connection, wish.finding, wish.deed)
    if so is not None:
        return refused_as_so(catalogue, wish, so)
    return wish.event(sha256=sha256, form=form, unit=unit, period=period)


def refused(catalogue: Catalogue, wish: Wish, slug: str, **more: str) -> Finding:
    """Why nothing was done."""
    details = names(catalogue, "by", wish.by) | period_words(catalogue, wish.period) | more
    return Finding(slug, "error", Place(place_of(wish)), details=details, form=wish.form,
                   unit=wish.unit, period=wish.period)  # fmt: skip


def period_words(catalogue: Catalogue, code: str | None) -> dict[str, str]:
    """What a period is called, for a sentence."""
    if code is None:
        return {}
    period = parse_period(code, catalogue.calendars)
    return {"period_zh": period.label("zh"), "period_en": period.label("en")}


def refused_as_so(catalogue: Catalogue, wish: Wish, so: Known) -> Finding:
    """Nothing was done because it is so already: since when, and by whom."""
    slug, at, by = so
    more = names(catalogue, "other", by) if by else {}
    more |= {"at": at.isoformat(" ", "minutes")} if at else {}
    if wish.unit is not None:
        more |= names(catalogue, "unit_name", wish.unit)
    return refused(catalogue, wish, slug, **more)


def place_of(wish: Wish) -> str:
    """What the wish is about."""
    named = " ".join(part for part in (wish.unit, wish.form, wish.period) if part)
    return named or str(wish.finding)
