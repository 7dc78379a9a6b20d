"""What the county promises: a list of promises, and how far the truth is let go beyond them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipeline.domain.indicator import Indicator

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Promise:
    """One target; ``reach`` is the part of it that the year will bring in truth."""

    id: str
    indicator: str
    kind: str
    comparator: str
    reach: Decimal
    span: str = "year"
    split: bool = False
    segment: tuple[tuple[str, str], ...] = ()
    fixed: Decimal | None = None


def promise(id_: str, indicator: str, kind: str, reach: str, **more: object) -> Promise:
    """Return a promise of at least so much."""
    return Promise(id_, indicator, kind, str(more.pop("comparator", ">=")), Decimal(reach), **more)  # type: ignore[arg-type]


PROMISES = (
    promise("T01", "new_members", "cumulative", "1.04", split=True),
    promise("T02", "new_unions", "cumulative", "0.75"),
    promise("T03", "members_total", "level", "0.9"),
    promise("T04", "unionisation_rate", "level", "1.1"),
    promise("T05", "cb_coverage_rate", "level", "0.85", split=True),
    promise("T06", "workers_congress_rate", "level", "0.95", fixed=Decimal(80),
            segment=(("unit.ownership", "non_public"),)),
    promise("T07", "workers_congress_rate", "level", "1", fixed=Decimal(100),
            segment=(("unit.ownership", "state"),)),
    promise("T08", "aid_funds_raised", "cumulative", "0.93"),
    promise("T09", "aid_funds_disbursed", "cumulative", "1.02", split=True),
    promise("T10", "aid_recipients", "cumulative", "0.97", split=True),
    promise("T11", "micro_wishes_fulfilled", "cumulative", "0.92"),
    promise("T12", "skilled_workers_trained", "cumulative", "1.06", split=True),
    promise("T13", "training_sessions", "cumulative", "0.9", split=True),
    promise("T14", "dues_collection_rate", "level", "1.02", fixed=Decimal(92)),
    promise("T15", "petition_count", "cumulative", "0.8", comparator="<="),
    promise("T16", "safety_meetings", "duty", "1.08", span="quarter", split=True),
    promise("T17", "medical_mutual_participation_rate", "level", "0.8"),
    promise("T18", "hazard_rectification_rate", "level", "0.9"),
    promise("T19", "service_stations", "level", "1.2"),
)  # fmt: skip


def nice(value: Decimal, indicator: Indicator, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return a number as plans state it: a tenth of a per cent or of 万元, else whole."""
    exact = indicator.nature == "rate" or indicator.scale < 1
    return value.quantize(TENTH if exact else Decimal(1), rounding)


def worth(sums: tuple[Decimal | None, Decimal | None], indicator: Indicator) -> Decimal | None:
    """Return an indicator's value from its two sums."""
    numerator, denominator = sums
    if numerator is None:
        return None
    if not indicator.denominator:
        return indicator.scale * numerator
    return indicator.scale * numerator / denominator if denominator else None
