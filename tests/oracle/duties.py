"""What is owed anew in each span, judged again from the design: span by span, then counted.

A span belongs to the window in which its last day lies, and to the unit if that is open on this
day. It is over once reports of the unit's tree reach its last day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pipeline.domain.plan import Plan, Target
from tests.oracle.days import KINDS, first_day, later
from tests.oracle.pace import ONE_DAY, F, held_on, too_few
from tests.oracle.world import World, is_open, written

if TYPE_CHECKING:
    from tests.oracle.targets import Promises


@dataclass(frozen=True)
class Part:
    """One span: what was promised in it, what came, and what became of it.

    ``fate``: done, missed, waiting (nothing can be said before it is over), unknown (no figure).
    """

    code: str
    last: date
    over: bool
    goal: Fraction
    value: Fraction | None
    numerator: Decimal | None
    expected: int
    reported: int
    fate: str
    known: date

    @property
    def percent(self) -> Fraction | None:
        return 100 * (self.value or F(0)) / self.goal if self.goal > 0 else None


def parts_of(
    promises: "Promises", plan: Plan, target: Target, unit: str, first: date, last: date,
    value: Decimal | None = None, family: str = "",
) -> list[Part]:  # fmt: skip
    """The spans of a unit's duty whose last day lies between two days, oldest first."""
    world = promises.world
    calendar = world.product.calendars[plan.calendar]
    indicator = world.indicators[target.indicator or ""]
    letter, months = KINDS[target.span]
    known = last_known(world, unit)
    found = []
    for year in range(first.year - 1, last.year + 2):
        begin = first_day(calendar, year)
        for number in range(12 // months):
            ends = later(begin, months * (number + 1)) - ONE_DAY
            here = any(v.code == unit and is_open(v, ends) for v in world.units)
            if not (first <= ends <= last and here):
                continue
            name = f"{number + 1:02d}" if target.span == "month" else str(number + 1)
            code = f"{calendar.prefix}{year}{letter}{name if letter else ''}"
            segment = written(target.segment)
            look = promises.answer(indicator, segment, unit, code, "period", family)
            whole = promises.answer(indicator, "", unit, code, "period", family)
            amount = promises.amount(indicator, look)
            if amount is not None:
                amount *= promises.factor(indicator, target)
            goal = F(held_on(target, ends) if value is None else value)
            over = ends <= known
            found.append(
                Part(code, ends, over, goal, amount, look.numerator, whole.expected,
                     whole.reported, fate(target, goal, amount, over=over), known)
            )  # fmt: skip
    return found


def last_known(world: World, unit: str) -> date:
    days = world.days_reported(world.top_of(unit))
    return days.ends if days else date.min


def fate(target: Target, goal: Fraction, value: Fraction | None, *, over: bool) -> str:
    if value is None:
        return "unknown"
    if target.comparator == "<=":
        if value > goal:
            return "missed"
        return "done" if over else "waiting"
    if value >= goal:
        return "done"
    return "missed" if over else "waiting"


def judged_duty(plan: Plan, target: Target, parts: list[Part]) -> dict[str, Any]:
    """What is said of a duty whose spans these are."""
    if not parts:
        return {"reason": "not_due"}
    words = [word(plan, target, part) for part in parts]
    lost = [min(p.last, p.known) for p, w in zip(parts, words, strict=True) if w in LOST]
    counts = {
        "spans": len(parts), "spans_ended": sum(p.over for p in parts),
        "spans_done": words.count("done"), "missed_on": min(lost, default=None),
    }  # fmt: skip
    if len(parts) == 1:
        return {**counts, **alone(target, parts[0], words[0])}
    return {**counts, **together(plan, parts, words)}


LOST = ("behind", "far_behind")


def word(plan: Plan, target: Target, part: Part) -> str | None:
    """The status of one span."""
    if part.fate == "unknown":
        return "no_data"
    if too_few(plan, part.expected, part.reported):
        return "incomplete"
    if part.fate == "done":
        return "done"
    if part.fate == "missed":
        if target.comparator == "<=" or part.percent is None:
            return "far_behind"
        return how_far(plan, part.percent - 100)
    return "on_pace" if target.comparator == "<=" else None


def how_far(plan: Plan, gap: Fraction | None) -> str:
    """Too late to be on pace."""
    near = gap is not None and gap >= -F(plan.thresholds.far_behind)
    return "behind" if near else "far_behind"


def alone(target: Target, part: Part, status: str | None) -> dict[str, Any]:
    """One span by itself."""
    said: dict[str, Any] = {
        "value": part.value, "due": F(100) if part.over else None, "status": status,
    }  # fmt: skip
    if part.value is None:
        return said | {"reason": "no_report"}
    if target.comparator == "<=":
        return said | {"remaining": part.goal - part.value}
    said |= {
        "remaining": max(F(0), part.goal - part.value), "baseline": F(0),
        "completion": part.percent,
        "reason": "not_due" if part.fate == "waiting" else None,
    }  # fmt: skip
    if part.over:
        said["gap_value"] = part.value - part.goal
        said["gap"] = None if part.percent is None else part.percent - 100
    return said


def together(plan: Plan, parts: list[Part], words: list[str | None]) -> dict[str, Any]:
    """Several: how many of all were done, against how many are over."""
    due = F(100 * sum(p.over for p in parts), len(parts))
    if all(part.value is None for part in parts):
        return {"due": due, "status": "no_data", "reason": "no_report"}
    said: dict[str, Any] = {"due": due}
    gap = None
    if {"done", *LOST} & set(words):
        said["completion"] = F(100 * words.count("done"), len(parts))
        said["gap"] = gap = said["completion"] - due
    dark = any(p.over and w == "no_data" for p, w in zip(parts, words, strict=True))
    if set(LOST) & set(words):
        return said | {"status": how_far(plan, gap)}
    if dark or "incomplete" in words:
        return said | {"status": "incomplete"}
    if set(words) == {"done"}:
        return said | {"status": "done"}
    if {"done", "on_pace"} & set(words):
        return said | {"status": "on_pace"}
    return said | {"reason": "not_due"}


def read_duty(
    promises: "Promises", plan: Plan, target: Target, parts: list[Part], unit: str, missing: str,
    family: str,
) -> tuple[dict[str, Any], int, int]:  # fmt: skip
    """What an appraisal sees of a duty, how many reports that takes, and how many there are."""
    expected, reported = sum(p.expected for p in parts), sum(p.reported for p in parts)
    settled = [p for p in parts if p.fate in ("done", "missed")]
    silent = [p for p in parts if p.over and p.fate == "unknown"]
    if not settled:
        return ({} if silent else {"not_due": True}), expected, reported
    if len(parts) > 1:
        due = sum(p.over or p.fate == "missed" for p in settled)
        due += len(silent) if missing == "zero" else 0
        return {
            "value": F(sum(p.fate == "done" for p in parts)), "goal": F(len(parts)),
            "baseline": F(0), "due": F(100 * due, len(parts)), "lower_better": False,
        }, expected, reported  # fmt: skip
    (part,) = parts
    indicator = promises.world.indicators[target.indicator or ""]
    year = next(n for n, c in enumerate(part.code) if c.isdigit())
    earlier = f"{part.code[:year]}{int(part.code[year : year + 4]) - 1}{part.code[year + 4 :]}"
    look = promises.answer(indicator, written(target.segment), unit, earlier, "period", family)
    before = promises.amount(indicator, look)
    return {
        "value": part.value, "goal": part.goal, "baseline": F(0), "due": F(100),
        "lower_better": target.comparator == "<=",
        "before": None if before is None else before * promises.factor(indicator, target),
    }, expected, reported  # fmt: skip
