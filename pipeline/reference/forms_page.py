"""``forms.<language>.md``: every form, section, field and rule."""

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field, Form, Rule, Section
from pipeline.domain.noun import Language
from pipeline.reference.markdown import bullets, code, heading, page, table, text
from pipeline.reference.said import joined, opening, said
from pipeline.templates.instructions import bounds_text, rule_text
from pipeline.wording.statuses import severity_word


def forms_page(catalogue: Catalogue, language: Language) -> str:
    """Return the page."""
    blocks = opening(said("forms.title", language), "forms", language)
    blocks.append(said("forms.intro", language))
    forms = sorted(catalogue.forms.values(), key=lambda form: form.number)
    blocks.append(bullets(contents(form, language) for form in forms))
    for form in forms:
        blocks += form_blocks(form, catalogue, language)
    return page(blocks)


def contents(form: Form, language: Language) -> str:
    """Return one line of the table of contents."""
    return f"[{form.number} {form.title.in_language(language)}](#{form.id}) {code(form.id)}"


def form_blocks(form: Form, catalogue: Catalogue, language: Language) -> list[str]:
    """Return what is said about one form."""
    file = catalogue.file_of("form", form.id)
    about = {
        "forms.version": text(form.version),
        "forms.former": text(joined(form.former_versions, language)),
        "forms.issuer": text(form.issuer.in_language(language)),
        "forms.due": said("forms.due_days", language, days=form.due_days),
        "forms.aliases": text(joined(form.aliases, language)),
        "forms.file": f"[{file}](../../config/{file})",
    }
    blocks = [
        heading(2, f"{form.number} {text(form.title.in_language(language))}", form.id),
        text(form.purpose.in_language(language)),
        pairs(about, language),
    ]
    for name, section in form.sections.items():
        blocks += section_blocks(form, name, section, catalogue, language)
    return blocks


def pairs(about: dict[str, str], language: Language) -> str:
    """Return a list of named facts; empty ones are left out."""
    colon = said("colon", language)
    return bullets(f"{said(key, language)}{colon}{value}" for key, value in about.items() if value)


def section_blocks(
    form: Form, name: str, section: Section, catalogue: Catalogue, language: Language
) -> list[str]:
    """Return what is said about one section: its facts, fields and rules."""
    kind = (
        "kind.periodic_key"
        if section.kind == "periodic" and section.key
        else f"kind.{section.kind}"
    )
    about = {
        "forms.table": code(form.table(name)),
        "forms.kind": said(kind, language),
        "forms.layout": said(f"layout.{section.layout}", language),
        "forms.key": joined([code(key) for key in section.key], language),
        "forms.aliases": text(joined(section.aliases, language)),
        "forms.groups": joined(groups(section, language), language),
    }
    columns = ("field", "label", "type", "unit", "required", "permitted", "definition", "aliases")
    heads = [said(f"head.{column}", language) for column in columns]
    fields = (field_row(key, field, catalogue, language) for key, field in section.fields.items())
    blocks = [
        heading(3, text(section.title.in_language(language)), f"{form.id}.{name}"),
        pairs(about, language),
        table(heads, fields),
    ]
    if section.rules:
        heads = [
            said(f"head.{column}", language) for column in ("rule", "asks", "weight", "advice")
        ]
        blocks.append(table(heads, (rule_row(rule, section, language) for rule in section.rules)))
    return blocks


def groups(section: Section, language: Language) -> list[str]:
    """Return each group with its members as they are headed."""
    found = []
    for name, title in section.groups.items():
        heads = [
            text((field.head or field.label).in_language(language))
            for field in section.fields.values()
            if field.group == name
        ]
        words = {"name": text(title.in_language(language)), "fields": joined(heads, language)}
        found.append(said("forms.group", language, **words))
    return found


def field_row(key: str, field: Field, catalogue: Catalogue, language: Language) -> list[str]:
    """Return one field as a row."""
    unit = catalogue.product.units[field.unit].label.in_language(language) if field.unit else ""
    kind = said(f"type.{field.type}", language)
    return [
        code(key),
        text(field.label.in_language(language)),
        kind + (said("personal", language) if field.personal else ""),
        text(unit),
        said("yes", language) if field.required else "",
        permitted(field, catalogue, language),
        text(field.definition.in_language(language) if field.definition else ""),
        text(joined(field.aliases, language)),
    ]


def permitted(field: Field, catalogue: Catalogue, language: Language) -> str:
    """Return the choices with their stored codes, or the bounds."""
    if field.choices:
        words = [
            f"{code(stored)} {text(choice.zh if language == 'zh' else choice.en)}"
            for stored, choice in field.choices.items()
        ]
        return joined(words, language)
    return text(bounds_text(field, catalogue.product, language))


def rule_row(rule: Rule, section: Section, language: Language) -> list[str]:
    """Return one rule as a row."""
    return [
        code(rule.id),
        text(rule_text(rule, section, language)),
        severity_word(rule.severity, language),
        text(rule.advice.in_language(language)),
    ]
