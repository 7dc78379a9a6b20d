"""Rights cases: received through the year, most before the new year, and closed later."""

from datetime import timedelta
from decimal import Decimal

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.life import Entry, Life, Row, Rows, snapshots, until

SEASON = {1: 1.3, 2: 0.8, 3: 0.8, 4: 1.3}
PER_EMPLOYEE = 0.0016
CHANNELS = (("visit", 4), ("hotline", 3), ("online", 2), ("outreach", 1), ("opinion", 0.4))
TYPES = (("arrears", 4), ("injury", 2), ("contract", 2), ("insurance", 1), ("other", 1))
MEANS = (
    ("mediation", 5),
    ("legal_aid", 2),
    ("arbitration", 1),
    ("litigation", 0.5),
    ("coordination", 2),
)


def cases(life: Life) -> list[Rows]:
    """Return the register of cases at each quarter's end."""
    dice = life.dice("cases")
    entries: list[Entry] = []
    for quarter, staff in life.each():
        mean = 0.05 + staff.employees * PER_EMPLOYEE * SEASON[quarter.index]
        for _ in range(min(dice.count(min(mean, 4)), 6)):
            entries.append(case(life, dice, quarter, len(entries) + 1))
    return snapshots(life, entries, "received_on", shown)


def case(life: Life, dice: Dice, quarter: Period, number: int) -> Entry:
    """Return one case as it will be in the end."""
    received = dice.day(max(quarter.start, life.begins), quarter.end)
    replied = received + timedelta(days=dice.randrange(0, 12))
    channel = dice.one(CHANNELS)
    persons = 1 if dice.chance(0.7) else dice.randrange(2, 30)
    group = persons >= 10
    entry: Entry = {
        "id": f"{life.union.code}A{number:03d}",
        "received_on": received,
        "channel": channel,
        "case_type": dice.one(TYPES),
        "persons": persons,
        "migrant": dice.chance(0.35),
        "is_group": group,
        "is_petition": dice.chance(0.25 if group else 0.03),
        "is_opinion": channel == "opinion",
        "handled_by": dice.one(MEANS),
        "replied_on": replied,
        "closed_on": replied + timedelta(days=dice.randrange(5, 110))
        if dice.chance(0.95)
        else None,
        "won": dice.chance(0.8),
        "action_letter": dice.chance(0.1),
        "inspection_joined": dice.chance(0.15),
    }
    if entry["case_type"] == "arrears":
        claimed = dice.yuan(2000, 60000) * min(persons, 8)
        part = Decimal(dice.randrange(30, 101)) / 100
        entry |= {"claimed": claimed, "recovered": (claimed * part).quantize(Decimal("0.01"))}
    return entry


COPIED = (
    "received_on", "channel", "case_type", "persons", "migrant", "is_group", "is_petition",
    "is_opinion", "handled_by", "action_letter", "inspection_joined",
)  # fmt: skip


def shown(entry: Entry, quarter: Period) -> Row:
    """Return the case as the register shows it at a quarter's end."""
    closed = until(entry["closed_on"], quarter)
    mediated = entry["handled_by"] == "mediation"
    arrears = "claimed" in entry
    return {
        "case_id": entry["id"],
        **{name: entry[name] for name in COPIED},
        "first_reply_on": until(entry["replied_on"], quarter),
        "closed_on": closed,
        "mediation_ok": bool(entry["won"]) and closed is not None if mediated else None,
        "arrears_claimed": entry["claimed"] if arrears else None,
        "arrears_recovered": (entry["recovered"] if closed else Decimal(0)) if arrears else None,
    }
