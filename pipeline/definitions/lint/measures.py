"""Rules of measures: they name what exists, and add up what can be added up."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.definitions.draft import Draft, as_warning
from pipeline.definitions.lint.values import NUMERIC, unknown_field
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form, Section
from pipeline.domain.indicator import (
    Expression,
    FormerDefinition,
    Indicator,
    Measure,
    Measures,
    asks_for_period,
)


@dataclass(frozen=True)
class Placed:
    """A measure, and where it stands in which indicator's file."""

    indicator: Indicator
    path: Path
    measure: Measure

    @property
    def of(self) -> tuple[str, str]:
        """Kind and id of the file."""
        return "indicator", self.indicator.id

    @property
    def is_own_numerator(self) -> bool:
        """Whether it is in the numerator itself, now or formerly."""
        path = self.path[2:] if self.path[0] == "former" else self.path
        return path[0] == "numerator"


def each_measure(indicator: Indicator) -> Iterator[Placed]:
    """Yield all measures of an indicator, those of its former definitions too."""
    groups = groups_of(indicator)
    for number, former in enumerate(indicator.former):
        groups += [(("former", number, *path), found) for path, found in groups_of(former)]
    for path, measures in groups:
        for i, measure in enumerate(measures):
            yield Placed(indicator, (*path, i), measure)


def groups_of(defined: Indicator | FormerDefinition) -> list[tuple[Path, Measures]]:
    """The measures that are given, by the key they stand under."""
    groups: list[tuple[Path, Measures]] = [
        (("numerator",), defined.numerator or ()),
        (("denominator",), defined.denominator or ()),
    ]
    for key, family in (defined.other_families or {}).items():
        groups.append((("other_families", key, "numerator"), family.numerator or ()))
        groups.append((("other_families", key, "denominator"), family.denominator))
    for key, segment in (defined.segments or {}).items():
        groups.append((("segments", key, "numerator"), segment.numerator))
        groups.append((("segments", key, "denominator"), segment.denominator))
    return groups


def sectioned(draft: Draft) -> Iterator[tuple[Placed, Form, Section]]:
    """Yield the measures whose section exists, with it."""
    for indicator in draft.indicators.values():
        for placed in each_measure(indicator):
            form = draft.measurable.get(placed.measure.form)
            section = form.sections.get(placed.measure.section) if form else None
            if form is not None and section is not None:
                yield placed, form, section


def measured_sections_exist(draft: Draft) -> Iterator[Finding]:
    """Form and section of every measure exist."""
    forms = draft.measurable
    for indicator in draft.indicators.values():
        for placed in each_measure(indicator):
            name, part = placed.measure.form, placed.measure.section
            form = forms.get(name)
            if form is None and ("form", name) not in draft.broken:
                yield draft.problem(
                    "undeclared-form",
                    placed.of,
                    (*placed.path, "form"),
                    name,
                    form=name,
                    suggestion=suggestion(name, forms),
                )
            elif form is not None and part not in form.sections:
                yield draft.problem(
                    "undeclared-section",
                    placed.of,
                    (*placed.path, "section"),
                    part,
                    form=name,
                    section=part,
                    suggestion=suggestion(part, form.sections),
                )


def measured_fields_exist(draft: Draft) -> Iterator[Finding]:
    """Field, group and the fields of an expression exist in the section."""
    for placed, form, section in sectioned(draft):
        for path, name in named_fields(placed.measure):
            problem = unknown_field(name, section.fields, form.table(placed.measure.section))
            if problem is not None:
                slug, details = problem
                yield draft.problem(slug, placed.of, (*placed.path, *path), name, **details)


def numerators_have_measures(draft: Draft) -> Iterator[Finding]:
    """Something is measured: a numerator, and the denominator of another family, has a measure."""
    for name, indicator in draft.indicators.items():
        needed: list[tuple[Path, Measures]] = [(("numerator",), indicator.numerator)]
        for key, family in indicator.other_families.items():
            needed.append((("other_families", key, "denominator"), family.denominator))
        for key, segment in indicator.segments.items():
            needed.append((("segments", key, "numerator"), segment.numerator))
        for path, measures in needed:
            if not measures:
                of, key = ("indicator", name), str(path[-1])
                yield draft.problem("nothing-listed", of, path, key=key)


def named_fields(measure: Measure) -> Iterator[tuple[Path, str]]:
    """Yield the fields a measure adds up or groups by, and where it names them."""
    if measure.field is not None:
        yield ("field",), measure.field
    if measure.group is not None:
        yield ("group",), measure.group
    for kind, names in expression_kinds(measure.expression):
        for i, name in enumerate(names):
            yield ("expression", kind, i), name


def expression_kinds(expression: Expression | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the kinds given in an expression with their fields."""
    if expression is None:
        return
    for kind in ("sum_of", "product_of", "difference_of", "days_between"):
        names = getattr(expression, kind)
        if names is not None:
            yield kind, names


def aggregates_have_what_they_need(draft: Draft) -> Iterator[Finding]:
    """``sum`` one field or expression, ``count`` none, the others their field and group."""
    for indicator in draft.indicators.values():
        for placed in each_measure(indicator):
            m = placed.measure
            given = {
                "field": m.field is not None,
                "expression": m.expression is not None,
                "group": m.group is not None,
            }
            kinds = list(expression_kinds(m.expression))
            permitted: tuple[set[str], ...] = {
                "sum": ({"field"}, {"expression"}),
                "count": (set(),),
                "count_distinct": ({"field"},),
                "largest_group_sum": ({"field", "group"}, {"expression", "group"}),
            }[m.aggregate]
            if {key for key, there in given.items() if there} not in permitted:
                needs = " / ".join(" + ".join(sorted(p)) or "-" for p in permitted)
                yield draft.problem(
                    "aggregate-needs",
                    placed.of,
                    (*placed.path, "aggregate"),
                    aggregate=m.aggregate,
                    needs=needs,
                )
            if m.expression is not None and len(kinds) != 1:
                yield draft.problem("expression-kinds", placed.of, (*placed.path, "expression"))


def aggregated_fields_can_be_added(draft: Draft) -> Iterator[Finding]:
    """Only numbers are summed, and days are counted between dates."""
    for placed, _, section in sectioned(draft):
        m = placed.measure
        for path, name in named_fields(m):
            field = section.fields.get(name)
            adds = path[0] == "expression" or m.aggregate in ("sum", "largest_group_sum")
            if field is None or path == ("group",) or not adds:
                continue
            wanted = ("date",) if "days_between" in path else NUMERIC
            if field.type not in wanted:
                yield draft.problem(
                    "field-type",
                    placed.of,
                    (*placed.path, *path),
                    name,
                    field=name,
                    type=field.type,
                    wanted=", ".join(wanted),
                )


def ledgers_take_the_last_report(draft: Draft) -> Iterator[Finding]:
    """A ledger is the whole register each time: adding its periods counts entries twice.

    Only numbers that are the period's own may be added.
    """
    for placed, form, section in sectioned(draft):
        if is_of_period(placed.measure, section):
            continue
        if section.kind == "ledger" and placed.measure.over_time != "last":
            yield draft.problem(
                "ledger-over-time",
                placed.of,
                (*placed.path, "over_time"),
                placed.measure.over_time,
                table=form.table(placed.measure.section),
            )


def ledger_flows_ask_for_the_period(draft: Draft) -> Iterator[Finding]:
    """A flow over a ledger without a date condition counts the entries of all years."""
    for placed, form, section in sectioned(draft):
        if section.kind != "ledger" or placed.indicator.nature != "flow":
            continue
        if not placed.is_own_numerator or is_of_period(placed.measure, section):
            continue
        if not asks_for_period(placed.measure):
            yield as_warning(
                draft.problem(
                    "ledger-flow-without-period",
                    placed.of,
                    placed.path,
                    table=form.table(placed.measure.section),
                )
            )


def is_of_period(measure: Measure, section: Section) -> bool:
    """Whether a measure adds a number that is the period's own, period by period."""
    field = section.fields.get(measure.field or "")
    added = measure.aggregate == "sum" and measure.over_time == "sum"
    return added and field is not None and field.per_period
