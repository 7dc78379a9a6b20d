"""The generated county itself: the same seed, the same bytes; the books in order."""

import filecmp
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load
from pipeline.sample.books import keep_books
from pipeline.sample.county import generate, last_quarters
from pipeline.sample.manifest import read_manifest
from pipeline.sample.planning import plan_scene
from pipeline.sample.scene import Scene
from pipeline.sample.workforce import with_mergers

from .steps import County


@pytest.fixture(scope="module")
def scene(county: County) -> Scene:
    quarters = last_quarters(county.catalogue, "2024Q4", 8)
    return with_mergers(plan_scene(7, 120, quarters))


def test_the_same_seed_gives_the_same_bytes(county: County, tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, county.catalogue, units=6, periods=2, seed=5, mistakes=0.3)
    files = [p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file()]
    same, other, missing = filecmp.cmpfiles(
        tmp_path / "one", tmp_path / "two", files, shallow=False
    )
    assert len(same) == len(files) > 12
    assert (other, missing) == ([], [])


def test_processes_write_what_one_process_writes(county: County, tmp_path: Path) -> None:
    alone = generate(tmp_path / "one", county.catalogue, units=80, periods=2, workers=1)
    shared = generate(tmp_path / "two", county.catalogue, units=80, periods=2, workers=2)
    assert alone == shared
    files = [p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.xlsx")]
    assert len(
        filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", files, shallow=False)[0]
    ) == len(files)


def test_its_definitions_are_good_and_marked_as_generated(county: County) -> None:
    loaded = load(*county.config)
    assert [f for f in loaded.findings if f.severity == "error"] == []
    assert loaded.catalogue is not None
    own = [u for u in loaded.catalogue.org_units if u.code.startswith(county.manifest.county)]
    assert own
    assert all(unit.generated and "（示例）" in unit.name.zh for unit in own)
    plans = [p for p in loaded.catalogue.plans.values() if p.unit == county.manifest.county]
    assert all("示例（程序生成）" in plan.title.zh for plan in plans)
    assert all(len(plan.targets) >= 18 for plan in plans)


def test_the_manifest_reads_back(county: County) -> None:
    assert read_manifest(county.folder) == county.manifest


def test_members_add_up_from_quarter_to_quarter(scene: Scene) -> None:
    for union in scene.unions:
        before = None
        for period, report in keep_books(scene, union).items():
            row = report["membership"][0]
            joined = union.joined
            came = joined.members if joined and scene.quarters[joined.quarter].code == period else 0
            if before is not None:
                change = row["members_new"] - row["members_left"]  # type: ignore[operator]
                assert row["members_total"] == before + change + came
            before = row["members_total"]


def test_registers_only_grow(scene: Scene) -> None:
    keys = {
        "bargaining_contracts": "contract_id",
        "case_ledger": "case_id",
        "hardship_file": "archive_id",
        "hazard_ledger": "record_id",
        "position_honour": "item_id",
    }
    for union in scene.unions:
        known: dict[str, list[object]] = defaultdict(list)
        for report in keep_books(scene, union).values():
            for table, key in keys.items():
                now = [row[key] for row in report[table]]
                assert len(set(now)) == len(now)
                assert now[: len(known[table])] == known[table]
                known[table] = now


def test_units_merge_move_change_their_names_and_begin(county: County) -> None:
    happened = {next(iter(event)) for event in county.manifest.events.values()}
    assert happened == {"merged_into", "renamed_from", "moved_from", "opened"}
    assert county.manifest.late
    assert county.manifest.missing
