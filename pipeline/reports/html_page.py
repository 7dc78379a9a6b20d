"""A whole page of HTML that needs nothing beside it."""

from pipeline.domain.noun import Language
from pipeline.reports.markup import Markup, el
from pipeline.reports.webfont import font_face


def html_page(title: str, body: Markup, style: str, language: Language) -> str:
    """The page around a body, with its style and the glyphs it uses inside."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        Markup(f"<style>{font_face(body + title + style)}{style}</style>"),
    )
    page = el("html", head, body, lang="zh-CN" if language == "zh" else "en")
    return f"<!doctype html>\n{page}\n"
