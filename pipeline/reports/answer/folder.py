"""``write_answers``: a folder with every returned workbook, a page that lists them, and JSON."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from pipeline.domain.finding import Finding
from pipeline.domain.noun import Language
from pipeline.domain.status import Verdict
from pipeline.intake.archive import suffix_of
from pipeline.reports.answer.guarded_marker import GuardedMarker
from pipeline.reports.answer.not_made import NotMade
from pipeline.reports.answer.reports_read import ReportsRead
from pipeline.wording.messages import render
from pipeline.wording.phrases import phrase

PAGE, DATA = "answer.html", "answer.json"
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
LONGEST = 200
"""Bytes of one part of a path: with what is added to it every system takes it, also in Chinese, of
which a character is three."""
READ = (Verdict.ACCEPTED, Verdict.WITHHELD)


@dataclass(frozen=True)
class Judged:
    """One file as it was judged, and where its unchanged bytes lie."""

    file: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    path: Path | None
    rules_not_run: tuple[NotMade, ...] = ()
    reports: tuple[ReportsRead, ...] = ()


@dataclass(frozen=True)
class Said:
    """One finding in words."""

    slug: str
    severity: str
    sheet: str | None
    cell: str | None
    got: str | None
    what: str
    do: str


@dataclass(frozen=True)
class FileAnswer:
    """What the sender of one file is told; ``returned`` is the workbook inside the folder."""

    file: str
    verdict: str
    returned: str | None
    findings: tuple[Said, ...]
    rules_not_run: tuple[NotMade, ...] = ()
    reports: tuple[ReportsRead, ...] = ()
    """Whose reports it was read as."""


def write_answers(
    folder: Path, files: Iterable[Judged], language: Language, page: bool = True
) -> tuple[FileAnswer, ...]:
    """Write the answers and return them, in the order of the files.

    ``page``: whether the page is wanted; cutting its font takes a second.
    """
    from pipeline.reports.answer.page import answer_page

    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    answers = []
    with GuardedMarker() as marker:
        for judged in files:
            made = None
            if judged.path is not None and wants_workbook(judged):
                made = marker.returned(judged.path, judged.findings, language)
            name = None
            if made is not None:
                name = free_name(judged.file, made[0], taken, language)
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(made[1])
            answers.append(
                FileAnswer(judged.file, str(judged.verdict), name,
                           said(judged.findings, language), judged.rules_not_run,
                           judged.reports)
            )  # fmt: skip
    given = tuple(answers)
    content = {"files": [asdict(answer) for answer in given]}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / DATA).write_text(text + "\n", encoding="utf-8")
    if page:
        (folder / PAGE).write_text(answer_page(given, language), encoding="utf-8")
    return given


def wants_workbook(judged: Judged) -> bool:
    """Whether there is something in the file to look at or to change; being late is not."""
    return judged.verdict in READ and any(
        finding.severity != "warning" or finding.place.sheet for finding in judged.findings
    )


def said(findings: Iterable[Finding], language: Language) -> tuple[Said, ...]:
    """Return findings in words."""
    told = []
    for finding in findings:
        sentence, place = render(finding, language), finding.place
        told.append(
            Said(finding.slug, finding.severity, place.sheet, place.cell, finding.got,
                 sentence.what, sentence.do)
        )  # fmt: skip
    return tuple(told)


def free_name(file: str, ending: str, taken: set[str], language: Language) -> str:
    """Return where the answer to a file goes, inside the folder whatever the file is called."""
    parts = [clean(part) for part in PurePosixPath(file.replace("\\", "/")).parts]
    parts = [part for part in parts if part] or ["_"]
    *above, last = parts
    word = phrase("answer.suffix", language)
    stem = (PurePosixPath(last).stem or last).removesuffix(word)
    name, number = f"{stem}{word}{ending}", 2
    while "/".join([*above, name]).casefold() in taken:
        name, number = f"{stem}{word}_{number}{ending}", number + 1
    found = "/".join([*above, name])
    taken.add(found.casefold())
    return found


def clean(part: str) -> str:
    """Return one part of a path as every system permits it, empty when nothing is left; where it
    is cut, its ending stays."""
    name = FORBIDDEN.sub("_", part).strip(" ./")
    whole, ending = name.encode("utf-8", "surrogatepass"), suffix_of(name)
    if len(whole) <= LONGEST:
        return name
    return whole[: LONGEST - len(ending)].decode("utf-8", "ignore").rstrip(" .") + ending
