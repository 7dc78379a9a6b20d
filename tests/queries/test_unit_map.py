"""The generated county draws each of its townships, beside the others, and says it is schematic."""

from collections import Counter

from pipeline.queries.questions import unit_map

from .conftest import County


def test_the_generated_county_has_a_map(county: County) -> None:
    found = unit_map(county.reader, county.code, county.last)
    assert found is not None
    assert found.is_schematic
    assert not found.is_unapproved
    assert [len(area.rings[0]) for area in found.areas] == [7] * len(found.areas)
    corners = Counter(
        (round(x, 3), round(y, 3)) for area in found.areas for x, y in set(area.rings[0])
    )
    assert len(found.areas) > 1
    assert max(corners.values()) > 1
