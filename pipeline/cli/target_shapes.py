"""The JSON of a target, as the command line prints it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.domain.noun import Language
from pipeline.queries.answers import JudgedAlso, TargetRow, TargetVersion


@dataclass(frozen=True)
class VersionJson:
    """One entry of ``versions`` in ``show --json``: a target as one document set it."""

    target: Decimal
    since: str | None
    """absent for what the plan first said"""
    document: str
    number: str | None
    issued_on: str | None
    holds: bool
    """whether this value holds at the period's end"""
    completion: Decimal | None
    status: str | None


def target_fields(target: TargetRow | None, language: Language) -> dict[str, Any]:
    """The parts of a target, absent where there is none."""
    day = target.unreachable_on if target else None
    return {
        "plan": target.plan_id if target else None,
        "target": target.target if target else None,
        "baseline": target.baseline if target else None,
        "judged_value": target.actual.value if target else None,
        "completion": target.completion if target else None,
        "due": target.due if target else None,
        "gap": target.gap if target else None,
        "gap_days": target.gap_days if target else None,
        "gap_value": target.gap_value if target else None,
        "needed_per_month": target.needed_per_month if target else None,
        "best_per_month": target.best_per_month if target else None,
        "unreachable_on": str(day) if day else None,
        "unreachable": target.unreachable if target else False,
        "missed": target.missed if target else False,
        **duty_fields(target),
        "schedule": target.schedule if target else None,
        "versions": tuple(version_json(v, language) for v in target.versions) if target else (),
        **also_fields(target.also if target else None),
        "status": target.status.value if target and target.status else None,
        "reason": target.reason if target else "no_target",
    }


def duty_fields(target: TargetRow | None) -> dict[str, Any]:
    """How many spans of a duty end, have ended, were done; when the first was missed."""
    day = target.missed_on if target else None
    return {
        "duty_span": target.duty_span if target else None,
        "spans": target.spans if target else None,
        "spans_ended": target.spans_ended if target else None,
        "spans_done": target.spans_done if target else None,
        "missed_on": str(day) if day else None,
    }


def also_fields(found: JudgedAlso | None) -> dict[str, Any]:
    """How a rate stands in another period, absent where it stands alike."""
    return {
        "also_period": found.period.code if found else None,
        "also_value": found.value if found else None,
        "also_status": found.status.value if found else None,
    }


def version_json(version: TargetVersion, language: Language) -> VersionJson:
    """One value of a target."""
    return VersionJson(
        version.value, str(version.since) if version.since else None,
        version.document.in_language(language), version.number,
        str(version.issued_on) if version.issued_on else None, version.holds,
        version.completion, version.status.value if version.status else None,
    )  # fmt: skip
