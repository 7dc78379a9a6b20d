"""The workbook part: which sheet is which part, and one more sheet."""

from pipeline.domain.sheet_limits import sheet_name
from pipeline.reports.answer.package import OddPackage, Package, relation_namespace
from pipeline.reports.answer.xml_places import (
    Splices,
    Tag,
    attribute_text,
    elements,
    in_ascii,
    root_of,
)

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def sheet_parts(package: Package, book: str) -> dict[str, str]:
    """Return the worksheet part of each sheet by its name, in the order of the tabs."""
    related = package.relations(book)
    found = {}
    for tag in sheet_tags(package.read(book)):
        relation = next((v for k, v in tag.attributes.items() if k.endswith(":id")), "")
        kind, part = related.get(relation, ("", ""))
        if kind == "worksheet" and package.has(part):
            found[tag.attributes.get("name", "")] = part
    return found


def sheet_tags(xml: bytes) -> list[Tag]:
    """Return the entries of the tabs."""
    return [tag for depth, tag in elements(xml, 2) if depth == 2 and tag.name == "sheet"]


def add_sheet(package: Package, book: str, wanted: str, content: bytes) -> None:
    """Add a sheet behind the others, under the wanted name or one like it."""
    xml = package.read(book)
    listed = next((tag for _, tag in elements(xml, 1) if tag.name == "sheets"), None)
    if listed is None:
        raise OddPackage("no sheets")
    tags = sheet_tags(xml)
    part = package.free_name("xl/worksheets/sheet_unionkpi{}.xml")
    package.add(part, content)
    package.declare(part, SHEET_TYPE)
    relation = package.relate(book, "worksheet", part)
    number = 1 + max((int(t.attributes.get("sheetId", 0)) for t in tags), default=0)
    taken = {tag.attributes.get("name", "").casefold() for tag in tags}
    namespace = relation_namespace(root_of(xml))
    splices = Splices(xml)
    name = attribute_text(sheet_name(wanted, taken))
    entry = (
        f'<{listed.prefix}sheet name="{name}" sheetId="{number}" '
        f'xmlns:rel="{namespace}" rel:id="{relation}"/>'
    )
    splices.append_inside(listed, in_ascii(entry))
    package.write(book, splices.result())
