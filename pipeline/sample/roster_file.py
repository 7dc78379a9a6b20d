"""``org_units.csv`` of the generated county; every row says that it is generated."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.sample.scene import FORM_SET, FREQUENCY, Scene, Township, Union

COLUMNS = (
    "code", "name_zh", "name_en", "level", "parent", "valid_from", "valid_to", "merged_into",
    "form_set", "frequency", "aliases", "generated", "ownership", "unit_type", "sector",
)  # fmt: skip
Line = dict[str, str]


def write_roster(path: Path, scene: Scene) -> None:
    """Write the county, its townships, and every version of every union."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines(scene))


def lines(scene: Scene) -> Iterator[Line]:
    """Yield one line per version of a unit, superiors first."""
    yield superior(scene.county, "county", "")
    for township in scene.townships:
        yield superior(township, "township", scene.county.code)
    for union in scene.unions:
        yield from versions(union)


def superior(unit: Township, level: str, parent: str) -> Line:
    """Return the line of a unit that does not report itself."""
    return {"code": unit.code, "name_zh": unit.zh, "name_en": unit.en, "level": level,
            "parent": parent, "generated": "true"}  # fmt: skip


def versions(union: Union) -> Iterator[Line]:
    """Yield the lines of a union, oldest version first."""
    for version in union.versions:
        last = version is union.versions[-1]
        yield {
            "code": union.code,
            "name_zh": version.zh,
            "name_en": version.en,
            "level": "grassroots",
            "parent": version.parent,
            "valid_from": version.since.isoformat() if version.since else "",
            "valid_to": version.until.isoformat() if version.until else "",
            "merged_into": union.merged_into or "" if last else "",
            "form_set": FORM_SET,
            "frequency": FREQUENCY,
            "aliases": ";".join(version.aliases),
            "generated": "true",
            "ownership": union.ownership,
            "unit_type": union.kind.unit_type,
            "sector": union.kind.sector,
        }
