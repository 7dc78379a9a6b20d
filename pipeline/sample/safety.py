"""The safety register: hazards found and fixed later, inspections, meetings, rare accidents."""

from datetime import date, timedelta

from pipeline.domain.period import Period
from pipeline.sample.aid import in_quarter
from pipeline.sample.dice import Dice
from pipeline.sample.life import Entry, Life, Row, Rows, Staff, snapshots, until

SYSTEMS = ("one_post_two_duties", "one_law_three_cards", "supervisor")
MEETING, INSPECTION = 0.86, 0.5


def safety(life: Life) -> list[Rows]:
    """Return the register at each quarter's end."""
    dice = life.dice("safety")
    entries: list[Entry] = []
    for number, (quarter, staff) in enumerate(life.each()):
        entries += quarter_entries(dice, life, quarter, staff, number == 0)
    for number, entry in enumerate(entries, start=1):
        entry["id"] = f"{life.union.code}S{number:03d}"
    return snapshots(life, entries, "found_on", shown)


def quarter_entries(
    dice: Dice, life: Life, quarter: Period, staff: Staff, first: bool
) -> list[Entry]:
    """Return what a quarter adds to the register."""
    found: list[Entry] = []
    if first and staff.employees > 40:
        found += [
            {"record_kind": "system", "system_item": s, "in_place": dice.chance(0.8)}
            for s in SYSTEMS
        ]
    if dice.chance(MEETING):
        found.append({"record_kind": "meeting"})
    if dice.chance(INSPECTION):
        found.append({"record_kind": "inspection"})
    risky = life.union.kind.sector in ("manufacturing", "construction")
    found += [hazard(dice) for _ in range(dice.count(0.8 if risky else 0.25))]
    if dice.chance(min(staff.employees * (0.0002 if risky else 0.00005), 0.1)):
        found.append(accident(dice, staff))
    return [dated(entry, in_quarter(dice, life, quarter)) for entry in found]


def dated(entry: Entry, day: date) -> Entry:
    """Return an entry that was found on a day, with its other days counted from there."""
    days = {n: day + t for n, t in entry.items() if isinstance(t, timedelta)}
    return {**entry, "found_on": day, **days}


def hazard(dice: Dice) -> Entry:
    """Return a hazard; its days are counted from the day on which it was found."""
    at_once = dice.chance(0.4)
    limit = dice.randrange(7, 46)
    needed = dice.randrange(2, 80)
    return {
        "record_kind": "hazard",
        "severity": "major" if dice.chance(0.05) else "ordinary",
        "mode": "on_the_spot" if at_once else "by_deadline",
        "due_on": None if at_once else timedelta(days=limit),
        "fixed_on": timedelta(0)
        if at_once
        else timedelta(days=needed)
        if dice.chance(0.93)
        else None,
    }


def accident(dice: Dice, staff: Staff) -> Entry:
    """Return an accident, nearly always without deaths."""
    return {
        "record_kind": "accident",
        "injured": 1 + dice.count(0.3),
        "killed": 1 if dice.chance(0.04) else 0,
        "followed_up": dice.chance(0.9),
        "hours_worked": staff.employees * 500,
    }


COPIED = (
    "record_kind", "found_on", "severity", "mode", "due_on", "system_item", "in_place",
    "injured", "killed", "followed_up", "hours_worked",
)  # fmt: skip


def shown(entry: Entry, quarter: Period) -> Row:
    """Return the entry as the register shows it at a quarter's end."""
    return {
        "record_id": entry["id"],
        **{name: entry.get(name) for name in COPIED},
        "fixed_on": until(entry.get("fixed_on"), quarter),
    }
