"""``marked``: the sender's workbook with its problems shown, and nothing else changed."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from python_calamine import CalamineWorkbook

from pipeline.domain.answer_sheet import KEPT, MARKER
from pipeline.domain.explanation import Identity
from pipeline.domain.finding import Finding
from pipeline.domain.form import Severity
from pipeline.domain.noun import Language
from pipeline.intake.said_once import at_each_place
from pipeline.reports.answer.comment_part import (
    EMPTY,
    EMPTY_BOXES,
    add_boxes,
    add_comments,
    without_boxes,
    without_ours,
)
from pipeline.reports.answer.package import OddPackage, Package
from pipeline.reports.answer.problem_sheet import Looks, Problem, problem_sheet
from pipeline.reports.answer.sheet_part import (
    Cell,
    address,
    anchors,
    legacy_drawing,
    parse_address,
    restyled,
    styles_in_use,
    with_comments,
)
from pipeline.reports.answer.style_part import MINIMAL, NO_FILL, StyleSheet
from pipeline.reports.answer.workbook_part import add_sheet, sheet_parts
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import SEVERITIES

ORDER: tuple[Severity, ...] = tuple(SEVERITIES)
TYPE = "application/vnd.openxmlformats-officedocument"
COMMENTS_TYPE = f"{TYPE}.spreadsheetml.comments+xml"
BOXES_TYPE = f"{TYPE}.vmlDrawing"
STYLES_TYPE = f"{TYPE}.spreadsheetml.styles+xml"
PREFIXES = re.compile(r"<(/?)\w+:")
Fills = dict[tuple[str, str], str]


def marked(
    content: bytes, findings: Sequence[Finding], language: Language, sha256: str = ""
) -> bytes:
    """Return the workbook with wrong cells filled and commented and a sheet of problems.

    ``sha256`` is of the file that was sent: what is explained on the sheet holds for it as well.

    Marks of an earlier answer are taken back first. Raises OddPackage, OddXml or KeyError for
    a file that is not built as Office files are.
    """
    package = Package(content)
    book = package.main_part()
    sheets = sheet_parts(package, book)
    styles_name = styles_of(package, book)
    styles = StyleSheet(package.read(styles_name))
    earlier = earlier_list(content, sheets)
    if earlier is not None:
        take_back(package, sheets, styles, earlier[1])
        sheets = {name: part for name, part in sheets.items() if name != earlier[0]}
    problems = numbered(findings, sheets, sha256)
    fills: Fills = {}
    for name, part in sheets.items():
        own = [p for p in problems if p.place and p.place[0] == name]
        if own:
            fills |= mark_sheet(package, name, part, own, styles, language)
    looks = Looks.added_to(styles)
    sheet = problem_sheet(problems, fills, looks, language)
    package.write(styles_name, styles.result())
    if earlier is not None:
        package.add(sheet_parts(package, book)[earlier[0]], sheet)
    else:
        add_sheet(package, book, phrase("answer.sheet", language), sheet)
    return package.save()


def numbered(findings: Sequence[Finding], sheets: dict[str, str], sha256: str) -> list[Problem]:
    """Return the findings as problems: worst first, then as they were found.

    What was told once of several sheets has a line and a mark on each: each is to be corrected.
    """
    spread = [one for finding in findings for one in at_each_place(finding)]
    ranked = sorted(spread, key=lambda finding: ORDER.index(finding.severity))
    problems = []
    for number, finding in enumerate(ranked, start=1):
        sheet, cell = finding.place.sheet, finding.place.cell
        place = None
        if sheet in sheets and cell and parse_address(cell):
            place = (sheet, cell)
        written = Identity.of(finding).written(sha256)
        problems.append(Problem(number, finding, place, written))
    return problems


def mark_sheet(
    package: Package,
    name: str,
    part: str,
    problems: Sequence[Problem],
    styles: StyleSheet,
    language: Language,
) -> Fills:
    """Fill and comment the cells of one sheet; return the fills they had."""
    xml = package.read(part)
    cells = {p.number: parse_address(p.place[1]) for p in problems if p.place}
    shown = anchors(xml, (cell for cell in cells.values() if cell))
    worst: dict[Cell, Severity] = {}
    texts: dict[Cell, str] = {}
    for problem in problems:  # the worst come first
        cell = cells[problem.number]
        if cell is None:
            continue
        at = shown[cell]
        worst.setdefault(at, problem.finding.severity)
        text = problem.comment(language)
        texts[at] = f"{texts[at]}\n{text}" if at in texts else text
    xml, had = restyled(xml, worst, lambda cell, style: styles.marked(style, worst[cell]))
    package.write(part, xml)
    comment(package, part, texts)
    fills = {cell: plain_fill(styles.fill_of(style)) for cell, style in had.items()}
    return {(name, address(cell)): fills[shown[cell]] for cell in shown if shown[cell] in fills}


def comment(package: Package, part: str, texts: dict[Cell, str]) -> None:
    """Add comments to a sheet, with the parts they need."""
    comments = next(iter(package.related(part, "comments")), None)
    if comments is None:
        comments = package.free_name("xl/comments_unionkpi{}.xml")
        package.add(comments, EMPTY)
        package.relate(part, "comments", comments)
        package.declare(comments, COMMENTS_TYPE)
    xml, fresh = add_comments(package.read(comments), texts)
    package.write(comments, xml)
    boxed = {cell: texts[cell] for cell in fresh}
    relation = legacy_drawing(package.read(part))
    if relation is not None and relation in (related := package.relations(part)):
        drawing = related[relation][1]
    else:
        drawing = package.free_name("xl/drawings/vmlDrawing_unionkpi{}.vml")
        package.write(drawing, EMPTY_BOXES)
        package.declare_ending("vml", BOXES_TYPE)
        relation = package.relate(part, "vmlDrawing", drawing)
        package.write(part, with_comments(package.read(part), relation))
    package.write(drawing, add_boxes(package.read(drawing), boxed))


def styles_of(package: Package, book: str) -> str:
    """Return the part of the style sheet, added where a program left it out."""
    for part in package.related(book, "styles"):
        return part
    usual = "xl/styles.xml"
    part = package.free_name("xl/styles{}.xml") if package.has(usual) else usual
    package.add(part, MINIMAL)
    package.relate(book, "styles", part)
    package.declare(part, STYLES_TYPE)
    return part


def earlier_list(content: bytes, sheets: Iterable[str]) -> tuple[str, Fills] | None:
    """Return name and kept fills of the sheet of problems that an earlier answer left."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    titles = (phrase("answer.sheet", "zh"), phrase("answer.sheet", "en"))
    for name in sheets:
        if not name.startswith(titles):
            continue
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if rows and MARKER in rows[0]:
            kept = {
                (str(row[2]), str(row[3])): str(row[KEPT - 1])
                for row in rows
                if len(row) >= KEPT and str(row[KEPT - 1]).startswith("<fill")
            }
            return name, kept
    return None


def take_back(package: Package, sheets: dict[str, str], styles: StyleSheet, kept: Fills) -> None:
    """Remove fills and comments of an earlier answer."""
    for name, part in sheets.items():
        xml = package.read(part)
        cells = [cell for cell, _ in styles_in_use(xml, styles.is_marked)]
        shown = {anchor: cell for cell, anchor in anchors(xml, kept_cells(kept, name)).items()}
        if cells:
            fills = {c: kept.get((name, address(shown.get(c, c))), "") for c in cells}

            def look(cell: Cell, style: int, fills: dict[Cell, str] = fills) -> int:
                return styles.restored(style, styles.own(fills[cell] or NO_FILL.decode()))

            package.write(part, restyled(xml, cells, look)[0])
        for comments in package.related(part, "comments"):
            left, gone = without_ours(package.read(comments))
            package.write(comments, left)
            for drawing in package.related(part, "vmlDrawing"):
                package.write(drawing, without_boxes(package.read(drawing), gone))


def kept_cells(kept: Fills, sheet: str) -> list[Cell]:
    """Return the cells of a sheet that an earlier answer marked."""
    parsed = (parse_address(cell) for name, cell in kept if name == sheet)
    return [cell for cell in parsed if cell]


def plain_fill(xml: bytes) -> str:
    """Return a fill without prefixes, as text to be kept in a cell."""
    return PREFIXES.sub(r"<\1", xml.decode("utf-8", "replace"))


__all__ = ["OddPackage", "marked"]
