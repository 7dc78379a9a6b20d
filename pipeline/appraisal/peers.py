"""Who is scored: the units below a plan's unit on a day, in their peer groups."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from pipeline.domain.scoring import PeerGroup, Scoring

CHILDREN = ""
"""The peer group of plans that name none: the units right below."""
BELOW = """
with recursive below as (
    select unit, parent, depth from unit_tree where unit = $root and day = $day
    union all
    select tree.unit, tree.parent, tree.depth
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
    where $deep or tree.parent = $root
)
select tree.unit, tree.parent, tree.depth, tree.attributes,
       (select any_value(level) from org_unit
        where org_unit.unit = tree.unit and $day between valid_from and valid_to)
from below join unit_tree as tree on tree.unit = below.unit and tree.day = $day
where tree.is_open
"""


@dataclass(frozen=True)
class Peer:
    """A scored unit: its peer group, and where it stands."""

    unit: str
    group: str
    parent: str | None
    depth: int


def peers_of(
    connection: duckdb.DuckDBPyConnection, scoring: Scoring, root: str, day: date
) -> list[Peer]:
    """The units scored on a day, deepest first; a unit belongs to the first group it fits."""
    rows = connection.execute(
        BELOW, {"root": root, "day": day, "deep": bool(scoring.peer_groups)}
    ).fetchall()
    found = []
    for unit, parent, depth, attributes, level in rows:
        if not scoring.peer_groups:
            if unit != root:
                found.append(Peer(unit, CHILDREN, parent, depth))
            continue
        said = json.loads(attributes)
        group = next((g for g in scoring.peer_groups if fits(g, unit, level, said)), None)
        if group is not None:
            found.append(Peer(unit, group.id, parent, depth))
    return sorted(found, key=lambda p: (-p.depth, p.unit))


def fits(group: PeerGroup, unit: str, level: str | None, attributes: Mapping[str, str]) -> bool:
    """Whether a unit belongs to a peer group: listed, or of its level and attributes."""
    if group.units:
        return unit in group.units
    if group.level is not None and level != group.level:
        return False
    return all(attributes.get(name) in codes for name, codes in group.attributes.items())
