"""The map of the units below: areas on a plane, and where in each there is room to write."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from math import cos, radians

from pipeline.domain.boundary import Boundary, Point, Ring
from pipeline.queries.answers import UnitArea, UnitMap
from pipeline.queries.nouns import nouns
from pipeline.queries.units import children
from pipeline.warehouse.layout import definitions_of
from pipeline.warehouse.reader import Reader

MANY, GRID = 8_000, 1_500
"""Points that are drawn as they are; beyond, they go to the nearest of so many places across."""
BOUNDARIES = """
select id, body from definition where kind = 'boundary' and list_contains($units, id) order by id
"""


def unit_map(reader: Reader, unit: str, period: str) -> UnitMap | None:
    """The areas of the units right below; None where no file draws any of them.

    Raises NotFound.
    """
    below = children(reader, unit, nouns(reader).period(period))
    codes = tuple(child.code for child in below)
    return drawn(reader, reader.publication.number, codes)


@lru_cache(maxsize=32)
def drawn(reader: Reader, number: int, codes: tuple[str, ...]) -> UnitMap | None:
    """The map of some units; ``number`` makes a new publication a new entry of the cache."""
    rows = reader.rows(BOUNDARIES, {"units": list(codes)})
    with definitions_of(reader.data):
        found = [Boundary.model_validate_json(body) for _, body in rows]
    return map_of(found) if found else None


def map_of(found: Sequence[Boundary]) -> UnitMap:
    """Lay boundaries on a plane on which a degree is as long to the north as to the east."""
    points = [point for one in found for ring in one.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrower = max(cos(radians((south + north) / 2)), 0.01)
    width = (east - west) * narrower
    digits = len(points) > MANY

    def on_plane(ring: Ring) -> Ring:
        plane = (((x - west) * narrower / width, (y - south) / width) for x, y in ring)
        return coarser(plane) if digits else tuple(plane)

    areas = [area(one.unit, [on_plane(ring) for ring in one.rings]) for one in found]
    return UnitMap(
        areas=tuple(areas),
        height=(north - south) / width,
        approvals=tuple(dict.fromkeys(one.approval for one in found if one.approval)),
        sources=tuple(dict.fromkeys(one.source for one in found if one.source)),
        is_schematic=any(one.is_schematic for one in found),
        is_unapproved=any(not one.approval and not one.is_schematic for one in found),
    )


def coarser(points: Iterable[Point]) -> Ring:
    """A ring on a grid as fine as a screen. Neighbours keep their common border: the same points
    go to the same places, whichever area they are asked for."""
    placed = [(round(x * GRID) / GRID, round(y * GRID) / GRID) for x, y in points]
    kept = [point for point, after in pairwise(placed) if point != after]
    return (*kept, placed[-1])


def area(unit: str, rings: Sequence[Ring]) -> UnitArea:
    """An area with the place to write in: the widest stretch across the middle of its outline."""
    largest = max(rings, key=spread)
    level = (min(y for _, y in largest) + max(y for _, y in largest)) / 2
    at = sorted(chain.from_iterable(crossings(ring, level) for ring in rings))
    left, right = max(zip(at[::2], at[1::2], strict=False), key=lambda s: s[1] - s[0],
                      default=(largest[0][0], largest[0][0]))  # fmt: skip
    return UnitArea(unit, tuple(rings), ((left + right) / 2, level), right - left)


def crossings(ring: Ring, level: float) -> Iterable[float]:
    """Where a ring crosses a line from west to east."""
    for (x, y), (to_x, to_y) in pairwise(ring):
        if (y > level) != (to_y > level):
            yield x + (to_x - x) * (level - y) / (to_y - y)


def spread(ring: Ring) -> float:
    """How large the box round a ring is."""
    across, up = [x for x, _ in ring], [y for _, y in ring]
    return (max(across) - min(across)) * (max(up) - min(up))
