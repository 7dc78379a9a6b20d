"""CSV: which encoding and which separator, by evidence, and said so."""

import csv
import re
from io import StringIO

from pipeline.intake.guards import UnreadableFileError

CANDIDATES = ("utf-8", "gb18030", "big5", "cp1252")
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5": "Big5", "cp1252": "Windows-1252",
         "utf-16": "UTF-16"}  # fmt: skip
FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "单位会员工总数职女农名称代码报告期填备注合计金额万元日月年度季第县市区镇街道社公司企业項單報員總數職農稱碼備註計額萬縣區鎮業學會"
    "個國來時為這們動產種後經過說發對與開關點體專電話問題無"
)
SEPARATORS = ",\t;|，"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
HAN = re.compile(r"[\u3400-\u9fff]")
MOST_ROWS, MOST_COLUMNS = 1_000_000, 2000


def rows_of_text(content: bytes) -> tuple[list[list[object]], list[tuple[str, dict[str, str]]]]:
    """Rows of a CSV file, and a notice naming an encoding that had to be guessed."""
    text, encoding = decode(content)
    if len(CONTROL.findall(text[:20_000])) > max(2, len(text[:20_000]) // 200):
        raise UnreadableFileError("file-damaged")
    separator = likely_separator(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableFileError("file-damaged") from error
    width = max(map(len, rows), default=0)
    if not any(any(row) for row in rows):
        raise UnreadableFileError("file-empty")
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS or len(rows) * width > 12_000_000:
        raise UnreadableFileError("sheet-too-wide", rows=str(len(rows)), columns=str(width))
    padded: list[list[object]] = [[*row, *[""] * (width - len(row))] for row in rows]
    guessed = encoding not in ("utf-8", "utf-16")
    notice = ("text-encoding-guessed", {"encoding": NAMES[encoding]})
    return padded, [notice] if guessed else []


def decode(content: bytes) -> tuple[str, str]:
    """Text and encoding. Big5 decodes as GB18030 without error into wrong text: weigh both."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    best: tuple[float, str, str] | None = None
    for encoding in CANDIDATES[1:]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        weight = likelihood(text[:50_000])
        if best is None or weight > best[0]:
            best = (weight, text, encoding)
    if best is None:
        raise UnreadableFileError("file-damaged")
    return best[1], best[2]


def likelihood(text: str) -> float:
    """How much the text looks like Chinese anyone would write: share of frequent characters."""
    beyond = [letter for letter in text if letter > "\x7f"]
    if not beyond:
        return 1.0
    frequent = sum(letter in FREQUENT for letter in beyond)
    han = len(HAN.findall(text))
    strange = len(CONTROL.findall(text))
    return (frequent + 0.2 * han - 5 * strange) / len(beyond)


def likely_separator(text: str) -> str:
    """The separator that cuts the first lines into the same number of columns most often."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    counts = {s: [line.count(s) for line in lines] for s in SEPARATORS}
    return max(SEPARATORS, key=lambda s: sum(1 for n in counts[s] if n) * 100 + sum(counts[s]))
