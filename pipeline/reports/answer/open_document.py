"""Merged ranges of an OpenDocument spreadsheet, which the reader of values does not tell."""

from pipeline.reports.answer.xml_places import local_name, walk

MOST_REPEATED = 1_048_576
Range = tuple[int, int, int, int]
"""top, left, bottom, right from 0"""


def merged_ranges(xml: bytes) -> dict[str, list[Range]]:
    """Return the merged ranges of every sheet in ``content.xml``. Raises OddXml."""
    found: dict[str, list[Range]] = {}
    at = {"row": 0, "column": 0, "repeated": 1, "tables": 0}
    current: list[Range] = []

    def start(written: str, given: dict[str, str], _: int) -> None:
        nonlocal current
        name = local_name(written)
        if name == "table":
            at["tables"] += 1
            at["row"] = 0
            current = found.setdefault(text_of(given, "name"), [])
        elif name == "table-row":
            at["column"] = 0
            at["repeated"] = number_of(given, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            down = number_of(given, "number-rows-spanned")
            across = number_of(given, "number-columns-spanned")
            top, left = at["row"], at["column"]
            if down > 1 or across > 1:
                current.append((top, left, top + down - 1, left + across - 1))
            at["column"] += number_of(given, "number-columns-repeated")

    def end(written: str, _: int) -> None:
        if local_name(written) == "table-row":
            at["row"] += at["repeated"]

    walk(xml, start, end)
    return found


def text_of(given: dict[str, str], name: str) -> str:
    """Return an attribute whatever prefix it is written with."""
    return next((v for k, v in given.items() if local_name(k) == name), "")


def number_of(given: dict[str, str], name: str) -> int:
    """Return a count, 1 where it is not stated."""
    text = text_of(given, name)
    return min(int(text), MOST_REPEATED) if text.isdigit() else 1
