"""Drafts as a recipe: checked and kept without counting; handed in when their sender says so."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.period import UnknownPeriod, parse_period
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.drafts import (
    Draft,
    begin_submitting,
    clear_arriving,
    draft_content,
    draft_of,
    drafts,
    drop_draft,
    keep_draft,
)
from pipeline.queries.answers import DraftList, DraftRow
from pipeline.queries.told import told_of
from pipeline.reports.answer.answering import answer
from pipeline.warehouse.foreseen import Foreseen, is_locked_out
from pipeline.warehouse.loading import Stored
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.report_keys import reports_of


def save_drafts(
    paths: Iterable[Path],
    config: Sequence[Path],
    data: Path,
    *,
    sender: str | None = None,
    answers: Path | None = None,
    language: Language = "zh",
    page: bool = True,
) -> run.Ingestion:
    """Check files and keep those that can be read as drafts; answer as for ``run.ingest``.

    Raises DefinitionsInvalid.
    """

    catalogue = run.load(config)
    foresee = Foreseen(data, catalogue)

    def keep(file: FileRead, content: Path) -> None:
        foresee(file, content)
        if file.verdict in (Verdict.ACCEPTED, Verdict.WITHHELD):
            reports = reports_of(file)
            draft = draft_of(file, reports)
            if is_locked_out(file):
                draft = replace(draft, verdict=Verdict.WITHHELD)
            keep_draft(data, draft, content.read_bytes())

    clear_arriving(data)
    return run.judge_only(
        paths, catalogue, answers, language, page, sender=sender, look=keep, data=data
    )


def waiting(data: Path, unit: str | None = None, period: str | None = None) -> list[Draft]:
    """The drafts of a unit (for a period), the oldest first; without a unit, all."""
    return [one for one in drafts(data) if unit is None or one.holds(unit, period)]


def listed(data: Path, config: Sequence[Path], unit: str) -> DraftList:
    """The drafts of a unit and who else has some, in names. Definitions, which take a while to
    read, are read only where there is a draft; where they are invalid, all goes by its code.
    """
    kept = waiting(data)
    if not kept:
        return DraftList()
    try:
        catalogue = run.load(config)
    except run.DefinitionsInvalid:
        catalogue = None
    rows = tuple(
        DraftRow(
            one.name, one.saved_at, one.verdict, one.errors,
            tuple(period_name(p, catalogue) for p in dict.fromkeys(p for _, _, p in one.reports)),
        )
        for one in kept if one.holds(unit)
    )  # fmt: skip
    units = sorted({other for one in kept for _, other, _ in one.reports} - {unit})
    return DraftList(rows, {other: unit_name(other, catalogue) for other in units})


def period_name(code: str, catalogue: Catalogue | None) -> Bilingual:
    """What a period is called; its code where no calendar has it any more."""
    try:
        period = parse_period(code, catalogue.calendars) if catalogue else None
    except UnknownPeriod:
        period = None
    if period is None:
        return Bilingual(zh=code, en=code)
    return Bilingual(zh=period.label("zh"), en=period.label("en"))


def unit_name(code: str, catalogue: Catalogue | None) -> Bilingual:
    """What a unit is called now; its code where the roster does not have it any more."""
    versions = catalogue.unit_versions(code) if catalogue else ()
    return versions[-1].name.as_text() if versions else Bilingual(zh=code, en=code)


def submit_drafts(
    chosen: Iterable[Draft],
    config: Sequence[Path],
    data: Path,
    *,
    answers: Path | None = None,
    language: Language = "zh",
    wait: float = 0,
    page: bool = True,
    reason: str = "",
) -> run.Ingestion:
    """Hand drafts in as if they came now; they are gone once the answers are written.

    The answers to all of them stand together, whoever saved them. Raises as ``run.ingest``; all
    drafts are then still there. Handed in again after that, or after a power cut, what is in the
    archive by then is answered as it was found, not as something that came twice.
    """
    clear_arriving(data)
    result = run.Ingestion()
    in_order = sorted(chosen, key=lambda draft: draft.sender or "")
    for sender, group in groupby(in_order, key=lambda draft: draft.sender):
        own = list(group)
        cut_off = {draft.sha256 for draft in own if begin_submitting(data, draft)}
        with written_out(own, data) as paths:
            done = run.ingest(paths, config, data, sender=sender, wait=wait, reason=reason)
        result.files += as_found(done.files, cut_off, data)
        result.corrections = done.corrections
        result.publication, result.forms = done.publication, done.forms
    if answers is not None:
        archive = data / "raw" / "archive"
        result.answers = answer(
            result.files, archive, answers, run.load(config), language, page, data
        )
    for draft in in_order:
        drop_draft(data, draft)
    return result


def as_found(files: Iterable[Stored], cut_off: set[str], data: Path) -> list[Stored]:
    """What became of files; of those whose handing in was cut off, what was found then."""
    given = list(files)
    again = {f.sha256 for f in given if f.verdict is Verdict.DUPLICATE and f.sha256 in cut_off}
    told = told_of(Reader(data), again) if again else {}
    return [
        replace(
            file,
            verdict=told[file.sha256].verdict,
            findings=tuple(told[file.sha256].findings),
            rules_not_run=tuple(told[file.sha256].rules_not_run),
            reports=tuple(told[file.sha256].reports),
        )
        if file.sha256 in told
        else file
        for file in given
    ]


@contextmanager
def written_out(chosen: Iterable[Draft], data: Path) -> Iterator[list[Path]]:
    """Drafts as files under their own names, for as long as they are needed."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, draft in enumerate(chosen):
            path = Path(folder) / str(number) / draft.name
            path.parent.mkdir()
            path.write_bytes(draft_content(data, draft))
            paths.append(path)
        yield paths
