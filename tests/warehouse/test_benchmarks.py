"""The benchmarks of corrections and worlds run, and hold the figures to be right: here, small."""

import pytest

from benchmarks import incremental, sizes, what_if
from pipeline.warehouse import publishing


def test_the_benchmark_of_corrections_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("SMALLEST_WHOLE", "LARGEST_DELTA"):  # it sets them for its process; give back
        monkeypatch.setattr(publishing, name, getattr(publishing, name))
    monkeypatch.setattr(incremental, "HISTORY", (1, 2))
    monkeypatch.setattr(incremental, "TURNS", 1)
    monkeypatch.setattr(incremental, "UNITS", 60)
    monkeypatch.setattr(incremental, "TOWNSHIPS", 2)
    monkeypatch.setattr(incremental, "AT_MOST", float("inf"))  # a time is no matter for a test
    assert incremental.main() == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("bench-incremental: 60 unions, 1 quarters ")


def test_the_benchmark_of_sizes_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sizes, "SIZES", [60, 120])
    monkeypatch.setattr(sizes, "TIMES_UNITS", float("inf"))
    assert sizes.main() == 0
    assert "from 60 to 120" in capsys.readouterr().out.splitlines()[-1]


def test_the_benchmark_of_worlds_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(incremental, "UNITS", 60)
    monkeypatch.setattr(incremental, "TOWNSHIPS", 2)
    for name, small in {"QUARTERS": 2, "TURNS": 1, "AT_LEAST": 0.0}.items():
        monkeypatch.setattr(what_if, name, small)
    assert what_if.main() == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("bench-what-if: 60 unions, 1 late ×")
    assert ", 6 late ×" in said
