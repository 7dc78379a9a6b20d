"""Windows are valued in runs that fit into memory; how many go together changes no figure."""

import duckdb
import pytest

from pipeline.indicators import compute

from .engine import ONE_THREAD, figures, fill
from .small_catalogue import catalogue
from .test_missing_and_closed import A, B, P, book

REPORTS = [
    book("A", "2024Q1", members=10), book("B", "2024Q1", members=5),
    book("A", "2024Q2", members=12), book("A", "2024Q4", members=13),
]  # fmt: skip


def test_one_window_at_a_time_gives_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = catalogue((P, A, B), "P")
    together = figures(asked, REPORTS)
    monkeypatch.setattr(compute, "MOST_VALUES", 1)
    assert together
    assert figures(asked, REPORTS) == together


@pytest.mark.parametrize("most", [1, 40, 10**6])
def test_every_window_is_in_one_run(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(compute, "MOST_VALUES", most)
    with duckdb.connect(config=ONE_THREAD) as connection:
        asked = catalogue((P, A, B), "P")
        fill(connection, asked, REPORTS)
        compute.lay_ground(connection, asked)
        terms = compute.prepare_measures(connection, asked)
        compute.measure_tables(
            connection, terms, asked, {table for table, *_ in terms.measures.values()}
        )
        windows = [n for (n,) in connection.execute("select win from time_window").fetchall()]
        runs = compute.runs_of_windows(connection)
    assert [n for first, last in runs for n in range(first, last + 1)] == sorted(windows)
    assert (len(runs) == 1) == (most == 10**6)
