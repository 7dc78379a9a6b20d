"""The findings of one file, gathered while it is read."""

from dataclasses import dataclass, field

from pipeline.domain.finding import Finding, Place
from pipeline.wording.catalogue import catalogue

MOST_FINDINGS = 1000
LONGEST_GOT = 60


@dataclass(slots=True)
class Complaints:
    """Collects findings about ``file``; beyond a limit it only counts them."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    left_off: int = 0
    told_of: set[tuple[str, str]] = field(default_factory=set)
    """Sheet and text of what is told once a sheet."""

    def add(
        self,
        slug: str,
        sheet: str | None = None,
        cell: str | None = None,
        got: str | None = None,
        *,
        about: "About | None" = None,
        field_id: str | None = None,
        details: dict[str, str] | None = None,
    ) -> None:
        """Note one finding; ``about`` says which form, unit and period it concerns."""
        if len(self.findings) >= MOST_FINDINGS:
            self.left_off += 1
            return
        about = about or NOTHING
        self.findings.append(
            Finding(
                slug=slug,
                severity=catalogue()[slug].severity,
                place=Place(self.file, sheet, cell),
                got=shorten(got),
                details=details or {},
                form=about.form,
                section=about.section,
                field_id=field_id,
                unit=about.unit,
                period=about.period,
            )
        )

    def finished(self) -> list[Finding]:
        """All findings; the last one says how many more there were."""
        if self.left_off:
            count = {"count": str(self.left_off), "shown": str(MOST_FINDINGS)}
            last = Finding("more-findings", "warning", Place(self.file), details=count)
            return [*self.findings, last]
        return self.findings


@dataclass(slots=True)
class About:
    """What a finding concerns, as far as it is known when the finding is made."""

    form: str | None = None
    section: str | None = None
    unit: str | None = None
    period: str | None = None


NOTHING = About()


def shorten(text: str | None) -> str | None:
    """At most 60 characters of what stood in a cell."""
    if text is None or len(text) <= LONGEST_GOT:
        return text
    return text[: LONGEST_GOT - 1] + "…"
