"""``indicators.<language>.md``: every indicator, theme by theme, with its worked example."""

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator
from pipeline.domain.noun import Language
from pipeline.reference.facts_page import with_links
from pipeline.reference.markdown import code, heading, page, table, text
from pipeline.reference.measures_text import example_blocks, measures
from pipeline.reference.said import joined, opening, said
from pipeline.wording.dates import full_date


def indicators_page(catalogue: Catalogue, language: Language) -> str:
    """Return the page."""
    blocks = opening(said("indicators.title", language), "indicators", language)
    blocks.append(said("indicators.intro", language, count=len(catalogue.indicators)))
    themes = {
        theme: [i for i in catalogue.indicators.values() if i.theme == theme]
        for theme in catalogue.product.themes
    }
    blocks += [contents(theme, own, catalogue, language) for theme, own in themes.items() if own]
    for theme, own in themes.items():
        if own:
            blocks.append(heading(2, text(theme_name(theme, catalogue, language)), theme))
        for indicator in own:
            blocks += indicator_blocks(indicator, catalogue, language)
    return page(blocks)


def theme_name(theme: str, catalogue: Catalogue, language: Language) -> str:
    """Return what a theme is called."""
    return catalogue.product.themes[theme].in_language(language)


def contents(theme: str, own: list[Indicator], catalogue: Catalogue, language: Language) -> str:
    """Return one paragraph of the table of contents."""
    links = [f"[{text(i.name.in_language(language))}](#{i.id})" for i in own]
    name = text(theme_name(theme, catalogue, language))
    return f"**[{name}](#{theme})** " + joined(links, language)


def indicator_blocks(indicator: Indicator, catalogue: Catalogue, language: Language) -> list[str]:
    """Return everything about one indicator."""
    core = f" · {said('indicators.core', language)}" if indicator.core else ""
    title = f"{text(indicator.name.in_language(language))} {code(indicator.id)}{core}"
    rows = (
        [said(key, language) if "." in key else key, value]
        for key, value in about(indicator, catalogue, language)
        if value
    )
    return [
        heading(3, title, indicator.id),
        text(indicator.definition.in_language(language)),
        table(["", ""], rows),
        *example_blocks(indicator, catalogue, language),
    ]


def about(indicator: Indicator, catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """Return the facts of an indicator, as key and Markdown."""
    product = catalogue.product
    unit = product.units[indicator.unit].label.in_language(language)
    family = product.families[indicator.family] if indicator.family else None
    file = catalogue.file_of("indicator", indicator.id)
    facts: list[tuple[str, str]] = [
        ("indicator.numerator", numerator(indicator, catalogue, language)),
        ("indicator.denominator", denominator(indicator, catalogue, language)),
        ("indicator.family", text(family.in_language(language)) if family else ""),
        *other_families(indicator, catalogue, language),
        *former_definitions(indicator, catalogue, language),
        ("indicator.unit", said("indicator.unit_text", language, unit=text(unit),
                                decimals=indicator.decimals)),
        ("indicator.direction", said(f"direction.{indicator.direction}", language)),
        ("indicator.nature", said(f"nature.{indicator.nature}", language)),
        ("indicator.breakdowns", breakdowns(indicator, catalogue, language)),
        ("indicator.segments", joined([code(key) for key in indicator.segments], language)),
        ("indicator.facts", cited(indicator, catalogue, language)),
        ("indicator.note", noted(indicator, catalogue, language)),
        ("indicator.file", f"[{file}](../../config/{file})"),
    ]  # fmt: skip
    return facts


def cited(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Return the facts it rests on."""
    return with_links(joined(indicator.source.facts, language), catalogue, language)


def noted(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Return what is remarked on the sources."""
    note = indicator.source.note
    return with_links(text(note.in_language(language)), catalogue, language) if note else ""


def numerator(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Return the numerator: its name, then its measures."""
    name = text(indicator.numerator_label.in_language(language))
    scale = f" × {indicator.scale}" if indicator.scale != 1 else ""
    return f"{name}{scale}<br>{measures(indicator.numerator, catalogue, language)}"


def denominator(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Return the denominator, if there is one."""
    if not indicator.denominator or indicator.denominator_label is None:
        return ""
    name = text(indicator.denominator_label.in_language(language))
    return f"{name}<br>{measures(indicator.denominator, catalogue, language)}"


def other_families(
    indicator: Indicator, catalogue: Catalogue, language: Language
) -> list[tuple[str, str]]:
    """Return the same indicator over other denominators."""
    found = []
    for name, family in indicator.other_families.items():
        label = text(catalogue.product.families[name].in_language(language))
        top = measures(family.numerator or indicator.numerator, catalogue, language)
        below = measures(family.denominator, catalogue, language)
        found.append((said("indicator.other_family", language, name=label), f"{top}<br>÷ {below}"))
    return found


def former_definitions(
    indicator: Indicator, catalogue: Catalogue, language: Language
) -> list[tuple[str, str]]:
    """Return how it was defined before, and why that changed."""
    found = []
    for former, edition in zip(indicator.former, indicator.editions, strict=False):
        label = said("indicator.former", language, until=full_date(former.until, language))
        top = measures(edition.indicator.numerator, catalogue, language)
        below = measures(edition.indicator.denominator, catalogue, language)
        why = text(former.why.in_language(language))
        found.append((label, "<br>".join([top, *([f"÷ {below}"] if below else []), why])))
    return found


def breakdowns(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Return the fields by which the value is also kept."""
    measure = indicator.numerator[0]
    fields = catalogue.section(measure.form, measure.section).fields
    labels = []
    for name in indicator.breakdowns:
        if name.startswith("unit."):
            attribute = name.removeprefix("unit.")
            labels.append(said("indicator.attribute", language, name=code(attribute)))
        else:
            labels.append(text(fields[name].label.in_language(language)))
    return joined(labels, language)
