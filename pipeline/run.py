"""The whole pipeline, to be read from top to bottom.

Rules, figures and answers are imported where they are made: a folder that was sent before is
answered without any of them.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.checks.readiness import prepare_to_judge
from pipeline.definitions import catalogue as definitions
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form
from pipeline.domain.noun import Language
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.ahead import Ahead
from pipeline.intake.archive import archived_path
from pipeline.intake.reading import expect_files, read_files
from pipeline.intake.receipts import note, receipts
from pipeline.intake.rereading import read_again
from pipeline.judging_again import JudgedAgain, judge, judge_again, settle_first, silent
from pipeline.warehouse import event_log
from pipeline.warehouse.connection import WarehouseDamaged, put_in_place
from pipeline.warehouse.decisions import Wish
from pipeline.warehouse.extracts import refuse_extract
from pipeline.warehouse.layout import refuse_newer
from pipeline.warehouse.loading import Stored
from pipeline.warehouse.publishing import Publication
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.redefined import tell_lost
from pipeline.warehouse.report_keys import reports_of
from pipeline.warehouse.store import Warehouse

if TYPE_CHECKING:
    from pipeline.distributed.comparison import Compared
    from pipeline.reports.answer.folder import FileAnswer
    from pipeline.warehouse.fingerprints import Comparison

WAREHOUSE = Path("processed") / "warehouse.duckdb"
Progress = Callable[[str, int], None]
"""Called with the name of a stage and how many files it has done."""


class DefinitionsInvalid(Exception):
    """The configuration has errors; ``findings`` says which, each with file and line."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


@dataclass
class Ingestion:
    """What became of every file and correction, and which snapshot shows it."""

    files: list[Stored] = field(default_factory=list)
    corrections: list[Finding] = field(default_factory=list)
    """Corrections that could not be applied."""
    publication: Publication | None = None
    answers: "tuple[FileAnswer, ...]" = ()
    """What goes back to the senders, where that was asked for."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    """The forms the files were judged by."""
    again: JudgedAgain = field(default_factory=JudgedAgain)
    """Files on record that were judged once more by these definitions."""

    @property
    def findings(self) -> list[Finding]:
        """What was found in all files."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def withheld(self) -> bool:
        """Whether any file was held back or could not be read."""
        return any(f.verdict in (Verdict.WITHHELD, Verdict.UNREADABLE) for f in self.files)

    @property
    def judged_again(self) -> list[Stored]:
        """Files that had been held back by other definitions, as they are judged by these."""
        return self.again.files

    @property
    def news(self) -> bool:
        """Whether anything came that had not been received before, or is read otherwise."""
        return self.again.anything or not all(f.known for f in self.files)


@dataclass(frozen=True)
class Verification:
    """Whether the published figures follow from the archived originals."""

    publication: Publication
    files: int
    same_definitions: bool
    """Whether the configuration is the one the figures were published with."""
    comparison: "Comparison"

    @property
    def agrees(self) -> bool:
        """Whether every table has the same rows."""
        return self.same_definitions and not self.comparison.differences


@dataclass(frozen=True)
class Decision:
    """What became of a wish: a publication and what was judged again, or why it was refused."""

    refusal: Finding | None = None
    publication: Publication | None = None
    again: JudgedAgain = field(default_factory=JudgedAgain)


def load(config: Sequence[Path]) -> Catalogue:
    """Read the definitions. Raises DefinitionsInvalid."""
    loaded = definitions.load(*config)
    if loaded.catalogue is None:
        raise DefinitionsInvalid(loaded.findings)
    return loaded.catalogue


def compute(warehouse: Warehouse, catalogue: Catalogue, *, anew: bool = False) -> None:
    """Bring the figures up to date with what changed, or make all of them ``anew``."""
    from pipeline.indicators.rebuild import rebuild
    from pipeline.indicators.refresh import refresh

    if anew or not refresh(warehouse.connection, catalogue):
        rebuild(warehouse.connection, catalogue)


def unseen(file: FileRead, content: Path) -> None:
    """Nobody looks at the file."""


def ingest(
    paths: Iterable[Path],
    config: Sequence[Path],
    data: Path,
    *,
    sender: str | None = None,
    by_file_time: bool = False,
    progress: Progress = silent,
    answers: Path | None = None,
    language: Language = "zh",
    wait: float = 0,
    page: bool = True,
    reason: str = "",
) -> Ingestion:
    """Take files in, and publish what follows from them.

    With ``by_file_time`` files count as received when they were last written. With ``answers``
    that folder gets what goes back to the senders, in ``language``. ``reason`` says why reports
    that were accepted before are changed after their deadline. Raises DefinitionsInvalid,
    WarehouseBusy when another import is still running after ``wait`` seconds, and OSError when
    there is no room on the disk; sent again, the same files then go on where this ended.
    """
    archive = data / "raw" / "archive"
    all_new = expect_files(archive)
    catalogue = load(config)
    result = Ingestion(forms=catalogue.forms)
    with whole(data, catalogue, wait) as warehouse:
        result.again = judge_again(warehouse, catalogue, archive, progress=progress)
        batches = read_files(paths, archive, catalogue, known=warehouse.known_contents(),
            sender=sender, received_at=warehouse.moment(), by_file_time=by_file_time)  # fmt: skip
        with Ahead(batches) as read:
            if all_new:  # there is time until the first files are read
                prepare_to_judge(catalogue)
            for batch in read:
                judge(batch, catalogue)
                note(archive, warehouse.news(batch))
                result.files += warehouse.store(batch, catalogue, reason)
                progress("files", len(result.files))
        result.publication = None if result.news else warehouse.as_shown(catalogue)
        if result.publication is not None:
            result.corrections = warehouse.failing_corrections(catalogue)
        else:
            warehouse.follow(catalogue)
            result.corrections = warehouse.correct(catalogue)
            progress("figures", len(result.files))
            compute(warehouse, catalogue)
            result.files = warehouse.check_sets(catalogue, result.files)
            result.publication = warehouse.publish(catalogue)
    if answers is not None:
        from pipeline.reports.answer.answering import answer

        result.answers = answer(result.files, archive, answers, catalogue, language, page, data)
    return result


def build(
    config: Sequence[Path], data: Path, wait: float = 0, progress: Progress = silent
) -> Ingestion:
    """Judge again what was held back, correct, compute and publish, for changed definitions."""
    catalogue = load(config)
    with whole(data, catalogue, wait) as warehouse:
        return build_in(warehouse, catalogue, data, progress=progress)


def build_in(
    warehouse: Warehouse, catalogue: Catalogue, data: Path, *, anew: bool = True,
    held: Collection[str] | None = None, progress: Progress = silent,
) -> Ingestion:  # fmt: skip
    """``build`` in an open warehouse, in four steps; unless ``anew``, only changes are computed;
    ``held`` as for ``judge_again``."""
    archive = data / "raw" / "archive"
    result = Ingestion(again=judge_again(warehouse, catalogue, archive, held, progress))
    result.again.mended = warehouse.mend_readings(catalogue) if anew else 0
    progress("judged", 1)
    warehouse.follow(catalogue)
    result.corrections = warehouse.correct(catalogue)
    compute(warehouse, catalogue, anew=anew)
    progress("computed", 2)
    warehouse.check_sets(catalogue, [])
    progress("checked", 3)
    result.publication = warehouse.publish(catalogue)
    progress("published", 4)
    return result


def restore(config: Sequence[Path], data: Path, progress: Progress = silent) -> Ingestion:
    """Make ``data/processed`` again from the archive and its receipts, and publish. Raises
    DefinitionsInvalid, and WarehouseBusy when an import is running."""
    catalogue = load(config)
    mended = settle_first(data, catalogue)
    return replace(made_again(catalogue, data, progress), again=JudgedAgain(mended=mended))


def made_again(catalogue: Catalogue, data: Path, progress: Progress = silent) -> Ingestion:
    """``restore`` by definitions that are read already."""
    refuse_newer(data)
    with scratch(data) as folder:
        result = replay(catalogue, data, folder, progress)
        put_in_place(folder / WAREHOUSE, data / WAREHOUSE)
    with Warehouse.open(data, catalogue) as warehouse:
        result.publication = warehouse.publish(catalogue)
    return result


@contextmanager
def whole(data: Path, catalogue: Catalogue, wait: float = 0) -> Iterator[Warehouse]:
    """The warehouse, open for writing; made again from the archive where its file is damaged,
    which is kept beside it. Raises WarehouseDamaged when the archive is empty."""
    with ExitStack() as stack:
        try:
            warehouse = stack.enter_context(Warehouse.open(data, catalogue, wait))
        except WarehouseDamaged:
            if not receipts(data / "raw" / "archive"):
                raise
            shutil.copyfile(data / WAREHOUSE, (data / WAREHOUSE).with_suffix(".damaged"))
            made_again(catalogue, data)
            warehouse = stack.enter_context(Warehouse.open(data, catalogue, wait))
        yield warehouse


def verify(config: Sequence[Path], data: Path, progress: Progress = silent) -> Verification:
    """Make everything again elsewhere, from the archive alone, and compare it with what is
    published. Raises DefinitionsInvalid, NothingPublished, and ReadOnlyExtract."""
    from pipeline.warehouse.fingerprints import compare

    refuse_extract(data)
    catalogue, shown = load(config), Reader(data).publication
    with scratch(data) as folder:
        again = replay(catalogue, data, folder, progress)
        there = folder / "processed" / (again.publication or shown).file
        found = compare(data / "processed", shown, there, folder / "spill")
    return Verification(shown, len(again.files), shown.digest == catalogue.digest, found)


def on_spark(data: Path, url: str, folder: Path | None = None) -> "Compared":
    """Compute every indicator from the published facts on DuckDB and on Spark, and compare.

    ``folder`` must be one that Spark's workers reach by the same name. Raises NothingPublished
    and SparkUnavailable.
    """
    # Few need it, and the compiler it brings takes a while to import.
    from pipeline.distributed.comparison import compare as compare_engines
    from pipeline.distributed.session import connected
    from pipeline.scenarios.definitions import published_catalogue

    reader = Reader(data)
    catalogue = published_catalogue(reader)
    with connected(url) as session, reader.cursor() as cursor:
        return compare_engines(cursor, catalogue, session, folder or data / "processed")


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """A folder beside the warehouse that is gone afterwards."""
    (data / "processed").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=data / "processed", prefix="again-") as folder:
        yield Path(folder)


def replay(catalogue: Catalogue, data: Path, into: Path, progress: Progress) -> Ingestion:
    """Take in again whatever the archive's receipts name, into another folder."""
    result = Ingestion()
    event_log.copy(data, into)
    with Warehouse.open(into, catalogue) as warehouse:
        kept, stays = warehouse.kept_readings(), warehouse.retained()
        for batch in read_again(data / "raw" / "archive", catalogue, kept=kept, retained=stays):
            judge(batch, catalogue)
            tell_lost(batch, stays)
            result.files += warehouse.store(batch, catalogue)
            progress("files", len(result.files))
        warehouse.note_headings(catalogue)
        warehouse.note_read(catalogue)
        warehouse.follow(catalogue)
        result.corrections = warehouse.correct(catalogue)
        compute(warehouse, catalogue, anew=True)
        warehouse.check_sets(catalogue, [])
        result.publication = warehouse.publish(catalogue)
    return result


def decide(
    wishes: Wish | Sequence[Wish],
    config: Sequence[Path],
    data: Path,
    *,
    seen: int | None = None,
    wait: float = 0,
) -> Decision:
    """Note what an office decided, all or nothing, and publish what follows from it; what other
    definitions held back is judged again after it, for until then numbers of findings hold.

    ``seen``: the publication in which the findings stand that are spoken of by their numbers; a
    later one may number them anew, and then nothing is noted. Raises DefinitionsInvalid,
    WarehouseBusy, and NotFound for a unit, form or period nobody knows."""
    from pipeline.queries.nouns import NotFound, code_of_period

    catalogue = load(config)
    given = [wishes] if isinstance(wishes, Wish) else list(wishes)
    for place, wish in enumerate(given):
        for unit in (wish.by, wish.unit, *wish.exempt):
            if unit is not None and not catalogue.unit_versions(unit):
                raise NotFound.unit(unit, [u.code for u in catalogue.org_units])
        if wish.form is not None and wish.form not in catalogue.forms:
            raise NotFound.form(wish.form, list(catalogue.forms))
        if wish.period is not None:
            code = code_of_period(wish.period, catalogue.calendars)
            given[place] = replace(wish, period=code)
    with whole(data, catalogue, wait) as warehouse:
        refusal = warehouse.decide(catalogue, given, seen)
        if refusal is not None:
            return Decision(refusal)
        done = build_in(warehouse, catalogue, data, anew=False)
        return Decision(None, done.publication, done.again)


def judge_only(
    paths: Iterable[Path],
    catalogue: Catalogue,
    answers: Path | None = None,
    language: Language = "zh",
    page: bool = True,
    *,
    sender: str | None = None,
    look: Callable[[FileRead, Path], None] = unseen,
    data: Path | None = None,
) -> Ingestion:
    """Read and check files without keeping anything; ``answers`` is as for ``ingest``.

    ``look`` is given each judged file and where its bytes lie until this ends. ``data``: where it
    is published what was accepted before."""
    result = Ingestion(forms=catalogue.forms)
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        for batch in read_files(paths, archive, catalogue, sender=sender):
            judge(batch, catalogue)
            for file in batch:
                look(file, archived_path(archive, file.sha256, file.name))
                result.files.append(
                    Stored(file.name, file.sha256, file.verdict or Verdict.WITHHELD, (),
                           tuple(file.unexplained), tuple(file.rules_not_run),
                           reports=tuple(reports_of(file)))
                )  # fmt: skip
        if answers is not None:
            from pipeline.reports.answer.answering import answer

            result.answers = answer(result.files, archive, answers, catalogue, language, page, data)
    return result
