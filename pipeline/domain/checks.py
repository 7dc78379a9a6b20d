"""SetCheck: what must hold between forms, units and periods, over everything that counts.

A check is one file ``checks/<id>.yml``. It is made after files are stored, whatever order they
came in, and asks; it never holds anything back.
"""

from decimal import Decimal
from typing import Literal

from pipeline.domain.form import MissingValues
from pipeline.domain.noun import Bilingual, Noun

Comparison = Literal["at_most", "equals"]


class Figure(Noun):
    """A field of a section; ``take`` says what stands for several rows of one unit."""

    form: str
    section: str = "main"
    field: str
    take: Literal["sum", "max"] = "sum"


class BetweenForms(Noun):
    """``left`` compared with ``right`` of the same unit and period.

    ``within``: the share of the larger figure by which they may differ. Only ``equals`` compares
    texts and choices.
    """

    left: Figure
    comparison: Comparison
    right: Figure
    within: Decimal = Decimal(0)


class RollUp(Noun):
    """What a superior reports itself, against what the reports of its units give.

    In every row of the section, ``indicator`` names an indicator and ``value`` the superior's own
    figure for it, in the indicator's unit; of what accumulates, the year so far. A figure agrees
    that is the computed one rounded to the decimals it is given with.

    ``where``: field → stored values of the rows that are compared, "" for a blank.
    """

    form: str
    section: str = "main"
    indicator: str
    value: str
    where: dict[str, tuple[str, ...]] = {}
    within: Decimal = Decimal(0)


class Outlier(Noun):
    """A figure far from what is usual: for the unit itself before, or for its peers now.

    Compared is the logarithm of figure ÷ ``over`` (without ``over``: ÷ the figure of the period
    before), by its distance from the median in units of the median absolute deviation (times
    1.4826, which makes it a standard deviation where values are normal). ``peers_by`` is the
    attribute peers share. ``least_spread`` keeps a constant series from making everything an
    outlier; ``ratio`` is the least factor, and ``least`` the least size, that is worth a word.
    """

    figure: Figure
    over: str | None = None
    against: Literal["history", "peers"]
    peers_by: str | None = None
    at_least: int = 5
    deviations: Decimal = Decimal(6)
    least_spread: Decimal = Decimal("0.05")
    ratio: Decimal = Decimal("1.5")
    least: Decimal = Decimal(50)


class Change(Noun):
    """A figure at least ``ratio`` times that of the period before, or its ``ratio``-th part."""

    figure: Figure
    ratio: Decimal
    least: Decimal = Decimal(50)


class SameValue(Noun):
    """What may stand in the reports of one unit only in a period: a person, a number.

    ``where``: field → stored values of the rows that count.
    """

    figure: Figure
    where: dict[str, tuple[str, ...]] = {}


class SameName(Noun):
    """Two reporting units of one name, once ``drop`` and what stands in brackets is left out.

    An alias counts as a name: a joint union that lists its members' names is compared with them.
    """

    drop: tuple[str, ...] = ()
    shortest: int = 3


class SameFigures(Noun):
    """A row whose figures are those of another unit, or of the unit's own period before.

    ``fields``: which (none: all numbers of the section). ``at_least`` of them are not zero.
    """

    form: str
    section: str = "main"
    fields: tuple[str, ...] = ()
    compared: Literal["another_unit", "period_before"]
    at_least: int = 6


class RoundFigures(Noun):
    """A row with ``at_least`` figures not below ``multiple``, and all of these multiples of it."""

    form: str
    section: str = "main"
    fields: tuple[str, ...] = ()
    multiple: int = 10
    at_least: int = 6


class SetCheck(Noun):
    """One check; exactly one of the kinds below is given.

    ``when_missing`` concerns ``between_forms`` and ``roll_up``: a comparison that lacks a side is
    skipped and listed as not made, fails, or takes the blank as zero.
    """

    id: str
    severity: Literal["explain", "warning"] = "explain"
    advice: Bilingual
    when_missing: MissingValues = "skip"
    between_forms: BetweenForms | None = None
    roll_up: RollUp | None = None
    outlier: Outlier | None = None
    change: Change | None = None
    same_value: SameValue | None = None
    same_name: SameName | None = None
    same_figures: SameFigures | None = None
    round_figures: RoundFigures | None = None
