"""Answers to SQL, and what helps to write it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.definitions.queries import ParameterType, QueryParameter
from pipeline.domain.noun import Bilingual
from pipeline.wording.columns import TableGroup


@dataclass(frozen=True)
class SqlResult:
    """Rows of an analyst's query; ``more`` when the row cap cut it; ``error`` in plain words.

    ``said``: what the database itself said of a query that it did not run, in English.
    """

    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    more: bool = False
    seconds: float = 0.0
    error: Bilingual | None = None
    said: str = ""


@dataclass(frozen=True)
class TableHelp:
    """A table of the snapshot for whoever writes SQL: name, type and meaning of each column.

    Of the tables of forms it is the view of what counts.
    """

    name: str
    title: Bilingual
    group: TableGroup
    columns: tuple[tuple[str, str, Bilingual], ...]


@dataclass(frozen=True)
class NamedQuery:
    """A query of the library: title, text, and what to know before reading its rows."""

    id: str
    title: Bilingual
    sql: str
    note: Bilingual | None = None
    parameters: tuple[QueryParameter, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A parameter of a named query as it was set.

    ``text``: as it was given, or its default; None where nothing was given. ``value``: what is
    bound. ``named``: what a code stands for. ``unset``: what nothing given means;
    where it ``has_default`` a value is always given.
    """

    name: str
    type: ParameterType
    label: Bilingual
    text: str | None
    value: str | Decimal | date | None
    named: Bilingual | None
    unset: Bilingual | None
    has_default: bool = False
