"""Invented appraisals: items of all rule kinds over the figures of an invented world."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from pipeline.domain.plan import Plan

from .small_catalogue import definitions, plan_segments, words

Said = dict[str, Any]
OF_FIGURES = (
    "linear_cap", "linear_from_baseline", "steps", "pass_fail", "deduct_per", "bonus_per",
    "growth_tiers", "penalty", "prerequisite", "veto",
)  # fmt: skip
OTHERS = ("late_days", "mean_of_children", "manual", "group_cap", "bonus_cap_total",
          "workload_factor")  # fmt: skip
QUANTITIES = ("value", "value", "completion", "pace", "ahead", "change")
NUMBERS = ("0.5", "1", "3", "7.5", "20", "60", "100")


def scoring(
    codes: Sequence[str], chosen: Sequence[str], targets: Sequence[Mapping[str, Any]],
    before: Plan | None, die: Random,
) -> Said | None:  # fmt: skip
    """An appraisal of some units, or none. Items may look at ``targets`` of the plan."""
    if die.randrange(4) == 0:
        return None
    peers = peer_groups(codes, die)
    items: list[Said] = []
    for n in range(die.randint(1, 7)):
        kind = die.choice(OF_FIGURES if die.randrange(2) else OTHERS)
        items.append(item(f"i{n}", kind, codes, chosen, targets, items, before, die))
        if peers and die.randrange(5) == 0:
            items[-1]["applies_to"] = [die.choice(peers)["id"]]
    said: Said = {
        "items": items, "peer_groups": peers, "decimals": die.choice(("0", "1", "2", "2")),
        "groups": [{"id": "g", "title": words("g")}, {"id": "h", "title": words("h")}],
    }  # fmt: skip
    if die.randrange(3) == 0:
        said["most"] = die.choice(("20", "60", "110"))
    if die.randrange(3) == 0:
        said["least"] = die.choice(("-20", "5"))
    return said


def peer_groups(codes: Sequence[str], die: Random) -> list[Said]:
    """None (the units right below are peers), or some by level, attribute or name."""
    if die.randrange(2):
        return []
    ways: list[Callable[[], Said]] = [
        lambda: {"level": die.choice(("leaf", "middle"))},
        lambda: {"level": "leaf", "attributes": {"owner": die.sample(("s", "p", "q"), 2)}},
        lambda: {"units": die.sample(list(codes), min(len(codes), 3))},
    ]
    return [
        {"id": f"p{n}", "name": words("p"), **die.choice(ways)()} for n in range(die.randint(1, 3))
    ]


def item(
    name: str, kind: str, codes: Sequence[str], chosen: Sequence[str],
    targets: Sequence[Mapping[str, Any]], items: Sequence[Said], before: Plan | None, die: Random,
) -> Said:  # fmt: skip
    """One line; what is over other lines looks at those before it."""
    said: Said = {
        "id": name, "title": words(name), "missing": die.choice(("zero", "exclude", "provisional")),
        "rule": {"kind": kind},
    }  # fmt: skip
    if die.randrange(2):
        said["group"] = die.choice("gh")
    if kind in OF_FIGURES or kind == "workload_factor":
        said |= figure(codes, chosen, targets, die)
    elif kind == "manual":
        said |= marks(codes, die)
    said["rule"] |= rule(kind, [one["id"] for one in items], before, die)
    if kind in ("steps", "growth_tiers", "bonus_per", "penalty", *OTHERS[3:], *OF_FIGURES[-2:]):
        return said
    bonus = kind != "mean_of_children" and die.randrange(8) == 0
    if bonus and kind != "manual":
        bonus = False
    if bonus:
        said["bonus"] = "yes"
    if not bonus or die.randrange(2):
        said["full"] = die.choice(("5", "10", "33.3", "40"))
    return said


def figure(
    codes: Sequence[str], chosen: Sequence[str], targets: Sequence[Mapping[str, Any]], die: Random
) -> Said:
    """What a line looks at: a target of the plan, an indicator, or what people noted."""
    way = die.randrange(5)
    if way == 0:
        return marks(codes, die)
    if way < 3:
        promised = die.choice(list(targets))
        since = {"span": "to_date"} if promised["kind"] == "duty" and die.randrange(2) else {}
        return {"target": promised["id"], **since}
    name = die.choice(list(chosen))
    noun = definitions().indicators[name]
    said: Said = {"indicator": name}
    if noun.other_families and die.randrange(2):
        return said | {"family": die.choice(list(noun.other_families))}
    if noun.accumulates and die.randrange(3) == 0:
        said["span"] = "period"
    return said | {"segment": die.choice(({}, {}, *plan_segments(name)))}


def marks(codes: Sequence[str], die: Random) -> Said:
    """Points or counts of some units, from some day on."""
    found = {}
    for code in die.sample(list(codes), min(len(codes), 4)):
        found[code] = [
            {"value": die.choice(("0", "1", "2.5", "8")), "evidence": words("x"),
             **({"on": date(2024, 1, 1) + timedelta(days=die.randrange(366))}
                if die.randrange(2) else {})}
            for _ in range(die.randint(1, 2))
        ]  # fmt: skip
    return {"marks": found} | ({"unlisted": "0"} if die.randrange(2) else {})


def rule(kind: str, others: list[str], before: Plan | None, die: Random) -> Said:
    """What a kind of rule says, most of it by chance."""

    def some(**given: str) -> Said:
        return {name: value for name, value in given.items() if die.randrange(2)}

    def number() -> str:
        return die.choice(NUMBERS)

    def over() -> list[str]:
        return die.sample(others, die.randint(0, len(others)))

    if kind in ("linear_cap", "linear_from_baseline"):
        said = some(goal=number(), floor="0.2", cap="1.2", pace=die.choice(("yes", "no")))
        return said | (some(baseline=number()) if kind == "linear_from_baseline" else {})
    if kind in ("steps", "growth_tiers"):
        of = {"of": die.choice(QUANTITIES)} if kind == "steps" else {}
        name = "steps" if kind == "steps" else "tiers"
        return {name: steps(die), **some(otherwise="1"), **of}
    if kind in ("pass_fail", "prerequisite"):
        bound = die.choice(("at_least", "at_most", None))
        said = {bound: number()} if bound else {}
        return said | {"of": die.choice(QUANTITIES)} | (
            some(otherwise="2") if kind == "pass_fail" else {}
        )  # fmt: skip
    if kind == "deduct_per":
        bound = die.choice(("below", "above", None))
        said = {bound: number()} if bound else {}
        said |= some(per=number(), zero_from=number(), most=number(), of=die.choice(QUANTITIES))
        return said | {"points": number(), "counting": die.choice(("whole", "begun", "exact"))}
    if kind == "bonus_per":
        said = some(per=number(), above=number(), most=number(), both_ways="yes")
        said |= {"of": die.choice(QUANTITIES), "counting": die.choice(("whole", "begun", "exact"))}
        return said | {"points": number()}
    if kind == "penalty":
        return {"points": number(), **some(most=number())}
    if kind == "veto":
        return some(at_least=die.choice(("0.5", "2")), total_at_most=die.choice(("5", "60")))
    if kind == "late_days":
        said = {"points": die.choice(("0.5", "0.1")), "count": die.choice(("total", "worst"))}
        said |= some(form="book", span="period", zero_from="20")
        return said
    if kind == "mean_of_children":
        said = some(times="0.5", most="20")
        scored = before is not None and before.scoring is not None
        return said | (some(plan=before.id) if before and scored else {})
    if kind == "group_cap":
        return {"most": number(), "over": over() if die.randrange(2) else []}
    if kind == "workload_factor":
        return {"rate": "0.1", "over": over()}
    return {"most": number()} if kind == "bonus_cap_total" else {}


def steps(die: Random) -> list[Said]:
    """Thresholds that rise, with points that rise, or fall where less is better."""
    side = die.choice(("at_least", "at_least", "at_most"))
    limits = sorted(die.sample(range(-10, 120), die.randint(1, 4)))
    given = sorted(die.sample(range(30), len(limits)), reverse=side == "at_most")
    return [{side: str(a), "points": str(b)} for a, b in zip(limits, given, strict=True)]
