"""Desk: where the page 上报 hands files in; given to the application by whoever starts it."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.domain.event import Deed
from pipeline.domain.noun import Language
from pipeline.domain.submission import SentFile
from pipeline.queries.answers import AliasRow, DraftList, SentReports, Settled, SynonymRow
from pipeline.reports.answer.folder import FileAnswer


class Outcome(Protocol):
    """What became of an upload."""

    @property
    def files(self) -> tuple[FileAnswer, ...]:
        """One answer a file; ``returned`` is a token."""

    @property
    def together(self) -> str | None:
        """The token of all returned workbooks in one .zip; None where there are not several."""

    @property
    def publication(self) -> int | None:
        """The publication that shows it; None when it was only checked."""

    @property
    def again(self) -> str | None:
        """The token of what was handed in, to be told once more."""

    @property
    def problem(self) -> str | None:
        """Why nothing was looked at."""


class Desk(Protocol):
    """Takes files, and hands out templates and returned workbooks."""

    most_bytes: int

    def check(self, files: Sequence[SentFile], language: Language) -> Outcome:
        """Say what is wrong with files; nothing is kept."""

    def submit(self, files: Sequence[SentFile], language: Language, reason: str = "") -> Outcome:
        """Take files in and publish; ``reason``: why they change reports after their deadline."""

    def save(self, files: Sequence[SentFile], language: Language) -> Outcome:
        """Check files and keep them as drafts."""

    def drafts(self, unit: str) -> DraftList:
        """The drafts of a unit, and who else has some."""

    def submit_drafts(self, unit: str, language: Language, reason: str = "") -> Outcome:
        """Hand in a unit's drafts."""

    def tell_again(self, token: str, language: Language) -> Outcome | None:
        """What became of files that were handed in; None where that is long ago."""

    def answer(
        self, deed: Deed, findings: Sequence[int], by: str, text: str, seen: int, language: Language
    ) -> str | None:
        """Explain or dismiss findings of publication ``seen``, or take that back; return why not,
        in words.
        """

    def note_seal(self, sent: SentReports, by: str, came: bool, language: Language) -> str | None:
        """Note that a signed and sealed copy has come, or take that back; return why not."""

    def decide_on(
        self, sent: SentReports, deed: Deed, by: str, text: str, language: Language
    ) -> str | None:
        """Approve, return or withdraw reports that came together; return why not."""

    def approve_all(self, sent: Sequence[SentReports], by: str, language: Language) -> str | None:
        """Approve reports of several units, all or none; return why not."""

    def end_period(
        self, deed: Deed, by: str, period: str, text: str, language: Language
    ) -> Settled:
        """Lock a period for a unit and all below it, or unlock it; say what came in by it."""

    def except_unit(
        self, deed: Deed, unit: str, by: str, periods: Sequence[str], language: Language
    ) -> Settled:
        """Except a unit from the locks that ``by`` put, or take that back; say what came in."""

    def returned(self, token: str) -> tuple[str, bytes] | None:
        """Name and bytes of a returned workbook, or of all of them together."""

    def template(self, unit: str, period: str, language: Language) -> tuple[str, bytes] | None:
        """Name and bytes of a unit's blank workbook."""

    def confirm_alias(self, unit: str, text: str, by: str, language: Language) -> Settled:
        """Settle that a text means a unit, as the unit ``by``."""

    def withdraw_alias(self, unit: str, text: str, by: str, language: Language) -> Settled:
        """Take that back."""

    def aliases(self, unit: str) -> Sequence[AliasRow]:
        """What was confirmed and holds, of a unit and those below it."""

    def confirm_synonym(
        self, sender: str, form: str, label: str, meant: str, by: str, language: Language
    ) -> Settled:
        """Settle what a heading of one sender means, as the unit ``by``."""

    def withdraw_synonym(
        self, sender: str, form: str, label: str, by: str, language: Language
    ) -> Settled:
        """Take that back."""

    def synonyms(self, unit: str) -> Sequence[SynonymRow]:
        """The same of headings; also of senders that are no unit."""
