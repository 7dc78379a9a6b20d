"""One file's bytes and findings → the workbook that goes back. Runs in a process of its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain.finding import Finding
from pipeline.domain.noun import Language
from pipeline.intake.guards import look_over
from pipeline.intake.limits import ZIP
from pipeline.reports.answer.copying import copied
from pipeline.reports.answer.marking import marked
from pipeline.reports.answer.package import OddPackage, Package
from pipeline.reports.answer.xml_places import OddXml

ENDINGS = {
    "sheet.main+xml": ".xlsx",
    "sheet.macroEnabled.main+xml": ".xlsm",
    "template.main+xml": ".xltx",
    "template.macroEnabled.main+xml": ".xltm",
}


def returned(
    content: bytes, suffix: str, findings: Sequence[Finding], language: Language
) -> tuple[str, bytes]:
    """Return the ending and the bytes of the answer.

    An Office workbook is marked in place. Anything else comes back as a copy in .xlsx, also a
    workbook built so unusually that it cannot be marked. Raises UnreadableFileError.
    """
    look_over(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(ZIP):
        try:
            return ending_of(content), marked(content, findings, language, sha256)
        except (OddPackage, OddXml, KeyError, IndexError, StopIteration, ValueError):
            pass  # the copy shows the same cells
    copy, names = copied(content, suffix)
    renamed = [
        replace(f, place=replace(f.place, sheet=names.get(f.place.sheet, f.place.sheet)))
        if f.place.sheet
        else f
        for f in findings
    ]
    return ".xlsx", marked(copy, renamed, language, sha256)


def ending_of(content: bytes) -> str:
    """Return the file name ending that goes with a workbook's content type."""
    package = Package(content)
    stated = package.type_of(package.main_part())
    for kind, ending in ENDINGS.items():
        if stated.endswith(kind):
            return ending
    raise OddPackage(stated)
