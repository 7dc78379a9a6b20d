"""The report as one HTML file: no script, nothing fetched, A4."""

from collections.abc import Callable
from importlib.resources import files

from pipeline.reports import (
    definition_sections,
    score_sections,
    sentences,
    target_sections,
    unit_sections,
)
from pipeline.reports.charts.heading import publication
from pipeline.reports.charts.trends import trends_key
from pipeline.reports.html_page import html_page
from pipeline.reports.letter import Letter, end_lines, letter, printing_day, to_line
from pipeline.reports.markup import Markup, content, el
from pipeline.reports.pack import Pack
from pipeline.reports.unit_links import way_up
from pipeline.reports.words import Words

Section = Callable[[Pack, Words], Markup]
NUMERALS = "一二三四五六七八九十"


def document(pack: Pack, words: Words) -> str:
    """The whole file."""
    body = el("body", body_of(pack, words))
    return html_page(heading(pack, words), body, page_style(pack, words), words.language)


def body_of(pack: Pack, words: Words) -> Markup:
    """All that is read."""
    frame = framed(pack, words)
    return content((
        way_up(pack, words),
        banner(pack, words),
        el("header", el("p", frame.number, class_="number") if frame.number else None,
           el("h1", frame.title), el("p", publication(pack, words), class_="note")),
        addressees(frame, words),
        el("section", el("h2", words.say("report.conclusion")),
           el("p", sentences.conclusion(pack, words), class_="lead"), class_="conclusion"),
        el("main", sections(pack, words)),
        annex(pack, words),
        imprint(frame, words),
        el("footer", el("p", publication(pack, words), class_="note"), banner(pack, words)),
    ))  # fmt: skip


def page_style(pack: Pack, words: Words) -> str:
    """How it looks, on the screen and on paper."""
    style = files("pipeline.reports").joinpath("document.css").read_text(encoding="utf-8")
    return style + page_foot(pack, words)


def page_foot(pack: Pack, words: Words) -> str:
    """What stands under every printed page: that the figures are generated, and its number."""
    number = words.say("report.page_of")
    for code, counter in (("&P", "page"), ("&N", "pages")):
        number = number.replace(code, f'" counter({counter}) "')
    sides = {"left": generated(pack, words), "right": number}
    boxes = " ".join(f'@bottom-{side} {{ content: "{said}" }}' for side, said in sides.items())
    return f"@page {{ {boxes} }}\n"


def foot(pack: Pack, words: Words) -> str:
    """The same for files that number their pages themselves, by ``&P`` and ``&N``."""
    return "　".join(filter(None, (generated(pack, words), words.say("report.page_of"))))


def generated(pack: Pack, words: Words) -> str:
    """That the figures are generated, where they are."""
    return words.say("page.generated") if pack.generated else ""


def heading(pack: Pack, words: Words) -> str:
    """The report's title."""
    return framed(pack, words).title


def framed(pack: Pack, words: Words) -> Letter:
    """Number, title, addressees, issuer, copies and printing line."""
    return letter(pack.letterhead, pack.issue, pack.overview, words)


def addressees(frame: Letter, words: Words) -> Markup | None:
    """To whom it is addressed, over the text."""
    if not frame.to or frame.to_at_the_end:
        return None
    return el("p", to_line(frame, words), class_="to")


def imprint(frame: Letter, words: Words) -> Markup | None:
    """版记: copies, and who had it printed when."""
    lines = [el("p", line, class_="copies") for line in end_lines(frame, words)]
    if frame.printed is not None:
        lines.append(el("p", el("span", frame.printed_by), " ",
                        el("span", printing_day(frame, words)), class_="printing"))  # fmt: skip
    return el("section", lines, class_="imprint") if lines else None


def banner(pack: Pack, words: Words) -> Markup | None:
    """That the figures are generated, where they are."""
    if not pack.generated:
        return None
    return el("p", el("b", generated(pack, words)), " ", words.say("page.generated_note"),
              class_="banner")  # fmt: skip


def sections(pack: Pack, words: Words) -> Markup:
    """The numbered sections that have something to say."""
    answer = pack.overview
    chosen: list[tuple[str, Section, bool]] = [
        ("report.targets" if answer.targets else "report.headline",
         target_sections.target_table, True),
        ("report.late_targets", target_sections.late_list, bool(answer.targets)),
        (trends_key(pack), target_sections.trend_section, bool(pack.trends)),
        ("report.below", unit_sections.below_section, bool(answer.children)),
        ("report.scores", score_sections.score_section, pack.scores is not None),
        ("report.received", unit_sections.received_section, True),
        ("report.completeness", definition_sections.completeness_section, True),
        ("report.issue", definition_sections.issue_section, True),
    ]  # fmt: skip
    shown = [(key, section) for key, section, wanted in chosen if wanted]
    return content(
        [
            el("section", el("h2", numbered(index, key, words)), section(pack, words),
               class_=key.removeprefix("report.").removesuffix("_without_plan").replace("_", "-"))
            for index, (key, section) in enumerate(shown)
        ]
    )  # fmt: skip


def annex(pack: Pack, words: Words) -> Markup | None:
    """The definitions, behind the issuer's name."""
    if not pack.pages:
        return None
    title = definition_sections.annex_title(words)
    return el("section", el("h2", title), definition_sections.definitions_section(pack, words),
              class_="definitions annex")  # fmt: skip


def numbered(index: int, key: str, words: Words) -> str:
    """一、目标完成情况; 1. Targets."""
    number = NUMERALS[index] if words.is_chinese else str(index + 1)
    return words.say("report.ordinal", number=number, title=words.say(key))
