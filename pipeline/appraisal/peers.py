"""Who is scored: the units below a plan's unit on a day, in their peer groups."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from pipeline.domain.scoring import PeerGroup, Scoring

CHILDREN = ""
"""The peer group of plans that name none: the units right below."""
BELOW = """
with recursive asked as (select unnest($days::date[]) as day),
below as (
    select unit, day from unit_tree where unit = $root and day in (from asked)
    union all
    select tree.unit, tree.day
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = below.day
    where $deep or tree.parent = $root
)
select tree.day, tree.unit, tree.parent, tree.depth, tree.attributes,
       (select any_value(level) from org_unit
        where org_unit.unit = tree.unit and tree.day between valid_from and valid_to)
from below join unit_tree as tree using (unit, day)
where tree.is_open
"""


@dataclass(frozen=True)
class Peer:
    """A scored unit: its peer group, and where it stands."""

    unit: str
    group: str
    parent: str | None
    depth: int


def peers_on(
    connection: duckdb.DuckDBPyConnection, scoring: Scoring, root: str, days: Collection[date]
) -> dict[date, list[Peer]]:
    """The units scored on each day, deepest first; a unit belongs to the first group it fits."""
    found: dict[date, list[Peer]] = {day: [] for day in days}
    asked = {"root": root, "days": list(found), "deep": bool(scoring.peer_groups)}
    for day, unit, parent, depth, attributes, level in connection.execute(BELOW, asked).fetchall():
        if not scoring.peer_groups:
            if unit != root:
                found[day].append(Peer(unit, CHILDREN, parent, depth))
            continue
        said = json.loads(attributes)
        group = next((g for g in scoring.peer_groups if fits(g, unit, level, said)), None)
        if group is not None:
            found[day].append(Peer(unit, group.id, parent, depth))
    return {day: sorted(peers, key=lambda p: (-p.depth, p.unit)) for day, peers in found.items()}


def fits(group: PeerGroup, unit: str, level: str | None, attributes: Mapping[str, str]) -> bool:
    """Whether a unit belongs to a peer group: listed, or of its level and attributes."""
    if group.units:
        return unit in group.units
    if group.level is not None and level != group.level:
        return False
    return all(attributes.get(name) in codes for name, codes in group.attributes.items())
