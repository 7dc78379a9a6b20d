"""The circulars of a unit and those below in one HTML file: it leads from unit to unit, offline.

One file can be sent on where a folder cannot. Without any script, the address says which unit is
shown: ``page.html#unit-AHX01``; without one, the unit at the top.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from pipeline.domain.noun import Language
from pipeline.queries.steady import steadily
from pipeline.reports.document import body_of, heading, page_style
from pipeline.reports.html_page import html_page
from pipeline.reports.letter import Issue
from pipeline.reports.markup import Markup, el
from pipeline.reports.pack import gather
from pipeline.reports.quarterly import Progress, file_stem, unheard
from pipeline.reports.words import Words
from pipeline.warehouse.reader import Reader

ANCHOR = "unit-"
OWN_PLACE = re.compile(rf'(\bid="|\bhref="#|url\(#)(?!{ANCHOR})')
"""Where a part of a page is named, or named again."""
SHOWN_ALONE = """
article { display: none; }
article:target, article.top { display: block; }
article:target ~ article.top { display: none; }
"""
"""The top comes last, so that any other one that is asked for can hide it."""


def write_one_page(
    reader: Reader,
    units: Sequence[str],
    period: str,
    out: Path,
    language: Language = "zh",
    progress: Progress = unheard,
    issue: Issue | None = None,
) -> Path:
    """Write the circulars of ``units``, the one at the top first, as one file, of one
    publication; return it.

    ``progress`` is told how many are ready; ``issue`` as in ``gather``.
    Raises NotFound and NothingPublished.
    """
    words = Words(language)
    page = steadily(
        lambda: page_of(reader, units, period, words, progress, issue),
        lambda: reader.publication.number,
    )
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{file_stem(units[0], period, language)}_{words.say('report.one_page')}.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def page_of(
    reader: Reader, units: Sequence[str], period: str, words: Words,
    progress: Callable[[int], None], issue: Issue | None,
) -> str:  # fmt: skip
    """The circulars as things stand when each is made."""
    anchors = {unit: f"{ANCHOR}{quote(unit, safe='')}" for unit in units}
    beside = {unit: f"#{quote(anchor)}" for unit, anchor in anchors.items()}
    title = style = ""
    top: Markup | None = None
    others: list[Markup] = []
    for number, (unit, anchor) in enumerate(anchors.items()):
        pack = replace(gather(reader, unit, period, issue), beside=beside)
        inner = apart(body_of(pack, words), f"{number}-")
        if number:
            others.append(el("article", inner, id=anchor))
        else:
            title, style = heading(pack, words), page_style(pack, words) + SHOWN_ALONE
            top = el("article", inner, id=anchor, class_="top")
        progress(number + 1)
    return html_page(title, el("body", *others, top), style, words.language)


def apart(inner: Markup, prefix: str) -> Markup:
    """The same, its parts named so that those of another circular are not meant."""
    return Markup(OWN_PLACE.sub(rf"\g<1>{prefix}", inner))
