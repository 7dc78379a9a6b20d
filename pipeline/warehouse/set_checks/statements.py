"""Each check as SQL: what it finds, what it could not be made on, and which cells it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.checks import (
    BetweenForms,
    Change,
    Figure,
    Outlier,
    RollUp,
    RoundFigures,
    SameFigures,
    SameName,
    SameValue,
    SetCheck,
)
from pipeline.domain.form import Field, Form, Rule, Section, Severity
from pipeline.domain.noun import Bilingual

NUMERIC = ("integer", "decimal", "money")
ALWAYS, NEVER = "true", "false"


@dataclass(frozen=True)
class Statement:
    """One check as it is run; ``fields`` are the cells named, the finding stands at the first.

    ``found`` gives submission, source_row, other, other_row and what its sentence says.
    ``not_run`` gives submission and reason. ``amounts``: column → the field it is an amount of.
    """

    rule: str
    slug: str
    severity: Severity
    form: Form
    section_id: str
    found: str
    fields: tuple[str, ...] = ()
    not_run: str | None = None
    other_table: str = ""
    other_fields: tuple[str, ...] = ()
    advice: Bilingual | None = None
    labels: Mapping[str, Bilingual] = field(default_factory=dict)
    amounts: Mapping[str, Field] = field(default_factory=dict)
    before: str = ""

    @property
    def table(self) -> str:
        """The fact table the finding is about; none for one about a unit."""
        return self.form.table(self.section_id) if self.section_id else ""


@cache
def text_of(name: str) -> str:
    """The SQL of a file of this package."""
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")


def sql(name: str, **given: object) -> str:
    """The SQL of a file with its names and numbers filled in; these come from checked nouns."""
    return text_of(name).format(**given)


def statements(catalogue: Catalogue) -> Iterator[Statement]:
    """Every check: those of the forms' own lists and rules first, then ``checks/*.yml``."""
    for form, section_id in catalogue.tables().values():
        if form.sections[section_id].layout == "list":
            yield rows_gone(form, section_id)
        for rule in form.sections[section_id].rules:
            if rule.stock_flow:
                yield stock_flow(form, section_id, rule)
    for check in catalogue.checks.values():
        yield from of_check(catalogue, check)


def of_check(catalogue: Catalogue, check: SetCheck) -> Iterator[Statement]:
    """The statements of one check."""
    if check.between_forms:
        yield from between_forms(catalogue, check, check.between_forms)
    elif check.roll_up:
        yield roll_up(catalogue, check, check.roll_up)
    elif check.outlier:
        yield outlier(catalogue, check, check.outlier)
    elif check.change:
        yield change(catalogue, check, check.change)
    elif check.same_value:
        yield same_value(catalogue, check, check.same_value)
    elif check.same_name:
        yield same_name(catalogue, check, check.same_name)
    elif check.same_figures:
        yield same_figures(catalogue, check, check.same_figures)
    elif check.round_figures:
        yield round_figures(catalogue, check, check.round_figures)


def rows_gone(form: Form, section_id: str) -> Statement:
    """Rows of a list that a report had before it was sent again; by their keys as reported, for
    of both versions only the one that counts is corrected."""
    section, table = form.sections[section_id], form.table(section_id)
    key = ", ".join(sql("as_reported", table=table, field=name) for name in section.key)
    found = sql("rows_gone", table=table, form=form.id, key=f"row({key})" if key else "null")
    return Statement(
        "rows-gone", "rows-gone", "warning", form, section_id, found, other_table=table,
        labels={"title": section.title},
    )  # fmt: skip


def stock_flow(form: Form, section_id: str, rule: Rule) -> Statement:
    """The stock at the end follows from the stock before, what came and what went."""
    flow = rule.stock_flow
    assert flow is not None
    names = {
        "table": form.table(section_id), "stock": flow.stock, "added": flow.added,
        "removed": flow.removed,
    }  # fmt: skip
    section = form.sections[section_id]
    stock = section.fields[flow.stock]
    amounts = ("value", "previous_value", "added_value", "removed_value", "expected", "gap")
    return Statement(
        rule.id, "stock-flow-gap", rule.severity, form, section_id, sql("stock_flow", **names),
        (flow.stock, flow.added, flow.removed), sql("stock_flow_not_run", **names),
        form.table(section_id), (flow.stock,), rule.advice,
        {"label": stock.label, "added": section.fields[flow.added].label,
         "removed": section.fields[flow.removed].label},
        dict.fromkeys(amounts, stock),
    )  # fmt: skip


def between_forms(
    catalogue: Catalogue, check: SetCheck, given: BetweenForms
) -> Iterator[Statement]:
    """Two forms of one unit and period."""
    (form, section), (other, other_section) = (
        placed(catalogue, figure) for figure in (given.left, given.right)
    )
    left, right = section.fields[given.left.field], other_section.fields[given.right.field]
    zero = check.when_missing == "zero"
    names = {
        "left_table": form.table(given.left.section), "left_value": taken(given.left, left, zero),
        "left_row": row_of(given.left, left), "right_table": other.table(given.right.section),
        "right_value": taken(given.right, right, zero), "right_row": row_of(given.right, right),
        "differs": differs(given, left),
    }  # fmt: skip
    slug = "forms-differ" if given.comparison == "equals" else "exceeds-other-form"
    fail = check.when_missing == "fail"
    made = Statement(
        check.id, slug, check.severity, form, given.left.section, sql("between_forms", **names),
        (given.left.field,), None if fail else sql("between_forms_not_run", **names),
        other.table(given.right.section), (given.right.field,), check.advice,
        {"label": left.label, "other": right.label, "other_form": other.title},
        {"value": left, "other_value": right},
    )  # fmt: skip
    yield made
    if fail:
        blank = sql("between_forms_blank", **names)
        yield replace(made, slug="other-form-blank", found=blank, amounts={})


def taken(figure: Figure, asked: Field, zero: bool) -> str:
    """What stands for a unit's rows; with ``zero`` a blank in a report that is in counts as 0."""
    if asked.type not in NUMERIC:
        return f'any_value("{figure.field}")'
    value = f'{figure.take}("{figure.field}")'
    return f"coalesce({value}, 0)" if zero else value


def row_of(figure: Figure, asked: Field) -> str:
    """The row a unit's figure stands in."""
    if figure.take == "max" and asked.type in NUMERIC:
        return f'arg_max(source_row, "{figure.field}")'
    return "min(source_row)"


def differs(given: BetweenForms, left: Field) -> str:
    """When two sides do not agree."""
    if left.type not in NUMERIC:
        return "left_side.value <> right_side.value"
    room = f"{given.within} * greatest(abs(left_side.value), abs(right_side.value))"
    if given.comparison == "equals":
        return f"abs(left_side.value - right_side.value) > {room}"
    return f"left_side.value - right_side.value > {room}"


def roll_up(catalogue: Catalogue, check: SetCheck, given: RollUp) -> Statement:
    """A superior's own figures against those of its units."""
    form = catalogue.forms[given.form]
    fields = form.sections[given.section].fields
    names = {
        "table": form.table(given.section), "indicator": given.indicator, "value": given.value,
        "within": given.within, "where": counted(given.where),
        "incomplete": NEVER if check.when_missing == "skip" else ALWAYS,
    }  # fmt: skip
    return Statement(
        check.id, "differs-from-units", check.severity, form, given.section,
        sql("roll_up", **names), (given.value, given.indicator), sql("roll_up_not_run", **names),
        advice=check.advice, labels={"label": fields[given.value].label},
    )  # fmt: skip


def outlier(catalogue: Catalogue, check: SetCheck, given: Outlier) -> Statement:
    """A figure far from what is usual."""
    form, section = placed(catalogue, given.figure)
    table, name = form.table(given.figure.section), given.figure.field
    base = f'fact."{given.over}"' if given.over else f'earlier."{name}"'
    join = "" if given.over else (
        f'join "current_{table}" as earlier on earlier.unit = fact.unit'
        " and earlier.period = period_before.before"
    )  # fmt: skip
    peer = "null"
    if given.peers_by:
        peer = f"json_extract_string(org_unit.attributes, '$.{given.peers_by}')"
        join += (
            " join org_unit on org_unit.unit = fact.unit"
            " and period_before.starts between org_unit.valid_from and org_unit.valid_to"
        )
    names = {
        "table": table, "field": name, "base": base, "join": join, "peer": peer,
        "at_least": given.at_least, "deviations": given.deviations, "ratio": given.ratio,
        "least_spread": given.least_spread, "least": given.least,
        "alike": ALIKE[given.against],
    }  # fmt: skip
    own = given.against == "history"
    asked = section.fields[name]
    return Statement(
        check.id, "unlike-own-history" if own else "unlike-peers", check.severity, form,
        given.figure.section, sql(f"outlier_{given.against}", **names),
        (name, given.over) if given.over else (name,), sql("outlier_not_run", **names),
        advice=check.advice, labels={"label": asked.label},
        amounts={"value": asked, "usual_value": asked}, before=sql("log_ratio", **names),
    )  # fmt: skip


ALIKE = {
    "history": "earlier.unit = now.unit and earlier.kind = now.kind"
    " and earlier.starts < now.starts",
    "peers": "earlier.period = now.period and earlier.peer is not distinct from now.peer",
}


def change(catalogue: Catalogue, check: SetCheck, given: Change) -> Statement:
    """A figure many times, or a small part of, that of the period before."""
    form, section = placed(catalogue, given.figure)
    asked = section.fields[given.figure.field]
    names = {
        "table": form.table(given.figure.section), "field": given.figure.field,
        "ratio": given.ratio, "least": given.least,
    }  # fmt: skip
    return Statement(
        check.id, "changed-much", check.severity, form, given.figure.section,
        sql("change", **names), (given.figure.field,), sql("change_not_run", **names),
        form.table(given.figure.section), (given.figure.field,), check.advice,
        {"label": asked.label}, {"value": asked, "previous_value": asked},
    )  # fmt: skip


def same_value(catalogue: Catalogue, check: SetCheck, given: SameValue) -> Statement:
    """What stands in the reports of two units."""
    form, section = placed(catalogue, given.figure)
    table = form.table(given.figure.section)
    names = {"table": table, "field": given.figure.field, "where": counted(given.where)}
    return Statement(
        check.id, "also-in-another-unit", check.severity, form, given.figure.section,
        sql("same_value", **names), (given.figure.field,), other_table=table,
        other_fields=(given.figure.field,), advice=check.advice,
        labels={"label": section.fields[given.figure.field].label},
    )  # fmt: skip


def counted(where: Mapping[str, tuple[str, ...]]) -> str:
    """Which rows of a section a check is about."""
    tests = [ALWAYS]
    for name, values in where.items():
        listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
        tests.append(f"""coalesce("{name}"::varchar, '') in ({listed})""")
    return " and ".join(tests)


def same_name(catalogue: Catalogue, check: SetCheck, given: SameName) -> Statement:
    """Two reporting units of one name."""
    drop = "|".join(given.drop).replace("'", "''") or "^$"
    form = next(iter(catalogue.forms.values()))
    found = sql("same_name", drop=drop, shortest=given.shortest)
    return Statement(check.id, "unit-in-register-twice", check.severity, form, "", found,
                     advice=check.advice)  # fmt: skip


def same_figures(catalogue: Catalogue, check: SetCheck, given: SameFigures) -> Statement:
    """Rows with the figures of another unit, or of the period before."""
    form = catalogue.forms[given.form]
    asked = figures(form.sections[given.section], given.fields)
    table = form.table(given.section)
    names = {"table": table, "figures": quoted(asked), "at_least": given.at_least}
    slug = "figures-of-another-unit" if given.compared == "another_unit" else "figures-as-before"
    return Statement(
        check.id, slug, check.severity, form, given.section,
        sql(f"same_figures_{given.compared}", **names), asked[:1], other_table=table,
        other_fields=asked[:1], advice=check.advice,
        labels={"title": form.sections[given.section].title},
    )  # fmt: skip


def round_figures(catalogue: Catalogue, check: SetCheck, given: RoundFigures) -> Statement:
    """Rows all of whose figures are round."""
    form = catalogue.forms[given.form]
    asked = figures(form.sections[given.section], given.fields)
    names = {
        "table": form.table(given.section), "figures": quoted(asked),
        "multiple": given.multiple, "at_least": given.at_least,
    }  # fmt: skip
    return Statement(
        check.id, "all-figures-round", check.severity, form, given.section,
        sql("round_figures", **names), asked[:1], advice=check.advice,
        labels={"title": form.sections[given.section].title,
                "multiple": Bilingual(zh=f"{given.multiple:,}", en=f"{given.multiple:,}")},
    )  # fmt: skip


def placed(catalogue: Catalogue, figure: Figure) -> tuple[Form, Section]:
    """Form and section of a figure."""
    form = catalogue.forms[figure.form]
    return form, form.sections[figure.section]


def figures(section: Section, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen fields, or all numbers of a section."""
    return chosen or tuple(n for n, f in section.fields.items() if f.type in NUMERIC)


def quoted(names: tuple[str, ...]) -> str:
    """Columns as numbers of one type, for a list."""
    return ", ".join(f'"{name}"::decimal(18, 4)' for name in names)
