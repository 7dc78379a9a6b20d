"""Indicator, Measure: what is computed, in words that need no Python.

``value = scale × numerator ÷ denominator`` (or ``scale × numerator`` when there is no
denominator). Numerator and denominator are sums over the units below, at every level.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator
from pydantic import Field as ModelField

from pipeline.domain.noun import Bilingual, Noun

Aggregate = Literal["sum", "count", "count_distinct", "largest_group_sum"]
OverTime = Literal["sum", "last", "average"]
Nature = Literal["flow", "stock", "rate"]
Direction = Literal["higher_better", "lower_better", "neutral"]


class Bound(Noun):
    """The other side of a comparison: a literal, a day of the window, or another field."""

    field: str | None = None
    day: Literal["period_start", "period_end"] | None = None
    value: str | None = None


class Test(Noun):
    """A comparison that must hold; several given together must all hold.

    ``within: period`` asks a date to lie in the window asked for. ``at_least`` … ``below`` take
    a literal, ``period_start``, ``period_end`` or ``{field: other_field}``.
    """

    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    at_least: str | Bound | None = None
    at_most: str | Bound | None = None
    above: str | Bound | None = None
    below: str | Bound | None = None
    filled: bool | None = None
    within: Literal["period"] | None = None


Condition = dict[str, Test | str | tuple[str, ...]]
"""Field → value, list of values, or Test. ``unit.<attribute>`` asks the org unit instead.
The value ``yes``/``no`` is used for boolean fields. The special key ``any`` is not supported:
write two measures instead."""


class Expression(Noun):
    """A number made of fields of one row; exactly one kind is given.

    ``days_between: [a, b]`` is b - a in days; ``sum_of`` adds (blank counts as nothing, all
    blank is blank); ``product_of`` multiplies; ``difference_of: [a, b]`` is a - b.
    """

    sum_of: tuple[str, ...] | None = None
    product_of: tuple[str, ...] | None = None
    difference_of: tuple[str, str] | None = None
    days_between: tuple[str, str] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the row that the number is made of."""
        return self.sum_of or self.product_of or self.difference_of or self.days_between or ()


class Measure(Noun):
    """One sum over the rows of one section.

    ``largest_group_sum``: rows of different ``group`` cover the same people, so sum per group
    at the reporting unit and keep the largest group only. ``count_distinct`` counts different
    values of ``field`` at the reporting unit. ``over_time``: ``sum`` adds the periods of the
    window (flows), ``last`` takes each reporting unit's last report in the window (stocks and
    ledgers), ``average`` averages each unit's reports in the window. Ledgers take ``last``.
    """

    form: str
    section: str = "main"
    aggregate: Aggregate = "sum"
    field: str | None = None
    expression: Expression | None = None
    group: str | None = None
    where: Condition = {}
    over_time: OverTime

    @property
    def adds_up(self) -> tuple[str, ...]:
        """The fields whose values are added up; none where rows are counted."""
        if self.expression is not None:
            return self.expression.fields
        return () if self.field is None else (self.field,)


def one_or_many(given: object) -> object:
    """Accept a single measure where several are allowed."""
    return given if isinstance(given, list | tuple) else (given,)


Measures = Annotated[tuple[Measure, ...], BeforeValidator(one_or_many)]


class Family(Noun):
    """The same indicator over another denominator (口径), shown beside the first."""

    numerator: Measures | None = None
    denominator: Measures


class SegmentMeasures(Noun):
    """Measures of a segment that has fields of its own, such as women members."""

    numerator: Measures
    denominator: Measures = ()


class Expectation(Noun):
    """What the worked example must give. ``span: to_date`` means from the year's start."""

    period: str
    span: Literal["period", "to_date"] = "period"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


class Example(Noun):
    """A worked example: rows of forms (units A, B, C below P), and what P must show.

    Keys of ``given`` are ``form`` or ``form.section``; each row has ``unit``, ``period`` and the
    fields that matter, as stored values (choice codes, yuan, ISO dates, yes/no).
    """

    note: Bilingual | None = None
    given: dict[str, tuple[dict[str, str], ...]]
    expect: Expectation


class FormerDefinition(Noun):
    """How an indicator was defined before: up to and with the day ``until``.

    What is not given was as it is now. ``why`` says what it was changed for, as a circular would.
    """

    until: date
    why: Bilingual
    definition: Bilingual | None = None
    numerator_label: Bilingual | None = None
    denominator_label: Bilingual | None = None
    numerator: Measures | None = None
    denominator: Measures | None = None
    other_families: dict[str, Family] | None = None
    segments: dict[str, SegmentMeasures] | None = None
    example: Example | None = None

    @property
    def differs(self) -> dict[str, object]:
        """The keys of an indicator that were otherwise, with what they were."""
        keys = (
            "definition", "numerator_label", "denominator_label", "numerator", "denominator",
            "other_families", "segments", "example",
        )  # fmt: skip
        return {key: said for key in keys if (said := getattr(self, key)) is not None}


class Source(Noun):
    """Where a definition comes from."""

    facts: tuple[str, ...] = ()
    note: Bilingual | None = None


class Indicator(Noun):
    """One indicator; ``id`` is the stem of its file, which holds everything about it.

    ``family`` names the denominator family of ``denominator`` (a key of ``families`` in
    ``product.yml``), ``other_families`` its siblings. ``breakdowns`` are fields by which the
    value is also kept, ``segments`` breakdown values with measures of their own, keyed
    ``field=value``. ``former``: the definitions before this one, the oldest first; a figure is made
    by the one that holds on the last day of its window.
    """

    id: str
    name: Bilingual
    theme: str
    core: bool = False
    definition: Bilingual
    numerator_label: Bilingual
    denominator_label: Bilingual | None = None
    unit: str
    scale: Decimal = Decimal(1)
    decimals: int = 0
    nature: Nature
    direction: Direction
    numerator: Measures
    denominator: Measures = ()
    family: str | None = None
    other_families: dict[str, Family] = {}
    breakdowns: tuple[str, ...] = ()
    segments: dict[str, SegmentMeasures] = {}
    source: Source = ModelField(default_factory=Source)
    example: Example
    former: tuple[FormerDefinition, ...] = ()

    @property
    def editions(self) -> "tuple[Edition, ...]":
        """What it was and is, one after the other, each with the days on which it holds."""
        return tuple(editions_of(self))

    def on(self, day: date) -> "Indicator":
        """The indicator as it is defined on a day."""
        return next(one.indicator for one in self.editions if day <= one.valid_to)

    def is_same_on(self, one: date, other: date) -> bool:
        """Whether figures of windows that end on these days are made by one definition."""
        first, last = sorted((one, other))
        return not any(first <= former.until < last for former in self.former)

    @property
    def accumulates(self) -> bool:
        """Whether a target looks at the year so far rather than at the period alone."""
        return (
            any(m.over_time == "sum" or asks_for_period(m) for m in self.numerator)
            and self.nature != "stock"
        )


class Edition(NamedTuple):
    """An indicator as it is defined from one day to another, both included."""

    valid_from: date
    valid_to: date
    indicator: Indicator


def editions_of(indicator: Indicator) -> Iterator[Edition]:
    """The former definitions, each as an indicator of its own, and the present one."""
    begins = date.min
    for former in indicator.former:
        yield Edition(begins, former.until, indicator.model_copy(update=former.differs))
        begins = former.until + timedelta(days=1)
    yield Edition(begins, date.max, indicator)


def asks_for_period(measure: Measure) -> bool:
    """Whether the measure keeps only rows dated inside the window."""
    return any(isinstance(t, Test) and t.within == "period" for t in measure.where.values())
