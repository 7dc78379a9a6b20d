"""What goes back to the senders of files: marked workbooks, a page and JSON."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.intake.archive import archived_path
from pipeline.queries.received import Key, received
from pipeline.reports.answer.folder import FileAnswer, Judged, write_answers
from pipeline.reports.answer.not_made import not_made
from pipeline.reports.answer.reports_read import reports_read
from pipeline.warehouse.loading import Stored
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader


def answer(
    files: Iterable[Stored], archive: Path, folder: Path, catalogue: Catalogue, language: Language,
    page: bool = True, data: Path | None = None,
) -> tuple[FileAnswer, ...]:  # fmt: skip
    """Write what goes back, and return it in the order of the files.

    ``data``: where it is published what has been accepted before; without it, nobody knows.
    """
    given = list(files)
    accepted = stands(given, data)
    judged = [
        Judged(file.file, file.verdict, file.findings,
               archived_path(archive, file.sha256, file.file) if file.sha256 else None,
               not_made(file.rules_not_run, catalogue.forms, language),
               reports_read(file.reports, catalogue, accepted, language))
        for file in given
    ]  # fmt: skip
    return write_answers(folder, judged, language, page)


def stands(files: Iterable[Stored], data: Path | None) -> frozenset[Key] | None:
    """The accepted reports of the units in some files, for the same periods."""
    if data is None or published(data / "processed") is None:
        return None
    keys = [key for file in files for key in file.reports]
    return received(Reader(data), {unit for _, unit, _ in keys}, {period for *_, period in keys})
