"""The engine's figures, targets and scores held against the oracle's, for worlds side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isclose
from typing import Any

from pipeline.domain.plan import Plan
from tests.oracle import Answer, Span, World
from tests.oracle.days import Asked, asked_spans, first_day
from tests.oracle.scores import Appraisal
from tests.oracle.targets import Promises, Said
from tests.oracle.totals import Line, Score

from .engine import NOTHING, Figure, Key, Results, Rows, everything
from .worlds import Invented, SideBySide

TENTH, SIXTH = Fraction(1, 10**9), Fraction(1, 10**5)
"""How near a stored number must be to the exact one: places are cut, quotients never end."""


@dataclass
class Compared:
    """How much was compared, and everything on which the two do not agree."""

    figures: int = 0
    targets: int = 0
    scores: int = 0
    different: dict[tuple[object, ...], tuple[object, object]] = field(default_factory=dict)

    def note(self, key: tuple[object, ...], engine: object, oracle: object) -> None:
        self.different[key] = (engine, oracle)


def compare(invented: SideBySide) -> Compared:
    """Compute everything twice."""
    found = everything(invented.whole.catalogue, invented.whole.reports)
    windows = list(windows_of(invented.whole))
    compared, left = Compared(), set(found.figures)
    for member in invented.members:
        compare_figures(found, member, windows, compared, left)
        units = {unit.code for unit in member.catalogue.org_units}
        plans = [p for p in member.catalogue.plans.values() if p.unit in units]
        promises = Promises(member.world, windows)
        for plan in plans:
            compare_targets(found, plan, promises, compared)
        appraisal = Appraisal(promises)
        for plan in plans:
            compare_scores(found, plan, appraisal, compared)
    for key in left:
        compared.note(("nobody asked", *key), found.figures[key], None)
    return compared


# Figures.


def compare_figures(
    found: Results, member: Invented, windows: list[Asked], compared: Compared, left: set[Key]
) -> None:
    """Every figure of one world; those that were asked for leave ``left``."""
    world = member.world
    for key, span, kept in asked(world, windows):
        indicator, family, segment, unit, *_ = key
        if not kept and key not in found.figures:
            continue
        answer = world.answer(indicator, family, segment, unit, span)
        figure = found.figures.get(key)
        left.discard(key)
        compared.figures += 1
        if figure is None and segment:
            # Nothing is stored of an empty segment; how complete it is, the whole says.
            figure = Figure(None, None, None, None, answer.expected, answer.reported,
                            answer.carried)  # fmt: skip
        if not agree(figure or NOTHING, answer):
            compared.note(key, figure or NOTHING, answer)


def asked(world: World, windows: list[Asked]) -> Iterator[tuple[Key, Span, bool]]:
    """Every figure, and whether it must be there. Segments are kept of superiors and of units with
    plans or scores; of another unit, what is stored must be right as well.
    """
    for window in windows:
        span = Span(window.starts, window.ends)
        kept = units_with_segments(world, window.ends)
        for indicator in world.indicators.values():
            if window.span == "to_date" and not indicator.accumulates:
                continue
            for family, segment in world.variants(indicator.id, window.ends):
                for unit in world.tree_on(window.ends):
                    must = not segment or unit in kept or world.has_children(unit, window.ends)
                    key = (indicator.id, family, segment, unit, window.code, window.span)
                    yield key, span, must


def units_with_segments(world: World, day: date) -> set[str]:
    """Units whose segments are kept on a day even when nothing is below them: those with plans,
    and those that are scored on a segment."""
    kept, tree = set(), world.tree_on(day)
    for plan in world.plans.values():
        if plan.unit not in tree:
            continue
        kept.add(plan.unit)
        promised = {target.id: target.segment for target in plan.targets}
        items = plan.scoring.items if plan.scoring else ()
        if any(item.segment or promised.get(item.target or "") for item in items):
            kept.update(world.below(plan.unit, day))
    return kept


def windows_of(invented: Invented) -> Iterator[Asked]:
    """Spans that touch a report that counts, or a plan's year."""
    product, plans = invented.catalogue.product, invented.catalogue.plans.values()
    periods = [r.period for reports in invented.world.counting.values() for r in reports]
    days = [(p.start, p.end) for p in periods]
    for plan in plans:
        calendar, year = product.calendars[plan.calendar], plan.year.value
        ends = date.fromordinal(first_day(calendar, year + 1).toordinal() - 1)
        days.append((first_day(calendar, year), ends))
    first, last = min(start for start, _ in days), max(end for _, end in days)
    kinds = {"quarter", "half", *(p.kind for p in periods)}
    planned = {next(iter(product.calendars)), *(plan.calendar for plan in plans)}
    used = {key: calendar for key, calendar in product.calendars.items() if key in planned}
    for window in asked_spans(used, first, last, kinds):
        if any(start <= window.ends and window.starts <= end for start, end in days):
            yield window


def agree(figure: Figure, answer: Answer) -> bool:
    """Sums must be equal, quotients as equal as floating point allows."""
    return (
        figure.numerator == answer.numerator
        and figure.denominator == answer.denominator
        and (figure.expected, figure.reported, figure.carried)
        == (answer.expected, answer.reported, answer.carried)
        and near(figure.value, answer.value)
        and near(figure.estimate, answer.estimate)
    )


def near(stored: float | None, exact: Decimal | None) -> bool:
    if stored is None or exact is None:
        return stored is None and exact is None
    return isclose(stored, float(exact), rel_tol=1e-9, abs_tol=1e-9)


# Targets.


def compare_targets(found: Results, plan: Plan, promises: Promises, compared: Compared) -> None:
    """Every target of a plan at every period, by every value it ever had."""
    rows = {(r["target"], r["period"]): r for r in found.targets if r["plan"] == plan.id}
    versions: dict[tuple[str, str], Rows] = {}
    for row in found.versions:
        if row["plan"] == plan.id:
            versions.setdefault((row["target"], row["period"]), []).append(row)
    for target in plan.targets:
        for period in promises.periods(plan, target):
            compared.targets += 1
            key = target.id, period.code
            row, said = rows.pop(key, None), promises.judge(plan, target, period)
            if row is None or not same_target(row, said):
                compared.note((plan.id, *key), row, said)
            by_value = sorted(versions.pop(key, []), key=lambda r: int(r["version"]))
            others = promises.versions(plan, target, period)
            if len(by_value) != len(others) or not all(
                same_version(*pair) for pair in zip(by_value, others, strict=True)
            ):
                compared.note((plan.id, *key, "versions"), by_value, others)
    for key, extra in [*rows.items(), *versions.items()]:
        compared.note((plan.id, *key, "nobody asked"), extra, None)


def same_target(row: dict[str, Any], said: Said) -> bool:
    """Words, days and dates equal, numbers near."""
    years = ",".join(map(str, said.learned_from)) or None
    return (
        (row["gap_days"], row["status"], row["reason"], row["unreachable_on"])
        == (said.gap_days, said.status, said.reason, said.unreachable)
        and (row["schedule"], row["learned_from"]) == (said.way, years)
        and row["target_value"] == said.target_value
        and (row["spans"], row["spans_ended"], row["spans_done"], row["missed_on"])
        == (said.spans, said.spans_ended, said.spans_done, said.missed_on)
        and all(
            close(row[name], exact, room)
            for name, exact, room in (
                ("value", said.value, TENTH), ("baseline", said.baseline, TENTH),
                ("completion", said.completion, SIXTH), ("due", said.due, SIXTH),
                ("gap", said.gap, SIXTH), ("remaining", said.remaining, TENTH),
                ("needed_per_month", said.needed, TENTH), ("gap_value", said.gap_value, TENTH),
                ("best_per_month", said.best, TENTH),
            )
        )
    )  # fmt: skip


def same_version(row: dict[str, Any], said: Said) -> bool:
    return (
        (row["target_value"], row["status"]) == (said.target_value, said.status)
        and close(row["completion"], said.completion, SIXTH)
        and close(row["gap"], said.gap, SIXTH)
    )


def close(stored: Decimal | None, exact: Fraction | None, room: Fraction) -> bool:
    if stored is None or exact is None:
        return stored is None and exact is None
    return abs(Fraction(stored) - exact) <= room


# Scores.


def compare_scores(found: Results, plan: Plan, appraisal: Appraisal, compared: Compared) -> None:
    """Every score of a plan: total, rank, outcome, and each line."""
    rows = {(r["period"], r["unit"]): r for r in found.scores if r["plan"] == plan.id}
    lines: dict[tuple[str, str], Rows] = {}
    for row in found.lines:
        if row["plan"] == plan.id:
            lines.setdefault((row["period"], row["unit"]), []).append(row)
    for key, score in appraisal.score(plan).items():
        compared.scores += 1
        row = rows.pop(key, None)
        mine = sorted(lines.pop(key, []), key=lambda r: int(r["position"]))
        if row is None or not same_score(row, score) or not same_lines(mine, score.lines):
            compared.note((plan.id, *key), (row, brief(mine, score.lines)), score)
    for key, extra in rows.items():
        compared.note((plan.id, *key, "nobody asked"), extra, None)


def same_score(row: dict[str, Any], score: Score) -> bool:
    return (
        row["peer_group"], row["total"], row["rank"], row["ranked"], row["outcome"],
        row["provisional"], row["pending"],
    ) == (
        score.group, score.total, score.rank, score.ranked, score.outcome,
        score.provisional, score.pending,
    )  # fmt: skip


def brief(rows: Rows, lines: list[Line]) -> list[tuple[object, ...]]:
    """The lines on which the two do not agree."""
    return [
        (row["item"], row["state"], row["points"], row["why"], row["reading"], "oracle:", line)
        for row, line in zip(rows, lines, strict=False)
        if not same_lines([row], [line])
    ]


def same_lines(rows: Rows, lines: list[Line]) -> bool:
    return [(r["item"], r["state"], r["points"], r["expected"], r["reported"]) for r in rows] == [
        (x.id, x.state, x.points, x.reading.expected, x.reading.reported) for x in lines
    ]
