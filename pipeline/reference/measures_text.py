"""Measures and worked examples in the words of their forms."""

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Field, Section
from pipeline.domain.indicator import Example, Indicator, Measure
from pipeline.domain.noun import Language
from pipeline.queries.cards import measure_text
from pipeline.queries.nouns import Nouns
from pipeline.reference.markdown import table, text
from pipeline.reference.said import joined, said
from pipeline.wording.phrases import phrase


def nouns_of(catalogue: Catalogue) -> Nouns:
    """Return the catalogue as the questions know it: without units and periods."""
    forms = catalogue.measurable_forms
    return Nouns(
        catalogue.product,
        forms,
        catalogue.indicators,
        catalogue.plans,
        {},
        catalogue.files,
        {},
        {},
        catalogue.facts,
    )


def measures(given: tuple[Measure, ...], catalogue: Catalogue, language: Language) -> str:
    """Return measures, joined when several are added."""
    return "<br>+ ".join(text(in_words(one, catalogue, language)) for one in given)


def in_words(measure: Measure, catalogue: Catalogue, language: Language) -> str:
    """Return form › section › field · how · over time · which rows."""
    words = measure_text(nouns_of(catalogue), "", measure)
    names = [words.form, words.section] if words.section != words.form else [words.form]
    way = [name.in_language(language) for name in names]
    if words.field is not None:
        way.append(words.field.in_language(language))
    elif measure.expression is not None:
        way.append(expression(measure, catalogue, language))
    rows = said("rows_joined", language).join(c.in_language(language) for c in words.conditions)
    told = [
        " › ".join(way),
        phrase(f"card.{measure.aggregate}", language),
        phrase(f"card.over_{measure.over_time}", language),
        rows,
    ]
    return " · ".join(part for part in told if part)


def expression(measure: Measure, catalogue: Catalogue, language: Language) -> str:
    """Return what is made of several fields of a row."""
    fields = catalogue.section(measure.form, measure.section).fields
    asked = measure.expression
    assert asked is not None
    for kind in ("sum_of", "product_of", "difference_of", "days_between"):
        named = getattr(asked, kind)
        if named:
            labels = [fields[name].label.in_language(language) for name in named]
            return said(f"expression.{kind}", language, fields=joined(labels, language),
                        first=labels[0], last=labels[-1])  # fmt: skip
    return ""


def example_blocks(indicator: Indicator, catalogue: Catalogue, language: Language) -> list[str]:
    """Return the worked example: its note, its rows, its result."""
    example = indicator.example
    blocks = [f"**{said('indicator.example', language)}**"]
    if example.note:
        blocks.append(text(example.note.in_language(language)))
    for name, rows in example.given.items():
        form, _, part = name.partition(".")
        section = catalogue.section(form, part or "main")
        blocks.append(text(section.title.in_language(language)))
        blocks.append(example_table(rows, section, language))
    blocks.append(result(example, indicator, language))
    return blocks


def example_table(rows: tuple[dict[str, str], ...], section: Section, language: Language) -> str:
    """Return the rows of one section, with only the fields that any of them fills."""
    named = list(dict.fromkeys(k for row in rows for k in row if k not in ("unit", "period")))
    heads = [said("example.unit", language), said("example.period", language)]
    heads += [text(section.fields[name].label.in_language(language)) for name in named]
    return table(
        heads,
        (
            [row["unit"], row["period"]]
            + [text(stored(row.get(name), section.fields[name], language)) for name in named]
            for row in rows
        ),
    )


def stored(value: str | None, field: Field, language: Language) -> str:
    """Return a stored value in words; a blank cell stays blank."""
    if value is None:
        return ""
    if value in field.choices:
        choice = field.choices[value]
        return choice.zh if language == "zh" else choice.en
    return said(value, language) if field.type == "boolean" else value


def result(example: Example, indicator: Indicator, language: Language) -> str:
    """Return what the worked example must give."""
    wanted = example.expect
    absent = said("example.absent", language)
    parts = {"indicator.numerator": wanted.numerator, "indicator.denominator": wanted.denominator}
    if not indicator.denominator:
        parts.pop("indicator.denominator")
    shown = [
        f"{said(key, language)} {absent if number is None else number}"
        for key, number in parts.items()
    ]
    value = absent if wanted.value is None else str(wanted.value)
    shown.append(f"{said('example.value', language)} **{value}**")
    lead = said("example.result", language, period=wanted.period,
                span=said(f"span.{wanted.span}", language))  # fmt: skip
    return lead + joined(shown, language)
