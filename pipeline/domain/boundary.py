"""Boundary: where an org unit lies on a map, as an office's own file draws it."""

from pipeline.domain.noun import Bilingual, Noun

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Ring = tuple[Point, ...]


class Boundary(Noun):
    """The area of one unit.

    ``rings``: each ends where it begins; outlines run anticlockwise and holes clockwise, so that
    drawn as one shape the holes stay empty. ``approval`` is the map approval number (审图号) that
    is printed beside the map; ``is_schematic`` where the areas are not drawn to nature.
    """

    unit: str
    rings: tuple[Ring, ...]
    approval: str = ""
    source: Bilingual | None = None
    is_schematic: bool = False
