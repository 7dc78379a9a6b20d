"""``boundaries/county.geojson`` of the generated county: hexagons in rows, no geography."""

import json
from math import cos, pi, radians, sin, sqrt
from pathlib import Path

from pipeline.sample.scene import Scene

WEST, NORTH, RADIUS = 100.0, 30.0, 0.1
"""Degrees: where the first hexagon stands, and how large it is."""
SOURCE = {
    "zh": "示例数据，由程序排出的六边形",
    "en": "sample data, hexagons laid out by the program",
}


def write_boundaries(path: Path, scene: Scene) -> None:
    """Write a hexagon for each township, in rows about as many as they are long."""
    wide = round(sqrt(len(scene.townships)) + 0.49)
    features = [
        {
            "type": "Feature",
            "properties": {"unit": township.code, "name": township.zh},
            "geometry": {"type": "Polygon", "coordinates": [hexagon(i // wide, i % wide)]},
        }
        for i, township in enumerate(scene.townships)
    ]
    whole = {"type": "FeatureCollection", "schematic": True, "source": SOURCE,
             "features": features}  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, ensure_ascii=False) + "\n", "utf-8")


def hexagon(row: int, column: int) -> list[tuple[float, float]]:
    """The ring of a hexagon with a corner at its top; every second row is shifted by a half."""
    x = sqrt(3) * (column + (0.5 if row % 2 else 0))
    corners = [(x + sin(k * pi / 3), -1.5 * row + cos(k * pi / 3)) for k in range(6, -1, -1)]
    stretch = cos(radians(NORTH))
    return [(round(WEST + RADIUS * a / stretch, 4), round(NORTH + RADIUS * b, 4))
            for a, b in corners]  # fmt: skip
