"""Employees and members: opening + new - left (+ those a merger brought) = closing, exactly."""

from dataclasses import replace
from decimal import Decimal

from pipeline.sample.dice import Dice
from pipeline.sample.life import Life, Row, Rows, Staff
from pipeline.sample.scene import Joined, Scene, Union

JOINING_SEASON = {1: 0.6, 2: 1.7, 3: 1.1, 4: 0.6}
"""Members join mostly in the second quarter, after the spring drive."""
BUILDING_SEASON = {1: 0.9, 2: 1.02, 3: 1.05, 4: 1.0}
MOST_JOINED = 0.985


def live(scene: Scene, union: Union) -> Life:
    """Return a union's people over all its quarters."""
    dice = Dice(scene.seed, union.code, "staff")
    rate, growth = dice.normal(0.8, 0.06), dice.normal(0.004, 0.004)
    women, migrants = dice.normal(0.45, 0.12), abs(dice.normal(0.2, 0.12))
    apart = abs(dice.normal(0.03, 0.015))
    employees = float(union.size)
    employed = int(employees * min(rate, MOST_JOINED))
    non_employed = round(employed * apart)
    if union.opened_on:
        employed = non_employed = 0
    found = []
    for number in range(union.first, union.last + 1):
        quarter = scene.quarters[number]
        joined = union.joined if union.joined and union.joined.quarter == number else None
        before = employed + non_employed
        if joined:
            employees += joined.employees
            before += joined.members
            non_employed += joined.non_employed
        employees *= 1 + dice.normal(growth, 0.012)
        rate = min(rate + 0.005 * JOINING_SEASON[quarter.index], MOST_JOINED)
        season = BUILDING_SEASON[quarter.index] if union.kind.sector == "construction" else 1.0
        present = max(round(employees * season), 5)
        employed = min(round(present * rate), present)
        non_employed = max(non_employed + dice.count(0.4) - dice.count(0.3), 0)
        found.append(people(dice, union, present, employed, non_employed, before, women, migrants))
    return Life(scene, union, tuple(found))


def people(
    dice: Dice, union: Union, present: int, employed: int, non_employed: int,
    before: int, women: float, migrants: float,
) -> Staff:  # fmt: skip
    """Return one quarter's people; new and left explain the change of the members."""
    members = employed + non_employed
    left = dice.count(min(before * 0.012, 30))
    new = members - before + left
    if new < 0:
        left, new = left - new, 0
    return Staff(
        employees=present,
        female=min(round(present * min(max(women, 0.05), 0.9)), present),
        migrant=min(round(present * min(migrants, 0.8)), present),
        temporary=min(round(present * 0.06), present),
        dispatched=min(round(present * 0.03), present) if union.kind.is_enterprise else 0,
        employed=employed, non_employed=non_employed, new=new, left=left,
        new_online=dice.part(new, 0.3, 0.1),
    )  # fmt: skip


def joined_from(gone: Life, quarter: int) -> Joined:
    """Return what a closed union brings to the one it was merged into."""
    last = gone.staff[-1]
    name = gone.union.versions[-1].zh
    return Joined(quarter, name, last.employees, last.employed, last.non_employed)


def with_mergers(scene: Scene) -> Scene:
    """Return the scene with what mergers bring, which needs the closed unions' lives."""
    unions = {union.code: union for union in scene.unions}
    for union in scene.unions:
        if union.merged_into:
            receiver = unions[union.merged_into]
            brought = joined_from(live(scene, union), union.last + 1)
            unions[receiver.code] = replace(receiver, joined=brought)
    return replace(scene, unions=tuple(unions.values()))


def membership(life: Life) -> list[Rows]:
    """Return the membership card of each quarter."""
    return [[membership_row(staff)] for staff in life.staff]


def membership_row(staff: Staff) -> Row:
    """Return the card of one quarter; subsets stay subsets."""
    joined = staff.employed / max(staff.employees, 1)
    return {
        "employees_total": staff.employees,
        "employees_female": staff.female,
        "employees_migrant": staff.migrant,
        "employees_temp_3m": staff.temporary,
        "employees_dispatch": staff.dispatched,
        "members_total": staff.members,
        "members_employed": staff.employed,
        "members_non_employed": staff.non_employed,
        "members_new": staff.new,
        "members_left": staff.left,
        "members_female": min(int(staff.female * joined), staff.members),
        "members_migrant": min(int(staff.migrant * joined * 0.9), staff.members),
        "members_temp": min(int(staff.temporary * joined * 0.5), staff.members),
        "members_with_file": int(staff.members * 0.94),
        "members_new_online": staff.new_online,
    }


def bargaining(life: Life) -> list[Rows]:
    """Return the bargaining card of each quarter."""
    dice = life.dice("bargaining")
    enterprise = life.union.kind.is_enterprise
    harmony, signs = dice.chance(0.75), dice.normal(0.95, 0.03)
    fulfils, insured = dice.normal(0.97, 0.02), dice.normal(0.9, 0.05)
    found = []
    for quarter, staff in life.each():
        due = staff.employees if enterprise else staff.temporary
        signed = dice.part(due, signs, 0.01)
        offer = enterprise and quarter.index == 2 and dice.chance(0.7)
        row: Row = {
            "employees_total": staff.employees,
            "employees_female": staff.female,
            "in_harmony_campaign": harmony,
            "offer_sent": offer,
            "offer_answered": dice.chance(0.85) if offer else None,
            "wage_bargaining_done": enterprise and quarter.index >= 2 and dice.chance(0.8),
            "labour_contracts_due": due,
            "labour_contracts_signed": signed,
            "labour_contracts_fulfilled": dice.part(signed, fulfils, 0.01),
            "insured_five": dice.part(staff.employees, insured, 0.01),
        }
        found.append([row])
    return found


def medical(life: Life) -> list[Rows]:
    """Return the medical mutual aid list: one row per product."""
    dice = life.dice("medical")
    takes_part = {
        "inpatient": dice.normal(0.82, 0.07),
        "women_critical": dice.normal(0.6, 0.1),
        "critical": dice.normal(0.45, 0.1),
    }
    found = []
    for quarter, staff in life.each():
        rows = []
        for product, share in takes_part.items():
            rows.append(medical_row(dice, product, share, staff, quarter.year))
        found.append(rows)
    return found


def medical_row(dice: Dice, product: str, share: float, staff: Staff, year: int) -> Row:
    """Return one product; the one for women has no other people in it."""
    women_only = product == "women_critical"
    eligible = staff.female if women_only else staff.employees
    insured = dice.part(eligible, share, 0.02)
    women = insured if women_only else min(int(insured * staff.female / staff.employees), insured)
    claims = min(dice.count(insured * 0.006), insured)
    return {
        "product": product,
        "scheme_period": f"{year}年度",
        "employees_eligible": eligible,
        "employees_eligible_female": staff.female,
        "insured": insured,
        "insured_female": min(women, staff.female),
        "claims_paid": claims,
        "claims_amount_yuan": sum((dice.yuan(300, 6000) for _ in range(claims)), Decimal(0)),
    }
