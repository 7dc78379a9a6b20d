"""What of a sheet may be shown to those who ask where a number comes from: never a person.

A sheet about persons shows the columns its form asks for, without those that are personal; what
stands elsewhere may be a name, a number or a diagnosis nobody asked for. On every sheet fields
that are hidden stay closed, and so does the line for names and telephone numbers below the table.
"""

import json
import re
from collections.abc import Mapping, Sequence

from pipeline.domain.form import Section
from pipeline.queries.nouns import nouns
from pipeline.warehouse.reader import Reader

HIDDEN = "＊＊＊"
SIGNED = re.compile(
    r"填表人|填报人|制表人|审核人|负责人|经办人|联系人|电话|手机|签字|签名|姓名|身份证"
    r"|filled in by|phone",
    re.I,
)
ROW = re.compile(r"\d+$")
Lines = Sequence[tuple[int, Sequence[str]]]


def section_on(
    reader: Reader, submission: int | None, sheet: str
) -> tuple[Section | None, dict[str, str]]:
    """The section a sheet of a submission was read for, and where its fields stand on it."""
    found = reader.rows(
        "select section, cells from submission_section"
        " where submission = $submission and sheet = $sheet order by section limit 1",
        {"submission": submission, "sheet": sheet},
    )
    if not found:
        return None, {}
    table, cells = found[0]
    try:
        _, section = nouns(reader).section_of_table(table)
    except KeyError:  # of a form that is no longer defined
        return None, {}
    return section, json.loads(cells)


def redacted(
    columns: Sequence[str],
    rows: Lines,
    cited: Sequence[str],
    section: Section | None,
    cells: Mapping[str, str],
) -> list[tuple[int, list[str]]]:
    """The rows with what must not be seen replaced; cited cells are seen where their field is.

    ``cells``: field → column letter or address, as the section was read.
    """
    seen = open_places(section, cells) if section is not None and section.about_persons else None
    hidden = hidden_places(section, cells) if section is not None else set()
    numbers = [match[0] for cell in cited if (match := ROW.search(cell)) is not None]
    last = max(map(int, numbers), default=0)
    shown: list[tuple[int, list[str]]] = []
    for number, texts in rows:
        if seen is not None and number > last:
            break  # below the last row asked for stand remarks about people
        signed = next((i for i, text in enumerate(texts) if SIGNED.search(text)), len(texts))
        shown.append((number, [
            HIDDEN if text and (
                is_at(letter, number, hidden)
                or (f"{letter}{number}" not in cited
                    and (i >= signed or not (seen is None or is_at(letter, number, seen))))
            ) else text
            for i, (letter, text) in enumerate(zip(columns, texts, strict=True))
        ]))  # fmt: skip
    return shown


def hidden_places(section: Section, cells: Mapping[str, str]) -> set[str]:
    """Column letters and addresses of fields that must not be seen, on any sheet."""
    return {
        cells[name]
        for name, field in section.fields.items()
        if name in cells and section.hides(field)
    }


def open_places(section: Section, cells: Mapping[str, str]) -> set[str]:
    """Column letters and addresses of fields that may be seen, on a sheet about persons."""
    return {
        cells[name]
        for name, field in section.fields.items()
        if name in cells and not section.hides(field)
    }


def is_at(letter: str, number: int, places: set[str]) -> bool:
    """Whether a cell is one of the places: column letters or addresses."""
    return letter in places or f"{letter}{number}" in places
