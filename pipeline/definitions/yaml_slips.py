"""What is most likely wrong in a YAML file that cannot be read: slips of those who type Chinese.

A parser says where it gave up, in its own words and often a line later.
"""

import re
from collections.abc import Iterator

from pipeline.domain.finding import Finding, Place

KEY = r"[\w.\u4e00-\u9fff-]+"
INDENT = re.compile(r" *([\t\u3000\u00a0])")
FULL_WIDTH = re.compile(
    rf"(?: *(?:- +)?{KEY}(：))|(?:.*[{{,，] *{KEY} *(：))|(?:.*[{{\[].*(，) *{KEY} *[:：])"
    r"|(?:[^#]*: *([｛【［]))|(?:.*\{.*([｝】］]) *$)"
)
GLUED = re.compile(rf" *(?:- +)?({KEY}:)[^ \t/]|.*[{{,] *(zh:|en:)\S")
SLIPS = (
    (INDENT, "indented-by-odd-blanks"),
    (FULL_WIDTH, "full-width-mark"),
    (GLUED, "colon-without-blank"),
)
LINES_BEFORE = 2
"""A parser notices a lost colon on the next line that says anything."""


def likely_slip(text: str, shown: str, line: int) -> Finding | None:
    """The slip on the line where reading stopped, or shortly before it."""
    for number, said in _lines_up_to(text.splitlines(), line):
        for pattern, slug in SLIPS:
            match = pattern.match(said)
            if match:
                mark = next(filter(None, match.groups()))
                got = None if slug == "indented-by-odd-blanks" else mark
                return Finding(slug, "error", Place(shown, line=number), got)
    return None


def _lines_up_to(lines: list[str], last: int) -> Iterator[tuple[int, str]]:
    for number in range(min(last, len(lines)), max(0, last - 1 - LINES_BEFORE), -1):
        if not lines[number - 1].lstrip().startswith("#"):
            yield number, lines[number - 1]
