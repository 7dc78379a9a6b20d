"""Mistakes between two unions: either report is right by itself, and both together are not.

One person stands in two registers of hardship; one union reports by itself and, under nearly the
same name, as a joint union. Nobody's number is made up for it: the register has a hash where a
person would be, and the other union's register gets the very same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.sample.books import Report
from pipeline.sample.dice import Dice
from pipeline.sample.manifest import Expected, Mistake
from pipeline.sample.mistakes import KINDS, Wrong
from pipeline.sample.post import Delivery
from pipeline.sample.scene import Scene, Union

PERSON, TWICE = "person_in_two_unions", "counted_twice"
REGISTER, NUMBER = "hardship_file", "person_hash"
JOINT = "联合"
UNION_ZH, JOINT_ZH, UNION_EN, JOINT_EN = "工会", "联合工会", " Union", " Joint Union"
Books = Mapping[str, Mapping[str, Report]]
"""Union → period → report."""
Free = set[tuple[str, str]]
"""Unit and period of the reports that are sent and have no mistake of their own."""


def how_many(sent: int, share: float) -> int:
    """Return how often each of these mistakes is made: as often as any other, once at least."""
    return max(round(sent * share / len(KINDS)), 1) if share else 0


def shared_persons(
    seed: int, books: Books, free: Free, wanted: int
) -> dict[tuple[str, str], Wrong]:
    """Return what is written, and found, in the reports of pairs of unions.

    The second of a pair writes what it has anyway; what it writes is found at both.
    """
    dice = Dice(seed, PERSON)
    places = sorted(active(books, free))
    dice.shuffle(places)
    found: dict[tuple[str, str], Wrong] = {}
    for period, unit, row in places:
        if len(found) >= 2 * wanted:
            break
        if (unit, period) in found:
            continue
        other = next(
            (p for p in places if p[0] == period and p[1] != unit and (p[1], period) not in found),
            None,
        )
        if other is not None:
            number = books[other[1]][period][REGISTER][other[2]][NUMBER]
            for whose, at in ((unit, row), (other[1], other[2])):
                found[whose, period] = Wrong(
                    REGISTER, at, {NUMBER: number}, NUMBER, "also-in-another-unit", "explain",
                    alone=False,
                )  # fmt: skip
    return found


def active(books: Books, free: Free) -> Iterator[tuple[str, str, int]]:
    """Yield period, unit and row of everybody who is in a register and gets help."""
    for unit, period in free:
        for row, file in enumerate(books[unit][period][REGISTER]):
            if file["status"] == "active":
                yield period, unit, row


def counted_twice(
    scene: Scene, post: Mapping[str, list[Delivery]], free: Free, wanted: int
) -> tuple[Scene, list[Mistake]]:
    """Return the scene with joint unions named after one that reports by itself, and what must
    be found in the last report of either."""
    unions = {union.code: union for union in scene.unions}
    last = scene.quarters[-1].code
    settled = [u for u in scene.unions if is_settled(u) and (u.code, last) in free]
    joint = [u for u in settled if u.kind.zh.endswith(JOINT)]
    alone = [u for u in settled if u.kind.employers == 1]
    Dice(scene.seed, TWICE).shuffle(joint)
    found: list[Mistake] = []
    for one in joint[:wanted]:
        twin = next((u for u in alone if u.versions[0].parent == one.versions[0].parent), None)
        if twin is None:
            continue
        alone.remove(twin)
        named, like = one.versions[0], twin.versions[0]
        named = replace(named, zh=like.zh.replace(UNION_ZH, JOINT_ZH),
                        en=like.en.replace(UNION_EN, JOINT_EN))  # fmt: skip
        unions[one.code] = replace(one, versions=(named,))
        for code in (one.code, twin.code):
            file = next(d.name for d in post[code] if d.period == last)
            expected = Expected("unit-in-register-twice", None, None, "explain")
            found.append(Mistake(TWICE, file, code, last, None, (expected,), False, None))
    return replace(scene, unions=tuple(unions.values())), found


def is_settled(union: Union) -> bool:
    """Whether nothing happens to a union."""
    return len(union.versions) == 1 and not (union.opened_on or union.merged_into or union.joined)
