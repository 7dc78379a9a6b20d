"""``boundaries/*.geojson``: areas of units, as RFC 7946 writes them.

Whatever is wrong is a warning: without a map the figures are as right as with one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.domain.boundary import Ring
from pipeline.domain.finding import Finding, Place
from pipeline.domain.noun import Bilingual

LARGEST = 20_000_000
"""Bytes; townships drawn to the street have a few million."""
APPROVAL, SOURCE, SCHEMATIC = ("审图号", "approval"), ("来源", "source"), ("示意图", "schematic")
BY_CODE, BY_NAME = ("unit", "code"), ("name", "名称", "单位")
FEWEST = 4
"""Points of a ring that ends where it begins."""


class Wrong(Exception):
    """Why a geometry is no area; the arguments are the slug and what was got."""


@dataclass(frozen=True)
class Area:
    """A feature that is an area, and what it says of the unit it belongs to."""

    place: Place
    rings: tuple[Ring, ...]
    code: str
    name: str


@dataclass
class BoundariesFile:
    """What could be read of one file."""

    shown: str
    areas: list[Area] = field(default_factory=list)
    approval: str = ""
    source: Bilingual | None = None
    is_schematic: bool = False
    findings: list[Finding] = field(default_factory=list)

    def find(self, slug: str, place: Place, got: str | None = None, **details: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(slug, "warning", place, got, details))


def read_boundaries(content: bytes, shown: str) -> BoundariesFile:
    """Read one file; a feature that is wrong costs that feature."""
    file, place = BoundariesFile(shown), Place(shown)
    if len(content) > LARGEST:
        size = f"{len(content) / 1e6:.0f} MB"
        file.find("boundaries-too-large", place, size, most=f"{LARGEST / 1e6:.0f} MB")
        return file
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # neither UTF-8 nor JSON
        data = None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        file.find("boundaries-unreadable", place)
        return file
    read_members(file, data)
    for number, feature in enumerate(features, start=1):
        read_feature(file, feature if isinstance(feature, dict) else {}, number)
    return file


def read_members(file: BoundariesFile, data: dict[str, Any]) -> None:
    """Read what is said of all areas together."""
    approval, source = said(data, APPROVAL), said(data, SOURCE)
    schematic = said(data, SCHEMATIC)
    if isinstance(approval, str | None):
        file.approval = (approval or "").strip()
    else:
        wrong_member(file, APPROVAL, approval)
    if isinstance(source, str) and source.strip():
        file.source = Bilingual(zh=source.strip(), en=source.strip())
    elif isinstance(source, dict) and all(isinstance(source.get(k), str) for k in ("zh", "en")):
        file.source = Bilingual(zh=source["zh"], en=source["en"])
    elif source not in (None, ""):
        wrong_member(file, SOURCE, source)
    if isinstance(schematic, bool | None):
        file.is_schematic = bool(schematic)
    else:
        wrong_member(file, SCHEMATIC, schematic)


def wrong_member(file: BoundariesFile, names: tuple[str, ...], got: object) -> None:
    """Say that a member of the collection cannot be understood."""
    text = json.dumps(got, ensure_ascii=False)[:60]
    file.find("boundaries-member-wrong", Place(file.shown), text, key=names[0])


def read_feature(file: BoundariesFile, feature: dict[str, Any], number: int) -> None:
    """Add the area of a feature, or say what is wrong with it."""
    given = feature.get("properties")
    properties = given if isinstance(given, dict) else {}
    code, name = as_text(said(properties, BY_CODE)), as_text(said(properties, BY_NAME))
    place = Place(file.shown, sheet=f"#{number} {code or name}".strip())
    if not code and not name:
        found = ", ".join(map(str, properties)) or "-"
        file.find("boundary-without-unit", place, found=found[:80])
        return
    try:
        rings = tuple(rings_of(feature.get("geometry")))
    except Wrong as wrong:
        slug, got = wrong.args
        file.find(slug, place, got)
        return
    file.areas.append(Area(place, rings, code, name))


def said(members: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first of some members that is there."""
    return next((members[name] for name in names if members.get(name) is not None), None)


def as_text(value: object) -> str:
    """Return a code or name as text; programs write codes of digits as numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def rings_of(geometry: object) -> Iterator[Ring]:
    """Yield the rings of an area, outlines anticlockwise and holes clockwise. Raises Wrong."""
    known = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = known.get("type"), known.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise Wrong("boundary-not-polygon", str(kind or "-"))
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not polygons or not all(isinstance(one, list) and one for one in polygons):
        raise Wrong("boundary-not-polygon", f"{kind} []")
    for polygon in polygons:
        for position, given in enumerate(polygon):
            ring = ring_of(given)
            runs_anticlockwise = twice_area(ring) > 0
            yield ring if runs_anticlockwise == (position == 0) else ring[::-1]


def ring_of(given: object) -> Ring:
    """Return one ring. Raises Wrong."""
    ring = tuple(point_of(point) for point in given) if isinstance(given, list) else ()
    if len(ring) < FEWEST or ring[0] != ring[-1] or twice_area(ring) == 0:
        raise Wrong("boundary-ring-open", str(len(ring)))
    return ring


def point_of(given: object) -> tuple[float, float]:
    """Return longitude and latitude; a height is left out. Raises Wrong."""
    numbers = given[:2] if isinstance(given, list) else []
    fits = len(numbers) == 2 and all(type(one) in (int, float) for one in numbers)
    if not fits or not (abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90):
        raise Wrong("boundary-not-degrees", json.dumps(given, ensure_ascii=False)[:60])
    return float(numbers[0]), float(numbers[1])


def twice_area(ring: Ring) -> float:
    """Return twice the area a ring goes round, below zero where it runs clockwise."""
    (left, low), *_ = ring
    return sum(
        (x - left) * (next_y - low) - (next_x - left) * (y - low)
        for (x, y), (next_x, next_y) in pairwise(ring)
    )
