"""``plans/*.yml`` of the county and of its townships, written so that the numbers can be judged."""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from itertools import cycle, groupby
from pathlib import Path
from typing import Any

import yaml

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator
from pipeline.domain.period import Period
from pipeline.sample.scene import Scene, Township
from pipeline.sample.scoring import county_scoring
from pipeline.sample.targets import PROMISES, Promise, nice, worth
from pipeline.sample.truth import Truth

MARK_ZH, MARK_EN = "示例（程序生成）", "sample, generated"
GAP = Decimal("0.03")
RAISED, MORE = "T11", Decimal("1.1")
"""The target that is raised in the middle of the year, and to how much of what it was."""
TILTS = tuple(Decimal(t) for t in ("1.06", "0.93", "1.15", "0.97", "1.02", "0.88"))
HIGHEST = Decimal(99)
"""No plan promises a rate of all."""
Said = dict[str, Any]


class PlanWriter:
    """Writes the plans of one generated county."""

    def __init__(self, catalogue: Catalogue, scene: Scene, figures: Truth) -> None:
        self.indicators, self.scene, self.figures = catalogue.indicators, scene, figures
        self.gaps: dict[str, dict[str, str]] = {}

    def write(self, folder: Path) -> None:
        """Write a plan per year for the county, and one for each township."""
        for year, quarters in groupby(self.scene.quarters, key=lambda q: q.year):
            own = list(quarters)
            targets = {p.id: self.target(p, self.scene.county, own) for p in PROMISES}
            self.raise_target(targets[RAISED], year)
            scoring = county_scoring(year, [t.code for t in self.scene.townships])
            self.save(folder, self.scene.county, year, list(targets.values()), scoring)
            shares = dict(self.split(targets, own))
            for township in self.scene.townships:
                self.save(folder, township, year, shares[township.code])

    def split(
        self, targets: dict[str, Said], quarters: list[Period]
    ) -> Iterator[tuple[str, list[Said]]]:
        """Divide the county's targets among the townships; what is left over is the known gap."""
        found: dict[str, list[Said]] = {t.code: [] for t in self.scene.townships}
        for promise in (p for p in PROMISES if p.split):
            whole = Decimal(targets[promise.id]["value"])
            indicator = self.indicators[promise.indicator]
            sizes = {
                t.code: self.actual(promise, t, quarters) or Decimal(0)
                for t in self.scene.townships
            }
            # Shares are set before the year, by size: some turn out too high, some too low.
            for township, tilt in zip(self.scene.townships, cycle(TILTS)):
                sizes[township.code] *= tilt
            total = sum(sizes.values()) or Decimal(1)
            given = Decimal(0)
            for township in self.scene.townships:
                target = self.target(promise, township, quarters)
                target["part_of"] = f"{plan_id(quarters[0].year, self.scene.county)}/{promise.id}"
                if indicator.nature == "flow":
                    share = nice(whole * (1 - GAP) * sizes[township.code] / total, indicator)
                    target["value"] = str(share)
                    given += share
                found[township.code].append(target)
            if indicator.nature == "flow":
                gap = {"target": str(whole), "parts": str(given), "gap": str(whole - given)}
                self.gaps[f"{quarters[0].year} {promise.id}"] = gap
        yield from found.items()

    def raise_target(self, target: Said, year: int) -> None:
        """Let a later notice ask for more, so that there is a target with two values."""
        value = nice(Decimal(target["value"]) * MORE, self.indicators[target["indicator"]])
        title = {
            "zh": f"关于调整{year}年目标的通知，{MARK_ZH}",
            "en": f"Notice on changed targets for {year}, {MARK_EN}",
        }
        document = {"title": title, "number": f"示例〔{year}〕7号", "issued_on": f"{year}-06-20"}
        target["changes"] = [{"since": f"{year}-07-01", "value": str(value), "document": document}]

    def target(self, promise: Promise, unit: Township, quarters: list[Period]) -> Said:
        """Return one target of a plan."""
        indicator = self.indicators[promise.indicator]
        said: Said = {
            "id": promise.id,
            "indicator": promise.indicator,
            "name": {"zh": indicator.name.zh, "en": indicator.name.en},
            "kind": promise.kind,
            "comparator": promise.comparator,
        }
        if promise.segment:
            said["segment"] = dict(promise.segment)
        value, base = self.wanted(promise, indicator, unit, quarters)
        said |= {"value": str(value), "unit": indicator.unit}
        if promise.span != "year":
            said["span"] = promise.span
        if promise.kind == "level":
            said["baseline"] = base
        return said

    def wanted(
        self, promise: Promise, indicator: Indicator, unit: Township, quarters: list[Period]
    ) -> tuple[Decimal, Said]:
        """Return the number promised, and where the way to it starts."""
        actual = self.actual(promise, unit, quarters) or Decimal(0)
        before = self.year_before(promise, unit, quarters[0])
        if before is None:
            before = nice(actual * Decimal("0.97"), indicator)
            base: Said = {"kind": "fixed", "value": str(before)}
        else:
            base = {"kind": "previous_year"}
        if promise.fixed is not None:
            return promise.fixed, base
        if promise.kind == "level":
            # What rises is to rise further; what is falling is at least to be held.
            if actual <= before:
                return nice(before, indicator, ROUND_FLOOR), base
            goal = before + (actual - before) / promise.reach
            rate = indicator.nature == "rate"
            return nice(min(goal, HIGHEST) if rate else goal, indicator), base
        return nice(actual / promise.reach, indicator), base

    def actual(self, promise: Promise, unit: Township, quarters: list[Period]) -> Decimal | None:
        """Return what the year brings, made up to four quarters; of a duty, its least quarter."""
        indicator = self.indicators[promise.indicator]
        if promise.kind == "duty":
            each = [self.value(indicator, unit, q, "period") for q in quarters]
            return max((v for v in each if v is not None), default=None)
        value = self.value(indicator, unit, quarters[-1], "to_date")
        if value is None or indicator.nature != "flow":
            return value
        return value * 4 / len(quarters)

    def year_before(self, promise: Promise, unit: Township, first: Period) -> Decimal | None:
        """Return the value at the end of the year before, where the county has one."""
        indicator = self.indicators[promise.indicator]
        earlier = [q for q in self.scene.quarters if q.end < first.start]
        return self.value(indicator, unit, earlier[-1], "to_date") if earlier else None

    def value(
        self, indicator: Indicator, unit: Township, quarter: Period, span: str
    ) -> Decimal | None:
        """Return the true value of an indicator."""
        return worth(self.figures["after", indicator.id, unit.code, quarter.code, span], indicator)

    def save(
        self,
        folder: Path,
        unit: Township,
        year: int,
        targets: list[Said],
        scoring: Said | None = None,
    ) -> None:
        """Write one plan."""
        title = {
            "zh": f"{unit.zh}{year}年目标计划，{MARK_ZH}",
            "en": f"{unit.en} plan for {year}, {MARK_EN}",
        }
        said = {
            "unit": unit.code,
            "title": title,
            "document": {"title": dict(title), "issued_on": f"{year}-01-15"},
            "year": {"value": str(year), "basis": "stated"},
            "targets": targets,
        }
        if scoring is not None:
            said["scoring"] = scoring
        text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000)
        path = folder / f"{plan_id(year, unit)}.yml"
        path.write_text(f"# {MARK_ZH}\n{text}", encoding="utf-8")


def plan_id(year: int, unit: Township) -> str:
    """What a unit's plan of a year is called."""
    return f"sample_{year}_{unit.code.lower()}"
