"""Targets and scores that are no longer what was frozen, and why.

A target has the causes of its indicator's figure; a score those of all figures its lines look at.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain.indicator import Indicator
from pipeline.domain.plan import Plan, Target
from pipeline.domain.scoring import ScoreItem
from pipeline.domain.scoring_rule import LateDays, MeanOfChildren
from pipeline.domain.status import Status
from pipeline.indicators.scorecards import default_family
from pipeline.indicators.segments import key_of
from pipeline.queries.answers import Cause, Rejudged
from pipeline.queries.small_cells import about_persons
from pipeline.queries.targets import as_decimal, plan_ref, target_of_plan, target_span

if TYPE_CHECKING:
    from pipeline.queries.restatements import Ledger

TARGETS = """
with fresh as (
    select plan, target, unit, completion, status from target_value
    where period = $period and unit in (select unit from read_parquet($tree))
)
select plan, target, unit, old.completion, fresh.completion, old.status, fresh.status
from read_parquet($targets) as old full join fresh using (plan, target, unit)
where (old.completion, old.status) is distinct from (fresh.completion, fresh.status)
order by plan, unit, target
"""
SCORES = """
with fresh as (
    select plan, unit, total from score
    where period = $period and unit in (select unit from read_parquet($tree))
)
select plan, unit, old.total, fresh.total
from read_parquet($scores) as old full join fresh using (plan, unit)
where old.total is distinct from fresh.total
order by plan, unit
"""
REPLANNED = """
select id from definition left join read_parquet($plans) as old on old.plan = id
where kind = 'plan' and old.digest is distinct from md5(body)
"""


class Judgements:
    """What one freeze remembers of targets and scores, beside what is judged now."""

    def __init__(self, ledger: "Ledger") -> None:
        self.ledger = ledger
        self.known = ledger.known
        files = ledger.files("targets", "scores", "plans", "tree")
        self.files = files | {"period": ledger.period.code}
        self.kept = all(Path(str(files[name])).exists() for name in ("targets", "scores", "plans"))
        """A freeze of an earlier version of the product remembers figures only."""
        self.rescored: set[tuple[str, str]] = set()
        """Plan and unit of every total that is another."""

    def changed(self, below: set[str]) -> list[Rejudged]:
        """Targets, then scores, of units below, that are not what they were."""
        if not self.kept:
            return []
        plans = {"plans": self.files["plans"]}
        replanned = {name for (name,) in self.ledger.reader.rows(REPLANNED, plans)}
        shared = {name: self.files[name] for name in ("period", "tree")}
        found = []
        scores = self.ledger.reader.rows(SCORES, shared | {"scores": self.files["scores"]})
        self.rescored = {(plan, unit) for plan, unit, *_ in scores}
        for row in self.ledger.reader.rows(TARGETS, shared | {"targets": self.files["targets"]}):
            if row[0] in self.known.plans and row[2] in below:
                found += self.target(row, row[0] in replanned)
        for row in scores:
            plan = self.known.plans.get(row[0])
            if plan is not None and plan.scoring is not None and row[1] in below:
                found.append(self.score(plan, row, row[0] in replanned))
        return found

    def target(self, row: tuple, replanned: bool) -> list[Rejudged]:  # type: ignore[type-arg]
        """One target whose completion or status is another."""
        plan_id, name, unit, old, new, old_status, new_status = row
        plan = self.known.plans[plan_id]
        if name not in {target.id for target in plan.targets}:
            return []
        target = target_of_plan(plan, name)
        indicator = self.known.indicators.get(target.indicator or "")
        segment = key_of(target.segment)
        hidden = bool(segment and indicator and about_persons(self.known, indicator))
        causes = self.of_target(target, unit) if indicator else []
        return [
            Rejudged(
                freeze=self.ledger.freeze.name,
                plan=plan_ref(plan),
                target=name,
                name=target.name,
                unit=self.known.unit(unit, self.ledger.period.end),
                period=self.ledger.period,
                old=None if hidden else as_decimal(old),
                new=None if hidden else as_decimal(new),
                old_status=Status(old_status) if old_status else None,
                new_status=Status(new_status) if new_status else None,
                causes=self.told(causes, replanned),
                concealed=hidden,
            )
        ]

    def score(self, plan: Plan, row: tuple, replanned: bool) -> Rejudged:  # type: ignore[type-arg]
        """One total that is another."""
        _, unit, old, new = row
        items = plan.scoring.items if plan.scoring else ()
        causes = [cause for item in items for cause in self.of_item(item, plan, unit)]
        return Rejudged(
            freeze=self.ledger.freeze.name,
            plan=plan_ref(plan),
            target=None,
            name=plan.title,
            unit=self.known.unit(unit, self.ledger.period.end),
            period=self.ledger.period,
            old=as_decimal(old),
            new=as_decimal(new),
            causes=self.told(causes, replanned),
        )

    def of_item(self, item: ScoreItem, plan: Plan, unit: str) -> list[Cause]:
        """Why the figure of one line changed; nothing where it did not."""
        if isinstance(item.rule, LateDays):
            return self.of_late_days(item.rule, unit)
        if isinstance(item.rule, MeanOfChildren):
            return self.of_mean(item.rule.plan or plan.id, unit)
        if item.target is not None:
            plans = [plan, *(p for p in self.known.plans.values() if p.unit == unit)]
            own = [t for p in plans for t in p.targets if t.id == item.target]
            return [cause for target in own for cause in self.of_target(target, unit)]
        indicator = self.known.indicators.get(item.indicator or "")
        if indicator is None:
            return []
        family, segment = item.family or default_family(indicator), key_of(item.segment)
        return self.of_figure(indicator, family, segment, unit, "to_date")

    def of_late_days(self, rule: LateDays, unit: str) -> list[Cause]:
        """Reports that came, or are no longer there, whose days late a line counts."""
        below = self.ledger.below(unit)
        return [
            replace(self.ledger.cause(one, []), kind="late_days")
            for one in self.ledger.exchanges
            if None in (one.old, one.new) and one.unit in below
            and rule.form in (None, one.form)
            and (rule.span == "to_date" or one.starts >= self.ledger.period.start)
        ]  # fmt: skip

    def of_mean(self, plan: str, unit: str) -> list[Cause]:
        """The units right below whose totals are others; their own lines say why."""
        published = self.ledger.reader.publication.published_at.date()
        below = self.ledger.tree_now.get(unit, ())
        return [
            Cause("score_below", published, self.known.unit(child, self.ledger.period.end))
            for child in below
            if (plan, child) in self.rescored
        ]

    def of_target(self, target: Target, unit: str) -> list[Cause]:
        """Why a target's figure changed; nothing where it did not."""
        indicator = self.known.indicators.get(target.indicator or "")
        if indicator is None:
            return []
        span, segment = target_span(self.known, target), key_of(target.segment)
        return self.of_figure(indicator, default_family(indicator), segment, unit, span)

    def of_figure(
        self, indicator: Indicator, family: str, segment: str, unit: str, span: str
    ) -> list[Cause]:
        """The causes that were found for a figure."""
        found = self.ledger.causes(indicator, family, segment, unit, span)
        return [cause for cause in found if cause.kind not in ("unexplained", "follows")]

    def told(self, causes: Iterable[Cause], replanned: bool) -> tuple[Cause, ...]:
        """Each cause once, a changed plan first; never nothing."""
        published = self.ledger.reader.publication.published_at.date()
        first = [Cause("plan", published)] if replanned else []
        found = {(c.kind, c.unit, c.submission, c.note): c for c in [*first, *causes]}
        return tuple(found.values()) or (Cause("follows", published),)
