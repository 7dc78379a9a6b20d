"""How a field is to be filled and what a rule asks, in words, from the definitions alone."""

from decimal import Decimal

from pipeline.domain.form import Field, RequiredWhen, Rule, Section
from pipeline.domain.noun import Language
from pipeline.domain.product import Product, UnitOfMeasure
from pipeline.wording.phrases import phrase

NUMERIC = ("integer", "decimal", "money")
TYPE_PHRASES = {"integer": "fill.integer", "decimal": "fill.number", "money": "fill.number",
                "date": "fill.date", "boolean": "fill.boolean"}  # fmt: skip


def unit_of(field: Field, product: Product) -> UnitOfMeasure | None:
    """Return the unit of measure a field is written in."""
    return product.units.get(field.unit) if field.unit else None


def factor_of(field: Field, product: Product) -> Decimal:
    """Return what a written amount is multiplied by to be stored (money only)."""
    unit = unit_of(field, product)
    return unit.factor if unit and field.type == "money" else Decimal(1)


def plain(value: Decimal) -> str:
    """Return a bound without exponent or needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bounds_in_sheet(field: Field, product: Product) -> tuple[Decimal | None, Decimal | None]:
    """Return the smallest and largest permitted value in the sheet's own unit."""
    factor = factor_of(field, product)
    low, high = field.minimum, field.maximum
    return (None if low is None else low / factor, None if high is None else high / factor)


def bounds_text(field: Field, product: Product, language: Language) -> str:
    """Return the bounds of a field in words, empty when it has none."""
    low, high = bounds_in_sheet(field, product)
    if low is not None and high is not None:
        return phrase("fill.between", language, minimum=plain(low), maximum=plain(high))
    if low is not None:
        return phrase("fill.at_least", language, minimum=plain(low))
    return "" if high is None else phrase("fill.no_more", language, maximum=plain(high))


def filling(field: Field, product: Product, language: Language) -> str:
    """Return type, bounds and choices of a field in words."""
    parts = []
    if field.choices:
        comma = "、" if language == "zh" else ", "
        words = comma.join(choice_word(field, code, language) for code in field.choices)
        parts.append(phrase("fill.choice", language, choices=words))
    elif field.type in TYPE_PHRASES:
        parts.append(phrase(TYPE_PHRASES[field.type], language))
    parts.append(bounds_text(field, product, language))
    return joined(parts, language)


def explanation(field: Field, product: Product, language: Language) -> str:
    """Return definition and filling rules of a field, as 填报说明 prints them."""
    parts = [field.definition.in_language(language)] if field.definition else []
    parts.append(phrase("fill.required" if field.required else "fill.optional", language))
    parts.append(filling(field, product, language))
    if field.personal:
        parts.append(phrase("fill.personal", language))
    return joined(parts, language)


def choice_word(field: Field, code: str, language: Language) -> str:
    """Return the word of a choice as the sheet has it."""
    choice = field.choices[code]
    return choice.zh if language == "zh" else choice.en


def joined(parts: list[str], language: Language) -> str:
    """Return sentences one after the other."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)


def rule_text(rule: Rule, section: Section, language: Language) -> str:
    """Return what a rule between fields asks, with the labels of the sheet."""

    def label(name: str) -> str:
        return section.fields[name].label.in_language(language)

    if rule.at_most:
        return phrase("rule.at_most", language, fields=" ≤ ".join(map(label, rule.at_most)))
    if rule.sum_equals:
        parts = " + ".join(map(label, rule.sum_equals.parts))
        return phrase("rule.sum_equals", language, total=label(rule.sum_equals.total), parts=parts)
    if rule.in_order:
        return phrase("rule.in_order", language, fields=" ≤ ".join(map(label, rule.in_order)))
    if rule.required_when:
        when = condition_text(rule.required_when, section, language)
        return phrase(
            "rule.required_when", language, field=label(rule.required_when.field), when=when
        )
    if rule.stock_flow:
        flow = rule.stock_flow
        return phrase("rule.stock_flow", language, stock=label(flow.stock),
                      added=label(flow.added), removed=label(flow.removed))  # fmt: skip
    if rule.within_period:
        return phrase("rule.within_period", language, field=label(rule.within_period))
    return phrase("rule.not_after_period", language, field=label(rule.not_after_period or ""))


def found_at(rule: Rule) -> tuple[str, ...]:
    """Return the fields at which a rule is found broken, and beside which it is printed."""
    if rule.at_most:
        return rule.at_most[:-1]
    if rule.sum_equals:
        return (rule.sum_equals.total,)
    if rule.in_order:
        return rule.in_order[1:]
    if rule.required_when:
        return (rule.required_when.field,)
    if rule.stock_flow:
        return (rule.stock_flow.stock,)
    return tuple(name for name in (rule.within_period, rule.not_after_period) if name)


def condition_text(required: RequiredWhen, section: Section, language: Language) -> str:
    """Return the condition of a ``required_when`` in words."""
    parts = []
    for name, codes in required.when.items():
        field = section.fields[name]
        words = [stored_word(field, code, language) for code in codes]
        values = phrase("rule.or", language).join(words)
        label = field.label.in_language(language)
        parts.append(phrase("rule.when", language, field=label, values=values))
    return phrase("rule.and", language).join(parts)


def stored_word(field: Field, value: str, language: Language) -> str:
    """Return a stored value as the sheet has it: a choice's word, 是 or 否, or itself."""
    if value in field.choices:
        return choice_word(field, value, language)
    if field.type == "boolean":
        return phrase("sheet.yes" if value == "yes" else "sheet.no", language)
    return value
