"""Scorings written as plans write them, and readings given as they are."""

from decimal import Decimal
from typing import Any

import yaml

from pipeline.appraisal.reading import Reading
from pipeline.appraisal.totals import Score, score_unit
from pipeline.domain.scoring import Scoring


def scoring(text: str) -> Scoring:
    """A scoring from YAML; titles nobody reads are filled in."""
    said: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    for item in said["items"]:
        item.setdefault("title", {"zh": item["id"], "en": item["id"]})
    return Scoring.model_validate(said)


def reading(value: object = None, **more: object) -> Reading:
    """A reading; numbers may be given as text."""
    numbers = ("goal", "baseline", "due", "before", "numerator", "denominator")
    told = {k: Decimal(str(v)) if k in numbers else v for k, v in more.items()}
    return Reading(None if value is None else Decimal(str(value)), **told)  # type: ignore[arg-type]


def score(text: str, peers: str = "", **readings: Reading | object) -> Score:
    """A unit's score from item ids and their figures."""
    given = {k: v if isinstance(v, Reading) else reading(v) for k, v in readings.items()}
    return score_unit(scoring(text), "U", peers, given)


def points(found: Score) -> dict[str, Decimal | None]:
    """Line id → points."""
    return {line.id: line.points for line in found.lines}


def total(text: str, **readings: Reading | object) -> Decimal | None:
    """A unit's total."""
    return score(text, **readings).total
