"""The sheet 问题清单: every problem with a link to its cell, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain.answer_sheet import EXPLANATION, FINDING, KEPT, MARKER
from pipeline.domain.finding import Finding
from pipeline.domain.noun import Language
from pipeline.domain.sheet_limits import MOST_LINKS, TALLEST_ROW, cut
from pipeline.domain.text_width import display_width
from pipeline.reports.answer.style_part import StyleSheet
from pipeline.reports.answer.xml_places import attribute_text, element_text, in_ascii
from pipeline.wording.messages import render
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import SEVERITIES

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADS = ("number", "severity", "sheet_name", "cell", "got", "what", "do", "explanation")
WIDTHS = (6, 11, 20, 9, 18, 46, 46, 30)
FIRST_ROW = 4
FONT = '<font><sz val="{size}"/>{look}<name val="宋体"/><charset val="134"/></font>'
THIN = '<{side} style="thin"><color rgb="FFB8BDC2"/></{side}>'
FRAME = "<border>{}<diagonal/></border>".format(
    "".join(THIN.format(side=side) for side in ("left", "right", "top", "bottom"))
)
NO_FRAME = "<border><left/><right/><top/><bottom/><diagonal/></border>"
WRAPPED = '<alignment vertical="top" wrapText="1"/>'
CENTRED = '<alignment horizontal="center" vertical="top" wrapText="1"/>'


@dataclass(frozen=True)
class Problem:
    """One finding as the sheet lists it; ``place`` is where it is marked, if it is."""

    number: int
    finding: Finding
    place: tuple[str, str] | None
    """sheet and cell"""
    identity: str = ""
    """Tells which finding is explained, when this sheet comes back."""

    def comment(self, language: Language) -> str:
        """Return the text shown at the cell."""
        said = render(self.finding, language)
        word = SEVERITIES[self.finding.severity].word.in_language(language)
        return phrase("answer.comment", language, number=self.number, severity=word,
                      what=said.what, do=said.do)  # fmt: skip


@dataclass(frozen=True)
class Looks:
    """Style numbers of the sheet."""

    title: int
    plain: int
    head: int
    text: int
    centre: int
    link: int
    to_fill: int

    @classmethod
    def added_to(cls, styles: StyleSheet) -> "Looks":
        """Add the looks to a style sheet."""
        normal = FONT.format(size=11, look="")
        bold = FONT.format(size=11, look="<b/>").replace('<sz val="11"/><b/>', '<b/><sz val="11"/>')
        title = '<font><b/><sz val="16"/><name val="黑体"/><charset val="134"/></font>'
        link = (
            '<font><u/><sz val="11"/><color rgb="FF1B4F8F"/><name val="宋体"/>'
            '<charset val="134"/></font>'
        )
        text = styles.add_look(normal, FRAME, WRAPPED)
        return cls(
            title=styles.add_look(title, NO_FRAME, '<alignment vertical="center"/>'),
            plain=styles.add_look(normal, NO_FRAME, WRAPPED),
            head=styles.add_look(bold, FRAME, CENTRED),
            text=text,
            centre=styles.add_look(normal, FRAME, CENTRED),
            link=styles.add_look(link, FRAME, CENTRED),
            to_fill=styles.marked(text, "explain"),
        )


def problem_sheet(
    problems: Sequence[Problem], fills: dict[tuple[str, str], str], looks: Looks, language: Language
) -> bytes:
    """Return the worksheet; ``fills`` has the fill each marked cell had before."""
    last = FIRST_ROW + len(problems) - 1
    rows = [
        row(1, 30, text_cell(1, 1, phrase("answer.title", language), looks.title)
            + text_cell(1, KEPT, MARKER, looks.plain)),
        row(2, 54, text_cell(2, 1, summary(problems, language), looks.plain)),
        row(3, 22, "".join(
            text_cell(3, n, phrase(f"answer.{head}", language), looks.head)
            for n, head in enumerate(HEADS, start=1)
        )),
    ]  # fmt: skip
    links: list[str] = []
    told: set[tuple[str, str]] = set()
    for number, problem in enumerate(problems, start=FIRST_ROW):
        kept = ""
        if problem.place and problem.place not in told:
            told.add(problem.place)
            kept = fills.get(problem.place, "")
        rows.append(problem_row(number, problem, kept, looks, language))
        if problem.place and len(links) < MOST_LINKS:
            sheet, cell = problem.place
            target = attribute_text("'{}'!{}".format(sheet.replace("'", "''"), cell))
            links.append(
                f'<hyperlink ref="D{number}" location="{target}" display="{attribute_text(cell)}"/>'
            )
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(WIDTHS, start=1)
    )
    hidden = f'<col min="{KEPT}" max="{FINDING}" width="2" hidden="1" customWidth="1"/>'
    return in_ascii(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:J{max(last, 3)}"/><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}{hidden}</cols><sheetData>{''.join(rows)}</sheetData>"
        '<mergeCells count="1"><mergeCell ref="A2:H2"/></mergeCells>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def problem_row(number: int, problem: Problem, kept: str, looks: Looks, language: Language) -> str:
    """One line of the sheet."""
    finding = problem.finding
    said = render(finding, language)
    mark = SEVERITIES[finding.severity]
    cells = [
        f'<c r="A{number}" s="{looks.centre}"><v>{problem.number}</v></c>',
        text_cell(number, 2, f"{mark.glyph} {mark.word.in_language(language)}", looks.centre),
        text_cell(number, 3, finding.place.sheet or "", looks.text),
        text_cell(number, 4, finding.place.cell or "", looks.link if problem.place else looks.text),
        text_cell(number, 5, finding.got or "", looks.text),
        text_cell(number, 6, said.what, looks.text),
        text_cell(number, 7, said.do, looks.text),
    ]
    asked = finding.severity == "explain"
    cells.append(text_cell(number, EXPLANATION, "", looks.to_fill if asked else looks.text))
    if kept:
        cells.append(text_cell(number, KEPT, kept, looks.plain))
    if asked:
        cells.append(text_cell(number, FINDING, problem.identity, looks.plain))
    longest = max(lines(said.what, WIDTHS[5]), lines(said.do, WIDTHS[6]))
    return row(number, 16 * longest + 4, "".join(cells))


def summary(problems: Sequence[Problem], language: Language) -> str:
    """How many of which severity, and what to do with the workbook."""
    comma = phrase("join.list", language)
    counts = comma.join(
        f"{mark.word.in_language(language)} {count}"
        for severity, mark in SEVERITIES.items()
        if (count := sum(p.finding.severity == severity for p in problems))
    )
    said = phrase("answer.summary", language, total=len(problems), counts=counts)
    if any(p.finding.severity == "explain" for p in problems):
        said += phrase("answer.to_explain", language)
    return said


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese character is two wide."""
    return 1 + display_width(text) // width


def row(number: int, height: int, cells: str) -> str:
    """A row of a given height in points."""
    return f'<row r="{number}" ht="{min(height, TALLEST_ROW)}" customHeight="1">{cells}</row>'


def text_cell(row_number: int, column: int, text: str, look: int) -> str:
    """A text; it is stored as text and never as a formula, whatever it begins with."""
    where = f"{chr(64 + column)}{row_number}"
    if not text:
        return f'<c r="{where}" s="{look}"/>'
    return (
        f'<c r="{where}" s="{look}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{element_text(cut(text))}</t></is></c>'
    )
