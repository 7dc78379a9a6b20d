"""Plan, Target: what was promised, by whom, in which document."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field as ModelField
from pydantic import model_validator

from pipeline.domain.noun import Bilingual, Noun
from pipeline.domain.scoring import Scoring

Comparator = Literal[">=", "<=", "=", "~"]
TargetKind = Literal["cumulative", "level", "duty", "deadline"]
TargetSpan = Literal["year", "half", "quarter", "month", "campaign", "multi_year"]


def places(value: Decimal) -> int:
    """Digits behind the point, without zeros at the end."""
    return max(0, -int(value.normalize().as_tuple().exponent))


class Document(Noun):
    """The paper a plan comes from."""

    title: Bilingual
    number: str | None = None
    issued_on: date | None = None
    file: str | None = None
    article: str | None = None


class Year(Noun):
    """The year a plan is for, and how we know it."""

    value: int
    basis: Literal["stated", "inferred", "assumed"]
    note: Bilingual | None = None


class Baseline(Noun):
    """Where a level target starts from.

    ``previous_year`` is the indicator's own value at the end of the year before, ``fixed`` a
    number the plan states, ``unknown`` means that completion cannot be said.
    """

    kind: Literal["previous_year", "fixed", "zero", "unknown"]
    value: Decimal | None = None


class Thresholds(Noun):
    """Percentage points behind the schedule at which a status begins; completeness in %."""

    behind: Decimal = Decimal(5)
    far_behind: Decimal = Decimal(15)
    completeness: Decimal = Decimal(80)


class TargetChange(Noun):
    """A target's value from a day on, set by a later document; the earlier value is kept."""

    since: date
    value: Decimal
    document: Document


class Target(Noun):
    """One promise.

    ``cumulative``: a flow adds up to the value by the year's end. ``level``: a stock or a rate
    stands there at the end. ``duty``: the value is owed anew in each ``span`` (every year, half,
    quarter or month).
    ``deadline``: something is to be finished within the span. ``indicator`` is absent when no
    indicator measures the promise; ``unmeasured`` then says why. ``value`` is what the plan
    first said; ``changes`` are later documents that set another. A promise over several years
    (span ``multi_year``) runs from the start of ``from_year`` to the end of ``to_year``.
    ``part_of`` names the superior's target of which this one is a share: plan/target. A level to
    be reached whose ``baseline`` is not said starts from where nobody knows, not from zero.
    """

    id: str
    indicator: str | None = None
    unmeasured: Bilingual | None = None
    name: Bilingual
    segment: dict[str, str] = {}
    kind: TargetKind
    comparator: Comparator
    value: Decimal
    unit: str
    changes: tuple[TargetChange, ...] = ()
    span: TargetSpan = "year"
    from_year: int | None = None
    to_year: int | None = None
    part_of: str | None = None
    baseline: Baseline = ModelField(default_factory=lambda: Baseline(kind="zero"))
    weight: Decimal | None = None
    fact: str | None = None
    quote: str | None = None
    note: Bilingual | None = None

    @model_validator(mode="before")
    @classmethod
    def start_unsaid(cls, said: object) -> object:
        """What a plan does not say of a level's start; a ceiling has no way, so no start."""
        if not isinstance(said, Mapping) or "baseline" in said:
            return said
        starts = said.get("kind") == "level" and said.get("comparator") != "<="
        return {**said, "baseline": {"kind": "unknown"}} if starts else said

    def value_on(self, day: date) -> Decimal:
        """The value that holds on a day, in the target's unit."""
        held = [change.value for change in self.changes if change.since <= day]
        return held[-1] if held else self.value

    @property
    def last_value(self) -> Decimal:
        """The value that was set last."""
        return self.changes[-1].value if self.changes else self.value

    @property
    def places(self) -> int:
        """Digits behind the point with which the plan says its values and where it starts."""
        said = (self.value, *(change.value for change in self.changes), self.baseline.value)
        return max(places(value) for value in said if value is not None)

    def with_value(self, value: Decimal) -> "Target":
        """The same promise of another value."""
        return self if value == self.value else self.model_copy(update={"value": value})


class Plan(Noun):
    """One plan document of one unit for one year; ``id`` is the stem of its file.

    ``schedule``: a straight line by days, the ``points`` given, or learned from the unit's own
    past years.
    """

    id: str
    unit: str
    title: Bilingual
    document: Document
    year: Year
    calendar: str = "calendar_year"
    schedule: Literal["linear", "points", "learned"] = "linear"
    points: dict[str, Decimal] = {}
    thresholds: Thresholds = ModelField(default_factory=Thresholds)
    targets: tuple[Target, ...]
    scoring: Scoring | None = None
