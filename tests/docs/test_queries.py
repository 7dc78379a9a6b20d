"""The named queries of ``config/queries``: each runs as an analyst would run it."""

import re

import pytest

from pipeline.definitions.catalogue import load
from pipeline.queries.sql import run_sql
from pipeline.warehouse.reader import Reader

from .conftest import CONFIG

QUERIES = {path.stem for path in (CONFIG / "queries").glob("*.yml")}


def texts() -> list[tuple[str, str]]:
    loaded = load(CONFIG).catalogue
    assert loaded is not None
    return [(name, str(query["sql"])) for name, query in loaded.queries.items()]


MAY_BE_EMPTY = {"overdue_hazards", "employees_fell", "open_cases", "visit_list"}
"""Nothing of the kind need have happened in so small a county."""
EACH = pytest.mark.parametrize(("name", "sql"), texts(), ids=[name for name, _ in texts()])


def test_every_file_is_a_query_with_a_title_and_a_note_in_both_languages() -> None:
    loaded = load(CONFIG).catalogue
    assert loaded is not None
    assert set(loaded.queries) == QUERIES
    for query in loaded.queries.values():
        for words in (query["title"], query["note"]):
            assert isinstance(words, dict)
            assert all(words[language].strip() for language in ("zh", "en"))


@EACH
def test_a_named_query_runs_and_finds_rows(name: str, sql: str, reader: Reader) -> None:
    result = run_sql(reader, sql)
    assert result.error is None
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", column) for column in result.columns)
    assert result.rows or name in MAY_BE_EMPTY, "no row to show"


@EACH
def test_a_named_query_gives_the_same_rows_every_time(name: str, sql: str, reader: Reader) -> None:
    assert run_sql(reader, sql).rows == run_sql(reader, sql).rows
