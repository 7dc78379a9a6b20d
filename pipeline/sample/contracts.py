"""Collective contracts: signed for one to three years, lapsing, and only partly renewed in time."""

from datetime import date, timedelta

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.life import Entry, Life, Row, Rows, snapshots, until
from pipeline.sample.organisation import employers, later

YEARS = {"comprehensive": 3, "wage": 1, "women": 3, "osh": 2}
HAS = {"comprehensive": 0.85, "wage": 0.75, "women": 0.6, "osh": 0.25}
RENEWED = 0.8
SLOWEST_RENEWAL = 75


def contracts(life: Life) -> list[Rows]:
    """Return the register of contracts at each quarter's end."""
    if not life.union.kind.is_enterprise and life.union.kind.unit_type != "community":
        return [[] for _ in life.quarters]
    entries: list[Entry] = []
    for kind, share in HAS.items():
        dice = life.dice(f"contract {kind}")
        if dice.chance(share):
            entries += chain(life, dice, kind)
    return snapshots(life, entries, "signed_on", shown)


def chain(life: Life, dice: Dice, kind: str) -> list[Entry]:
    """Return a contract and those that followed it, to the end of the books."""
    years = dice.randrange(1, YEARS[kind] + 1)
    if life.union.opened_on:
        signed = life.begins + timedelta(days=dice.randrange(20, 200))
    else:
        signed = life.begins - timedelta(days=dice.randrange(10, 365 * years))
    found = []
    for number in range(1, 12):
        entry = contract(life, dice, kind, number, signed, years)
        found.append(entry)
        renewed = entry["renewed_on"]
        if not isinstance(renewed, date) or renewed > life.end:
            break
        signed = renewed
    return [e for e in found if e["signed_on"] <= life.end]  # type: ignore[operator]


def contract(life: Life, dice: Dice, kind: str, number: int, signed: date, years: int) -> Entry:
    """Return one contract; a new one is signed after the old has lapsed, or never."""
    expires = later(signed, years) - timedelta(days=1)
    delay = timedelta(days=1 + dice.randrange(SLOWEST_RENEWAL) * dice.randrange(2))
    staff = next((s for q, s in life.each() if q.end >= signed), life.staff[-1])
    quarter = next((q for q in life.quarters if q.end >= signed), life.quarters[-1])
    covered = dice.part(staff.employees, 0.94, 0.03)
    women = min(int(covered * staff.female / staff.employees), staff.female)
    if kind == "women":
        covered = max(women, 1)
    before = dice.yuan(3200, 5600, 10)
    return {
        "id": f"{life.union.code}H{kind[:2].upper()}{number}",
        "contract_type": kind,
        "contract_form": form_of(life),
        "employers_covered": employers(life, quarter)[1],
        "employees_covered": covered,
        "employees_covered_female": min(women, covered),
        "employees_covered_migrant": int(covered * staff.migrant / staff.employees),
        "signed_on": signed,
        "expires_on": expires,
        "renewed_on": expires + delay if dice.chance(RENEWED) else None,
        "wage_before": before if kind == "wage" else None,
        "wage_after": before + dice.yuan(50, 420, 10) if kind == "wage" else None,
        "checked_on": signed + timedelta(days=dice.randrange(100, 330)),
        "reported": dice.chance(0.7),
    }


def form_of(life: Life) -> str:
    """Return single, regional or industry."""
    if life.union.kind.employers == 1:
        return "single"
    return "industry" if life.union.kind.unit_type == "industry_federation" else "regional"


COPIED = (
    "contract_type", "contract_form", "employers_covered", "employees_covered",
    "employees_covered_female", "employees_covered_migrant", "signed_on", "expires_on",
    "wage_before", "wage_after",
)  # fmt: skip


def shown(entry: Entry, quarter: Period) -> Row:
    """Return the contract as the register shows it at a quarter's end."""
    checked = until(entry["checked_on"], quarter) is not None
    return {
        "contract_id": entry["id"],
        **{name: entry[name] for name in COPIED},
        "renewed_on": until(entry["renewed_on"], quarter),
        "performance_checked": checked,
        "reported_to_congress": checked and bool(entry["reported"]),
    }
