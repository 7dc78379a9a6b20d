"""What a rule that did not run would have asked, and why it did not: words from the definitions."""

from collections.abc import Mapping, Sequence

from pipeline.domain.form import Form, Section
from pipeline.domain.noun import Bilingual, Language
from pipeline.templates.instructions import rule_text
from pipeline.wording.phrases import phrase

BOTH: tuple[Language, Language] = ("zh", "en")


def section_behind(forms: Mapping[str, Form], form: str, table: str) -> Section | None:
    """Return the section of a fact table; None where the definitions know it no more."""
    known = forms.get(form)
    if known is None:
        return None
    return next((s for name, s in known.sections.items() if known.table(name) == table), None)


def rule_words(section: Section | None, rule: str) -> Bilingual:
    """Return what a rule of a form asks; its id where the form has no such rule (any more)."""
    found = next((r for r in section.rules if r.id == rule), None) if section else None
    if section is None or found is None:
        return Bilingual(zh=rule, en=rule)
    return Bilingual(zh=rule_text(found, section, "zh"), en=rule_text(found, section, "en"))


def why_words(section: Section | None, reason: str, fields: Sequence[str]) -> Bilingual:
    """Return why a rule did not run, with the labels of the fields that are not there."""
    said = {}
    for language in BOTH:
        labels = [
            section.fields[name].label.in_language(language)
            if section and name in section.fields
            else name
            for name in fields
        ]
        listed = phrase("join.list", language).join(labels)
        said[language] = phrase(f"not_run.{reason.replace('-', '_')}", language, fields=listed)
    return Bilingual(zh=said["zh"], en=said["en"])
