"""The desk at which files are handed in over the pages: check, submit, templates, returns.

What comes from a browser is trusted in nothing: the name is cleaned before it names a file, the
bytes go through the guarded reader, and answers are fetched under tokens nobody can guess.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from pipeline import confirming, confirming_headings, drafting, run
from pipeline.confirming_headings import OwnHeading
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Deed
from pipeline.domain.explanation import LONGEST
from pipeline.domain.finding import Finding
from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.period import UnknownPeriod, parse_period
from pipeline.domain.submission import SentFile
from pipeline.queries.answers import AliasRow, DraftList, SentReports, Settled, SynonymRow
from pipeline.queries.nouns import NotFound
from pipeline.reports import outbox, owing
from pipeline.reports.answer.answering import answer
from pipeline.reports.answer.folder import FileAnswer
from pipeline.uploading import bundle, lay_out
from pipeline.warehouse.connection import OutOfMemory, WarehouseBusy
from pipeline.warehouse.decisions import Wish
from pipeline.warehouse.foreseen import Foreseen
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader
from pipeline.wording.messages import render
from pipeline.wording.phrases import phrase

MOST_BYTES = 20 * 2**20
MOST_KEPT_BYTES = 200 * 2**20
MOST_HANDED_IN = 50
SECONDS_TO_WAIT = 20.0
BUSY_OR_MEMORY = ("findings.confirm_busy", "findings.confirm_memory")
SENDER = "web"


@dataclass(frozen=True)
class Outcome:
    """What became of an upload; ``returned`` of each file is a token at the desk, and ``together``
    that of a .zip with all returned workbooks, where there are several.

    ``problem`` is ``too_large``, ``busy`` or ``definitions`` when nothing was looked at, ``memory``
    when what was taken in could not be computed.
    """

    files: tuple[FileAnswer, ...] = ()
    publication: int | None = None
    problem: str | None = None
    together: str | None = None
    again: str | None = None
    """The token of what was handed in, to be told once more."""


class Desk:
    """Takes files for one warehouse. Safe to use from several threads."""

    most_bytes = MOST_BYTES

    def __init__(self, config: Sequence[Path], data: Path, wait: float = SECONDS_TO_WAIT) -> None:
        self._config, self._data, self._wait = tuple(config), data, wait
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._handed_in: OrderedDict[str, run.Ingestion] = OrderedDict()
        self._lock = Lock()

    def check(self, files: Sequence[SentFile], language: Language) -> Outcome:
        """Say what is wrong with files, and what they would meet now; nothing is kept."""

        def judge(sent: list[Path], back: Path) -> run.Ingestion:
            catalogue = run.load(self._config)
            look = Foreseen(self._data, catalogue)
            return run.judge_only(sent, catalogue, back, language, False, look=look,
                                  data=self._data)  # fmt: skip

        return self._with_files(files, language, judge)

    def submit(self, files: Sequence[SentFile], language: Language, reason: str = "") -> Outcome:
        """Take files in and publish; waits a little while another import is running.

        ``reason``: why accepted reports are changed after their deadline.
        """
        return self._with_files(files, language, lambda sent, back: run.ingest(
            sent, self._config, self._data, sender=SENDER, answers=back, language=language,
            wait=self._wait, page=False, reason=reason[:LONGEST],
        ))  # fmt: skip

    def save(self, files: Sequence[SentFile], language: Language) -> Outcome:
        """Check files and keep them as drafts, which count nowhere until they are handed in."""
        return self._with_files(files, language, lambda sent, back: drafting.save_drafts(
            sent, self._config, self._data, sender=SENDER, answers=back, language=language,
            page=False,
        ))  # fmt: skip

    def drafts(self, unit: str) -> DraftList:
        """The drafts of a unit, and who else has some."""
        return drafting.listed(self._data, self._config, unit)

    def submit_drafts(self, unit: str, language: Language, reason: str = "") -> Outcome:
        """Hand in a unit's drafts."""
        chosen = drafting.waiting(self._data, unit)
        return self._with_answers(language, lambda back: drafting.submit_drafts(
            chosen, self._config, self._data, answers=back, language=language, wait=self._wait,
            page=False, reason=reason[:LONGEST],
        ))  # fmt: skip

    def tell_again(self, token: str, language: Language) -> Outcome | None:
        """What became of files that were handed in; None where that is long ago."""
        with self._lock:
            done = self._handed_in.get(token)
        if done is None:
            return None
        archive = self._data / "raw" / "archive"
        return self._with_answers(language, lambda back: replace(done, answers=answer(
            done.files, archive, back, run.load(self._config), language, False, self._data,
        )))  # fmt: skip

    def answer(
        self, deed: Deed, findings: Sequence[int], by: str, text: str, seen: int, language: Language
    ) -> str | None:
        """Explain or dismiss findings of publication ``seen``, or take that back, all for one
        reason; return why not, in words. ``by``: the unit that acts.
        """
        wishes = [Wish(deed, by, text[:LONGEST], finding=one) for one in findings]
        return self._refused(wishes, language, ("findings.busy", "findings.memory"), seen)

    def note_seal(self, sent: SentReports, by: str, came: bool, language: Language) -> str | None:
        """Note that a signed and sealed copy has come, or take that back; return why not, in
        words. ``by``: the unit that notes it.
        """
        return self.decide_on(sent, "seal" if came else "unseal", by, "", language)

    def decide_on(
        self, sent: SentReports, deed: Deed, by: str, text: str, language: Language
    ) -> str | None:
        """Approve, return or withdraw reports that came together, in the version that was looked
        at; return why not, in words. ``by``: the unit that acts; ``text``: why.
        """
        wishes = wishes_on(sent, deed, by, text)
        return self._refused(wishes, language, BUSY_OR_MEMORY)

    def approve_all(self, sent: Sequence[SentReports], by: str, language: Language) -> str | None:
        """Approve reports of several units, in the versions that were looked at, all or none;
        return why not, in words.
        """
        wishes = [wish for one in sent for wish in wishes_on(one, "approve", by)]
        return self._refused(wishes, language, BUSY_OR_MEMORY)

    def end_period(
        self, deed: Deed, by: str, period: str, text: str, language: Language
    ) -> Settled:
        """Lock a period for a unit and all below it, or unlock it, and say what came in by it."""
        wish = Wish(deed, by, text[:LONGEST], period=period, first=True)
        return self._opened([wish], language)

    def except_unit(
        self, deed: Deed, unit: str, by: str, periods: Sequence[str], language: Language
    ) -> Settled:
        """Except a unit from the locks that ``by`` put on these periods, or take that back, and say
        what came in by it.
        """
        wishes = [Wish(deed, by, unit=unit, period=period) for period in periods]
        return self._opened(wishes, language)

    def _opened(self, wishes: Sequence[Wish], language: Language) -> Settled:
        """Do what is wished, and say how many files on record came in or are read otherwise."""
        done = self._decided(wishes, language, BUSY_OR_MEMORY)
        if isinstance(done, str):
            return Settled(done)
        again = done.again
        return Settled(None, again.accepted, reread=len(again.reread), adopted=again.adopted,
                       refigured=again.refigured)  # fmt: skip

    def _refused(
        self,
        wishes: Sequence[Wish],
        language: Language,
        excuses: tuple[str, str],
        seen: int | None = None,
    ) -> str | None:
        """Do what is wished, or say why not."""
        done = self._decided(wishes, language, excuses, seen)
        return done if isinstance(done, str) else None

    def _decided(
        self,
        wishes: Sequence[Wish],
        language: Language,
        excuses: tuple[str, str],
        seen: int | None = None,
    ) -> run.Decision | str:
        """Do what is wished, or say why not; ``excuses``: phrases for a busy warehouse and for
        too little memory."""
        busy, memory = excuses
        try:
            found = run.decide(wishes, self._config, self._data, seen=seen, wait=self._wait)
        except WarehouseBusy:
            return phrase(busy, language)
        except run.DefinitionsInvalid:
            return phrase("upload.problem_definitions", language)
        except OutOfMemory:
            return phrase(memory, language)
        except UnknownPeriod:
            return phrase("findings.whose_unknown", language)
        except NotFound as error:
            return unknown(error, language)
        return found if found.refusal is None else in_a_line(found.refusal, language)

    def returned(self, token: str) -> tuple[str, bytes] | None:
        """Name and bytes of what was returned; None when it is gone."""
        with self._lock:
            return self._kept.get(token)

    def template(self, unit: str, period: str, language: Language) -> tuple[str, bytes] | None:
        """Name and bytes of a unit's blank workbook; None when the unit owes no report then."""
        try:
            catalogue = run.load(self._config)
            at = parse_period(period, catalogue.calendars)
        except (run.DefinitionsInvalid, UnknownPeriod):
            return None
        org_unit = catalogue.units_at(at.end).get(unit)
        if org_unit is None or not owing.owes(catalogue, org_unit, at):
            return None
        forms = owing.forms_of(catalogue, org_unit)
        name = f"{unit}_{at.code}.xlsx"
        reader = Reader(self._data) if published(self._data / "processed") else None
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            outbox.write_template(path, catalogue, org_unit, at, forms, language, reader)
            return name, path.read_bytes()

    def confirm_alias(self, unit: str, text: str, by: str, language: Language) -> Settled:
        """Settle that a text means a unit, as the unit ``by``."""
        return self._settled(partial(confirming.confirm_alias, unit, text, by), language)

    def withdraw_alias(self, unit: str, text: str, by: str, language: Language) -> Settled:
        """Take that back; reports that counted by it are held back."""
        return self._settled(partial(confirming.withdraw_alias, unit, text, by), language)

    def aliases(self, unit: str) -> tuple[AliasRow, ...]:
        """What was confirmed and holds, of a unit and those below it."""
        holding = [one for one in confirming.unit_aliases(self._config) if one.holds]
        catalogue = self._catalogue() if holding else None
        return () if catalogue is None else tuple(
            AliasRow(one.alias, one.unit, name_of(catalogue, one.unit),
                     name_of(catalogue, one.confirmed_by), one.confirmed_on)
            for one in holding
            if unit in (one.unit, *confirming.may_confirm(catalogue, one.unit))
        )  # fmt: skip

    def confirm_synonym(
        self, sender: str, form: str, label: str, meant: str, by: str, language: Language
    ) -> Settled:
        """Settle what a heading of one sender means, as the unit ``by``."""
        heading = OwnHeading(sender, form, label)
        done = partial(confirming_headings.confirm_synonym, heading, meant, by)
        return self._settled(done, language)

    def withdraw_synonym(
        self, sender: str, form: str, label: str, by: str, language: Language
    ) -> Settled:
        """Take that back; reports that were read by it are judged again."""
        heading = OwnHeading(sender, form, label)
        return self._settled(partial(confirming_headings.withdraw_synonym, heading, by), language)

    def synonyms(self, unit: str) -> tuple[SynonymRow, ...]:
        """The same of headings; also of senders that are no unit."""
        holding = [o for o in confirming_headings.column_synonyms(self._config) if o.holds]
        catalogue = self._catalogue() if holding else None
        if catalogue is None:
            return ()
        found = []
        for one in holding:
            is_unit = bool(catalogue.unit_versions(one.sender))
            above = confirming.may_confirm(catalogue, one.sender) if is_unit else [unit]
            if unit in (one.sender, *above):
                form = catalogue.forms[one.form]
                found.append(SynonymRow(
                    one.sender, name_of(catalogue, one.sender) if is_unit else None, one.form,
                    form.title, one.label, form.sections[one.section].fields[one.field].label,
                    name_of(catalogue, one.confirmed_by), one.confirmed_on,
                ))  # fmt: skip
        return tuple(found)

    def _catalogue(self) -> Catalogue | None:
        """The definitions; reading all of them takes a while. None where they are invalid."""
        try:
            return run.load(self._config)
        except run.DefinitionsInvalid:
            return None

    def _settled(self, settle: Callable[..., confirming.Confirmed], language: Language) -> Settled:
        """Do it, and say what became of it."""
        try:
            done = settle(config=self._config, data=self._data, wait=self._wait)
        except WarehouseBusy:
            return Settled(phrase("findings.confirm_busy", language))
        except run.DefinitionsInvalid:
            return Settled(phrase("upload.problem_definitions", language))
        except NotFound as error:
            return Settled(unknown(error, language))
        except OutOfMemory:
            return Settled(phrase("findings.confirm_memory", language))
        if done.refusal is None:
            return Settled(None, done.accepted, done.held, done.reread, done.kept, done.locked)
        return Settled(in_a_line(done.refusal, language))

    def _with_files(
        self,
        files: Sequence[SentFile],
        language: Language,
        work: Callable[[list[Path], Path], run.Ingestion],
    ) -> Outcome:
        """Give ``work`` the files under clean names, and a folder for answers."""
        if sum(len(file.content) for file in files) > self.most_bytes:
            return Outcome(problem="too_large")
        with TemporaryDirectory() as folder:
            sent = lay_out(files, Path(folder))
            return self._with_answers(language, lambda back: work(sent, back))

    def _with_answers(self, language: Language, work: Callable[[Path], run.Ingestion]) -> Outcome:
        with TemporaryDirectory() as folder:
            back = Path(folder)
            try:
                found = work(back)
            except WarehouseBusy:
                return Outcome(problem="busy")
            except run.DefinitionsInvalid:
                return Outcome(problem="definitions")
            except OutOfMemory:
                return Outcome(problem="memory")
            together = None
            if sum(one.returned is not None for one in found.answers) > 1:
                name = phrase("answer.together", language)
                together = self._keep(name, bundle(found.answers, back, language))
            files = tuple(
                replace(one, returned=self._keep(Path(one.returned).name,
                                                 (back / one.returned).read_bytes()))
                if one.returned else one
                for one in found.answers
            )  # fmt: skip
        number = found.publication.number if found.publication else None
        again = self._remember(found) if number is not None else None
        return Outcome(files, number, together=together, again=again)

    def _remember(self, found: run.Ingestion) -> str:
        """Keep what became of files that were handed in, of the latest ones."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._handed_in[token] = found
            while len(self._handed_in) > MOST_HANDED_IN:
                self._handed_in.popitem(last=False)
        return token

    def _keep(self, name: str, content: bytes) -> str:
        """Keep a file in memory under a token, and drop the oldest where there is too much."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._kept[token] = (name, content)
            while len(self._kept) > 1 and (
                sum(len(kept) for _, kept in self._kept.values()) > MOST_KEPT_BYTES
            ):
                self._kept.popitem(last=False)
        return token


def wishes_on(sent: SentReports, deed: Deed, by: str, text: str = "") -> list[Wish]:
    """One wish for each report that came with the others."""
    return [
        Wish(deed, by, text[:LONGEST], form, sent.unit, sent.period, version=sent.version)
        for form in sent.forms
    ]


def name_of(catalogue: Catalogue, unit: str) -> Bilingual:
    """What a unit is called now."""
    return catalogue.unit_versions(unit)[-1].name.as_text()


def unknown(error: NotFound, language: Language) -> str:
    """That nobody knows a unit or form, and what to do."""
    said = error.message_zh if language == "zh" else error.message_en
    return phrase("findings.not_there", language, problem=said[:1].upper() + said[1:])


def in_a_line(refusal: Finding, language: Language) -> str:
    """Why nothing was done, and what to do instead."""
    said = render(refusal, language)
    return f"{said.what}{'' if language == 'zh' else ' '}{said.do}"
