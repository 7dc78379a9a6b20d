"""Results for files that never became sheets."""

from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.complaint import Complaints


def refused(
    result: FileRead,
    slug: str,
    details: dict[str, str] | None = None,
    verdict: Verdict = Verdict.UNREADABLE,
) -> FileRead:
    """Give ``result`` its verdict and the one finding that says why."""
    complaints = Complaints(result.name)
    complaints.add(slug, details=details)
    result.findings = complaints.findings
    result.verdict = verdict
    return result
