"""``write_report``: a unit's report on a period, as a page, for Word, as charts and workbook;
``write_reports``: those of several units, their pages linked with one another."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from matplotlib.figure import Figure

from pipeline.domain.noun import Language
from pipeline.queries.steady import steadily
from pipeline.reports.charts.bullets import target_chart
from pipeline.reports.charts.heading import Place
from pipeline.reports.charts.ranking import ranking_chart
from pipeline.reports.charts.received import received_chart
from pipeline.reports.charts.saving import save
from pipeline.reports.charts.trends import trend_chart
from pipeline.reports.document import document, foot, heading
from pipeline.reports.letter import Issue
from pipeline.reports.pack import Pack, gather
from pipeline.reports.word.writing import write_word
from pipeline.reports.words import Words
from pipeline.reports.workbook.book import write_workbook
from pipeline.warehouse.reader import Reader

Progress = Callable[[int], None]
NOT_IN_A_FILE_NAME = re.compile(r"[^\w.-]")


def unheard(done: int) -> None:
    """Nobody counts along."""


@dataclass(frozen=True)
class ReportFiles:
    """What was written: the page, the same for Word, each chart as SVG and PNG, the workbook."""

    html: Path
    word: Path
    charts: tuple[Path, ...]
    workbook: Path


def write_report(
    reader: Reader,
    unit: str,
    period: str,
    out: Path,
    language: Language = "zh",
    issue: Issue | None = None,
) -> ReportFiles:
    """Write a unit's report on a period into ``out``, over an earlier one of the same name.

    ``issue``: number, days and what else is decided for this circular, over the settings; without
    a day it is issued today. All files come from the same answers. Raises NotFound and
    NothingPublished.
    """
    (files,) = write_reports(reader, [unit], period, out, language, issue)
    return files


def write_reports(
    reader: Reader,
    units: Sequence[str],
    period: str,
    out: Path,
    language: Language = "zh",
    issue: Issue | None = None,
    progress: Progress = unheard,
) -> tuple[ReportFiles, ...]:
    """Write the reports of several units into one folder, as ``write_report`` does each, all of
    one publication; every page leads to those of the units above and below.

    ``progress`` is told how many are ready. Raises NotFound and NothingPublished.
    """
    stems = file_stems(units, period, language, issue.plan if issue else "")
    beside = {unit: quote(f"{stem}.html") for unit, stem in stems.items()}
    words = Words(language)

    def written() -> Iterator[ReportFiles]:
        for done, (unit, stem) in enumerate(stems.items(), start=1):
            pack = gather(reader, unit, period, issue)
            yield write_files(replace(pack, beside=beside), words, out, stem)
            progress(done)

    return steadily(lambda: tuple(written()), lambda: reader.publication.number)


def write_files(pack: Pack, words: Words, out: Path, stem: str) -> ReportFiles:
    """All files of one report."""
    out.mkdir(parents=True, exist_ok=True)
    page, workbook = (out / f"{stem}.{suffix}" for suffix in ("html", "xlsx"))
    said = document(pack, words)
    page.write_text(said, encoding="utf-8", newline="\n")
    word, charts = write_with_charts(pack, words, said, out, stem)
    write_workbook(workbook, pack, words)
    return ReportFiles(page, word, charts, workbook)


def write_with_charts(
    pack: Pack, words: Words, said: str, out: Path, stem: str
) -> tuple[Path, tuple[Path, ...]]:
    """What the page says as a document for Word, and the charts that stand in it."""
    word, charts = out / f"{stem}.docx", write_charts(pack, words, out, stem)
    pictures = {c.stem.removeprefix(f"{stem}_"): c for c in charts if c.suffix == ".png"}
    write_word(word, said, pictures, heading(pack, words), pack.snapshot.published_at,
               foot(pack, words), words.say("report.chart_at_the_end"))  # fmt: skip
    return word, charts


def file_stems(
    units: Sequence[str], period: str, language: Language, plan: str = ""
) -> Mapping[str, str]:
    """Unit code → the name all its files begin with.

    No two are the same where capitals and small letters are not told apart; of codes that
    differ only in what a file name cannot have, the later one is numbered.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        stem, number = file_stem(unit, period, language, plan), 2
        while stem.casefold() in taken:
            stem = file_stem(f"{unit}-{number}", period, language, plan)
            number += 1
        taken.add(stem.casefold())
        found[unit] = stem
    return found


def file_stem(unit: str, period: str, language: Language, plan: str = "") -> str:
    """The name all files begin with: AHX_2024Q3, AHX_2024Q3_en; with the ``plan`` asked for."""
    name = NOT_IN_A_FILE_NAME.sub("_", "_".join(filter(None, (unit, period, plan))))
    return name if language == "zh" else f"{name}_{language}"


def write_charts(pack: Pack, words: Words, out: Path, stem: str) -> tuple[Path, ...]:
    """Every chart that has something to show, with its own title and publication."""
    drawn = chart_figures(pack, words)
    return tuple(file for name, figure in drawn for file in save(figure, out / f"{stem}_{name}"))


def chart_figures(pack: Pack, words: Words) -> list[tuple[str, Figure]]:
    """Name and figure of each chart."""
    alone = Place()
    figures = [
        ("targets", target_chart(pack, words, alone) if pack.overview.targets else None),
        ("trends", trend_chart(pack, words, alone) if pack.trends else None),
        ("ranking", ranking_chart(pack, words, alone)),
        ("received", received_chart(pack, words, alone)),
    ]
    return [(name, figure) for name, figure in figures if figure is not None]
