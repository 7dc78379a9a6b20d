"""The union itself: how it is built, how it is governed, what it earns and spends."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.life import Life, Row, Rows, Staff
from pipeline.sample.names import SECTOR_WORDS

TERM_YEARS = 5
FEN = Decimal("0.01")
DUES_SHARE = Decimal("0.02")
CONGRESS_KIND = {"project": "project", "government": "institution", "community": "community"}


@dataclass
class Term:
    """When the committee was elected, and until when."""

    elected_on: date | None
    expires_on: date


def building(life: Life) -> list[Rows]:
    """Return the organisation card of each quarter."""
    dice = life.dice("building")
    established = life.union.opened_on or dice.day(date(2004, 1, 5), date(2020, 12, 20))
    term = first_term(established, life.begins)
    fixed = lasting(dice, life)
    stars = dice.one([(0, 5), (1, 1), (2, 1), (3, 2), (4, 1), (5, 0.5)])
    found: list[Rows] = []
    for quarter, staff in life.each():
        renew_term(dice, term, quarter)
        if quarter.index == 4 and stars < 5 and dice.chance(0.15):
            stars += 1
        eligible, unionised = employers(life, quarter)
        row: Row = {
            **fixed,
            "region_code": life.union.on(quarter.end).parent,
            "employers_eligible": eligible,
            "employers_unionised": unionised,
            "is_new": quarter.start <= established <= quarter.end,
            "established_on": established,
            "star_level": stars,
            "term_expiry_on": term.expires_on,
            "reelected_on": term.elected_on,
            "cadres_total": 1 + staff.members // 45,
            "cadres_fulltime": staff.members // 260,
        }
        found.append([row])
        roll_term(term)
    return found


def lasting(dice: Dice, life: Life) -> Row:
    """Return what stays the same over the years."""
    union = life.union
    large = union.size > 60
    return {
        "unit_type": union.kind.unit_type,
        "ownership": union.ownership,
        "sector": SECTOR_WORDS[union.kind.sector],
        "joined_via": dice.one([("offline", 3), ("online", 1)]),
        "is_standardised": dice.chance(0.7),
        "direct_election": dice.chance(0.4),
        "cadres_social": 0,
        "social_worker_pilot": False,
        "in_grid": dice.chance(0.85),
        "contact_cadre": f"干部{dice.randrange(1, 60):02d}号",
        "has_women_committee": large or dice.chance(0.5),
        "has_audit_committee": large or dice.chance(0.6),
        "has_law_supervision": dice.chance(0.6),
        "has_mediation_committee": large and dice.chance(0.8),
        "has_legal_aid_body": dice.chance(0.2),
    }


def employers(life: Life, quarter: Period) -> tuple[int, int]:
    """Return employers that should have a union and those that have; joint unions gather more."""
    if life.union.kind.employers == 1:
        return 1, 1
    dice = life.dice("employers")
    eligible = life.union.kind.employers + dice.randrange(6)
    gathered = round(eligible * min(dice.normal(0.75, 0.06), 0.95))
    grown = life.quarters.index(quarter) // 3
    return eligible, min(gathered + grown, eligible)


def first_term(established: date, begins: date) -> Term:
    """Return the term that is running when the books begin."""
    term = Term(None, later(established, TERM_YEARS))
    while term.expires_on < begins:
        term = Term(term.expires_on - timedelta(days=9), later(term.expires_on, TERM_YEARS))
    return term


def renew_term(dice: Dice, term: Term, quarter: Period) -> None:
    """Elect in the quarter in which the term ends, mostly; the card shows both days."""
    if term.expires_on <= quarter.end and dice.chance(0.85):
        first = max(quarter.start, term.elected_on or quarter.start)
        term.elected_on = dice.day(first, max(min(term.expires_on, quarter.end), first))


def roll_term(term: Term) -> None:
    """Begin the next term in the quarter after an election."""
    if term.elected_on and (term.expires_on - term.elected_on).days < 365:
        term.expires_on = later(term.elected_on, TERM_YEARS)


def later(day: date, years: int) -> date:
    """Return the day so many years later (29 February becomes the 28th)."""
    return day.replace(year=day.year + years, day=min(day.day, 28))


def democracy(life: Life) -> list[Rows]:
    """Return the card of democratic management of each quarter."""
    dice, union = life.dice("democracy"), life.union
    state = union.ownership == "state"
    congress, openness = dice.chance(0.97 if state else 0.72), dice.chance(0.97 if state else 0.75)
    kind = CONGRESS_KIND.get(union.kind.unit_type, "enterprise")
    company = union.kind.unit_type == "single" and union.size > 80
    director, supervisor = dice.chance(0.4), dice.chance(0.5)
    regional = "regional" if union.kind.unit_type == "community" else "industry"
    found = []
    for quarter, staff in life.each():
        congress = congress or dice.chance(0.06)
        openness = openness or dice.chance(0.06)
        row: Row = {
            "ownership": union.ownership,
            "unit_type": kind,
            "has_congress": congress,
            "congress_type": ("unit" if union.kind.employers == 1 else regional)
            if congress
            else None,
            "congress_held": congress and quarter.index in (1, 4) and dice.chance(0.7),
            "congress_standard_met": congress and dice.chance(0.8),
            "has_openness": openness,
            "is_company": company,
            "has_employee_director": director if company else None,
            "has_employee_supervisor": supervisor if company else None,
            "extra_forms": dice.count(1.2),
            **voiced(dice, staff, congress, openness),
        }
        found.append([row])
    return found


def voiced(dice: Dice, staff: Staff, congress: bool, openness: bool) -> Row:
    """Return what was made public, voted on and proposed in a quarter."""
    public = dice.randrange(4, 12) if openness else 0
    votes = dice.count(0.5) if congress else 0
    proposals = dice.count(min(staff.members * 0.02, 8))
    return {
        "openness_items_due": public,
        "openness_items_done": dice.part(public, 0.95, 0.05),
        "plans_due_vote": votes,
        "plans_voted": dice.part(votes, 0.97, 0.1),
        "proposals_received": proposals,
        "proposals_answered": dice.part(proposals, 0.85, 0.1),
    }


def funds(life: Life) -> list[Rows]:
    """Return the card of income and spending of each quarter."""
    dice = life.dice("funds")
    wage, pays = dice.randrange(3600, 7200, 50), dice.normal(0.93, 0.07)
    good = {key: dice.chance(0.88) for key in ("separate_account", "accounts_disclosed", "audited")}
    return [[funds_row(dice, staff, wage, pays) | good] for staff in life.staff]


def funds_row(dice: Dice, staff: Staff, wage: int, pays: float) -> Row:
    """Return the amounts of one quarter; dues are two per cent of the wages."""
    wages = Decimal(staff.employees * wage * 3)
    due = (wages * DUES_SHARE).quantize(FEN)
    share = Decimal(min(round(dice.normal(pays, 0.03) * 1000), 1000)) / 1000
    received = (due * share).quantize(FEN)
    spent = (received * Decimal(dice.randrange(55, 96)) / 100).quantize(FEN)
    return {
        "wage_base_yuan": wages,
        "dues_due_yuan": due,
        "dues_received_yuan": received,
        "expense_total_yuan": spent,
        "expense_service_yuan": (spent * Decimal(dice.randrange(40, 61)) / 100).quantize(FEN),
        "expense_training_yuan": (spent * Decimal(dice.randrange(5, 16)) / 100).quantize(FEN),
        "expense_venue_yuan": (spent * Decimal(dice.randrange(0, 11)) / 100).quantize(FEN),
    }
