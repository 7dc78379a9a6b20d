"""The JSON of ``query``: the rows, and which query was asked with what."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain.noun import Language
from pipeline.queries.answers import NamedQuery, Parameter, SqlResult


@dataclass(frozen=True)
class ParameterJson:
    """One entry of ``parameters`` in ``query --json``: as it was bound."""

    name: str
    type: str
    """unit, period, indicator, number, date, text, choice"""
    value: str | None
    """null: nothing was given, and there is no default"""
    value_name: str | None


@dataclass(frozen=True)
class QueryJson:
    """``query --json``: rows of the published snapshot."""

    query: str | None
    """null: SQL of one's own"""
    parameters: tuple[ParameterJson, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    more: bool
    as_of: str | None = None
    tree: str = "then"


def query_json(
    result: SqlResult, query: NamedQuery | None, given: Sequence[Parameter], language: Language
) -> QueryJson:
    """The rows with the parameters they were asked with."""
    return QueryJson(
        query=query.id if query else None,
        parameters=tuple(
            ParameterJson(one.name, one.type, one.text,
                          one.named.in_language(language) if one.named else None)
            for one in given
        ),
        columns=tuple(result.columns),
        rows=tuple(tuple(row) for row in result.rows),
        more=result.more,
    )  # fmt: skip
