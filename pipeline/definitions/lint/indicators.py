"""Rules of indicators: what their own keys say fits together."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.definitions.config_files import theme_folder
from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.former import each_edition
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.form import Field
from pipeline.domain.indicator import Indicator
from pipeline.domain.product import Product

HUNDRED = Decimal(100)


def themes_are_folders(draft: Draft) -> Iterator[Finding]:
    """The theme is declared, and is the sub-folder the file lies in."""
    themes = draft.product.themes if draft.product else None
    for name, indicator in draft.indicators.items():
        key = ("indicator", name)
        folder = theme_folder(draft.files[key].relative)
        if themes is not None and indicator.theme not in themes:
            near = suggestion(indicator.theme, themes)
            yield draft.problem(
                "undeclared-theme",
                key,
                ("theme",),
                indicator.theme,
                theme=indicator.theme,
                suggestion=near,
            )
        elif folder != indicator.theme:
            yield draft.problem(
                "theme-folder",
                key,
                ("theme",),
                indicator.theme,
                theme=indicator.theme,
                folder=folder or "-",
            )


def units_exist(draft: Draft) -> Iterator[Finding]:
    """Units of indicators, fields and targets are declared in ``product.yml``."""
    if draft.product is None:
        return
    units = draft.product.units
    named: list[tuple[tuple[str, str], tuple[str | int, ...], str | None]] = []
    for name, indicator in draft.indicators.items():
        named.append((("indicator", name), ("unit",), indicator.unit))
    for name, form in draft.forms.items():
        for part, section in form.sections.items():
            for key, field in section.fields.items():
                path = ("sections", part, "fields", key, "unit")
                named.append((("form", name), path, field.unit))
    for name, plan in draft.plans.items():
        for i, target in enumerate(plan.targets):
            named.append((("plan", name), ("targets", i, "unit"), target.unit))
    for of, where, unit in named:
        if unit is not None and unit not in units:
            near = suggestion(unit, units)
            yield draft.problem(
                "undeclared-measure-unit", of, where, unit, unit=unit, suggestion=near
            )


def percentages_are_scaled(draft: Draft) -> Iterator[Finding]:
    """A ratio in percent is scaled by 100, and a ratio scaled by 100 is in percent."""
    for name, where, indicator in each_edition(draft):
        if not indicator.denominator:
            continue
        measured = _numerator_unit(draft, indicator)
        by_hundred = indicator.scale == HUNDRED
        in_percent = indicator.unit == "percent"
        already = in_percent and measured == "percent" and indicator.scale == 1
        if by_hundred != in_percent and not already:
            yield draft.problem(
                "percent-scale",
                ("indicator", name),
                where or ("scale",),
                str(indicator.scale),
                unit=indicator.unit,
                scale=str(indicator.scale),
            )


def sums_are_in_their_unit(draft: Draft) -> Iterator[Finding]:
    """A sum without denominator is scaled from its fields' unit into the indicator's."""
    product = draft.product
    if product is None:
        return
    for name, where, indicator in each_edition(draft):
        measured = _numerator_unit(draft, indicator)
        if indicator.denominator or measured not in product.units:
            continue
        wanted = _factor(product, measured, indicator.unit)
        if wanted is not None and indicator.scale != wanted:
            yield draft.problem(
                "unit-scale",
                ("indicator", name),
                where or ("scale",),
                str(indicator.scale),
                measured=measured,
                unit=indicator.unit,
                scale=f"{wanted.normalize():f}",
            )


def _numerator_unit(draft: Draft, indicator: Indicator) -> str | None:
    """Return the unit of the summed fields when they all have the same; money in the currency."""
    found: set[str | None] = set()
    for measure in indicator.numerator:
        section = draft.section(measure.form, measure.section)
        field = section.fields.get(measure.field or "") if section else None
        summed = measure.aggregate in ("sum", "largest_group_sum")
        found.add(_stored_unit(draft, field) if field and summed else None)
    return found.pop() if len(found) == 1 else None


def _stored_unit(draft: Draft, field: Field) -> str | None:
    currency = draft.product.currency if draft.product else None
    return currency if field.type == "money" else field.unit


def _factor(product: Product, measured: str | None, unit: str) -> Decimal | None:
    """Return how many ``unit`` one ``measured`` is; None when they are not of one kind."""
    a, b = product.units.get(measured or ""), product.units.get(unit)
    if a is None or b is None or a.base != b.base or not b.factor:
        return None
    return a.factor / b.factor


def denominators_fit(draft: Draft) -> Iterator[Finding]:
    """A rate has a denominator, and a denominator has a label, and nothing else has one."""
    for name, indicator in draft.indicators.items():
        key = ("indicator", name)
        if indicator.nature == "rate" and not indicator.denominator:
            yield draft.problem("rate-without-denominator", key, ("nature",), "rate")
        if indicator.denominator and indicator.denominator_label is None:
            yield draft.problem("denominator-without-label", key, ("denominator",))
        if indicator.denominator_label is not None and not indicator.denominator:
            yield draft.problem("label-without-denominator", key, ("denominator_label",))


def families_exist(draft: Draft) -> Iterator[Finding]:
    """Denominator families are declared, differ, and stand on a denominator."""
    known = draft.product.families if draft.product else None
    for name, indicator in draft.indicators.items():
        key = ("indicator", name)
        named: list[tuple[Path, str]] = [
            (("other_families", family), family) for family in indicator.other_families
        ]
        if indicator.family is not None:
            named.insert(0, (("family",), indicator.family))
        for path, family in named:
            if known is not None and family not in known:
                near = suggestion(family, known)
                yield draft.problem(
                    "undeclared-family", key, path, family, family=family, suggestion=near
                )
        if indicator.family in indicator.other_families:
            own = str(indicator.family)
            yield draft.problem("family-twice", key, ("other_families", own), family=own)
        if named and not indicator.denominator:
            yield draft.problem("family-without-denominator", key, named[0][0])
        if indicator.other_families and indicator.family is None:
            yield draft.problem("family-not-named", key, ("other_families",))
