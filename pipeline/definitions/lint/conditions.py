"""Rules of ``where``: what it names exists, and it compares like with like."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.measures import Placed, named_fields, sectioned
from pipeline.definitions.lint.values import (
    NUMERIC,
    UNIT_PREFIX,
    Problem,
    attribute_problem,
    unknown_field,
    value_problem,
)
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.form import Field, Form, Section
from pipeline.domain.indicator import Bound, Test

COMPARISONS = ("at_least", "at_most", "above", "below")
DAYS = ("period_start", "period_end")
Asked = Test | str | tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """One line of a ``where``; ``field`` is None for ``unit.`` attributes and unknown fields."""

    placed: Placed
    form: Form
    section: Section
    name: str
    asked: Asked

    @property
    def path(self) -> Path:
        """Where the clause stands."""
        return (*self.placed.path, "where", self.name)

    @property
    def field(self) -> Field | None:
        """The field asked, if the section has it."""
        return self.section.fields.get(self.name)


def clauses(draft: Draft) -> Iterator[Clause]:
    """Yield every clause of every measure."""
    for placed, form, section in sectioned(draft):
        for name, asked in placed.measure.where.items():
            yield Clause(placed, form, section, name, asked)


def _problem(
    draft: Draft, clause: Clause, problem: Problem, path: Path = (), got: str | None = None
) -> Finding:
    slug, details = problem
    return draft.problem(slug, clause.placed.of, (*clause.path, *path), got, **details)


def conditions_name_what_exists(draft: Draft) -> Iterator[Finding]:
    """Fields are in the section; ``unit.`` attributes are declared in ``product.yml``."""
    for clause in clauses(draft):
        table = clause.form.table(clause.placed.measure.section)
        if clause.name.startswith(UNIT_PREFIX):
            problem = attribute_problem(draft, clause.name, None)
        else:
            problem = unknown_field(clause.name, clause.section.fields, table)
        if problem is not None:
            yield _problem(draft, clause, problem, (), clause.name)
        for path, bound in bounds(clause.asked):
            if isinstance(bound, Bound) and bound.field is not None:
                problem = unknown_field(bound.field, clause.section.fields, table)
                if problem is not None:
                    yield _problem(draft, clause, problem, (*path, "field"), bound.field)


def condition_values_exist(draft: Draft) -> Iterator[Finding]:
    """Choice codes exist, booleans are yes or no, numbers and dates can be read."""
    for clause in clauses(draft):
        for path, value in literals(clause.asked):
            problem: Problem | None = None
            if clause.name.startswith(UNIT_PREFIX):
                known = attribute_problem(draft, clause.name, None) is None
                problem = attribute_problem(draft, clause.name, value) if known else None
            elif clause.field is not None:
                problem = value_problem(draft, clause.name, clause.field, value)
            if problem is not None:
                yield _problem(draft, clause, problem, path, value)


def literals(asked: Asked) -> Iterator[tuple[Path, str]]:
    """Yield the values a clause names, and where below it they stand."""
    if isinstance(asked, str):
        yield (), asked
        return
    if isinstance(asked, tuple):
        yield from (((i,), value) for i, value in enumerate(asked))
        return
    for key, values in (("one_of", asked.one_of), ("none_of", asked.none_of)):
        yield from (((key, i), value) for i, value in enumerate(values or ()))
    for path, bound in bounds(asked):
        if isinstance(bound, str) and bound not in DAYS:
            yield path, bound
        elif isinstance(bound, Bound) and bound.value is not None:
            yield (*path, "value"), bound.value


def bounds(asked: Asked) -> Iterator[tuple[Path, str | Bound]]:
    """Yield the comparisons of a clause with their other side."""
    if isinstance(asked, Test):
        for key in COMPARISONS:
            bound = getattr(asked, key)
            if bound is not None:
                yield (key,), bound


def conditions_compare_like_with_like(draft: Draft) -> Iterator[Finding]:
    """Only numbers and dates have an order; the days of a period compare with dates only."""
    for clause in clauses(draft):
        if not isinstance(clause.asked, Test):
            continue
        kind = clause.field.type if clause.field else "attribute"
        if clause.field is None and not clause.name.startswith(UNIT_PREFIX):
            continue
        if clause.asked.within is not None and kind != "date":
            yield _wrong_type(draft, clause, ("within",), kind, "date")
        for path, bound in bounds(clause.asked):
            if kind not in (*NUMERIC, "date"):
                yield _wrong_type(draft, clause, path, kind, ", ".join((*NUMERIC, "date")))
            elif asks_for_day(bound) and kind != "date":
                yield _wrong_type(draft, clause, path, kind, "date")
            elif isinstance(bound, Bound) and bound.field in clause.section.fields:
                other = clause.section.fields[bound.field].type
                if (other == "date") != (kind == "date") or other not in (*NUMERIC, "date"):
                    details = {"field": clause.name, "type": kind, "other": bound.field}
                    problem = "unlike-types", {**details, "other_type": other}
                    yield _problem(draft, clause, problem, path, bound.field)


def private_numbers_stay_unseen(draft: Draft) -> Iterator[Finding]:
    """No measure adds up, groups by or selects on a private number: a trace would show it."""
    for placed, _, section in sectioned(draft):
        for path, name in named_fields(placed.measure):
            if is_private_number(section.fields.get(name)):
                where = (*placed.path, *path)
                yield draft.problem("private-number", placed.of, where, name, field=name)
    for clause in clauses(draft):
        problem = "private-number", {"field": clause.name}
        if is_private_number(clause.field):
            yield _problem(draft, clause, problem, (), clause.name)
        for path, bound in bounds(clause.asked):
            other = bound.field if isinstance(bound, Bound) else None
            if other is not None and is_private_number(clause.section.fields.get(other)):
                problem = "private-number", {"field": other}
                yield _problem(draft, clause, problem, (*path, "field"), other)


def is_private_number(field: Field | None) -> bool:
    """Whether a field holds a number that is nobody's business."""
    return field is not None and field.private and field.type in NUMERIC


def asks_for_day(bound: str | Bound) -> bool:
    """Whether the other side is the first or last day of the period."""
    return bound in DAYS if isinstance(bound, str) else bound.day is not None


def _wrong_type(draft: Draft, clause: Clause, path: Path, kind: str, wanted: str) -> Finding:
    details = {"field": clause.name, "type": kind, "wanted": wanted}
    return _problem(draft, clause, ("field-type", details), path, clause.name)


def conditions_are_complete(draft: Draft) -> Iterator[Finding]:
    """A clause asks something, and every bound is exactly one thing."""
    for clause in clauses(draft):
        if clause.asked == () or clause.asked == Test():
            yield _problem(draft, clause, ("empty-condition", {"field": clause.name}))
        for path, bound in bounds(clause.asked):
            if isinstance(bound, Bound):
                given = [b for b in (bound.field, bound.day, bound.value) if b is not None]
                if len(given) != 1:
                    yield _problem(draft, clause, ("bound-kinds", {"field": clause.name}), path)
