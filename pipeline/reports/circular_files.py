"""``make_file``: one file of a unit's circular as bytes, or several of them in a .zip."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.domain.noun import Language
from pipeline.queries.questions import issuing_units
from pipeline.reports.document import document
from pipeline.reports.letter import Issue
from pipeline.reports.one_page import write_one_page
from pipeline.reports.pack import Pack, gather
from pipeline.reports.quarterly import (
    file_stem,
    write_charts,
    write_files,
    write_reports,
    write_with_charts,
)
from pipeline.reports.words import Words
from pipeline.reports.workbook.book import write_workbook
from pipeline.warehouse.reader import Reader

Make = Callable[[Pack, Words, Path, str], Iterable[Path]]
"""Writes files of one circular into a folder, their names beginning alike; returns them."""


@dataclass(frozen=True)
class MadeFile:
    """A file to hand over."""

    name: str
    content: bytes


def make_file(
    reader: Reader,
    unit: str,
    period: str,
    kind: str,
    language: Language,
    issue: Issue | None = None,
) -> MadeFile:
    """Make one of ``KINDS`` of a unit's circular, or one of ``KINDS_BELOW`` of all below it.

    ``issue``: what is decided for it, as in ``gather``.

    Raises NotFound, NothingPublished, and KeyError for another kind.
    """
    words = Words(language)
    stem = file_stem(unit, period, language, issue.plan if issue else "")
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if kind == "one_page":
            made = [write_one_page(reader, codes_below(reader, unit, period), period, folder,
                                   language, issue=issue)]  # fmt: skip
        elif kind == "below":
            codes = codes_below(reader, unit, period)
            done = write_reports(reader, codes, period, folder, language, issue)
            made = [f for one in done for f in (one.html, one.word, *one.charts, one.workbook)]
        else:
            made = list(KINDS[kind](gather(reader, unit, period, issue), words, folder, stem))
        if kind in SINGLE:
            return MadeFile(made[0].name, made[0].read_bytes())
        name = f"{stem}_{words.say(f'circular.zip_{kind}')}.zip"
        return MadeFile(name, zipped(made))


def codes_below(reader: Reader, unit: str, period: str) -> list[str]:
    """The unit and those below it for which a circular is issued."""
    return [one.code for one in issuing_units(reader, unit, period)]


def page_file(pack: Pack, words: Words, folder: Path, stem: str) -> list[Path]:
    """The circular as a page."""
    path = folder / f"{stem}.html"
    path.write_text(document(pack, words), encoding="utf-8", newline="\n")
    return [path]


def workbook_file(pack: Pack, words: Words, folder: Path, stem: str) -> list[Path]:
    """Its workbook."""
    path = folder / f"{stem}.xlsx"
    write_workbook(path, pack, words)
    return [path]


def word_file(pack: Pack, words: Words, folder: Path, stem: str) -> list[Path]:
    """The same for Word."""
    word, _ = write_with_charts(pack, words, document(pack, words), folder, stem)
    return [word]


def every_file(pack: Pack, words: Words, folder: Path, stem: str) -> list[Path]:
    """All of it."""
    made = write_files(pack, words, folder, stem)
    return [made.html, made.word, *made.charts, made.workbook]


KINDS: dict[str, Make] = {
    "html": page_file,
    "docx": word_file,
    "xlsx": workbook_file,
    "charts": write_charts,
    "all": every_file,
}
KINDS_BELOW = ("one_page", "below")
SINGLE = ("html", "docx", "xlsx", "one_page")


def zipped(paths: Iterable[Path]) -> bytes:
    """The files in a .zip, side by side."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in paths:
            bundle.write(path, path.name)
    return out.getvalue()
