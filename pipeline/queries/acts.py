"""What the unit whose page it is may do with a report, or with a period: by the rule the log is
written by, so that a page offers what the command would do."""

from collections.abc import Iterable, Sequence

from pipeline.domain.event import Deed
from pipeline.domain.stage import Stage
from pipeline.queries.answers import PeriodLock, UnitRef
from pipeline.scenarios.world import question_of
from pipeline.warehouse.reader import Reader

DECISIONS: tuple[Deed, ...] = ("approve", "return", "withdraw", "unapprove", "unreturn")


def counts_now(reader: Reader) -> bool:
    """Whether what a reader shows is what counts: nothing is decided on what stood there on
    another day, or stands there under another tree."""
    asked = question_of(reader)
    return asked.as_of is None and asked.tree == "then"


def report_acts(stage: Stage, seal: str | None, by: str) -> tuple[Deed, ...]:
    """The decisions a unit may take on the newest version of a report, and the note that its
    sealed copy has come (``seal``: as in a row), or the end of that note."""
    noting: tuple[Deed, ...] = ()
    if seal is not None:
        noting = ("unseal",) if seal == "sealed" else ("seal",)
    return tuple(deed for deed in (*DECISIONS, *noting) if stage.refusal(deed, by) is None)


def own_locks(locks: Iterable[PeriodLock], by: str) -> tuple[PeriodLock, ...]:
    """The locks that a unit put itself: only these may it open, for all or for one."""
    return tuple(lock for lock in locks if lock.by.code == by)


def lock_acts(locks: Iterable[PeriodLock], period: str, by: str) -> tuple[Deed, ...]:
    """Whether a unit may lock a period: once."""
    return () if any(lock.period == period for lock in own_locks(locks, by)) else ("lock",)


def exception(
    locks: Sequence[PeriodLock], unit: UnitRef, by: str
) -> tuple[Deed | None, tuple[str, ...]]:
    """Whether ``by`` may except a unit from its own locks over it, or end that; and of which
    locked periods. Where some hold and some do not, those that hold are opened first."""
    own = own_locks(locks, by)
    if not own:
        return None, ()
    holding = tuple(lock.period for lock in own if lock.holds_for(unit))
    if holding:
        return "exempt", holding
    return "unexempt", tuple(lock.period for lock in own)
