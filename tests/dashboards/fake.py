"""Answers made by a program, for tests of the pages: an invented county, no real person."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries import answers as a

D = Decimal


class NotFound(LookupError):
    """As the real questions raise it."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_zh, self.message_en = message_zh, message_en


def b(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


def unit(code: str, zh: str, en: str, level: str) -> a.UnitRef:
    return a.UnitRef(code, b(zh, en), level, generated=True)


PROVINCE = unit("P1", "临江省总工会", "Linjiang Provincial Federation", "province")
CITY = unit("C1", "明川市总工会", "Mingchuan City Federation", "city")
COUNTY = unit("X1", "青石县总工会", "Qingshi County Federation", "county")
TOWNS = tuple(
    unit(f"X1{i:02d}", f"{zh}总工会", f"{en} Federation", "township")
    for i, (zh, en) in enumerate(
        [("河口镇", "Hekou"), ("松岭镇", "Songling"), ("北关街道", "Beiguan"),
         ("南坪镇", "Nanping"), ("石桥乡", "Shiqiao"), ("柳湾镇", "Liuwan"),
         ("东渡街道", "Dongdu"), ("云台乡", "Yuntai"),
         ("青峰镇", "Qingfeng"), ("双井镇", "Shuangjing")], 1)
)  # fmt: skip
EMPTY_UNIT = unit("X199", "新设园区工会", "New Park Union", "township")
UNITS = {u.code: u for u in (PROVINCE, CITY, COUNTY, *TOWNS, EMPTY_UNIT)}


def quarter(year: int, index: int) -> a.PeriodRef:
    start = date(year, index * 3 - 2, 1)
    end = date(year, index * 3, 31 if index in (1, 4) else 30)
    zh = f"{year}年第{'一二三四'[index - 1]}季度"
    return a.PeriodRef(f"{year}Q{index}", b(zh, f"Q{index} {year}"), "quarter", "calendar_year",
                       start, end)  # fmt: skip


PERIODS = tuple(quarter(y, q) for y in (2026, 2025, 2024) for q in (4, 3, 2, 1)
                if not (y == 2026 and q > 3))  # fmt: skip
NOW = PERIODS[0]

PERSON, PERCENT, YUAN = b("人", "persons"), b("%", "%"), b("元", "CNY")
UNION = b("个", "unions")
LABELS = {
    "person": PERSON, "percent": PERCENT, "yuan": YUAN, "union": UNION, "item": b("项", "items"),
}  # fmt: skip
INDICATOR_LINES = """
new_members | 新发展会员数 | New members | membership | person | 0 | flow
membership_rate | 职工入会率 | Union density | membership | percent | 1 | rate
new_unions | 新建基层工会数 | New grassroots unions | organisation | union | 0 | flow
coverage | 集体合同职工覆盖率 | Collective contract coverage | collective_bargaining | percent | 1 | rate
congress_rate | 职代会建制率（非公有制企业） | Workers' congress rate, non-public | democratic_management | percent | 1 | rate
aid_paid | 帮扶资金发放额 | Aid paid out | aid_assistance | yuan | 2 | flow
aided | 帮扶职工人数 | Workers aided | aid_assistance | person | 0 | flow
skilled | 培训技术工人数 | Skilled workers trained | training_quality | person | 0 | flow
hazard_open | 超期未整改隐患数 | Overdue hazards | safety_health | item | 0 | stock
fee_rate | 工会经费收缴率 | Fees collected | funds_finance | percent | 1 | rate
case_rate | 维权案件办结率 | Cases closed | rights_legal_aid | percent | 1 | rate
exercise | 工间操单位数 | Units with exercise breaks | culture_sport | union | 0 | stock
"""  # noqa: E501


def indicator(line: str) -> a.IndicatorRef:
    id_, zh, en, theme, unit_, decimals, nature = (part.strip() for part in line.split("|"))
    direction = "lower" if id_ == "hazard_open" else "higher"
    return a.IndicatorRef(id_, b(zh, en), theme, unit_, LABELS[unit_], int(decimals), nature,
                          direction, core=nature == "rate")  # fmt: skip


INDICATORS = tuple(indicator(line) for line in INDICATOR_LINES.strip().splitlines())
BY_ID = {i.id: i for i in INDICATORS}


def value(number: str | None, num: int | None = None, den: int | None = None, reported: int = 38,
          expected: int = 42, span: str = "period") -> a.Value:  # fmt: skip
    data = a.DataStatus(expected, reported, NOW.end if reported else None)
    return a.Value(
        D(number) if number is not None else None,
        None if num is None else D(num), None if den is None else D(den), data, span,
    )  # fmt: skip


TARGET_LINES = """
skilled | cumulative | 1200 | - | 655 - - 38 | 54.6 | far_behind | 545 181.67
aid_paid | cumulative | 3200000 | - | 1810400 - - 40 | 56.6 | far_behind | 1389600 463200
congress_rate | level | 52 | 44 | 48.9 1203 2460 39 | 61.3 | behind | - -
new_members | cumulative | 4500 | - | 2961 - - 37 | 65.8 | behind | 1539 513
coverage | level | 72 | 66 | 70.12 47120 67199 37 | 68.7 | behind | - -
new_unions | cumulative | 80 | - | 58 - - 39 | 72.5 | on_pace | 22 7.33
aided | cumulative | 2400 | - | 1822 - - 40 | 75.9 | on_pace | 578 192.67
fee_rate | level | 92 | 84 | 90.4 6604 7305 38 | 80.0 | on_pace | - -
membership_rate | level | 78 | 73.5 | 77.19 51871 67199 37 | 82.0 | on_pace | - -
case_rate | level | 95 | 90 | 95.6 283 296 41 | 112.0 | done | - -
hazard_open | level | 0 | 18 | 4 - - 30 | 77.8 | incomplete | - -
exercise | level | 60 | - | - - - 0 | - | no_data | - -
studio | deadline | 2 | - | - - - 0 | - | - | - -
"""


def decimal(text: str) -> D | None:
    return None if text == "-" else D(text)


def target(line: str) -> a.TargetRow:
    id_, kind, goal, base, actual, done, status, left = (p.strip() for p in line.split("|"))
    number, num, den, reported = actual.split()
    remaining, monthly = left.split()
    ref, completion, baseline = BY_ID.get(id_), decimal(done), decimal(base)
    gap = None if completion is None else completion - ELAPSED
    data = a.DataStatus(42, int(reported), NOW.end if int(reported) else None)
    return a.TargetRow(
        target_id=id_, plan_id="x1_2026",
        name=ref.name if ref else b("建成劳模工作室", "Model worker studios"),
        indicator=ref, segment="", kind=kind,
        comparator="<=" if id_ == "hazard_open" else ">=", target=D(goal),
        unit_label=ref.unit_label if ref else b("个", "places"),
        decimals=ref.decimals if ref else 0, baseline=baseline,
        baseline_kind="zero" if baseline is None else "previous_year",
        actual=a.Value(decimal(number), decimal(num), decimal(den), data, "to_date"),
        completion=completion, due=None if gap is None else ELAPSED, gap=gap,
        gap_days=None if gap is None else int(gap * D("3.65")),
        status=None if status == "-" else Status(status),
        reason={"exercise": "no_report", "studio": "no_indicator"}.get(id_),
        remaining=decimal(remaining), needed_per_month=decimal(monthly),
        changes=() if decimal(number) is None else (changed(data),),
    )  # fmt: skip


def changed(data: a.DataStatus) -> a.Comparison:
    return a.Comparison("year_before", NOW, "to_date", False, D(421), D(400), D(21), D("5.25"),
                        data, data, False, False, None)  # fmt: skip


S = Status
ELAPSED = D("74.8")
TARGETS = tuple(target(line) for line in TARGET_LINES.strip().splitlines())
PLAN = a.PlanRef("x1_2026", b("2026年工会工作目标", "Union work targets 2026"), 2026, "stated",
                 "calendar_year", b("2026年目标通知", "Notice on targets"), None)  # fmt: skip
MIXES = ((2, 3, 0, 1, 5, 2), (0, 2, 0, 0, 9, 2), (1, 4, 0, 0, 6, 2), (3, 3, 2, 1, 3, 1),
         (0, 1, 0, 0, 10, 2), (4, 2, 0, 0, 6, 1), (0, 0, 0, 0, 11, 2), (1, 1, 9, 1, 1, 0),
         (2, 2, 0, 0, 8, 1), (0, 0, 0, 13, 0, 0))  # fmt: skip
ORDER = (S.FAR_BEHIND, S.BEHIND, S.INCOMPLETE, S.NO_DATA, S.ON_PACE, S.DONE)
EXPECTED = (6, 4, 5, 4, 3, 5, 6, 3, 4, 2)
REPORTED = (6, 4, 5, 3, 3, 5, 6, 1, 4, 0)


def children() -> Iterator[a.ChildRow]:
    for town, mix, expected, reported in zip(TOWNS, MIXES, EXPECTED, REPORTED, strict=True):
        statuses = tuple((s, n) for s, n in zip(ORDER, mix, strict=True) if n)
        yield a.ChildRow(town, statuses, expected, reported, mix[0] * 2)


FORMS = tuple(
    a.FormStatus(form, b(zh, en), 42, accepted, on_time, withheld, 42 - accepted - withheld,
                 date(2026, 10, 10))
    for form, zh, en, accepted, on_time, withheld in [
        ("org_building", "基层组织建设表", "Organisation", 39, 36, 1),
        ("membership", "会员表", "Membership", 37, 34, 1),
        ("bargaining", "集体协商与劳动关系表", "Collective bargaining", 37, 33, 2),
        ("democracy", "民主管理表", "Democratic management", 39, 37, 0),
        ("aid_fund", "帮扶资金台账", "Aid fund ledger", 40, 38, 1),
        ("activity", "培训竞赛与文体活动表", "Training and activities", 38, 35, 1),
        ("funds", "经费表", "Funds", 38, 34, 2),
        ("hazard_ledger", "安全隐患台账", "Hazard ledger", 30, 30, 0),
    ]
)  # fmt: skip


def path_to(code: str) -> tuple[a.UnitRef, ...]:
    tops = {"P1": (), "C1": (PROVINCE,), "X1": (PROVINCE, CITY)}
    if code not in UNITS:
        raise NotFound(f"没有代码是“{code}”的单位。您要找的是 X1 吗？", f"No unit {code!r}. X1?")
    return (*tops.get(code, (PROVINCE, CITY, COUNTY)), UNITS[code])


def period_of(code: str) -> a.PeriodRef:
    return next((p for p in PERIODS if p.code == code), NOW)


def splits() -> tuple[a.TargetSplit, ...]:
    """New members shared out with 100 left over, and a rate, which is not added."""
    one, two = TOWNS[:2]
    members = (
        a.SplitPart(one, "p1", "T1", D(2500), D("56.8181818"), D(1500), D(60), S.BEHIND),
        a.SplitPart(two, "p2", "T1", D(1900), D("43.1818182"), None, None, S.NO_DATA),
    )
    rates = (
        a.SplitPart(one, "p1", "T2", D(75), None, D("70.5"), D(80), S.ON_PACE),
        a.SplitPart(two, "p2", "T2", D(70), None, D(70), D(100), S.DONE),
    )
    return (
        a.TargetSplit("x1", "T1", BY_ID["new_members"].name, BY_ID["new_members"], ">=", PERSON,
                      0, D(4500), D(4400), D(-100), D(1900), D(2500), False, members, TOWNS[2:4]),
        a.TargetSplit("x1", "T2", BY_ID["coverage"].name, BY_ID["coverage"], ">=", PERCENT, 1,
                      D(72), None, None, D(70), D(75), True, rates, ()),
    )  # fmt: skip


LAPSING = (
    a.LapsingEntry(TOWNS[0], "HT-7", b("工资", "Wages"), D(3000), date(2026, 11, 4), 1, D(120),
                   "2026Q3", False),
    a.LapsingEntry(TOWNS[1], "HT-9", None, None, date(2027, 2, 1), 2, None, "2026Q2", True),
)  # fmt: skip


def lapse_steps(empty: bool) -> tuple[a.LapseStep, ...]:
    """Coverage at the period's end and two quarters on, or nothing reported."""
    if empty:
        return (a.LapseStep(NOW.label, NOW.end, 0, D(0), None, None, None, None),)
    whole = D(67199)
    return (
        a.LapseStep(NOW.label, NOW.end, 0, D(0), D(47120), whole, D("70.12"), None),
        a.LapseStep(quarter(2026, 4).label, date(2026, 12, 31), 1, D(3000), D(44120), whole,
                    D("65.66"), D("-4.46")),
        a.LapseStep(quarter(2027, 1).label, date(2027, 3, 31), 0, D(0), D(44120), whole,
                    D("65.66"), D("-4.46")),
    )  # fmt: skip
