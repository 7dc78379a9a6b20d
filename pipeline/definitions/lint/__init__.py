"""Rules across files. All run, none stops at the first problem."""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.domain.finding import Finding


def lint(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong between the definitions."""
    yield from ()
