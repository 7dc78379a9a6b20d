"""The questions over the invented county; ``questions`` stands in for the real module."""

from datetime import date, datetime
from decimal import Decimal

from pipeline.domain.circular import Letterhead
from pipeline.queries import answers as a
from tests.dashboards import fake
from tests.dashboards.fake import BY_ID, COUNTY, NOW, PERIODS, TOWNS, D, NotFound, b, value

SHA = "9f3c" + "0" * 56 + "e07a"


def overview(reader: object, unit: str, period: str, plan: str | None = None) -> a.Overview:
    here = fake.path_to(unit)
    empty = unit == fake.EMPTY_UNIT.code
    town = unit in {t.code for t in TOWNS}
    return a.Overview(
        unit=here[-1], breadcrumb=here, period=fake.period_of(period),
        plan=None if empty or town else fake.PLAN,
        elapsed=None if empty or town else D("74.8"),
        targets=() if empty or town else fake.TARGETS,
        headline=headline() if town else (),
        children=() if empty or town else tuple(fake.children()),
        forms=() if empty else fake.FORMS, expected=3 if empty else 42,
        reported=0 if empty else 37, findings_open=0 if empty else 23,
    )  # fmt: skip


def whereabouts(reader: object, unit: str, period: str) -> a.Whereabouts:
    return a.Whereabouts(fake.path_to(unit), fake.period_of(period))


def issuing_units(reader: object, unit: str, period: str) -> tuple[a.UnitRef, ...]:
    fake.period_of(period)
    here = fake.path_to(unit)[-1]
    return (here, *TOWNS) if unit == COUNTY.code else (here,)


def letterhead(reader: object, unit: str) -> Letterhead:
    if unit != COUNTY.code:
        return Letterhead()
    return Letterhead(number="青工发〔{year}〕{number}号", to=(b("各乡镇总工会", "Townships"),))


def target_splits(reader: object, unit: str, period: str) -> a.TargetSplits:
    here = fake.path_to(unit)
    own = fake.splits() if unit == COUNTY.code else ()
    return a.TargetSplits(here[-1], here, fake.period_of(period), own)


def lapses(reader: object, unit: str, period: str, quarters: int = 4,
           indicator: str | None = None, on: date | None = None,
           limit: int = 200) -> a.LapseList:  # fmt: skip
    here, at = fake.path_to(unit), fake.period_of(period)
    empty = unit == fake.EMPTY_UNIT.code
    return a.LapseList(
        here[-1], here, at, BY_ID["coverage"], b("集体合同台账", "Register of contracts"),
        b("覆盖职工数", "Employees covered"), fake.lapse_steps(empty),
        () if empty else fake.LAPSING, 0 if empty else 2,
    )  # fmt: skip


def headline() -> tuple[tuple[a.IndicatorRef, a.Value], ...]:
    return (
        (BY_ID["membership_rate"], value("79.3", 4118, 5193, 4, 4)),
        (BY_ID["coverage"], value("67.08", 4636, 6911, 3, 4)),
        (BY_ID["aid_paid"], value("113000", 113000, None, 4, 4)),
        (BY_ID["new_members"], value("0", 0, None, 4, 4)),
        (BY_ID["fee_rate"], value(None, None, None, 0, 4)),
    )


def choices(reader: object, unit: str, period: str) -> a.Choices:
    below = {"P1": (fake.CITY,), "C1": (COUNTY,), "X1": (*TOWNS, fake.EMPTY_UNIT)}
    return a.Choices(PERIODS, below.get(unit, ()), fake.INDICATORS)


def units(reader: object) -> tuple[a.UnitRef, ...]:
    return (fake.PROVINCE,)


def find_units(reader: object, text: str, period: str | None = None,
               most: int = 12) -> a.FoundUnits:  # fmt: skip
    """Units by a part of a name; 园 finds the one that has closed, 旧 its former name."""
    if period and period not in {p.code for p in PERIODS}:
        raise NotFound("没有这个报告期。", "No such period.")
    said = "旧园区工会"
    found = [
        a.FoundUnit(u, here[-2] if len(here) > 1 else None, said if text == "旧" else u.name.zh,
                    text in (u.code, u.name.zh),
                    date(2025, 12, 31) if u is fake.EMPTY_UNIT else None)
        for u in fake.UNITS.values() for here in [fake.path_to(u.code)]
        if text in f"{u.name.zh} {u.code}" or (text == "旧" and u is fake.EMPTY_UNIT)
    ]  # fmt: skip
    return a.FoundUnits(tuple(found[:most]), len(found))


def indicators(reader: object) -> tuple[a.IndicatorRef, ...]:
    return fake.INDICATORS


def default_selection(reader: object) -> tuple[str, str]:
    return COUNTY.code, NOW.code


def latest_period(reader: object, unit: str) -> str:
    fake.path_to(unit)
    return NOW.code


def snapshot(reader: object) -> a.Snapshot:
    return a.Snapshot(7, datetime(2026, 10, 12, 17, 30), True)


def reader_as(reader: object, as_of: date | None = None, tree: str = "then",
              period: str = "") -> object:  # fmt: skip
    return reader


def indicator_of(code: str) -> a.IndicatorRef:
    if code not in BY_ID:
        raise NotFound(f"没有指标“{code}”。", f"No indicator {code!r}.")
    return BY_ID[code]


def summaries(reader: object, unit: str, period: str, form: str | None = None) -> a.Summaries:
    here = fake.path_to(unit)[-1]
    members = a.SummaryField("members", b("会员数", "Members"), "integer", b("人", "persons"), D(1))
    rows = (
        a.SummaryRow(None, 42, 37, {"members": D(51871)}),
        *(a.SummaryRow(town, 4, 0, {"members": None}) for town in TOWNS[:1]),
    )
    one = a.FormSummary("membership", "1", "main", b("会员表", "Membership"), (members,), rows)
    return a.Summaries(here, fake.period_of(period), (one,))


class Questions:
    """Everything above, and in the modules beside it, as one object."""

    NotFound = NotFound

    def __getattr__(self, name: str) -> object:
        from tests.dashboards import fake_details, fake_facts, fake_queries, fake_scores

        for module in (fake_scores, fake_facts, fake_queries):
            if name not in globals() and hasattr(module, name):
                return getattr(module, name)
        return globals().get(name) or getattr(fake_details, name)


questions = Questions()
__all__ = ["SHA", "Decimal", "b", "date", "questions"]
