"""What follows from when a file came: late is remarked on, and still taken."""

from collections.abc import Callable, Iterable
from datetime import date

from pipeline.domain.finding import Finding, Place
from pipeline.domain.submission import FileRead

SLUG = "late-submission"
SubmissionKey = tuple[str, str, str]
"""form, unit, period"""
DueOn = Callable[[str, str], date]
"""The last day on which a form is in time for a period."""


def lateness(file: FileRead, submissions: Iterable[SubmissionKey], due_on: DueOn) -> Finding | None:
    """One remark for the file, on the report in it that is latest; None when all are in time."""
    latest: tuple[int, Finding] | None = None
    received = file.received_at.date()
    for form, unit, period in submissions:
        due = due_on(form, period)
        days = (received - due).days
        if days > 0 and (latest is None or days > latest[0]):
            details = {"deadline": str(due), "received": str(received), "days": str(days)}
            finding = Finding(
                SLUG, "warning", Place(file.name), details=details, form=form, unit=unit,
                period=period,
            )  # fmt: skip
            latest = (days, finding)
    return latest[1] if latest else None
