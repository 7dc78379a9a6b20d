"""Rules of former definitions: they follow each other, and give the same kind of figure."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.definitions.draft import Draft
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.indicator import Indicator

MEASURED = {"numerator", "denominator", "other_families", "segments"}


def each_edition(draft: Draft) -> Iterator[tuple[str, Path, Indicator]]:
    """Yield every indicator as it is and was defined: its id, where in its file, and the whole."""
    for name, indicator in draft.indicators.items():
        for number, (_, _, edition) in enumerate(indicator.editions):
            is_former = number < len(indicator.former)
            yield name, ("former", number) if is_former else (), edition


def former_definitions_follow_each_other(draft: Draft) -> Iterator[Finding]:
    """The oldest stands first, and none ends on the day another ends."""
    for name, indicator in draft.indicators.items():
        for number, (one, following) in enumerate(pairwise(indicator.former), start=1):
            if following.until <= one.until:
                until = following.until.isoformat()
                where = ("former", number, "until")
                yield draft.problem("former-not-later", ("indicator", name), where, until,
                                    before=one.until.isoformat())  # fmt: skip


def former_definitions_differ(draft: Draft) -> Iterator[Finding]:
    """Something was measured otherwise; other words alone are no other definition."""
    for name, indicator in draft.indicators.items():
        for number, former in enumerate(indicator.former):
            if MEASURED.isdisjoint(former.differs):
                yield draft.problem("former-without-measures", ("indicator", name),
                                    ("former", number))  # fmt: skip


def former_definitions_give_alike(draft: Draft) -> Iterator[Finding]:
    """What was a share is a share, and what is added up over the year was."""
    for name, where, edition in each_edition(draft):
        now = draft.indicators[name]
        alike = (bool(edition.denominator), edition.accumulates)
        if where and alike != (bool(now.denominator), now.accumulates):
            yield draft.problem("former-of-another-kind", ("indicator", name), where)
