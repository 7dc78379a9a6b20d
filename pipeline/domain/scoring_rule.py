"""Rules of appraisal (考核): how points follow from a figure, one noun per kind.

S-numbers name the patterns of real appraisal papers each kind was taken from; `docs/scoring.md`
lists the papers. `v` is the item's figure, `g` the goal, `b` the baseline, `F` the item's full
marks, `d` the share of the way that the schedule makes due (1 at the year's end),
`D` = b + (g - b) × d the figure due on the day (b is 0 for sums over time; g if b is unknown).
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as ModelField

from pipeline.domain.noun import Bilingual, Noun

Quantity = Literal["value", "completion", "pace", "ahead", "change"]
"""What a rule looks at: the figure; percent of the way done; percent of what is due done;
the figure less the figure due; percent of change against the same span a year before."""
Counting = Literal["whole", "begun", "exact"]
"""How many times a step fits into an amount: finished steps, begun steps, or in proportion."""
ONE = Decimal(1)
ZERO = Decimal(0)


class LinearCap(Noun):
    """F × min(max(v ÷ D, floor), cap); where less is better, g ÷ v.

    ``goal`` stands for the target's value. ``pace: no`` measures against the whole goal all
    year. The usual proportional form of Chinese target appraisal.
    """

    kind: Literal["linear_cap"]
    goal: Decimal | None = None
    floor: Decimal = ZERO
    cap: Decimal = ONE
    pace: bool = True


class LinearFromBaseline(Noun):
    """F × min(max((v - b) ÷ ((g - b) × d), floor), cap), for stocks and rates.

    ``goal`` and ``baseline`` stand for the target's own.
    """

    kind: Literal["linear_from_baseline"]
    goal: Decimal | None = None
    baseline: Decimal | None = None
    floor: Decimal = ZERO
    cap: Decimal = ONE
    pace: bool = True


class ScoreStep(Noun):
    """Points from a threshold on: ``at_least`` (more is better) or ``at_most``."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    points: Decimal
    name: Bilingual | None = None

    @property
    def threshold(self) -> Decimal:
        """The number that has to be reached or kept."""
        return self.at_least if self.at_least is not None else self.at_most or ZERO

    def met_by(self, amount: Decimal) -> bool:
        """Whether an amount reaches the step."""
        if self.at_least is not None:
            return amount >= self.at_least
        return self.at_most is not None and amount <= self.at_most


class Steps(Noun):
    """The points of the best step that is met, else ``otherwise``. S1."""

    kind: Literal["steps"]
    of: Quantity = "value"
    steps: tuple[ScoreStep, ...]
    otherwise: Decimal = ZERO


class PassFail(Noun):
    """F if the threshold is met, else ``otherwise``; without one, the target's value. S2."""

    kind: Literal["pass_fail"]
    of: Quantity = "value"
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    otherwise: Decimal = ZERO


class DeductPer(Noun):
    """F - min(points × steps, most); steps = amount ÷ per. S3, S12, S13.

    The amount is the figure, or how far it lies ``below`` (``above``) a number. From an amount
    of ``zero_from`` on nothing is left. ``most`` is F unless said.
    """

    kind: Literal["deduct_per"]
    of: Quantity = "value"
    per: Decimal = ONE
    points: Decimal
    below: Decimal | None = None
    above: Decimal | None = None
    counting: Counting = "whole"
    zero_from: Decimal | None = None
    most: Decimal | None = None


class BonusPer(Noun):
    """min(points × steps, most) on top of the full marks; steps = amount ÷ per. S4, S5, S6, S14.

    The amount is the figure or what lies ``above`` a number; with ``both_ways`` what is missing
    costs as much, down to ``-most``.
    """

    kind: Literal["bonus_per"]
    of: Quantity = "value"
    per: Decimal = ONE
    points: Decimal
    above: Decimal | None = None
    counting: Counting = "whole"
    most: Decimal | None = None
    both_ways: bool = False


class GrowthTiers(Noun):
    """The points of the best tier that the change against a year before reaches. S11."""

    kind: Literal["growth_tiers"]
    tiers: tuple[ScoreStep, ...]
    otherwise: Decimal = ZERO


class Penalty(Noun):
    """-min(points × v, most): an event that costs points whatever the full marks are. S3, S10."""

    kind: Literal["penalty"]
    points: Decimal
    most: Decimal | None = None


class Prerequisite(Noun):
    """Unless the threshold is met the unit is not ranked (不参评); no points. S8."""

    kind: Literal["prerequisite"]
    of: Quantity = "value"
    at_least: Decimal | None = None
    at_most: Decimal | None = None


class Veto(Noun):
    """From ``at_least`` events on (一票否决): not ranked, or the total is at most so much. S9."""

    kind: Literal["veto"]
    at_least: Decimal = ONE
    total_at_most: Decimal | None = None


class LateDays(Noun):
    """F - min(points × days, F) for reports received after their last day. S12, S13.

    ``count``: the days of all reports together, or of the latest one. From ``zero_from`` days on
    nothing is left. ``form`` limits it to one form; ``span`` to the period alone.
    """

    kind: Literal["late_days"]
    points: Decimal
    form: str | None = None
    count: Literal["total", "worst"] = "worst"
    zero_from: Decimal | None = None
    span: Literal["period", "to_date"] = "to_date"


class Manual(Noun):
    """The points of the item's marks, given by people with evidence, at most F. S4, S10, S14."""

    kind: Literal["manual"]


class MeanOfChildren(Noun):
    """times × the mean total of the units right below, as scored by ``plan`` (or this one). S7."""

    kind: Literal["mean_of_children"]
    plan: str | None = None
    times: Decimal = ONE
    most: Decimal | None = None


class GroupCap(Noun):
    """Cuts the sum of a group, or of the items in ``over``, down to ``most``. S4, S5."""

    kind: Literal["group_cap"]
    over: tuple[str, ...] = ()
    most: Decimal


class WorkloadFactor(Noun):
    """rate × v more for each point earned in ``over``: (sum) × (1 + rate × v). S12."""

    kind: Literal["workload_factor"]
    over: tuple[str, ...]
    rate: Decimal


class BonusCapTotal(Noun):
    """Cuts all bonuses together down to ``most``. S6."""

    kind: Literal["bonus_cap_total"]
    most: Decimal


ScoreRule = Annotated[
    LinearCap
    | LinearFromBaseline
    | Steps
    | PassFail
    | DeductPer
    | BonusPer
    | GrowthTiers
    | Penalty
    | Prerequisite
    | Veto
    | LateDays
    | Manual
    | MeanOfChildren
    | GroupCap
    | WorkloadFactor
    | BonusCapTotal,
    ModelField(discriminator="kind"),
]
COMBINING = (GroupCap, WorkloadFactor, BonusCapTotal)
"""Rules over other items' points."""
CONDITIONS = (Prerequisite, Veto)
"""Rules that give no points."""
BESIDE_THE_FULL_MARKS = (BonusPer, Penalty, *COMBINING, *CONDITIONS)
"""Rules whose points are not part of the plan's full marks."""
