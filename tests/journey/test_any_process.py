"""What is made from the same files is the same in every process: Python shuffles its sets anew."""

import os
import subprocess
import sys
from pathlib import Path

from pipeline.warehouse.reader import Reader
from tests.journey.steps import CONFIG

SHUFFLES = ("2", "7", "9")
"""Of these, the first orders {"previous_period", "other_period"} otherwise than the others."""


def told(shuffle: str, *asked: str | Path, ends: int = 0) -> str:
    """What the command prints, with sets shuffled so; ``ends``: its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, asked)], check=False, timeout=300,
        capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONHASHSEED": shuffle},
    )  # fmt: skip
    assert done.returncode == ends, done.stderr[-2000:]
    return done.stdout


def test_what_is_made_again_is_the_same_however_sets_are_shuffled(tmp_path: Path) -> None:
    first, *others = SHUFFLES
    sample, data = tmp_path / "sample", tmp_path / "data"
    told(first, "sample", "--units", "30", "--periods", "4", "--seed", "3", "--out", sample)
    given = ("--config", CONFIG, "--config", sample / "config", "--data", data)
    told(first, *given, "ingest", sample / "inbox", ends=1)
    told(first, *given, "ingest", sample / "corrected")
    slugs = {slug for (slug,) in Reader(data).rows("select slug from finding")}
    assert "stock-flow-gap" in slugs, "a finding that names two periods"
    assert len(slugs) > 8, "and others of many kinds"
    for shuffle in others:
        assert "0 张不一致" in told(shuffle, *given, "rebuild", "--verify")
