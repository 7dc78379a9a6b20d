"""The plans of the generated county: its scoring, and levels that ask for what can be."""

from pathlib import Path

import pytest
import yaml

from pipeline import run
from pipeline.sample.county import generate

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("county")
    generate(made, run.load([CONFIG]), units=9, periods=6, seed=3, mistakes=0)
    return made


def plans(folder: Path) -> list[dict]:  # type: ignore[type-arg]
    files = sorted((folder / "config" / "plans").glob("*.yml"))
    return [yaml.load(f.read_text("utf-8"), Loader=yaml.BaseLoader) for f in files]


def test_the_county_scores_its_townships_by_a_hundred_points(folder: Path) -> None:
    catalogue = run.load([CONFIG, folder / "config"])
    scored = [p for p in catalogue.plans.values() if p.scoring and p.id.startswith("sample_")]
    assert len(scored) == 2
    for plan in scored:
        assert plan.scoring is not None
        assert plan.scoring.full == 100
        assert len({item.rule.kind for item in plan.scoring.items}) >= 8
        assert all(item.clause and item.text for item in plan.scoring.items)


def test_levels_ask_for_a_little_more_or_for_what_there_was(folder: Path) -> None:
    levels = [
        t for plan in plans(folder) for t in plan["targets"]
        if t["kind"] == "level" and t["unit"] == "percent"
    ]  # fmt: skip
    assert levels
    assert all(float(t["value"]) <= 100 for t in levels)
