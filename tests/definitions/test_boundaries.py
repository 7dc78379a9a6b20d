"""Boundaries of units: what is read, what is left out and said; and that no figure waits for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.definitions.boundaries_file import LARGEST, twice_area
from pipeline.definitions.catalogue import load
from pipeline.domain.noun import Bilingual
from pipeline.wording.messages import as_line

from .folders import FILES, write_folder

SQUARE = [[103.0, 30.0], [104.0, 30.0], [104.0, 31.0], [103.0, 31.0], [103.0, 30.0]]
HOLE = [[103.2, 30.2], [103.4, 30.2], [103.4, 30.4], [103.2, 30.4], [103.2, 30.2]]
FAR = [[x + 2, y] for x, y in SQUARE]


def feature(properties: dict[str, Any], *rings: Any, kind: str = "Polygon") -> dict[str, Any]:
    coordinates = [[ring] for ring in rings] if kind == "MultiPolygon" else list(rings)
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **members: Any) -> str:
    said = {"type": "FeatureCollection", **members, "features": list(features)}
    return json.dumps(said, ensure_ascii=False)


def with_map(root: Path, text: str, name: str = "boundaries/towns.geojson") -> Path:
    return write_folder(root, {**FILES, name: text})


def test_areas_are_read_with_holes_and_parts_by_code_name_or_alias(tmp_path: Path) -> None:
    text = collection(
        feature({"code": "T1"}, SQUARE[::-1], HOLE),
        feature({"name": "第一厂"}, SQUARE, FAR, kind="MultiPolygon"),
        feature({"name": " plant 2 "}, [[*point, 500] for point in FAR]),
        审图号="GS(2020)1234号", 来源="民政局", schematic=True,
    )  # fmt: skip
    loaded = load(with_map(tmp_path, "\ufeff" + text))
    assert loaded.findings == []
    assert loaded.catalogue is not None
    found = loaded.catalogue.boundaries
    assert {code: len(one.rings) for code, one in found.items()} == {"T1": 2, "G1": 2, "G2": 1}
    outline, hole = found["T1"].rings
    assert twice_area(outline) == 2
    assert twice_area(hole) < 0
    assert all(twice_area(ring) > 0 for ring in found["G1"].rings)
    assert found["G2"].rings[0] == tuple(map(tuple, FAR))
    assert (found["T1"].approval, found["T1"].is_schematic) == ("GS(2020)1234号", True)
    assert found["T1"].source == Bilingual(zh="民政局", en="民政局")


CASES = [
    ("boundaries-unreadable", "{", "", []),
    ("boundaries-unreadable", "[" * 100_000, "", []),
    ("boundaries-unreadable", '{"type": "Topology", "features": []}', "", []),
    ("boundaries-member-wrong", collection(feature({"unit": "T1"}, SQUARE), 审图号=5), "", ["T1"]),
    ("boundaries-member-wrong", collection(feature({"unit": "T1"}, SQUARE), schematic="no"), "",
     ["T1"]),
    ("boundaries-member-wrong", collection(source={"zh": "局"}), "", []),
    ("boundary-without-unit", collection(feature({"adcode": 51}, SQUARE)), "#1", []),
    ("boundary-without-unit", collection("town"), "#1", []),
    ("boundary-unit-unknown", collection(feature({"unit": "T9"}, SQUARE)), "#1 T9", []),
    ("boundary-unit-unknown", collection(feature({"name": "西镇"}, SQUARE)), "#1 西镇", []),
    ("boundary-twice",
     collection(feature({"unit": "T1"}, SQUARE), feature({"name": "东镇"}, FAR)), "#2 东镇",
     ["T1"]),
    ("boundary-not-polygon", collection(feature({"unit": "T1"}, kind="Point")), "#1 T1", []),
    ("boundary-not-polygon", collection({"properties": {"unit": "T1"}, "geometry": None}), "#1 T1",
     []),
    ("boundary-not-degrees",
     collection(feature({"unit": "T1"}, [[511234.5, 3456789.1], *SQUARE])), "#1 T1", []),
    ("boundary-not-degrees", collection(feature({"unit": "T1"}, [["103", "30"]])), "#1 T1", []),
    ("boundary-not-degrees",
     collection(feature({"unit": "T1"}, [[float("nan"), 30], *SQUARE])), "#1 T1", []),
    ("boundary-ring-open", collection(feature({"unit": "T1"}, SQUARE[:-1])), "#1 T1", []),
    ("boundary-ring-open", collection(feature({"unit": "T1"}, [SQUARE[0]] * 5)), "#1 T1", []),
    ("boundary-ring-open", collection(feature({"unit": "T1"}, SQUARE, HOLE[:3])), "#1 T1", []),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "text", "feature_place", "kept"), CASES)
def test_what_is_wrong_is_said_with_file_and_feature_and_stops_nothing(
    tmp_path: Path, slug: str, text: str, feature_place: str, kept: list[str]
) -> None:
    loaded = load(with_map(tmp_path, text))
    (finding,) = loaded.findings
    assert (finding.slug, finding.severity) == (slug, "warning")
    where = " › ".join(filter(None, ("boundaries/towns.geojson", feature_place)))
    for language in ("zh", "en"):
        line = as_line(finding, language, strict=True)
        assert line.startswith(f"{where} › ")
        assert "…" not in line
    assert loaded.catalogue is not None
    assert list(loaded.catalogue.boundaries) == kept


def test_a_name_of_several_units_is_not_guessed_at(tmp_path: Path) -> None:
    units = FILES["org_units.csv"].replace("G2,二厂", "G2,一厂")
    text = collection(feature({"name": "一厂"}, SQUARE))
    root = write_folder(
        tmp_path, {**FILES, "org_units.csv": units, "boundaries/towns.geojson": text}
    )
    (finding,) = load(root).findings
    assert (finding.slug, finding.details) == ("boundary-of-several", {"codes": "G1, G2"})


def test_a_file_of_many_megabytes_is_not_read(tmp_path: Path) -> None:
    loaded = load(with_map(tmp_path, collection() + " " * LARGEST))
    assert [finding.slug for finding in loaded.findings] == ["boundaries-too-large"]
    assert "20 MB" in as_line(loaded.findings[0], "zh", strict=True)


def test_what_else_lies_in_the_folder_is_remarked_on(tmp_path: Path) -> None:
    loaded = load(with_map(tmp_path, "", "boundaries/towns.geojson.txt"))
    assert [finding.slug for finding in loaded.findings] == ["unread-file"]
    assert ".geojson" in as_line(loaded.findings[0], "en", strict=True)


def test_folders_lay_their_maps_over_one_another(tmp_path: Path) -> None:
    first = with_map(tmp_path / "a", collection(feature({"unit": "T1"}, SQUARE)))
    second = write_folder(tmp_path / "b", {"boundaries/more.json": collection(
        feature({"unit": "T1"}, FAR), feature({"unit": "G1"}, FAR))})  # fmt: skip
    loaded = load(first, second)
    assert [finding.slug for finding in loaded.findings] == ["boundary-twice"]
    assert loaded.findings[0].details["first"] == "boundaries/towns.geojson › #1 T1"
    assert loaded.catalogue is not None
    assert set(loaded.catalogue.boundaries) == {"T1", "G1"}


def test_a_map_is_published_anew_and_no_figure_computed_for_it(tmp_path: Path) -> None:
    without = load(write_folder(tmp_path / "a")).catalogue
    plain = load(with_map(tmp_path / "b", collection(feature({"unit": "T1"}, SQUARE)))).catalogue
    other = load(with_map(tmp_path / "c", collection(feature({"unit": "T1"}, FAR)))).catalogue
    assert without is not None
    assert plain is not None
    assert other is not None
    assert len({without.digest, plain.digest, other.digest}) == 3
    assert without.digest_of_figures == plain.digest_of_figures == other.digest_of_figures
