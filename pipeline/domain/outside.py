"""Outside: what an extract knows of units it does not hold, so that worlds in it come out right."""

from datetime import date

from pipeline.domain.noun import Bilingual, Noun


class Superior(Noun):
    """A unit outside that decided, promised or has to approve something here."""

    name: Bilingual
    level: str


class Approval(Noun):
    """Whose approval, outside, the reports of a unit need from a day on: (unit, its level)."""

    since: date
    by: tuple[tuple[str, str], ...]


class SameTop(Noun):
    """Units here that may stand topmost, and have one unit topmost above them where all is known;
    none where nobody here has. ``reported``: periods of which a report that is not here, but below
    that unit, counts → since which day.
    """

    units: tuple[str, ...]
    reported: dict[str, date]


class Outside(Noun):
    """``approvals`` are of units whose superior is not here, and say nothing of levels that need
    not approve. ``planned``: calendar and year of every plan, here or not. ``left``: units that
    closed into one that is not here, which took their history with it. ``lacking``: days, first
    and last, on which units stood here of which reports are not here: by the tree of such a day
    nothing can be said of the periods before.
    """

    superiors: dict[str, Superior] = {}
    approvals: dict[str, tuple[Approval, ...]] = {}
    tops: tuple[SameTop, ...] = ()
    planned: tuple[tuple[str, int], ...] = ()
    left: tuple[str, ...] = ()
    lacking: tuple[tuple[date, date], ...] = ()

    def approving(self, unit: str, day: date) -> tuple[tuple[str, str], ...]:
        """The units outside, with their levels, whose approval a report of that day needs."""
        begun = [one.by for one in self.approvals.get(unit, ()) if one.since <= day]
        return begun[-1] if begun else ()

    def with_same_top(self, unit: str) -> tuple[str, ...]:
        """A topmost unit, and the others here that have the same unit topmost above them."""
        return next((one.units for one in self.tops if unit in one.units), (unit,))

    def by(self, day: date) -> "Outside":
        """What was known at the end of a day."""
        known = tuple(
            one.model_copy(
                update={"reported": {c: first for c, first in one.reported.items() if first <= day}}
            )
            for one in self.tops
        )
        return self.model_copy(update={"tops": known})
