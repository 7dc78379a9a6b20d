"""What a union does through the year: courses, contests, culture, suggestions, publicity."""

from pipeline.domain.period import Period
from pipeline.sample.aid import in_quarter
from pipeline.sample.dice import Dice
from pipeline.sample.life import Life, Row, Rows, Staff

COURSES = (("skilled_worker", "skill", 3), ("all", "safety", 3), ("cadre", "general", 1),
           ("chair", "general", 0.6), ("women", "women", 0.8), ("migrant", "law", 0.8),
           ("representative", "law", 0.6))  # fmt: skip
MONTHS_OF_SAFETY, MONTHS_OF_READING = 2, 2


def activities(life: Life) -> list[Rows]:
    """Return the activities of each quarter."""
    dice, found, number = life.dice("activities"), [], 0
    for quarter, staff in life.each():
        rows = [*courses(dice, staff), *season(dice, quarter, staff), *steady(dice, staff)]
        complete = []
        for row in rows:
            number += 1
            head = {
                "activity_id": f"{life.union.code}B{number:03d}",
                "held_on": in_quarter(dice, life, quarter),
            }
            complete.append(head | row)
        found.append(complete)
    return found


def crowd(dice: Dice, staff: Staff, share: float, sessions: int = 1) -> Row:
    """Return who came: each person once, and every attendance."""
    wanted = max(dice.part(staff.members, share, 0.05), 1)
    came = max(dice.part(wanted, 0.85, 0.06), 1)
    return {
        "sessions": sessions,
        "participants": came * sessions,
        "participants_unique": came,
        "audience_total": wanted,
    }


def courses(dice: Dice, staff: Staff) -> list[Row]:
    """Return training courses, some with an examination."""
    found: list[Row] = []
    for _ in range(min(dice.count(0.4 + min(staff.members, 400) / 300), 3)):
        audience, topic = dice.one([((a, t), w) for a, t, w in COURSES])
        small = audience in ("cadre", "chair", "representative")
        row: Row = {"kind": "training", "topic": topic, "audience": audience}
        row |= crowd(dice, staff, 0.05 if small else 0.4, dice.randrange(1, 4))
        if topic == "skill":
            sat = int(str(row["participants_unique"]))
            row |= {"examinees": sat, "passed": dice.part(sat, 0.92, 0.05)}
        row["cost_yuan"] = dice.yuan(200, 6000)
        found.append(row)
    return found


def season(dice: Dice, quarter: Period, staff: Staff) -> list[Row]:
    """Return what belongs to the season: contests and reading in spring, culture in autumn."""
    found: list[Row] = []
    if quarter.index == MONTHS_OF_SAFETY and dice.chance(0.5):
        found.append({"kind": "competition", "programme": "ankang_cup", **crowd(dice, staff, 0.6)})
    if quarter.index == MONTHS_OF_READING and dice.chance(0.35):
        found.append(
            {"kind": "reading", "programme": "reading_festival", **crowd(dice, staff, 0.3),
             "outputs": dice.count(6), "teams": 1 + staff.members // 80}
        )  # fmt: skip
    if quarter.index in (3, 4) and dice.chance(0.35):
        row = {"kind": "culture", **crowd(dice, staff, 0.5), "cost_yuan": dice.yuan(500, 12000)}
        found.append(row)
    if quarter.index == 1 and dice.chance(0.25):
        found.append({"kind": "checkup", **crowd(dice, staff, 0.7)})
    return found


def steady(dice: Dice, staff: Staff) -> list[Row]:
    """Return what happens all year round."""
    found: list[Row] = []
    if dice.chance(0.2):
        made = 1 + dice.count(min(staff.members * 0.03, 15))
        found.append(
            {"kind": "innovation", "units_joined": 1, "units_total": 1, "suggestions_in": made,
             "suggestions_adopted": dice.part(made, 0.4, 0.1), "projects_done": dice.count(0.6)}
        )  # fmt: skip
    if dice.chance(0.25):
        found.append({"kind": "publicity", "topic": "law", "audience": "all", "sessions": 1})
    if dice.chance(0.2):
        found.append({"kind": "information", "articles_sent": 1 + dice.count(1.2)})
    return found
