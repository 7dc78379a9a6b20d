"""What comes over the pages: laid out as files for the guarded reader, and answers to many."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from pipeline.domain.noun import Language
from pipeline.domain.submission import SentFile
from pipeline.reports.answer.folder import PAGE, FileAnswer, clean
from pipeline.reports.answer.page import answer_page

UNNAMED = "report"


def lay_out(sent: Iterable[SentFile], folder: Path) -> list[Path]:
    """Write files under clean names; return the files and folders there, in the order they came.

    Folders in the names stay, so that a file is told by them. Two of one name both stay, also
    where one of them is a folder.
    """
    placed: dict[Path, None] = {}
    files: set[str] = set()
    folders: set[str] = set()
    for file in sent:
        parts = name_parts(file.name)
        for depth in range(1, len(parts) + 1):
            taken = files | folders if depth == len(parts) else files
            while (place := "/".join(parts[:depth]).casefold()) in taken:
                parts[depth - 1] = numbered(parts[depth - 1], len(files))
            (files if depth == len(parts) else folders).add(place)
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        placed[folder / parts[0]] = None
    return list(placed)


def name_parts(given: str) -> list[str]:
    """Return a path from a browser as parts that every system permits, none of them leading out."""
    parts = [clean(part) for part in given.replace("\\", "/").split("/")]
    return [part for part in parts if part] or [UNNAMED]


def numbered(name: str, number: int) -> str:
    """The name with a number before its ending."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"


def bundle(answers: Sequence[FileAnswer], folder: Path, language: Language) -> bytes:
    """The returned workbooks of a folder in a .zip, and a page that says what is wrong in which."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(PAGE, answer_page(answers, language))
        for one in answers:
            if one.returned:
                made.write(folder / one.returned, one.returned)
    return out.getvalue()
