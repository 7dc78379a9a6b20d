"""The answer as one HTML page: per file a verdict, its problems with cells, what to do."""

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.domain.noun import Language
from pipeline.domain.status import Verdict
from pipeline.reports.answer.reports_read import lines_read
from pipeline.reports.html_page import html_page
from pipeline.reports.markup import Markup, cell, content, el, table
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import SEVERITIES, VERDICTS

if TYPE_CHECKING:
    from pipeline.reports.answer.folder import FileAnswer, Said
    from pipeline.reports.answer.not_made import NotMade


def answer_page(answers: "Sequence[FileAnswer]", language: Language) -> str:
    """Return the page; it needs nothing beside it but the workbooks it links to."""
    title = phrase("answer.page_title", language)
    body = el(
        "body",
        el("h1", title),
        el("p", overview(answers, language)),
        *(file_section(answer, language) for answer in answers),
    )
    style = files("pipeline.reports.answer").joinpath("page.css").read_text(encoding="utf-8")
    return html_page(title, body, style, language)


def overview(answers: "Sequence[FileAnswer]", language: Language) -> str:
    """How many files, by verdict."""
    counts = phrase("join.list", language).join(
        f"{mark.word.in_language(language)} {count}"
        for verdict, mark in VERDICTS.items()
        if (count := sum(answer.verdict == str(verdict) for answer in answers))
    )
    return phrase("answer.files", language, total=len(answers), counts=counts)


def file_section(answer: "FileAnswer", language: Language) -> Markup:
    """One file."""
    mark = VERDICTS[Verdict(answer.verdict)]
    verdict = el("span", f"{mark.glyph} {mark.word.in_language(language)}",
                 class_=f"verdict {mark.css_class}")  # fmt: skip
    link = None
    if answer.returned:
        words = phrase("answer.open", language)
        link = el("p", el("a", words, href=quote(answer.returned)))
    read = [el("p", line) for line in lines_read(answer.reports, language)]
    listed = problem_table(answer.findings, language) if answer.findings else None
    idle = not_run_table(answer.rules_not_run, language) if answer.rules_not_run else None
    return el("section", el("h2", answer.file, " ", verdict), *read, link, listed, idle)


def problem_table(findings: "Sequence[Said]", language: Language) -> Markup:
    """The problems of one file."""
    names = ("severity", "sheet_name", "cell", "got", "what", "do")
    heads = [(phrase(f"answer.{name}", language), "") for name in names]
    rows = [
        el(
            "tr",
            cell(severity_word(said.severity, language), style=f"severity-{said.severity}"),
            cell(said.sheet or ""), cell(said.cell or ""), cell(said.got or ""),
            cell(said.what), cell(said.do),
        )
        for said in findings
    ]  # fmt: skip
    return table(heads, rows, "problems", phrase("answer.title", language))


def not_run_table(missed: "Sequence[NotMade]", language: Language) -> Markup:
    """The rules that did not run, folded away: nobody has to do anything about most of them."""
    title = f"{phrase('answer.not_run', language)} {len(missed)}"
    heads = [(phrase(f"answer.not_run_{name}", language), "") for name in ("form", "rule", "why")]
    rows = [el("tr", cell(one.form), cell(one.what), cell(one.why)) for one in missed]
    listed = table(heads, rows, "not-run", phrase("answer.not_run", language))
    return el("details", el("summary", title), listed)


def severity_word(severity: str, language: Language) -> Markup:
    """The severity's glyph and word."""
    mark = next(mark for key, mark in SEVERITIES.items() if key == severity)
    return content([f"{mark.glyph} {mark.word.in_language(language)}"])
