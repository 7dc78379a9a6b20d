"""Appraisals worked out again: who is scored, and what each item looks at."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from pipeline.domain.plan import Plan, Target
from pipeline.domain.scoring import PeerGroup, ScoreItem, Scoring
from tests.oracle.days import Asked, first_day
from tests.oracle.duties import parts_of, read_duty
from tests.oracle.nouns import NOTHING
from tests.oracle.pace import ONE_DAY, Days, F, held_on, pace_of
from tests.oracle.targets import Promises, accumulates, year_of
from tests.oracle.totals import Reading, Score, applies, rank, score_of
from tests.oracle.world import written


class Appraisal:
    """The scores of one world's plans; a plan must come after those it looks at."""

    def __init__(self, promises: Promises) -> None:
        self.promises = promises
        self.world = promises.world
        self.done: dict[tuple[str, str, str], Score] = {}

    def score(self, plan: Plan) -> dict[tuple[str, str], Score]:
        """(period, unit) → score, at the end of each period of the plan's year."""
        scoring = plan.scoring
        if scoring is None:
            return {}
        calendar = self.world.product.calendars[plan.calendar]
        found = {}
        for period in self.promises.windows:
            if period.span != "period":
                continue
            if year_of(period.code, calendar.prefix) != plan.year.value:
                continue
            peers = self.peers(plan, scoring, period)
            for unit in sorted(peers, key=lambda u: -self.depth(u, period)):
                lines = {
                    item.id: self.reading(plan, scoring, item, unit, period)
                    for item in scoring.items
                    if applies(item, peers[unit])
                }
                score = score_of(scoring, unit, peers[unit], lines)
                found[period.code, unit] = self.done[plan.id, period.code, unit] = score
            rank([s for (code, _), s in found.items() if code == period.code])
        return found

    # Who is scored.

    def depth(self, unit: str, period: Asked) -> int:
        tree, steps = self.world.tree_on(period.ends), 0
        while (above := tree[unit].parent) is not None and above in tree:
            unit, steps = above, steps + 1
        return steps

    def open_below(self, unit: str, period: Asked) -> list[str]:
        """The open units right below one."""
        tree = self.world.tree_on(period.ends)
        return [
            u.code for u in tree.values()
            if u.parent == unit and not (u.valid_to and u.valid_to < period.ends)
        ]  # fmt: skip

    def peers(self, plan: Plan, scoring: Scoring, period: Asked) -> dict[str, str]:
        """Scored unit → its peer group: the first that it fits."""
        tree = self.world.tree_on(period.ends)
        if plan.unit not in tree:
            return {}
        if not scoring.peer_groups:
            return dict.fromkeys(self.open_below(plan.unit, period), "")
        found = {}
        for code in self.world.below(plan.unit, period.ends):
            unit = tree[code]
            group = next((g for g in scoring.peer_groups if fits(g, unit)), None)
            if group is not None and not (unit.valid_to and unit.valid_to < period.ends):
                found[code] = group.id
        return found

    # What an item looks at.

    def reading(
        self, plan: Plan, scoring: Scoring, item: ScoreItem, unit: str, period: Asked
    ) -> Reading:
        kind = item.rule.kind
        if kind == "late_days":
            return self.late(plan, item, unit, period)
        if kind == "mean_of_children":
            return self.mean(plan, item, unit, period)
        if item.target is not None:
            return self.of_target(plan, item, unit, period)
        if item.indicator is not None:
            return self.of_indicator(plan, item, unit, period)
        return marked(item, unit, period)

    def late(self, plan: Plan, item: ScoreItem, unit: str, period: Asked) -> Reading:
        """Days between the last day a report was due and the day one was first accepted."""
        rule: Any = item.rule
        to_date = rule.span == "to_date"
        days = self.promises.spans[period.code, "to_date" if to_date else "period"]
        expected, late = 0, []
        for one in self.world.below(unit, period.ends):
            for form in self.world.forms if rule.form is None else (rule.form,):
                due_days = self.world.forms[form].due_days
                for owed in self.world.owed_periods(form, one, days):
                    expected += 1
                    came = [
                        r.received for r in self.world.reports
                        if (r.form, r.unit, r.period.code) == (form, one, owed.code) and r.accepted
                    ]  # fmt: skip
                    if came:
                        due = owed.end + timedelta(days=due_days)
                        late.append(max(0, (min(came) - due).days))
        total = sum(late) if rule.count == "total" else max(late, default=0)
        said = {"value": total} if late else {}
        return Reading(said, expected, len(late))

    def mean(self, plan: Plan, item: ScoreItem, unit: str, period: Asked) -> Reading:
        """The mean total of the units right below that have a score."""
        rule: Any = item.rule
        keys = [(rule.plan or plan.id, period.code, u) for u in self.open_below(unit, period)]
        below = [self.done[key] for key in keys if key in self.done]
        known = [score for score in below if score.total is not None]
        totals = [score.total for score in known if score.total is not None]
        said = {"value": sum(totals, F(0)) / len(totals)} if totals else {}
        return Reading(said, len(below), sum(1 for s in known if not s.provisional))

    def due(self, plan: Plan, period: Asked) -> Fraction:
        """Percent of the plan's year due; what is learned belongs to single targets."""
        calendar = self.world.product.calendars[plan.calendar]
        year = plan.year.value
        days = Days(first_day(calendar, year), first_day(calendar, year + 1) - ONE_DAY)
        return pace_of(plan, calendar, days, None, 1, long=False).due(period.ends)

    def of_indicator(self, plan: Plan, item: ScoreItem, unit: str, period: Asked) -> Reading:
        """An indicator's figure; what adds up through the year starts from nothing."""
        indicator = self.world.indicators[item.indicator or ""]
        span = (item.span or "to_date") if accumulates(indicator) else "period"
        from_zero = span == "to_date" and indicator.nature == "flow"
        said = {
            "due": self.due(plan, period),
            "lower_better": indicator.direction == "lower_better",
            "baseline": F(0) if from_zero else None,
        }
        return self.figure(indicator, item, written(item.segment), unit, period, span, said, F(1))

    def of_target(self, plan: Plan, item: ScoreItem, unit: str, period: Asked) -> Reading:
        """The unit's own promise of that name, or the plan's if it holds for each unit below."""
        own = self.own_target(plan, item.target or "", unit)
        if own is None or own[1].indicator is None:
            return Reading()
        holder, target = own
        if target.kind == "duty":
            return self.of_duty(holder, target, item, unit, period)
        indicator = self.world.indicators[target.indicator or ""]
        span = (item.span or "to_date") if accumulates(indicator) else "period"
        pace, _ = self.promises.pace(holder, target)
        said = {
            "goal": F(held_on(target, period.ends)),
            "due": pace.due(period.ends),
            "lower_better": target.comparator == "<=",
            "baseline": self.start(holder, target, unit, period),
        }
        factor = self.promises.factor(indicator, target)
        segment = written(target.segment)
        found = self.figure(indicator, item, segment, unit, period, span, said, factor)
        if holder.unit == unit and item.span is None and target.from_year is not None:
            # What the promise itself is judged by: of several years, all of them.
            known = self.promises.known(holder, target, period)
            return replace(found, said={**found.said, "value": known.value})
        return found

    def of_duty(
        self, holder: Plan, target: Target, item: ScoreItem, unit: str, period: Asked
    ) -> Reading:
        """The spans that end in the period, or since the year began if the item says so."""
        since = self.promises.spans[period.code, item.span or "period"].starts
        family = item.family or ""
        parts = parts_of(self.promises, holder, target, unit, since, period.ends, family=family)
        told = read_duty(self.promises, holder, target, parts, unit, item.missing, family)
        return Reading(*told)

    def own_target(self, plan: Plan, name: str, unit: str) -> tuple[Plan, Target] | None:
        """A unit's own plan of that year goes before the plan it is scored by."""
        for other in self.world.plans.values():
            if (other.unit, other.year.value, other.calendar) != (
                unit, plan.year.value, plan.calendar,
            ):  # fmt: skip
                continue
            for target in other.targets:
                if target.id == name:
                    return other, target
        for target in plan.targets:
            if target.id == name and (target.kind in ("level", "duty") or unit == plan.unit):
                return plan, target
        return None

    def start(self, holder: Plan, target: Target, unit: str, period: Asked) -> Fraction | None:
        """Where the unit's way starts: a number the plan states is its own unit's alone."""
        if target.kind != "level":
            return F(0)
        kind = target.baseline.kind
        if kind == "zero":
            # A ceiling is kept or not; there is no way from nothing up to it.
            return None if target.comparator == "<=" else F(0)
        if kind == "unknown":
            return None
        if kind == "fixed" and holder.unit == unit:
            return F(target.baseline.value or 0)
        year = (target.from_year or holder.year.value) - 1
        return self.promises.before(holder, target, unit, year, period.ends)

    def figure(
        self, indicator: Any, item: ScoreItem, segment: str, unit: str, period: Asked, span: str,
        said: dict[str, Any], factor: Fraction,
    ) -> Reading:  # fmt: skip
        """A stored figure and that of the same days a year before, if it was defined alike."""
        family = item.family or ""
        look = self.promises.answer
        now = look(indicator, segment, unit, period.code, span, family)
        whole = look(indicator, "", unit, period.code, span, family)
        before = look(indicator, segment, unit, a_year_before(period.code), span, family)
        earlier = self.promises.spans.get((a_year_before(period.code), span))
        if earlier and not self.promises.alike(indicator, earlier.ends, period.ends):
            before = NOTHING
        for name, answer in (("value", now), ("before", before)):
            amount = self.promises.amount(indicator, answer)
            said[name] = None if amount is None else amount * factor
        return Reading(said, whole.expected, whole.reported)


def a_year_before(code: str) -> str:
    """SY2024Q1 → SY2023Q1."""
    start = next(n for n, c in enumerate(code) if c.isdigit())
    return f"{code[:start]}{int(code[start : start + 4]) - 1}{code[start + 4 :]}"


def fits(group: PeerGroup, unit: Any) -> bool:
    if group.units:
        return unit.code in group.units
    if group.level not in (None, unit.level):
        return False
    return all(unit.attributes.get(name) in codes for name, codes in group.attributes.items())


def marked(item: ScoreItem, unit: str, period: Asked) -> Reading:
    """What people noted about a unit by a day."""
    marks = [m.value for m in item.marks.get(unit, ()) if m.on is None or m.on <= period.ends]
    if marks:
        return Reading({"value": sum(map(F, marks))})
    return Reading({} if item.unlisted is None else {"value": F(item.unlisted)})
