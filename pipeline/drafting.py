"""Drafts as a recipe: checked and kept without counting; handed in when their sender says so."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import run
from pipeline.checks.judging import judge
from pipeline.domain.noun import Language
from pipeline.domain.status import Verdict
from pipeline.intake.archive import archived_path
from pipeline.intake.drafts import (
    Draft,
    draft_content,
    draft_of,
    drafts,
    drop_draft,
    keep_draft,
)
from pipeline.intake.reading import read_files
from pipeline.warehouse.loading import Stored, keys_of


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
    result = run.Ingestion()
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        for batch in read_files(paths, archive, catalogue, sender=sender):
            judge(batch, catalogue)
            for file in batch:
                if file.verdict in (Verdict.ACCEPTED, Verdict.WITHHELD):
                    reports = dict.fromkeys(k for s in file.sections for k in keys_of(s))
                    content = archived_path(archive, file.sha256, file.name).read_bytes()
                    keep_draft(data, draft_of(file, reports), content)
                result.files.append(
                    Stored(file.name, file.sha256, file.verdict or Verdict.WITHHELD, (),
                           tuple(file.findings), tuple(file.rules_not_run))
                )  # fmt: skip
        if answers is not None:
            result.answers = run.answer(result.files, archive, answers, catalogue, language, page)
    return result


def waiting(data: Path, unit: str | None = None, period: str | None = None) -> list[Draft]:
    """The drafts of a unit (for a period), the oldest first; without a unit, all."""
    return [one for one in drafts(data) if unit is None or one.holds(unit, period)]


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
    """Hand drafts in as if they came now; a draft is gone once its file is in the archive.

    Raises as ``run.ingest``; the drafts are then still there.
    """
    result = run.Ingestion()
    in_order = sorted(chosen, key=lambda draft: draft.sender or "")
    for sender, group in groupby(in_order, key=lambda draft: draft.sender):
        own = list(group)
        with TemporaryDirectory() as folder:
            paths = []
            for number, draft in enumerate(own):
                path = Path(folder) / str(number) / draft.name
                path.parent.mkdir()
                path.write_bytes(draft_content(data, draft))
                paths.append(path)
            done = run.ingest(paths, config, data, sender=sender, answers=answers,
                              language=language, wait=wait, page=page, reason=reason)  # fmt: skip
        for draft in own:
            drop_draft(data, draft)
        result.files += done.files
        result.corrections = done.corrections
        result.publication = done.publication
        result.answers += done.answers
    return result
