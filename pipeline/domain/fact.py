"""Fact: one thing a source document states, by the id that definitions cite."""

from decimal import Decimal
from typing import Literal

from pipeline.domain.noun import Bilingual, Noun
from pipeline.domain.plan import Comparator

FactKind = Literal["target", "actual", "rule"]
FactSpan = Literal[
    "year", "half", "quarter", "month", "week", "day", "campaign", "multi_year"
]  # fmt: skip


class ShownAs(Noun):
    """Which figure of the product shows what a document reports.

    ``part`` of the value of ``indicator`` at ``unit`` for ``period``, in ``segment``
    (``field=code``) where one is given. The figure is the sum of this fact and those under
    ``together``.
    """

    unit: str
    period: str
    indicator: str
    segment: str | None = None
    part: Literal["value", "numerator", "denominator"] = "value"
    together: tuple[str, ...] = ()


class Fact(Noun):
    """One line of ``facts.csv``: what a document states, in our words, never in its own.

    ``target`` promises, ``actual`` reports, ``rule`` asks for something. ``value`` is in
    ``unit`` as the document counts; ``comparator`` ``~`` is about. ``year`` is given where the
    document states it. ``nature`` is that of an indicator, or ``norm``: a number that is set, such
    as the months after which something is due, which is no share and adds up over nothing.
    ``repeats`` names the fact that another document says word for word.
    """

    id: str
    issuer: Bilingual
    document: Bilingual
    year: int | None = None
    theme: str
    kind: FactKind
    name: Bilingual
    comparator: Comparator | None = None
    value: Decimal | None = None
    unit: Bilingual | None = None
    scope: Bilingual | None = None
    denominator: Bilingual | None = None
    span: FactSpan
    nature: Literal["flow", "stock", "rate", "norm"]
    repeats: str | None = None
    shown: ShownAs | None = None
