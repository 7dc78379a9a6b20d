"""From a seed to a scene: who there is, and the merger, renaming, move and opening on the way."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice, exp
from pipeline.sample.names import COUNTY, KINDS, PLACES, township, union_name
from pipeline.sample.scene import Kind, Scene, Township, Union, Version

PER_TOWNSHIP = 16
FEWEST_TOWNSHIPS = 3
SMALLEST, LARGEST = 10, 2400
ONE_NEW_IN = 40
OLD_ZH, NEW_ZH, OLD_EN, NEW_EN = "第一", "联合", "No. 1", "United"


def plan_scene(seed: int, units: int, quarters: tuple[Period, ...]) -> Scene:
    """Return the county for a seed; the same arguments give the same county."""
    count = min(max(round(units / PER_TOWNSHIP), FEWEST_TOWNSHIPS), len(PLACES))
    townships = tuple(township(number) for number in range(1, count + 1))
    unions = invent(seed, units, townships, len(quarters))
    if len(quarters) > 1 and units > FEWEST_TOWNSHIPS * 3:
        unions = with_changes(unions, townships, quarters)
    return Scene(seed, quarters, COUNTY, townships, tuple(unions))


def invent(seed: int, units: int, townships: tuple[Township, ...], quarters: int) -> list[Union]:
    """Return unions spread over the townships, the first ones larger."""
    dice = Dice(seed, "unions")
    weights = [(n, 1.6 - n / len(townships)) for n in range(1, len(townships) + 1)]
    numbers: dict[tuple[int, str], int] = {}
    found = []
    for index in range(units):
        place = index % len(townships) + 1 if index < 3 * len(townships) else dice.one(weights)
        kind = dice.one([(k, k.weight) for k in KINDS])
        number = numbers[place, kind.zh] = numbers.get((place, kind.zh), 0) + 1
        version = Version(*union_name(place, kind, number), parent=townships[place - 1].code)
        found.append(
            Union(
                f"{COUNTY.code}{place:02d}{index + 1:04d}", kind, dice.one(kind.ownerships),
                size_of(dice, kind), (version,), 0, quarters - 1,
            )
        )  # fmt: skip
    return found


def size_of(dice: Dice, kind: Kind) -> int:
    """Return a number of employees: few unions are large (log-normal)."""
    size = round(kind.median * exp(round(dice.normal(0, 0.75), 6)))
    return min(max(size, SMALLEST), LARGEST)


def with_changes(
    unions: list[Union], townships: tuple[Township, ...], quarters: tuple[Period, ...]
) -> list[Union]:
    """Let a union merge into another, one change its name, one move, and some begin midway."""
    by_township: dict[str, list[int]] = {}
    for index, union in enumerate(unions):
        by_township.setdefault(union.versions[0].parent, []).append(index)
    first, second, third = (by_township[t.code] for t in townships[:3])
    middle = len(quarters) // 2
    merge(unions, first[0], first[1], middle - 1, quarters)
    rename(unions, second[0], quarters[middle])
    move(unions, third[0], townships[0], quarters[min(middle + 1, len(quarters) - 1)])
    for step, index in enumerate(range(third[1], len(unions), max(ONE_NEW_IN, len(unions) // 2))):
        if index not in (first[0], first[1], second[0], third[0]):
            open_midway(unions, index, quarters, 1 + (middle - 1 + step) % (len(quarters) - 1))
    return unions


def merge(
    unions: list[Union], gone: int, into: int, quarter: int, quarters: tuple[Period, ...]
) -> None:
    """Close a union at a quarter's end; its members appear at the other in the next."""
    version = replace(unions[gone].versions[0], until=quarters[quarter].end)
    unions[gone] = replace(
        unions[gone], versions=(version,), last=quarter, merged_into=unions[into].code
    )


def rename(unions: list[Union], index: int, since: Period) -> None:
    """Give a union another name from a day on; the old name stays as an alias."""
    old = unions[index].versions[0]
    new = Version(
        old.zh.replace(OLD_ZH, NEW_ZH), old.en.replace(OLD_EN, NEW_EN),
        old.parent, since.start, None, (old.zh,),
    )  # fmt: skip
    before = replace(old, until=day_before(since.start))
    unions[index] = replace(unions[index], versions=(before, new))


def move(unions: list[Union], index: int, to: Township, since: Period) -> None:
    """Put a union under another township from a day on."""
    old = unions[index].versions[0]
    new = replace(old, parent=to.code, since=since.start)
    before = replace(old, until=day_before(since.start))
    unions[index] = replace(unions[index], versions=(before, new))


def open_midway(
    unions: list[Union], index: int, quarters: tuple[Period, ...], quarter: int
) -> None:
    """Let a union begin in the middle of a quarter."""
    opened = quarters[quarter].start + timedelta(days=20 + index % 40)
    version = replace(unions[index].versions[0], since=opened)
    unions[index] = replace(unions[index], versions=(version,), first=quarter, opened_on=opened)


def day_before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)
