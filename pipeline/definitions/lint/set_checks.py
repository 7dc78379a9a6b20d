"""Rules of ``checks/*.yml``: they name what exists, and compare like with like."""

from collections.abc import Iterator, Mapping

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.values import (
    NUMERIC,
    UNIT_PREFIX,
    attribute_problem,
    unknown_field,
    value_problem,
)
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.checks import Figure, RollUp, SetCheck
from pipeline.domain.finding import Finding
from pipeline.domain.form import Field, Section

KINDS = (
    "between_forms",
    "roll_up",
    "outlier",
    "change",
    "same_value",
    "same_name",
    "same_figures",
    "round_figures",
)
NUMBERS = ("请改用数字字段。", "Use a field of numbers.")
ALIKE = (
    "两边要都是数字；equals 也可以两边都是选项相同的选择字段，或都是文字。",
    "Both must be numbers; equals also takes two choices with the same values, or two texts.",
)
Conditions = Mapping[str, tuple[str, ...]]
Named = tuple[str, str, str, Path, bool]
"""form, section, field, where it stands, whether it must be a number."""


def checks_are_one_kind(draft: Draft) -> Iterator[Finding]:
    """A check is exactly one kind."""
    for check in draft.checks.values():
        given = [kind for kind in KINDS if getattr(check, kind) is not None]
        if len(given) != 1:
            yield draft.problem(
                "check-kinds", ("check", check.id), (), check=check.id,
                given=", ".join(given) or "-", permitted=", ".join(KINDS),
            )  # fmt: skip


def figures_exist(draft: Draft) -> Iterator[Finding]:
    """Checks name forms, sections, fields, values and attributes that exist."""
    for check in draft.checks.values():
        of = ("check", check.id)
        for form, section_id, name, where, _ in named(check):
            section = draft.section(form, section_id)
            if form not in draft.forms or section is None:
                if ("form", form) not in draft.broken:
                    near = suggestion(form, draft.forms)
                    yield draft.problem(
                        "undeclared-form", of, where[:-1], form, form=form, suggestion=near
                    )
                continue
            if not name:
                continue
            problem = unknown_field(name, section.fields, draft.forms[form].table(section_id))
            if problem is not None:
                yield draft.problem(problem[0], of, where, name, **problem[1])
        yield from conditions_exist(draft, check)


def conditions_exist(draft: Draft, check: SetCheck) -> Iterator[Finding]:
    """Values a check waits for can be stored, and the attribute of peers is declared."""
    of = ("check", check.id)
    if check.outlier is not None and check.outlier.peers_by is not None:
        attribute = UNIT_PREFIX + check.outlier.peers_by
        problem = attribute_problem(draft, attribute, None)
        if problem is not None:
            yield draft.problem(problem[0], of, ("outlier", "peers_by"), attribute, **problem[1])
    for kind, figure, named_values in waited_for(check):
        section = draft.section(figure.form, figure.section)
        for name, values in named_values.items() if section is not None else ():
            assert section is not None
            where: Path = (kind, "where", name)
            unknown = unknown_field(name, section.fields, figure.form)
            if unknown is not None:
                yield draft.problem(unknown[0], of, where, name, **unknown[1])
                continue
            for i, value in enumerate(values):
                problem = value_problem(draft, name, section.fields[name], value) if value else None
                if problem is not None:
                    yield draft.problem(problem[0], of, (*where, i), value, **problem[1])


def waited_for(check: SetCheck) -> Iterator[tuple[str, Figure | RollUp, Conditions]]:
    """Yield the rows a check is about: its kind, the section, and field → values."""
    if check.same_value is not None:
        yield "same_value", check.same_value.figure, check.same_value.where
    if check.roll_up is not None:
        yield "roll_up", check.roll_up, check.roll_up.where


def figures_fit(draft: Draft) -> Iterator[Finding]:
    """What is computed with is a number; the two sides of a comparison are alike."""
    for check in draft.checks.values():
        for form, section_id, name, where, number in named(check):
            asked = field_of(draft, form, section_id, name)
            if asked is not None and number and asked.type not in NUMERIC:
                yield unfit(draft, check, where, name, asked, NUMBERS)
        given = check.between_forms
        if given is None:
            continue
        left, right = (
            field_of(draft, f.form, f.section, f.field) for f in (given.left, given.right)
        )
        if left is not None and right is not None and not alike(left, right, given.comparison):
            at: Path = ("between_forms", "left", "field")
            yield unfit(draft, check, at, given.left.field, left, ALIKE)


def when_missing_fits(draft: Draft) -> Iterator[Finding]:
    """Only two sides can lack one."""
    for check in draft.checks.values():
        permitted = {"skip"}
        if check.between_forms is not None:
            permitted |= {"fail", "zero"}
        if check.roll_up is not None:
            permitted.add("zero")
        if check.when_missing not in permitted:
            yield draft.problem(
                "when-missing-unfit", ("check", check.id), ("when_missing",), check.when_missing,
                rule=check.id,
            )  # fmt: skip


def alike(left: Field, right: Field, comparison: str) -> bool:
    """Whether two fields can be compared."""
    if left.type in NUMERIC or right.type in NUMERIC:
        return left.type in NUMERIC and right.type in NUMERIC
    same = left.type == right.type and set(left.choices) == set(right.choices)
    return comparison == "equals" and same


def unfit(
    draft: Draft, check: SetCheck, where: Path, name: str, asked: Field, wanted: tuple[str, str]
) -> Finding:
    """Return that a field cannot be used here."""
    return draft.problem(
        "check-figure-unfit", ("check", check.id), where, name, check=check.id, field=name,
        type=asked.type, wanted_zh=wanted[0], wanted_en=wanted[1],
    )  # fmt: skip


def field_of(draft: Draft, form: str, section_id: str, name: str) -> Field | None:
    """Return a field, None where there is none."""
    section: Section | None = draft.section(form, section_id)
    return section.fields.get(name) if section else None


def named(check: SetCheck) -> Iterator[Named]:
    """Yield every field a check names; a name is empty where all numbers of a section are meant."""
    between, outlier, change, value = (
        check.between_forms, check.outlier, check.change, check.same_value,
    )  # fmt: skip
    figures: list[tuple[Path, Figure, bool]] = []
    if between is not None:
        figures.append((("between_forms", "left"), between.left, False))
        figures.append((("between_forms", "right"), between.right, False))
    if outlier is not None:
        figures.append((("outlier", "figure"), outlier.figure, True))
    if change is not None:
        figures.append((("change", "figure"), change.figure, True))
    if value is not None:
        figures.append((("same_value", "figure"), value.figure, False))
    for where, figure, number in figures:
        yield figure.form, figure.section, figure.field, (*where, "field"), number
    if outlier is not None and outlier.over is not None:
        of = outlier.figure
        yield of.form, of.section, outlier.over, ("outlier", "over"), True
    if check.roll_up is not None:
        up = check.roll_up
        yield up.form, up.section, up.indicator, ("roll_up", "indicator"), False
        yield up.form, up.section, up.value, ("roll_up", "value"), True
    for kind in ("same_figures", "round_figures"):
        rows = getattr(check, kind)
        for i, name in enumerate(rows.fields or ("",) if rows is not None else ()):
            yield rows.form, rows.section, name, (kind, "fields", i), True
