"""Rules of worked examples: their rows could stand in the forms, and something is expected."""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft, as_warning
from pipeline.definitions.lint.measures import each_measure
from pipeline.definitions.lint.values import (
    Problem,
    is_period,
    unknown_field,
    value_problem,
)
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form, Section
from pipeline.domain.indicator import Example

ROW_KEYS = ("unit", "period")
BLANK = ""


def each_example(draft: Draft) -> Iterator[tuple[str, Path, Example]]:
    """Yield all worked examples: the indicator's id, where in its file, and the example."""
    for name, indicator in draft.indicators.items():
        yield name, ("example",), indicator.example
        for number, former in enumerate(indicator.former):
            if former.example is not None:
                yield name, ("former", number, "example"), former.example


def examples_name_their_sections(draft: Draft) -> Iterator[Finding]:
    """Keys of ``given`` are ``form`` or ``form.section``, and exist."""
    forms = draft.measurable
    known = [f"{f}.{s}" if s != "main" else f for f in forms for s in forms[f].sections]
    for name, where, example in each_example(draft):
        for key in example.given:
            form, part = _split(key)
            there = forms.get(form)
            broken = ("form", form) in draft.broken
            if not broken and (there is None or part not in there.sections):
                yield draft.problem(
                    "example-unknown-section",
                    ("indicator", name),
                    (*where, "given", key),
                    key,
                    section=key,
                    suggestion=suggestion(key, known),
                )


def examples_cover_their_measures(draft: Draft) -> Iterator[Finding]:
    """Every section the indicator itself measures has rows in the example."""
    for name, indicator in draft.indicators.items():
        given = {_split(key) for key in indicator.example.given}
        own = [p for p in each_measure(indicator) if p.path[0] in ("numerator", "denominator")]
        for form, part in dict.fromkeys((p.measure.form, p.measure.section) for p in own):
            if (form, part) not in given and draft.section(form, part) is not None:
                table = draft.measurable[form].table(part)
                yield as_warning(
                    draft.problem(
                        "example-without-rows",
                        ("indicator", name),
                        ("example", "given"),
                        table=table,
                    )
                )


def example_rows_fit_the_forms(draft: Draft) -> Iterator[Finding]:
    """Rows have unit and period, fields that exist, and values that can stand in them."""
    for name, place, example in each_example(draft):
        for key, rows in example.given.items():
            form, part = _split(key)
            section = draft.section(form, part)
            if section is None:
                continue
            for i, row in enumerate(rows):
                where: Path = (*place, "given", key, i)
                for path, got, problem in _row_problems(draft, draft.measurable[form], part, row):
                    slug, details = problem
                    yield draft.problem(slug, ("indicator", name), (*where, *path), got, **details)


def _row_problems(
    draft: Draft, form: Form, part: str, row: dict[str, str]
) -> Iterator[tuple[Path, str | None, Problem]]:
    section: Section = form.sections[part]
    for key in ROW_KEYS:
        if not row.get(key):
            yield (), None, ("example-row-without", {"key": key})
    for key, value in row.items():
        problem: Problem | None = None
        if key == "period":
            problem = None if is_period(draft, value) else ("not-a-period-code", {"key": key})
        elif key not in ROW_KEYS:
            problem = unknown_field(key, section.fields, form.table(part))
            if problem is None and value != BLANK:
                problem = value_problem(draft, key, section.fields[key], value)
        if problem is not None:
            yield (key,), key if problem[0] == "undeclared-field" else value, problem


def examples_expect_something(draft: Draft) -> Iterator[Finding]:
    """An expectation names a period that exists and at least one number."""
    for name, place, example in each_example(draft):
        key, expect = ("indicator", name), example.expect
        if expect.numerator is None and expect.denominator is None and expect.value is None:
            yield draft.problem("example-without-number", key, (*place, "expect"))
        if not is_period(draft, expect.period):
            where = (*place, "expect", "period")
            yield draft.problem("not-a-period-code", key, where, expect.period, key="period")
        if not any(example.given.values()):
            yield draft.problem("example-empty", key, (*place, "given"))


def _split(key: str) -> tuple[str, str]:
    form, _, section = key.partition(".")
    return form, section or "main"
