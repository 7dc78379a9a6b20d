"""Rules of named queries: one SELECT, whose parameters are declared, used, and of their type.

The text is only taken apart here, by DuckDB's own parser; nothing is run.
"""

from collections.abc import Iterator

import duckdb

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.values import is_date, is_number, is_period
from pipeline.definitions.queries import QueryParameter
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding

Problem = tuple[str, dict[str, str]]


def queries_are_one_select(draft: Draft) -> Iterator[Finding]:
    """The text is one statement that only reads."""
    for name, query in draft.queries.items():
        try:
            statements = duckdb.extract_statements(query.sql)
        except duckdb.Error as wrong:
            said = str(wrong).splitlines()[0]
            yield draft.problem("query-not-sql", ("query", name), ("sql",), said, said=said)
            continue
        if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
            yield draft.problem("query-not-select", ("query", name), ("sql",))


def parameters_are_unique(draft: Draft) -> Iterator[Finding]:
    """No two parameters of a query have the same name."""
    for name, query in draft.queries.items():
        seen: set[str] = set()
        for i, parameter in enumerate(query.parameters):
            if parameter.name in seen:
                yield draft.problem("parameter-twice", ("query", name), ("parameters", i, "name"),
                                    parameter.name, parameter=parameter.name)  # fmt: skip
            seen.add(parameter.name)


def parameters_are_used_and_declared(draft: Draft) -> Iterator[Finding]:
    """What is declared stands in the text as ``$name``, and what stands there is declared."""
    for name, query in draft.queries.items():
        used = parameters_in(query.sql)
        if used is None:
            continue
        declared = [parameter.name for parameter in query.parameters]
        for i, one in enumerate(declared):
            if one not in used:
                yield draft.problem("parameter-unused", ("query", name), ("parameters", i, "name"),
                                    one, parameter=one)  # fmt: skip
        for one in sorted(used - set(declared)):
            near = suggestion(one, declared)
            yield draft.problem("parameter-undeclared", ("query", name), ("sql",), f"${one}",
                                parameter=one, suggestion=near)  # fmt: skip


def parameters_in(sql: str) -> set[str] | None:
    """The names behind ``$`` in a text (a bare ``?`` counts as 1); None when it cannot be read."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error:
        return None
    return {name for one in statements for name in one.named_parameters}


def parameter_settings_fit(draft: Draft) -> Iterator[Finding]:
    """Choices belong to a choice, and ``unset`` to what has no default."""
    for name, query in draft.queries.items():
        for i, parameter in enumerate(query.parameters):
            is_choice = parameter.type == "choice"
            if is_choice and not parameter.choices:
                yield draft.problem("parameter-without-choices", ("query", name),
                                    ("parameters", i), parameter=parameter.name)  # fmt: skip
            unread = [] if is_choice or not parameter.choices else ["choices"]
            if parameter.unset is not None and parameter.default is not None:
                unread.append("unset")
            for key in unread:
                yield draft.problem("parameter-setting-unfit", ("query", name),
                                    ("parameters", i, key), parameter=parameter.name,
                                    key=key)  # fmt: skip


def parameter_defaults_fit(draft: Draft) -> Iterator[Finding]:
    """A default is a value of the parameter's type that exists."""
    for name, query in draft.queries.items():
        for i, parameter in enumerate(query.parameters):
            if parameter.default is None:
                continue
            problem = default_problem(draft, parameter, parameter.default)
            if problem is not None:
                slug, details = problem
                yield draft.problem(slug, ("query", name), ("parameters", i, "default"),
                                    parameter.default, **details)  # fmt: skip


def default_problem(draft: Draft, parameter: QueryParameter, value: str) -> Problem | None:
    """Slug and details when a default cannot be a value of its parameter."""
    if parameter.type == "number" and not is_number(value, whole=False):
        return "number-wanted", {"key": "default"}
    if parameter.type == "date" and not is_date(value):
        return "date-wanted", {"key": "default"}
    if parameter.type == "period" and not is_period(draft, value):
        return "not-a-period-code", {"key": "default"}
    if parameter.type == "choice" and parameter.choices and value not in parameter.choices:
        near = suggestion(value, parameter.choices)
        return "undeclared-code", {"field": parameter.name, "suggestion": near}
    units = {unit.code for unit in draft.org_units}
    if parameter.type == "unit" and units and value not in units:
        return "parameter-default-unknown", {"suggestion": suggestion(value, units)}
    known = {*draft.indicators, *(name for kind, name in draft.broken if kind == "indicator")}
    if parameter.type == "indicator" and value not in known:
        return "undeclared-indicator", {
            "indicator": value, "suggestion": suggestion(value, known),
        }  # fmt: skip
    return None
