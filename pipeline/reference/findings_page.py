"""``findings.<language>.md``: every slug, what it says, what to do and why it matters."""

from pipeline.domain.noun import Language
from pipeline.reference.forms_page import pairs
from pipeline.reference.markdown import bullets, code, heading, page, text
from pipeline.reference.said import opening, said
from pipeline.wording.catalogue import Entry
from pipeline.wording.catalogue import catalogue as entries
from pipeline.wording.messages import in_number
from pipeline.wording.statuses import severity_word

FIRST = ("intake", "checks", "sets", "warehouse", "confirming", "definitions")
"""Areas in the order in which a file meets them."""


def findings_page(language: Language) -> str:
    """Return the page."""
    known = entries()
    blocks = opening(said("findings.title", language), "findings", language)
    blocks.append(said("findings.intro", language, count=len(known)))
    weights = ("error", "explain", "warning")
    blocks.append(bullets(said(f"findings.{weight}", language) for weight in weights))
    areas = dict.fromkeys([*FIRST, *(entry.area for entry in known.values())])
    for area in areas:
        blocks.append(heading(2, said(f"area.{area}", language), f"area-{area}"))
        for entry in known.values():
            if entry.area == area:
                blocks += entry_blocks(entry, language)
    return page(blocks)


def entry_blocks(entry: Entry, language: Language) -> list[str]:
    """Return one slug."""
    about = {
        "finding.why": text(entry.lay.in_language(language)),
        "finding.what": text(in_number(entry.what.in_language(language), {})),
        "finding.do": text(in_number(entry.do.in_language(language), {})),
    }
    title = f"{code(entry.slug)} · {severity_word(entry.severity, language)}"
    return [heading(3, title, entry.slug), pairs(about, language)]
