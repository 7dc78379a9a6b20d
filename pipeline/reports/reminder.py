"""催报: plain texts naming who still owes which report since when, to paste into a message."""

from datetime import date

from pipeline.queries.answers import Debt, Debtors, Reminder, Reminders
from pipeline.queries.reminders import DATELESS
from pipeline.reports.words import Words
from pipeline.wording.dates import full_date, short_date


def reminder(found: Reminders, words: Words) -> str:
    """One text for everybody below; empty when nobody owes anything."""
    if not found.debtors:
        return ""
    key = "remind.all" if found.whole else "remind.all_some"
    opening = words.say(key, unit=words.text(found.unit.name), day=words.day(found.on),
                        count=words.whole(found.owing))  # fmt: skip
    return text_of(opening, found.debtors, found, words)


def digests(found: Reminders, words: Words) -> list[tuple[Reminder, str]]:
    """Each direct superior with a text of its own: who of its units is missing."""
    return [
        (one, text_of(opening_for(one, found, words), one.debtors, found, words))
        for one in found.by_superior
    ]


def opening_for(one: Reminder, found: Reminders, words: Words) -> str:
    """To whom, as of when, how many of how many."""
    day = words.day(found.on)
    if one.superior is None:
        return words.say("remind.nobody_above", day=day)
    key = "remind.directly" if one.superior.code == found.unit.code else "remind.to_superior"
    key = key if found.whole else f"{key}_some"
    return words.say(key, unit=words.text(one.superior.name), day=day,
                     due=words.whole(one.due), count=words.whole(one.owing))  # fmt: skip


def text_of(opening: str, debtors: tuple[Debtors, ...], found: Reminders, words: Words) -> str:
    """Title, opening, a line for all that owe the same, and that it may have crossed."""
    lines = [words.say("remind.title", period=words.period(found.period)), opening]
    lines += [line_of(alike, found, words) for alike in debtors]
    if found.cut:
        lines.append(words.say("remind.more"))
    return "\n".join([*lines, words.say("remind.closing")])


def line_of(alike: Debtors, found: Reminders, words: Words) -> str:
    """The units, and what each of them owes."""
    names = words.join([words.text(unit.name) for unit in alike.units], "join.items")
    owed = [debt_said(debt, found, words) for debt in alike.debts]
    return words.say("remind.unit", unit=names, debts=words.join(owed, "remind.join"))


def debt_said(debt: Debt, found: Reminders, words: Words) -> str:
    """What is owed, since when it was due, and how many days late it is."""
    key = f"remind.{debt.kind}"
    if debt.kind == "withheld" and debt.findings:
        key = "remind.withheld_count"
    said = words.say(key, forms=forms_of(debt, found, words), count=words.whole(debt.findings))
    said += due_said(debt, found.on, words)
    if debt.locked_by:
        names = [words.text(unit.name) for unit in debt.locked_by]
        said += words.say("remind.locked", unit=words.join(names, "join.and"))
    return said


def due_said(debt: Debt, on: date, words: Words) -> str:
    """The day, with its year where that is another one; nothing of what has no day."""
    if debt.due_on is None or debt.kind in DATELESS:
        return ""
    day = short_date if debt.due_on.year == on.year else full_date
    due = day(debt.due_on, words.language)
    if debt.days_late is None:
        return words.say("remind.due", due=due)
    return words.say("remind.late", due=due, days=words.whole(debt.days_late))


def forms_of(debt: Debt, found: Reminders, words: Words) -> str:
    """The forms by name, or how many where it is all of several; with their own period."""
    if len(debt.forms) == found.forms > 1:
        said = words.say("remind.all_forms", count=words.whole(found.forms))
    else:
        said = words.join([words.text(title) for title in debt.forms], "join.titles")
    if debt.period is None:
        return said
    return words.say("remind.of_period", period=words.text(debt.period), forms=said)
