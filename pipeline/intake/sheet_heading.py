"""The lines above a table: 填报单位, 报告期, 版本, 单位：万元; and the template's hidden sheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.domain.days import day_from_text
from pipeline.intake.odd_cells import as_text
from pipeline.intake.workbook import Sheet

MANIFEST = "_unionkpi"
LINES = 8
FEWEST_HEADS = 3
UNIT_WORDS = "填报单位|填报工会|填报组织|报送单位|填表单位|上报单位|单位名称|工会名称"
PERIOD_WORDS = "报告期|填报期|统计期|统计时间|报表期|所属期|期别|报告时间|填报时间|Period"
FILLED_IN = re.compile(r"(?:报告时间|填报时间)\s*[:：]")
"""What may be the period, or the day on which the sheet was filled in."""
UNIT = re.compile(
    rf"(?:{UNIT_WORDS}|^\s*(?:Reporting unit|Unit))(?:\s*[(（][^()（）]*章[)）])?\s*[:：]\s*(.*)"
)
PERIOD = re.compile(rf"(?:{PERIOD_WORDS})\s*[:：]\s*(.*)")
VERSION = re.compile(r"版本\s*[:：]\s*([\w.\-]+)")
SEAL = re.compile(r"\s*[(（][^()（）]*章[)）]\s*$")
"""（盖章） behind a unit's name is where the seal goes, and no part of the name."""
MONEY = "万元|千元|百元|亿元|元"
MONEY_LINE = re.compile(
    rf"(?:^|[^报表名称])(?:计量|金额|货币)?单位\s*[:：]\s*(?:[^\s:：]{{1,8}}[、，,/])?({MONEY})"
)
MONEY_ALONE = re.compile(rf"[(（]?\s*({MONEY})\s*[)）]?")
"""（万元） over the table says it as well, where nothing else stands beside it."""
NEXT_LINE = re.compile(r"(?:^|\s+)[^\s:：()（）]{2,10}\s*[:：]")
"""Another line in the same cell: 填报单位：红星工会　　单位：万元."""
CODE_IN_BRACKETS = re.compile(r"[(（]([A-Z]{0,3}\d{4}(?:[HQM]\d{1,2})?)[)）]")


@dataclass(slots=True)
class Heading:
    """What the lines above the table say, as they say it."""

    unit: str | None = None
    unit_at: tuple[int, int] = (0, 0)
    period: str | None = None
    period_at: tuple[int, int] = (0, 0)
    version: str | None = None
    money_line: str | None = None


@dataclass(slots=True)
class Manifest:
    """What the template says about itself: sheet name → form, section, version."""

    unit: str | None = None
    period: str | None = None
    sheets: dict[str, tuple[str, str, str]] = field(default_factory=dict)


def read_manifest(sheets: Sequence[Sheet]) -> Manifest | None:
    """The hidden sheet of a template made by this product; None in other files."""
    hidden = next((s for s in sheets if s.name == MANIFEST and s.rows), None)
    if hidden is None or as_text(hidden.rows[0][0]) != "unionkpi":
        return None
    found = Manifest()
    for row in hidden.rows[1:]:
        cells = [as_text(cell).strip() for cell in row] + [""] * 5
        if cells[0] == "unit":
            found.unit = cells[1] or None
        elif cells[0] == "period":
            found.period = cells[1] or None
        elif cells[0] == "sheet":
            found.sheets[cells[1]] = (cells[2], cells[3], cells[4])
    return found


def read_heading(rows: Sequence[Sequence[object]]) -> Heading:
    """Look for the heading's parts in the first lines, each in its cell or the next one."""
    found, over = Heading(), True
    for r, row in enumerate(rows[:LINES]):
        texts = [cell for cell in row if type(cell) is str and cell]
        over = over and (len(texts) < FEWEST_HEADS or any(":" in t or "：" in t for t in texts))
        if over and len(texts) == 1 and (alone := MONEY_ALONE.fullmatch(texts[0].strip())):
            found.money_line = found.money_line or alone[1]
        for c, cell in enumerate(row):
            if type(cell) is str and (":" in cell or "：" in cell):
                look_at(cell, row, r, c, found)
    return found


def look_at(text: str, row: Sequence[object], r: int, c: int, found: Heading) -> None:
    """Take from one cell what it says."""
    if found.unit is None and (match := UNIT.search(text)) is not None:
        rest = own_part(PERIOD.split(match[1])[0])
        found.unit = SEAL.sub("", rest).strip() or SEAL.sub("", beside(row, c) or "") or None
        found.unit_at = (r, c)
    if found.period is None and (match := PERIOD.search(text)) is not None:
        said = own_part(match[1]).strip() or beside(row, c)
        if not (said and FILLED_IN.match(match[0]) and day_from_text(said)):
            found.period, found.period_at = said, (r, c)
    if found.version is None and (match := VERSION.search(text)) is not None:
        found.version = match[1]
    if found.money_line is None and (match := MONEY_LINE.search(text)) is not None:
        found.money_line = match[1]


def own_part(text: str) -> str:
    """What a line says, without the lines behind it in its cell."""
    return NEXT_LINE.split(text)[0]


def beside(row: Sequence[object], column: int) -> str | None:
    """The next filled cell to the right."""
    for cell in row[column + 1 :]:
        text = as_text(cell).strip()
        if text:
            return text if ":" not in text and "：" not in text else None
    return None


def stated_code(text: str) -> str | None:
    """A period code in brackets, as templates write it behind the period's label."""
    match = CODE_IN_BRACKETS.search(text)
    return match[1] if match is not None else None
