"""The areas of units, as they are drawn."""

from dataclasses import dataclass

from pipeline.domain.boundary import Point, Ring
from pipeline.domain.noun import Bilingual


@dataclass(frozen=True)
class UnitArea:
    """The area of a unit; ``middle`` lies inside it, with ``room`` to write along that line."""

    unit: str
    rings: tuple[Ring, ...]
    middle: Point
    room: float


@dataclass(frozen=True)
class UnitMap:
    """Areas on a plane: the map is one wide and ``height`` high."""

    areas: tuple[UnitArea, ...]
    height: float
    approvals: tuple[str, ...]
    sources: tuple[Bilingual, ...]
    is_schematic: bool
    """Whether any of it is not drawn to nature."""
    is_unapproved: bool
    """Whether any of it is drawn to nature and has no approval number."""
