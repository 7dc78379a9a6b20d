"""What is installed is pinned by hash, names no index, and is renewed by one command."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = {"requirements.lock": "pyproject.toml", "benchmarks/spark.lock": "benchmarks/spark.in"}


def test_make_lock_renews_every_lock_from_what_is_asked_for() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").split("\nlock:")[1].split("\n\n")[0]
    renewed = dict(re.findall(r"renew (\S+\.lock) (\S+)", recipe))
    assert renewed == LOCKS
    there = {str(p.relative_to(ROOT)) for p in (*ROOT.glob("*.lock"), *ROOT.glob("*/*.lock"))}
    assert there == set(LOCKS)
    assert all(name in recipe.split("##")[1].splitlines()[0] for name in LOCKS), "help names them"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_each_package_by_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    packages = re.split(r"\n(?=\S)", text.strip())
    assert packages
    for one in packages:
        assert re.match(r"[a-z0-9._-]+==\S+", one), one.splitlines()[0]
        assert "--hash=sha256:" in one, one.splitlines()[0]
