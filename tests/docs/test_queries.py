"""The named queries of ``config/queries``: each runs as an analyst would run it."""

import re
from collections.abc import Callable
from functools import cache, partial

import pytest

from pipeline.definitions.catalogue import load
from pipeline.queries import questions
from pipeline.queries.answers import NamedQuery, SqlResult
from pipeline.queries.sql import run_sql
from pipeline.warehouse.reader import Reader

from .conftest import CONFIG

QUERIES = sorted(path.stem for path in (CONFIG / "queries").glob("*.yml"))
MAY_BE_EMPTY = {"overdue_hazards", "employees_fell", "open_cases", "visit_list"}
"""Nothing of the kind need have happened in so small a county."""
EACH = pytest.mark.parametrize("name", QUERIES)


def named(reader: Reader, name: str) -> NamedQuery:
    return next(query for query in questions.library(reader) if query.id == name)


def asked(reader: Reader, name: str, **given: str) -> SqlResult:
    query = named(reader, name)
    values = questions.parameters(reader, query, given)
    return run_sql(reader, query.sql, parameters=values)


def test_every_file_is_a_query_with_a_title_and_a_note_in_both_languages() -> None:
    loaded = load(CONFIG).catalogue
    assert loaded is not None
    assert sorted(loaded.queries) == QUERIES
    for query in loaded.queries.values():
        for words in (query["title"], query["note"]):
            assert isinstance(words, dict)
            assert all(words[language].strip() for language in ("zh", "en"))


@pytest.fixture(scope="module")
def first(reader: Reader) -> Callable[[str], SqlResult]:
    """What a query answers when it is asked for the first time."""
    return cache(partial(asked, reader))


@EACH
def test_a_named_query_runs_and_finds_rows(name: str, first: Callable[[str], SqlResult]) -> None:
    result = first(name)
    assert result.error is None
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", column) for column in result.columns)
    assert result.rows or name in MAY_BE_EMPTY, "no row to show"


@EACH
def test_a_named_query_gives_the_same_rows_every_time(
    name: str, reader: Reader, first: Callable[[str], SqlResult]
) -> None:
    assert asked(reader, name).rows == first(name).rows


@EACH
def test_a_named_query_runs_with_every_value_it_offers(name: str, reader: Reader) -> None:
    """The first and the last of what each list offers; a number and a word where they are typed."""
    query = named(reader, name)
    typed = {"number": ("1",), "text": ("x",)}
    for one in query.parameters:
        listed = [code for code, _ in questions.parameter_choices(reader, query)[one.name]]
        for value in {*listed[:1], *listed[-1:], *typed.get(one.type, ())}:
            assert asked(reader, name, **{one.name: value}).error is None, (one.name, value)


def test_a_period_and_a_unit_narrow_the_list_of_late_reporters(reader: Reader) -> None:
    everything = asked(reader, "late_reporters").rows
    assert everything
    query = named(reader, "late_reporters")
    periods = [code for code, _ in questions.parameter_choices(reader, query)["period"]]
    quarters = [code for code in periods if re.fullmatch(r"\d{4}Q\d", code)]
    latest = {asked(reader, "late_reporters", period=code).rows == everything for code in quarters}
    assert latest == {True, False}, "without a period it is one of them"
    units = [code for code, _ in questions.parameter_choices(reader, query)["unit"]]
    narrowed = [asked(reader, "late_reporters", unit=code).rows for code in units]
    assert all(set(rows) <= set(everything) for rows in narrowed)
    assert min(len(rows) for rows in narrowed) < len(everything)
