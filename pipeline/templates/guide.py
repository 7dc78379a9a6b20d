"""The sheet 填报说明: every field's definition and every rule, printed from the definitions."""

from xlsxwriter.workbook import Workbook

from pipeline.domain.noun import Language
from pipeline.templates.canvas import A4, FOOTER, MARGINS
from pipeline.templates.instructions import rule_text
from pipeline.templates.lines import small_height
from pipeline.templates.plan import SectionPlan
from pipeline.templates.styles import PROTECTION, Styles
from pipeline.wording.phrases import phrase

WIDTHS = (22, 100)


def write_guide(
    book: Workbook, styles: Styles, plans: list[tuple[str, SectionPlan]], language: Language
) -> None:
    """Write the sheet; ``plans`` has the sheet name of each section."""
    sheet = book.add_worksheet(phrase("sheet.guide", language))
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.merge_range(0, 0, 0, 1, phrase("sheet.guide_title", language), styles["title"])
    row = 1
    for name, plan in plans:
        for line in _lines(name, plan, language):
            sheet.set_row(row, max(small_height(*told) for told in zip(line, WIDTHS, strict=True)))
            for at, text in enumerate(line):
                sheet.write_string(row, at, text, styles["small"])
            row += 1
    sheet.freeze_panes(1, 0)
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(FOOTER)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)


def _lines(name: str, plan: SectionPlan, language: Language) -> list[tuple[str, str]]:
    """Return purpose, fields and rules of one section.

    A label never stands alone in a cell here: the sheet must not look like a filled card.
    """
    fields = [(column.label, column.explanation) for column in plan.columns]
    check = phrase("sheet.guide_rule", language)
    gap = "" if language == "zh" else " "
    rules = [
        (
            f"{check} {rule.id}",
            rule_text(rule, plan.section, language) + gap + rule.advice.in_language(language),
        )
        for rule in plan.section.rules
    ]
    pairs = [
        (plan.form.title.in_language(language), plan.form.purpose.in_language(language)),
        *fields,
        *rules,
    ]
    return [
        (name, phrase("sheet.guide_line", language, subject=subject, text=text))
        for subject, text in pairs
    ]
