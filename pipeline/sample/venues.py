"""Places where members are served, and honours that were won."""

from datetime import date, timedelta

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.life import Entry, Life, Row, Rows, snapshots

VENUES = (
    ("activity_room", 4),
    ("book_house", 3),
    ("mother_baby_room", 2),
    ("rights_point", 1.5),
    ("outdoor_care_station", 1.5),
    ("mind_station", 1),
    ("mass_service_station", 0.7),
)
HONOURS = (("model_small_home", 3), ("advanced_home", 2), ("worker_pioneer", 1.5),
           ("model_home", 1), ("may_day_award", 0.5), ("startup_star", 0.3))  # fmt: skip
LEVELS = (("township", 1), ("county", 5), ("city", 2), ("province", 0.4))


def venues(life: Life) -> list[Rows]:
    """Return the register at each quarter's end."""
    dice = life.dice("venues")
    size = min(life.union.size, 500)
    days = []
    if not life.union.opened_on:
        old = range(dice.count(0.6 + size / 200))
        days += [dice.day(date(2012, 1, 1), life.begins) for _ in old]
    for quarter in life.quarters:
        if dice.chance(0.06 + size / 5000):
            first = min(max(quarter.start, life.begins) + timedelta(days=10), quarter.end)
            days.append(dice.day(first, quarter.end))
    entries = [item(life, dice, day, number) for number, day in enumerate(days, start=1)]
    return snapshots(life, entries, "obtained_on", shown)


def item(life: Life, dice: Dice, day: date, number: int) -> Entry:
    """Return a venue, an aid point, an honour or a studio."""
    kind = dice.one([("venue", 6), ("honour", 3), ("aid_point", 1), ("studio", 0.5)])
    place = kind in ("venue", "aid_point")
    types = {"venue": VENUES, "honour": HONOURS, "aid_point": (("other", 1.0),)}
    closes = day + timedelta(days=dice.randrange(1500, 9000))
    return {
        "id": f"{life.union.code}P{number:03d}",
        "item_class": kind,
        "item_type": dice.one(
            types.get(kind, (("studio_staff", 1.0), ("studio_model_worker", 0.5)))
        ),
        "level": None if place else dice.one(LEVELS),
        "obtained_on": day,
        "closes_on": closes if place else None,
    }


def shown(entry: Entry, quarter: Period) -> Row:
    """Return the item as the register shows it at a quarter's end."""
    closes = entry["closes_on"]
    return {
        "item_id": entry["id"],
        "item_class": entry["item_class"],
        "item_type": entry["item_type"],
        "level": entry["level"],
        "obtained_on": entry["obtained_on"],
        "active": closes > quarter.end if isinstance(closes, date) else None,
    }
