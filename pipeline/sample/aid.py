"""Help: hardship files without persons behind them, and the money raised and paid out."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.life import Entry, Life, Row, Rows, snapshots, until

STEPS = ("applied_on", "first_review_on", "registered_on", "rechecked_on", "decided_on", "paid_on")
GROUPS = (("hardship", 6), ("migrant", 3), ("model_worker", 0.3), ("laid_off", 1))
CAUSES = (("illness", 5), ("schooling", 2), ("unemployment", 1.5), ("accident", 1))
REASONS = (("festival", 5), ("illness", 2), ("low_mood", 0.5), ("bereavement", 0.5))
CAMPAIGNS: dict[int, tuple[tuple[str, str, int, int], ...]] = {
    1: (("winter_warmth", "condolence", 300, 800), ("spring_jobs", "employment", 100, 300)),
    2: (("micro_wish", "condolence", 80, 300), ("daily", "legal", 200, 900)),
    3: (("summer_cooling", "condolence", 40, 120), ("autumn_study", "study", 2000, 5000)),
    4: (("winter_warmth", "living", 800, 2000), ("micro_wish", "condolence", 80, 300)),
}
"""Quarter → programme, type of aid, and yuan a head."""
NEEDS_FILE = ("living", "medical", "study")


def hardship(life: Life) -> list[Rows]:
    """Return the register of hardship files at each quarter's end."""
    return snapshots(life, files(life), "filed_on", shown)


def files(life: Life) -> list[Entry]:
    """Return all files of a union: some from before, a few new ones each quarter."""
    dice = life.dice("hardship")
    before = 0 if life.union.opened_on else dice.count(min(life.union.size * 0.012, 8))
    found = [
        file(life, dice, dice.day(life.begins - timedelta(days=500), life.begins), n + 1)
        for n in range(before)
    ]
    for quarter, staff in life.each():
        for _ in range(dice.count(min(staff.employees * 0.0012, 1.5))):
            first = max(quarter.start, life.begins)
            found.append(file(life, dice, dice.day(first, quarter.end), len(found) + 1))
    return found


def file(life: Life, dice: Dice, filed: date, number: int) -> Entry:
    """Return one file with its six steps; a number stands where a person would be."""
    name = f"{life.union.code}D{number:03d}"
    day, steps = filed + timedelta(days=dice.randrange(0, 20)), {}
    for step in STEPS:
        steps[step] = day
        day += timedelta(days=dice.randrange(2, 15))
    ends = day + timedelta(days=dice.randrange(200, 1100))
    return {
        "id": name,
        "person_hash": hashlib.sha256(f"{life.scene.seed}:{name}".encode()).hexdigest()[:16],
        "group": dice.one(GROUPS),
        "cause": dice.one(CAUSES),
        "household_size": dice.randrange(1, 6),
        "filed_on": filed,
        **steps,
        "exit_on": ends,
        "exit_status": "lifted" if dice.chance(0.8) else "exited",
        "reemployed": dice.chance(0.3),
        "contact_cadre": f"干部{dice.randrange(1, 60):02d}号" if dice.chance(0.9) else None,
        "visits": dice.randrange(0, 3),
        "helped": dice.random(),
        "visit_reason": dice.one(REASONS),
    }


COPIED = ("person_hash", "group", "cause", "household_size", "filed_on", "contact_cadre")


def shown(entry: Entry, quarter: Period) -> Row:
    """Return the file as the register shows it at a quarter's end."""
    exit_on = until(entry["exit_on"], quarter)
    visits = int(str(entry["visits"])) if quarter.index in (1, 4) else 0
    return {
        "archive_id": entry["id"],
        **{name: entry[name] for name in COPIED},
        "status": entry["exit_status"] if exit_on else "active",
        "exit_on": exit_on,
        **{step: until(entry[step], quarter) for step in STEPS},
        "helped_this_period": float(str(entry["helped"]))
        < (0.95 if quarter.index in (1, 4) else 0.7),
        "visits": visits,
        "visit_reason": entry["visit_reason"] if visits else None,
        "reemployed": bool(entry["reemployed"]) and exit_on is not None,
    }


def money(life: Life) -> list[Rows]:
    """Return the entries of aid money of each quarter."""
    dice, known = life.dice("aid"), files(life)
    number, found = 0, []
    for quarter, staff in life.each():
        rows = [*raised(dice, life, quarter), *disbursed(dice, life, quarter, known, staff.members)]
        for row in rows:
            number += 1
            row["aid_id"] = f"{life.union.code}Z{number:03d}"
        found.append([{"aid_id": row.pop("aid_id"), **row} for row in rows])
    return found


def raised(dice: Dice, life: Life, quarter: Period) -> list[Row]:
    """Return what came in: grants early and late in the year, now and then a donation."""
    sources = [("upper_grant", 0.35 if quarter.index in (1, 4) else 0.08), ("own", 0.3),
               ("donation", 0.12), ("finance", 0.05), ("civil_affairs", 0.02)]  # fmt: skip
    return [
        {
            "entry_kind": "raised",
            "entry_on": in_quarter(dice, life, quarter),
            "fund_source": source,
            "amount_yuan": dice.yuan(1000, 4000 + life.union.size * 60),
        }
        for source, share in sources
        if dice.chance(share)
    ]


def disbursed(
    dice: Dice, life: Life, quarter: Period, known: list[Entry], members: int
) -> list[Row]:
    """Return what was paid out in the season's campaigns."""
    found: list[Row] = []
    for programme, kind, low, high in CAMPAIGNS[quarter.index]:
        active = [e["id"] for e in known if e["filed_on"] <= quarter.end]  # type: ignore[operator]
        if not dice.chance(0.55) or (kind in NEEDS_FILE and not active):
            continue
        persons = 1 if kind in NEEDS_FILE else 1 + dice.count(min(members * 0.04, 12))
        each = dice.yuan(low, high, 10)
        found.append(
            {
                "entry_kind": "disbursed",
                "entry_on": in_quarter(dice, life, quarter),
                "programme": programme,
                "aid_type": kind,
                "fund_source": dice.one([("own", 5), ("upper_grant", 3), ("donation", 1)]),
                "amount_yuan": Decimal(each * persons),
                "persons": persons,
                "households": persons if programme == "winter_warmth" else None,
                "archive_id": dice.choice(active) if kind in NEEDS_FILE else None,
                "is_deed": programme == "micro_wish",
                "deed_done": True if programme == "micro_wish" else None,
            }
        )
    return found


def in_quarter(dice: Dice, life: Life, quarter: Period) -> date:
    """Return a day of the quarter on which the union was open."""
    return dice.day(max(quarter.start, life.begins), quarter.end)
