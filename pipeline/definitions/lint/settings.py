"""Rules of ``product.yml``: units of measure, calendars and form sets hold together."""

import re
from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.spelling import suggestion
from pipeline.domain.circular import IN_A_NUMBER, IN_A_TITLE, NUMBER, Letterhead
from pipeline.domain.finding import Finding

OF = ("product", "product")
STARTS = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
PREFIX = re.compile(r"[A-Z]*")
EXAMPLE = "某工发〔{year}〕{number}号"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def units_have_a_base(draft: Draft) -> Iterator[Finding]:
    """The base of a unit is a unit of factor 1; factors are above zero."""
    units = draft.product.units if draft.product else {}
    for name, unit in units.items():
        base = units.get(unit.base)
        if base is None or base.base != unit.base or base.factor != 1:
            near = suggestion(unit.base, [k for k, u in units.items() if u.base == k])
            where = ("units", name, "base")
            yield draft.problem("unit-base", OF, where, unit.base, unit=name, suggestion=near)
        if unit.factor <= 0:
            where = ("units", name, "factor")
            yield draft.problem("unit-factor", OF, where, str(unit.factor), unit=name)


def currency_is_a_unit(draft: Draft) -> Iterator[Finding]:
    """Money is stored in a base unit; without money the usual currency need not be declared."""
    product = draft.product
    if product is None or ("currency" not in (draft.yaml[OF].data or {}) and not has_money(draft)):
        return
    unit = product.units.get(product.currency)
    if unit is None or unit.base != product.currency:
        near = suggestion(product.currency, [k for k, u in product.units.items() if u.base == k])
        yield draft.problem("currency-unit", OF, ("currency",), product.currency, suggestion=near)


def has_money(draft: Draft) -> bool:
    """Whether any form asks for an amount of money."""
    sections = (part for form in draft.forms.values() for part in form.sections.values())
    return any(field.type == "money" for part in sections for field in part.fields.values())


def calendars_can_be_told_apart(draft: Draft) -> Iterator[Finding]:
    """Years start on a day every month has, and their codes differ."""
    first: dict[str, str] = {}
    for name, calendar in (draft.product.calendars if draft.product else {}).items():
        where = ("calendars", name)
        if not STARTS.fullmatch(calendar.starts):
            yield draft.problem("calendar-start", OF, (*where, "starts"), calendar.starts)
        before = first.setdefault(calendar.prefix, name)
        if before != name or not PREFIX.fullmatch(calendar.prefix):
            yield draft.problem(
                "calendar-prefix",
                OF,
                (*where, "prefix"),
                calendar.prefix,
                calendar=name,
                other=before,
            )


def form_sets_name_forms(draft: Draft) -> Iterator[Finding]:
    """Form sets name forms that exist."""
    for name, form_set in (draft.product.form_sets if draft.product else {}).items():
        for i, form in enumerate(form_set.forms):
            if form not in draft.forms and ("form", form) not in draft.broken:
                yield draft.problem(
                    "undeclared-form",
                    OF,
                    ("form_sets", name, "forms", i),
                    form,
                    form=form,
                    suggestion=suggestion(form, draft.forms),
                )


def circulars_are_issued_by_units(draft: Draft) -> Iterator[Finding]:
    """Units with a letterhead of their own are in ``org_units.csv``."""
    if draft.product is None or any(kind == "org_units" for kind, _ in draft.broken):
        return
    codes = {unit.code for unit in draft.org_units}
    for code in draft.product.circular.units:
        if code not in codes:
            near = suggestion(code, codes, at_most=4)
            where = ("circular", "units", code)
            yield draft.problem("undeclared-org-unit", OF, where, code, code=code, suggestion=near)


def circular_patterns_can_be_filled(draft: Draft) -> Iterator[Finding]:
    """Numbers tell one circular from another; what stands in braces is known."""
    if draft.product is None:
        return
    circular = draft.product.circular
    heads: dict[tuple[str, ...], Letterhead] = {("circular",): circular}
    heads |= {("circular", "units", code): head for code, head in circular.units.items()}
    for where, head in heads.items():
        if head.number and (strange(head.number, IN_A_NUMBER) or NUMBER not in head.number):
            yield draft.problem("circular-number", OF, (*where, "number"), head.number,
                                wanted=NUMBER, permitted=" ".join(IN_A_NUMBER),
                                example=EXAMPLE)  # fmt: skip
        for language, text in head.title or ():
            if strange(text, IN_A_TITLE):
                yield draft.problem("circular-title", OF, (*where, "title", language), text,
                                    permitted=" ".join(IN_A_TITLE))  # fmt: skip


def strange(pattern: str, known: tuple[str, ...]) -> list[str]:
    """What stands in braces and is filled with nothing."""
    return [found for found in PLACEHOLDER.findall(pattern) if found not in known]
