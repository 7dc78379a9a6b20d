"""Score cards and the matrix of the invented county."""

from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries import answers as a
from tests.dashboards import fake
from tests.dashboards.fake import BY_ID, ELAPSED, NOW, PERCENT, TOWNS, D, b

SCORED_TITLE = b("乡镇（街道）工会工作考核细则", "Appraisal of township unions")
LINES = """
aid_paid | 第十三条 | 帮扶资金发放额 | Aid paid out | linear_cap | 8 | 4.2 | 111000 | 212000 | 38
coverage | 第九条 | 集体合同职工覆盖率 | Coverage | deduct_per_below | 8 | 6 | 67.1 | 67.7 | 42
case_rate | 第十五条 | 维权案件办结率 | Cases closed | steps | 4 | 2 | 93.1 | 94.3 | 42
skilled | 第十六条 | 培训技术工人数 | Skilled workers | linear_cap | 6 | 4.3 | 53 | 74.8 | 42
new_members | 第五条 | 新发展会员数 | New members | linear_cap | 8 | 8 | 300 | 299.2 | 42
membership_rate | 第六条 | 职工入会率 | Density | linear_from_baseline | 6 | 6 | 77.2 | 76 | 42
"""
PARTS = {name: D(n) for name, n in (
    ("value", "53"), ("due", "74.8"), ("goal", "100"), ("ratio", "0.7086"), ("full", "6"),
    ("floor", "0"), ("cap", "1"), ("amount", "0.6"), ("bound", "67.7"), ("steps", "2"),
    ("each", "1"), ("lost", "2"), ("threshold", "90"), ("baseline", "73"), ("share", "74.8"),
    ("raw", "1"), ("per", "1"), ("most", "3"), ("earned", "90"),
)}  # fmt: skip


def line(text: str) -> a.ScoreLine:
    name, clause, zh, en, formula, full, points, value, due, reported = (
        part.strip() for part in text.split("|")
    )
    return scored(
        name, b(zh, en), clause, formula, D(points), D(full), BY_ID[name], D(value), D(due),
        int(reported),
    )  # fmt: skip


def scored(name: str, title: Bilingual | None, clause: str | None, formula: str,
           points: Decimal | None, full: Decimal | None, indicator: a.IndicatorRef | None = None,
           value: Decimal | None = None, due: Decimal | None = None, reported: int = 42,
           state: str = "scored", *, beside: bool = False,
           why: str | None = None) -> a.ScoreLine:  # fmt: skip
    lost = D(0) if full is None or points is None else full - points
    is_rate = indicator is not None and indicator.unit_label == PERCENT
    return a.ScoreLine(
        id=name, title=title, clause=clause, text=None, group="a",
        rule=formula.removesuffix("_worst"), state=state, points=points, full=full, lost=lost,
        beside=beside, provisional=reported < 42,
        indicator=indicator, family="default", segment="", span="to_date", target=None,
        value=value, numerator=D(4636) if is_rate else value,
        denominator=D(6912) if is_rate else None, goal=due, due=due,
        unit_label=indicator.unit_label if indicator else None,
        decimals=indicator.decimals if indicator else 0,
        data=a.DataStatus(42, reported, NOW.end), why=why, formula=formula, parts=PARTS,
        evidence=(b("采用通知", "Notice of adoption"),) if name == "adopted" else (),
    )  # fmt: skip


def lines() -> tuple[a.ScoreLine, ...]:
    return (
        *map(line, LINES.strip().splitlines()),
        scored("late", b("报送纪律", "Reporting"), "第十九条", "late_days_worst", D(2), D(4),
               value=D(2)),
        scored("satisfied", b("职工满意度", "Satisfaction"), "第二十条", "manual", None, D(10),
               state="pending", why="no_mark"),
        scored("adopted", b("经验被采用", "Adopted"), "第二十二条", "bonus_per_capped", D(1), None,
               value=D(1), beside=True),
        scored("incident", b("群体性事件", "Incident"), "第二十三条", "veto_none", D(0), None,
               value=D(0), state="met", beside=True),
        scored("total_bound", None, None, "total_bound", D("-0.5"), None, state="adjusted",
               beside=True),
    )  # fmt: skip


def peers() -> tuple[a.PeerScore, ...]:
    totals = ("98.1", "96.2", "93.6", "93.6", "90.1", "88.2", "81.9", "80.6", "74.7", None)
    ranks = (1, 2, 3, 3, 5, 6, 7, None, 9, None)
    found = []
    for town, total, rank in zip(TOWNS, totals, ranks, strict=True):
        outcome = "veto" if total is not None and rank is None else None
        waits = D(10) if total in ("81.9", None) else D(0)
        found.append(a.PeerScore(town, None if total is None else D(total), rank,
                                 bool(waits), waits, outcome))  # fmt: skip
    return tuple(found)


def way(item: str, label: Bilingual, before: str, after: str, gain: str, total: str, rank: int,
        reaches: str) -> a.WayUp:  # fmt: skip
    ref, change = BY_ID[item], D(after) - D(before)
    return a.WayUp(item, ref.name, ref, label, D(before), D(after), change, D(before), D(after),
                   ref.unit_label, ref.decimals, D(gain), D(gain) / change, D(total), rank,
                   reaches)  # fmt: skip


WAYS = (
    way("case_rate", b("办结案件", "Cases closed"), "27", "28", "2", "83.9", 7, "step"),
    way("coverage", b("覆盖职工", "Employees covered"), "4636", "4680", "2", "85.9", 7, "step"),
    way("skilled", b("培训技术工人", "Skilled workers"), "53", "75", "1.7", "87.6", 6, "full"),
)  # fmt: skip


def score_page(reader: object, unit: str, period: str) -> a.ScorePage:
    here = fake.path_to(unit)
    scores: tuple[a.UnitScore, ...] = ()
    leagues: tuple[a.League, ...] = ()
    if unit == fake.COUNTY.code:
        leagues = (a.League(fake.PLAN, SCORED_TITLE, b("乡镇组", "Townships"), peers()),)
    elif unit in {t.code for t in TOWNS}:
        scores = (unit_score(vetoed=unit == "X108"),)
    return a.ScorePage(here[-1], here, fake.period_of(period), scores, leagues)


def unit_score(*, vetoed: bool) -> a.UnitScore:
    return a.UnitScore(
        plan=fake.PLAN, title=SCORED_TITLE, number="青工发〔2026〕3号",
        peer_group=b("乡镇组", "Townships"), total=D("81.9"), base=D("81.4"), bonus=D(1),
        minus=D(0), full=D(100), pending=D(10), provisional=True,
        outcome="veto" if vetoed else None,
        outcome_title=b("群体性事件", "Incident") if vetoed else None,
        rank=None if vetoed else 7, ranked=8, lines=lines(),
        chapters=(
            a.ChapterScore(b("组织建设", "Organisation"), D("22.3"), D(25), D(23)),
            a.ChapterScore(b("维权帮扶", "Rights and aid"), D("18.8"), D(25), None),
        ),
        peers=peers(), ways=WAYS,
    )  # fmt: skip


def matrix_page(reader: object, unit: str, period: str) -> a.MatrixPage:
    here = fake.path_to(unit)
    rows: tuple[a.MatrixRow, ...] = ()
    if unit == fake.COUNTY.code:
        rows = tuple(row(town, n) for n, town in enumerate(TOWNS))
    columns = tuple(
        a.MatrixColumn(t.target_id, t.name, t.indicator, "", t.indicator.theme, 3)
        for t in fake.TARGETS
        if t.indicator
    )
    counts = ((Status.FAR_BEHIND, 12), (Status.BEHIND, 21), (Status.INCOMPLETE, 8),
              (Status.NO_DATA, 2), (Status.ON_PACE, 40), (Status.DONE, 9))  # fmt: skip
    whole = a.MatrixRow(here[-1], tuple(map(cell, fake.TARGETS[: len(columns)])), 42, 37, 5, None,
                        False, None)  # fmt: skip
    at, some = fake.period_of(period), bool(rows)
    return a.MatrixPage(here[-1], here, at, fake.PLAN if some else None, columns if some else (),
                        whole, rows, counts if some else (), some)  # fmt: skip


def cell(row: a.TargetRow) -> a.MatrixCell | None:
    return a.MatrixCell(row.actual.value, row.completion, row.status, row.actual.data, "to_date")


def row(town: a.UnitRef, number: int) -> a.MatrixRow:
    kinds = (Status.FAR_BEHIND, Status.BEHIND, Status.ON_PACE, Status.DONE, Status.INCOMPLETE, None)
    cells: list[a.MatrixCell | None] = []
    for n in range(len(fake.TARGETS) - 1):
        status = kinds[(n * 5 + number * 3) % len(kinds)]
        completion = None if status is None else ELAPSED + (n - number) * 4
        data = a.DataStatus(4, 2 if status is Status.INCOMPLETE else 3 + n % 2, NOW.end)
        cells.append(a.MatrixCell(D(40 + n), completion, status, data, "to_date"))
    cells[number] = None
    if number == 9:
        data = a.DataStatus(2, 0, None)
        cells = [a.MatrixCell(None, None, Status.NO_DATA, data, "to_date") for _ in cells]
    peer = peers()[number]
    return a.MatrixRow(town, tuple(cells), 4, 4 - number % 2, 12 - number, peer.total,
                       peer.provisional, peer.rank)  # fmt: skip
