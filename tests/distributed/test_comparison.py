"""Every definition is computed on Spark Connect, and what differs is counted and shown."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.spark_facts import nation, write_facts
from pipeline.definitions.catalogue import load
from pipeline.distributed import session as sessions
from pipeline.distributed.comparison import compare, differing
from pipeline.distributed.session import SparkUnavailable, connected

CONFIG = Path(__file__).parents[2] / "config"
NOT_CARRIED: set[str] = set()
"""Indicators that Spark cannot compute, each to be named with its reason."""
ROWS = """
create table indicator_value as
select 'i' || n as indicator, 'default' as family, '' as segment, 'A' as unit, 1 as win,
       '2024' as period, 'period' as span, n::decimal(38,6) as numerator,
       3::decimal(38,6) as denominator, null::decimal(38,6) as numerator_carried,
       null::decimal(38,6) as denominator_carried, n / 3 as value, null::double as estimate,
       4 as expected, 4 as reported, 0 as carried
from range(5) as numbers(n)
"""


def test_every_indicator_of_the_catalogue_is_the_same_on_both(session: Any, tmp_path: Path) -> None:
    loaded = load(CONFIG).catalogue
    assert loaded is not None
    catalogue = nation(loaded, 3)
    with duckdb.connect() as source:
        write_facts(source, catalogue)
        found = compare(source, catalogue, session, tmp_path)
    assert found.differences == 0, found.shown
    assert found.indicators == len(set(catalogue.indicators) - NOT_CARRIED)
    assert found.units == len(catalogue.org_units)
    assert found.rows > 0


@pytest.mark.parametrize(
    ("change", "count", "shown"),
    [
        ("update altered set value = value where indicator = 'i1'", 0, ()),
        ("update altered set numerator = 1.000001 where indicator = 'i1'", 1, ("i1", "i1")),
        ("update altered set value = value + 1e-15 where indicator = 'i2'", 1, ("i2", "i2")),
        ("update altered set carried = 1 where indicator > 'i2'", 2, ("i3", "i3", "i4", "i4")),
        ("delete from altered where indicator = 'i3'", 1, ("i3",)),
        ("insert into altered from altered where indicator = 'i3'", 1, ("i3",)),
        ("update altered set denominator = null where indicator = 'i3'", 1, ("i3", "i3")),
    ],
)  # fmt: skip
def test_what_is_not_the_same_is_counted(
    change: str, count: int, shown: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "there.parquet"
    with duckdb.connect() as here:
        here.execute(ROWS)
        here.execute("create table altered as from indicator_value")
        here.execute(change)
        here.execute(f"copy altered to '{file}' (format parquet)")
        differences, rows = differing(here, [str(file)])
    assert differences == count
    assert tuple(row.split()[1] for row in rows) == shown


def test_without_the_client_the_product_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql.connect.session", None)
    with pytest.raises(SparkUnavailable) as said, connected("sc://127.0.0.1:1"):
        pass
    assert said.value.url is None
    assert sessions.DEFAULT_PORT == 15002
