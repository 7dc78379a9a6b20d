"""The documents' own figures as workbooks in the layout of the forms.

``python -m pipeline.sample.documents`` writes ``data/raw/documents`` anew; the same input gives
the same bytes. A form whose required cells a document leaves open goes into a workbook of its own
(``…_gaps.xlsx``), because a single gap withholds a whole file.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain.form import Field
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook

HERE = Path(__file__).parent
FACTS = HERE / "document_facts.yml"
ROOT = HERE.parent.parent
FOLDER = ROOT / "data" / "raw" / "documents"
Entry = Mapping[str, Any]


def main() -> None:
    """Write all workbooks."""
    loaded = load(ROOT / "config")
    if loaded.catalogue is None:
        raise SystemExit(f"config has {len(loaded.findings)} findings; put them right first")
    for path in write_documents(FOLDER, loaded.catalogue):
        print(path)


def write_documents(folder: Path, catalogue: Catalogue, facts: Path = FACTS) -> list[Path]:
    """Write one workbook per body and year, and one more for its forms with gaps."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, book in read_facts(facts).items():
        unit = unit_named(book["unit"], catalogue)
        period = parse_period(book["period"], catalogue.product.calendars)
        for suffix, with_gaps in (("", False), ("_gaps", True)):
            sheets = [s for s in book["sheets"] if has_gaps(s, catalogue) is with_gaps]
            if sheets:
                path = folder / f"{name}{suffix}.xlsx"
                contents = [content_of(sheet, book, catalogue) for sheet in sheets]
                write_workbook(path, catalogue, contents, unit, period, plain=True)
                written.append(path)
    return written


def read_facts(facts: Path = FACTS) -> dict[str, Any]:
    """Workbook → unit, period and sheets, every value as text."""
    text = facts.read_text(encoding="utf-8")
    books: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return books


def content_of(sheet: Entry, book: Entry, catalogue: Catalogue) -> SheetContent:
    """The sheet with typed rows; several units make it a list that names them."""
    section = catalogue.section(sheet["form"], sheet.get("section", "main"))
    rows = list(rows_of(sheet))
    codes = [entry.get("unit", book["unit"]) for entry, _ in rows]
    several = set(codes) != {book["unit"]}
    return SheetContent(
        form=sheet["form"],
        section=sheet.get("section", "main"),
        rows=[{f: typed(v, section.fields[f]) for f, v in row.items()} for _, row in rows],
        layout="list" if several else section.layout,
        notes=[f"{'、'.join(entry['facts'])}：{entry['note']}" for entry, _ in rows],
        units=[(c, unit_named(c, catalogue).name.zh) for c in codes] if several else (),
    )


def rows_of(sheet: Entry) -> Iterator[tuple[Entry, dict[str, str]]]:
    """Yield each row as often as it stands, its number filled in."""
    for entry in sheet["rows"]:
        first = int(entry.get("from", 1))
        for number in range(first, first + int(entry.get("times", 1))):
            yield entry, {f: v.format(n=number) for f, v in entry["row"].items()}


def has_gaps(sheet: Entry, catalogue: Catalogue) -> bool:
    """Whether any row leaves a required cell open."""
    section = catalogue.section(sheet["form"], sheet.get("section", "main"))
    required = {f for f, asked in section.fields.items() if asked.required}
    return any(not required <= set(row) for _, row in rows_of(sheet))


def typed(text: str, field: Field) -> object:
    """The value as the template writes it; what is not exact stays as the document has it."""
    if field.type == "date":
        return date.fromisoformat(text)
    if field.type == "boolean":
        return text == "yes"
    if field.type == "integer" and text.isdigit():
        return int(text)
    if field.type in ("decimal", "money") and text.replace(".", "", 1).isdigit():
        return Decimal(text)
    return text


def unit_named(code: str, catalogue: Catalogue) -> OrgUnit:
    """The org unit of a code."""
    return next(unit for unit in catalogue.org_units if unit.code == code)


if __name__ == "__main__":
    main()
