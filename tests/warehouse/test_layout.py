"""Data of another version of the program: noticed at once, and told what to do."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from dashboards.app import create_app
from dashboards.router import page_for
from dashboards.selection import PAGES, Selection
from pipeline.definitions.catalogue import Catalogue
from pipeline.queries import questions
from pipeline.queries.nouns import nouns
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse.layout import OtherLayout
from pipeline.warehouse.publishing import LAYOUT, published
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse
from tests.dashboards.reading import words
from tests.scenarios.town import SENT, take_in

from .conftest import AT, sent

COLUMNS = """
select table_name, column_name, data_type from duckdb_columns()
where not internal and schema_name = 'main' order by all
"""
OF_LAYOUT = {1: "1198", 2: "f626", 3: "52a9"}
"""Number of a layout → the first digits of the digest of its columns."""


def republish(data: Path, **pointed: object) -> None:
    """Let the pointer say something else."""
    pointer = data / "processed" / "published.json"
    said = json.loads(pointer.read_text("utf-8")) | pointed
    pointer.write_text(json.dumps(said), "utf-8")


def in_snapshot(data: Path, statement: str) -> None:
    last = published(data / "processed")
    assert last
    with duckdb.connect(str(data / "processed" / last.file)) as connection:
        connection.execute(statement)


@pytest.fixture
def town(tmp_path: Path) -> Reader:
    return take_in(tmp_path / "town", SENT)


def test_a_layout_with_other_columns_has_another_number() -> None:
    with duckdb.connect() as connection:
        for script in ("schema.sql", "results.sql"):
            connection.execute(files("pipeline.warehouse").joinpath(script).read_text("utf-8"))
        there = connection.execute(COLUMNS).fetchall()
    digest = hashlib.sha256(repr(there).encode()).hexdigest()[:4]
    assert OF_LAYOUT.get(LAYOUT) == digest, (
        f"the columns of schema.sql or results.sql are others than those of layout {LAYOUT}: "
        f"raise LAYOUT in pipeline/warehouse/publishing.py, and note {digest!r} here"
    )


@pytest.mark.parametrize(
    ("layout", "said"),
    [(LAYOUT - 1, "unionkpi build"), (LAYOUT + 1, "换成较新的版本")],
)
def test_another_layout_is_refused_on_every_page(town: Reader, layout: int, said: str) -> None:
    republish(town.data, layout=layout)
    for page in PAGES:
        assert said in words(page_for(Reader(town.data), questions, Selection(page)))
    client = create_app(Reader(town.data), questions).server.test_client()
    assert said in client.get("/files/owed.xlsx?unit=R&period=2024Q1").text


def test_a_snapshot_without_a_number_is_told_by_its_columns(town: Reader) -> None:
    republish(town.data, layout=None)
    assert Reader(town.data).rows("select 1") == [(1,)]
    in_snapshot(town.data, "alter table indicator_term drop column valid_from")
    with pytest.raises(OtherLayout, match="layout 0"):
        Reader(town.data).rows("select 1")


def test_definitions_of_another_version_are_refused_alike(town: Reader) -> None:
    in_snapshot(
        town.data,
        "update definition set body = replace(body, '\"calendars\"', '\"kalendars\"')"
        " where kind = 'product'",
    )
    with pytest.raises(OtherLayout) as refused:
        nouns(Reader(town.data))
    assert "unionkpi build" in refused.value.message_en
    assert "later version" in refused.value.message_en


def test_an_extract_of_an_earlier_version_has_to_be_handed_out_anew(
    town: Reader, tmp_path: Path
) -> None:
    part = tmp_path / "T1"
    republish(town.data, layout=None)  # of whatever it is taken, the part is written today
    write_extract(Reader(town.data), "T1", part)
    assert Reader(part).publication.layout == LAYOUT
    republish(part, layout=0)
    with pytest.raises(OtherLayout) as refused:
        Reader(part).rows("select 1")
    assert refused.value.message_zh.startswith("T1的数据包 › ")
    assert "unionkpi extract" in refused.value.message_zh
    assert "unionkpi build" not in refused.value.message_zh


def test_the_next_import_publishes_what_an_earlier_version_left(
    warehouse: Warehouse, catalogue: Catalogue, tmp_path: Path
) -> None:
    warehouse.store([sent("first", 10)], catalogue)
    first = warehouse.publish(catalogue, AT)
    assert warehouse.as_shown(catalogue) == first
    republish(tmp_path, layout=0)
    assert warehouse.as_shown(catalogue) is None
    warehouse.publish(catalogue, AT)
    assert Reader(tmp_path).rows("select count(*) from submission") == [(1,)]


def test_an_earlier_program_writes_nothing_over_what_a_later_one_published(
    town: Reader, catalogue: Catalogue
) -> None:
    republish(town.data, layout=LAYOUT + 1)
    with pytest.raises(OtherLayout), Warehouse.open(town.data, catalogue):
        pass
