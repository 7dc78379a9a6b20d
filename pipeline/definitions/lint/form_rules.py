"""Rules of rules: what a form checks between its own fields."""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.forms import each_section
from pipeline.definitions.lint.values import NUMERIC, unknown_field, value_problem
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form, Rule, Section

KINDS = (
    "at_most",
    "sum_equals",
    "in_order",
    "required_when",
    "within_period",
    "not_after_period",
    "stock_flow",
)
DATES = ("date",)
Placed = tuple[Form, str, Section, Rule, Path]


def each_rule(draft: Draft) -> Iterator[Placed]:
    """Yield all rules with their section and path."""
    for form, part, section in each_section(draft):
        for i, rule in enumerate(section.rules):
            yield form, part, section, rule, ("sections", part, "rules", i)


def rules_are_one_kind(draft: Draft) -> Iterator[Finding]:
    """A rule is exactly one check, over enough fields, with an id of its own."""
    first: dict[tuple[str, str, str], Path] = {}
    for form, part, _, rule, path in each_rule(draft):
        of = ("form", form.id)
        given = [kind for kind in KINDS if getattr(rule, kind) is not None]
        if len(given) != 1:
            yield draft.problem(
                "rule-kinds",
                of,
                path,
                rule=rule.id,
                given=", ".join(given) or "-",
                permitted=", ".join(KINDS),
            )
        if first.setdefault((form.id, part, rule.id), path) != path:
            yield draft.problem("rule-twice", of, (*path, "id"), rule.id, rule=rule.id)
        chain = rule.at_most or rule.in_order
        if chain is not None and len(chain) < 2:
            yield draft.problem("rule-too-short", of, path, rule=rule.id)


def rule_fields_exist(draft: Draft) -> Iterator[Finding]:
    """Rules name fields of their section."""
    for form, part, section, rule, path in each_rule(draft):
        for where, name, _ in named_fields(rule):
            problem = unknown_field(name, section.fields, form.table(part))
            if problem is not None:
                of = ("form", form.id)
                yield draft.problem(problem[0], of, (*path, *where), name, **problem[1])


def rule_fields_fit(draft: Draft) -> Iterator[Finding]:
    """Sums are of numbers, orders of dates; the codes a rule waits for exist."""
    for form, _, section, rule, path in each_rule(draft):
        of = ("form", form.id)
        for where, name, wanted in named_fields(rule):
            field = section.fields.get(name)
            if field is not None and wanted and field.type not in wanted:
                yield draft.problem(
                    "field-type",
                    of,
                    (*path, *where),
                    name,
                    field=name,
                    type=field.type,
                    wanted=", ".join(wanted),
                )
        when = rule.required_when.when if rule.required_when else {}
        for name, values in when.items():
            field = section.fields.get(name)
            for i, value in enumerate(values if field else ()):
                assert field is not None
                problem = value_problem(draft, name, field, value)
                if problem is not None:
                    where = ("required_when", "when", name, i)
                    yield draft.problem(problem[0], of, (*path, *where), value, **problem[1])


def at_most_compares_like_with_like(draft: Draft) -> Iterator[Finding]:
    """``at_most`` does not compare a date with a number."""
    for form, _, section, rule, path in each_rule(draft):
        named = [name for name in rule.at_most or () if name in section.fields]
        dates = [name for name in named if section.fields[name].type == "date"]
        if dates and len(dates) < len(named):
            number = next(name for name in named if name not in dates)
            details = {"field": dates[0], "type": "date", "other": number}
            details["other_type"] = section.fields[number].type
            yield draft.problem("unlike-types", ("form", form.id), (*path, "at_most"), **details)


def stock_flows_only_ask(draft: Draft) -> Iterator[Finding]:
    """Stocks move for many reasons: the rule may ask for an explanation, not refuse."""
    for form, _, _, rule, path in each_rule(draft):
        if rule.stock_flow is not None and rule.severity == "error":
            where = (*path, "severity")
            yield draft.problem("stock-flow-severity", ("form", form.id), where, rule=rule.id)


def when_missing_fits(draft: Draft) -> Iterator[Finding]:
    """Only comparisons of numbers take a blank for zero; only comparisons can insist on values."""
    for form, _, section, rule, path in each_rule(draft):
        if rule.when_missing == "skip":
            continue
        chain = rule.at_most or ()
        dates = [n for n in chain if n in section.fields and section.fields[n].type in DATES]
        fits = rule.sum_equals is not None or (chain and not dates)
        if not fits and not (rule.when_missing == "fail" and chain):
            where = (*path, "when_missing")
            yield draft.problem(
                "when-missing-unfit", ("form", form.id), where, rule.when_missing, rule=rule.id
            )


def named_fields(rule: Rule) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield the fields a rule names: where, which, and the types it needs (none: any)."""
    for i, name in enumerate(rule.at_most or ()):
        yield ("at_most", i), name, (*NUMERIC, *DATES)
    for i, name in enumerate(rule.in_order or ()):
        yield ("in_order", i), name, DATES
    if rule.within_period is not None:
        yield ("within_period",), rule.within_period, DATES
    if rule.not_after_period is not None:
        yield ("not_after_period",), rule.not_after_period, DATES
    if rule.sum_equals is not None:
        yield ("sum_equals", "total"), rule.sum_equals.total, NUMERIC
        for i, name in enumerate(rule.sum_equals.parts):
            yield ("sum_equals", "parts", i), name, NUMERIC
    if rule.stock_flow is not None:
        for key in ("stock", "added", "removed"):
            yield ("stock_flow", key), getattr(rule.stock_flow, key), NUMERIC
    if rule.required_when is not None:
        yield ("required_when", "field"), rule.required_when.field, ()
        for name in rule.required_when.when:
            yield ("required_when", "when", name), name, ()
