"""Stage: how far a report has come on its way up, and who may do what about it."""

from dataclasses import dataclass

from pipeline.domain.event import REVOKES, Deed


@dataclass(frozen=True)
class Stage:
    """Where the newest accepted version of a report stands.

    ``above``: the sender's superiors at the end of the period, from below. ``following``: whose
    approval it waits for. ``approved``: whose approvals stand, in the order they were given.
    ``out`` and ``out_by``: whether it was returned or withdrawn, and by whom. ``locked``: whether a
    lock holds for the sender.
    """

    sender: str
    above: tuple[str, ...] = ()
    following: str | None = None
    approved: tuple[str, ...] = ()
    out: Deed | None = None
    out_by: str | None = None
    locked: bool = False

    def refusal(self, deed: Deed, by: str) -> str | None:
        """Why the unit ``by`` may not do this: the slug of a finding; None where it may."""
        if deed in REVOKES:
            return self._kept(deed, by)
        if deed in ("seal", "unseal"):  # of the version that counts, which may be an earlier one
            return None if by in self.above else "not-yours-to-decide"
        if self.out is not None:
            return "already-taken-out"
        if deed == "approve" and by in self.approved:
            return "already-approved"
        if by not in self._may(deed):
            return "not-yours-to-decide"
        return "period-locked" if deed == "withdraw" and self.locked else None

    def decided_since(self, by: str) -> str | None:
        """Who has decided on top of the approval of ``by``: whoever took the report out, or the
        first unit above it that has approved after it."""
        if self.out_by is not None:
            return self.out_by
        later = self.approved[self.approved.index(by) + 1 :]
        higher = self.above[self.above.index(by) + 1 :] if by in self.above else self.above
        return next((unit for unit in later if unit in higher), None)

    def _may(self, deed: Deed) -> tuple[str, ...]:
        """The units that may do this: the sender withdraws, superiors return, the next one
        approves."""
        if deed == "withdraw":
            return (self.sender,)
        if deed == "approve":
            return () if self.following is None else (self.following,)
        return self.above if deed == "return" else ()

    def _kept(self, deed: Deed, by: str) -> str | None:
        """Why a decision of ``by`` stays as it is."""
        if deed == "unreturn":
            mine = (self.out, self.out_by) == ("return", by)
        else:
            mine = by in self.approved
        if not mine:
            return "nothing-to-revoke"
        if deed == "unapprove" and self.decided_since(by) is not None:
            return "decided-since"
        return "decision-locked" if self.locked else None
