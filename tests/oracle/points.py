"""Points worked out again in fractions, from the formulas of docs/scoring.md and not the code."""

import math
from fractions import Fraction
from typing import Any

F = Fraction
Said = dict[str, Any]


def number(said: Said, name: str, otherwise: Any = None) -> Any:
    """A number of a rule or a reading, as a fraction."""
    value = said.get(name)
    return otherwise if value is None else F(str(value))


def held(value: F, low: F, high: F) -> F:
    if value < low:
        return low
    return high if value > high else value


def quantity(of: str, r: Said) -> F | None:
    """The figure, or what it is to the goal or to a year before."""
    v, g, b, d = (number(r, k) for k in ("value", "goal", "baseline", "due"))
    lower = r.get("lower_better", False)
    if of == "value":
        return v
    if of == "change":
        before = number(r, "before")
        return None if not before else (v / before - 1) * 100
    if g is None:
        return None
    if of == "ahead":
        if lower:
            return g - v
        return v - g if b is None else v - b - (g - b) * d / 100
    if lower or b is None or g == b:
        return None
    done = (v - b) * 100 / (g - b)
    if of == "completion":
        return done
    return done * 100 / d if d else None


def fits(amount: F, per: F, counting: str) -> F:
    if counting == "exact":
        return amount / per
    return F(math.floor(amount / per) if counting == "whole" else math.ceil(amount / per))


def worked(rule: Said, full: F, r: Said) -> F | None:
    """Points before rounding; None where they cannot be said."""
    return KINDS[rule["kind"]](rule, full, r)


def linear_cap(rule: Said, full: F, r: Said) -> F | None:
    g = number(rule, "goal", number(r, "goal"))
    if g is None:
        return None
    v, b, d = number(r, "value"), number(r, "baseline"), number(r, "due")
    floor, cap = number(rule, "floor", F(0)), number(rule, "cap", F(1))
    if r.get("lower_better"):
        return full * (cap if v <= 0 else held(g / v, floor, cap))
    level = g if b is None or rule.get("pace") == "no" else b + (g - b) * d / 100
    return full * (cap if level <= 0 else held(v / level, floor, cap))


def linear_from_baseline(rule: Said, full: F, r: Said) -> F | None:
    g = number(rule, "goal", number(r, "goal"))
    b = number(rule, "baseline", number(r, "baseline"))
    if g is None or b is None:
        return None
    v, lower = number(r, "value"), r.get("lower_better", False)
    d = F(100) if rule.get("pace") == "no" else number(r, "due")
    floor, cap = number(rule, "floor", F(0)), number(rule, "cap", F(1))
    sign = -1 if lower else 1
    if (g - b) * sign <= 0:
        return full * (cap if (v - g) * sign >= 0 else floor)
    if d == 0:
        return full * cap
    return full * held((v - b) * 100 / ((g - b) * d), floor, cap)


def steps(rule: Said, full: F, r: Said) -> F | None:
    tiers = rule["kind"] == "growth_tiers"
    amount = quantity("change" if tiers else rule.get("of", "value"), r)
    if amount is None:
        return None
    points = [number(rule, "otherwise", F(0))]
    met = [
        F(s["points"])
        for s in rule["tiers" if tiers else "steps"]
        if ("at_least" in s and amount >= F(s["at_least"]))
        or ("at_most" in s and amount <= F(s["at_most"]))
    ]
    return max(met) if met else points[0]


def pass_fail(rule: Said, full: F, r: Said) -> F | None:
    amount = quantity(rule.get("of", "value"), r)
    at_least, at_most = number(rule, "at_least"), number(rule, "at_most")
    if at_least is None and at_most is None:
        g = number(r, "goal")
        at_least, at_most = (None, g) if r.get("lower_better") else (g, None)
    if amount is None or (at_least is None and at_most is None):
        return None
    good = amount >= at_least if at_least is not None else amount <= at_most
    return full if good else number(rule, "otherwise", F(0))


def deduct_per(rule: Said, full: F, r: Said) -> F | None:
    amount = quantity(rule.get("of", "value"), r)
    if amount is None:
        return None
    if "below" in rule:
        amount = F(rule["below"]) - amount
    elif "above" in rule:
        amount = amount - F(rule["above"])
    amount = amount if amount > 0 else F(0)
    if "zero_from" in rule and amount >= F(rule["zero_from"]):
        return F(0)
    count = fits(amount, number(rule, "per", F(1)), rule.get("counting", "whole"))
    lost = min(F(rule["points"]) * count, number(rule, "most", full))
    return full - lost


def bonus_per(rule: Said, full: F, r: Said) -> F | None:
    amount = quantity(rule.get("of", "value"), r)
    if amount is None:
        return None
    amount -= number(rule, "above", F(0))
    down = rule.get("both_ways") == "yes"
    if amount < 0 and not down:
        amount = F(0)
    count = fits(abs(amount), number(rule, "per", F(1)), rule.get("counting", "whole"))
    points = F(rule["points"]) * count * (1 if amount >= 0 else -1)
    if "most" not in rule:
        return points
    most = F(rule["most"])
    return held(points, -most if down else F(0), most)


def penalty(rule: Said, full: F, r: Said) -> F:
    lost = F(rule["points"]) * max(number(r, "value"), F(0))
    return -min(lost, F(rule["most"])) if "most" in rule else -lost


def late_days(rule: Said, full: F, r: Said) -> F:
    days = number(r, "value")
    if "zero_from" in rule and days >= F(rule["zero_from"]):
        return F(0)
    return full - min(full, days * F(rule["points"]))


def manual(rule: Said, full: F, r: Said) -> F:
    return min(number(r, "value"), full) if full else number(r, "value")


def mean_of_children(rule: Said, full: F, r: Said) -> F:
    points = number(rule, "times", F(1)) * number(r, "value")
    most = number(rule, "most", full or None)
    return points if most is None else min(points, most)


KINDS = {
    "linear_cap": linear_cap,
    "linear_from_baseline": linear_from_baseline,
    "steps": steps,
    "growth_tiers": steps,
    "pass_fail": pass_fail,
    "deduct_per": deduct_per,
    "bonus_per": bonus_per,
    "penalty": penalty,
    "late_days": late_days,
    "manual": manual,
    "mean_of_children": mean_of_children,
}


def half_up(points: F, decimals: int) -> F:
    """Rounded to so many decimals, halves away from zero."""
    scaled = abs(points) * 10**decimals
    return F(math.floor(scaled + F(1, 2)), 10**decimals) * (1 if points >= 0 else -1)
