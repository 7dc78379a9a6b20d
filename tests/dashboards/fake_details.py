"""The questions about one indicator, one number, the reports and the findings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from pipeline.domain.boundary import Boundary
from pipeline.domain.status import Status
from pipeline.queries import answers as a
from pipeline.queries.unit_map import map_of
from tests.dashboards import fake
from tests.dashboards.fake import BY_ID, COUNTY, PERIODS, TOWNS, D, b, value
from tests.dashboards.fake_facts import FACTS
from tests.dashboards.fake_questions import SHA, indicator_of

FAMILIES = (
    ("unionised_units", "已建会单位口径", "Unionised units", "已建会单位在册职工",
     "Employees of unionised units", "82.9", 47120, 56840),
    ("all_employees", "全部职工口径", "All employees", "辖区全部职工",
     "All employees of the area", "70.12", 47120, 67199),
    ("international", "国际可比口径", "Internationally comparable", "有协商权的雇员",
     "Employees with the right to bargain", "74.0", 45890, 62013),
)  # fmt: skip
TREND = ("66.0", "66.4", "66.9", "67.6", None, "68.1", "69.0", "69.5", "70.12")
RATES = ("73.6", "72.2", "72.0", "71.6", "71.1", "70.4", "68.3", "66.4", "64.2", None)
SIZES = (2637, 9576, 1512, 14218, 11843, 4126, 2291, 2143, 2085, 0)


def card(indicator: a.IndicatorRef) -> a.DefinitionCard:
    is_rate = indicator.nature == "rate"
    form, section = b("集体协商与劳动关系表", "Collective bargaining"), b("合同台账", "Contracts")
    covered = b("覆盖职工数", "Employees covered")
    rows = (b("已批准备案", "approved"), b("期末仍有效", "in force at the end"))
    measures = (
        a.MeasureText("numerator", form, section, covered, "sum", "last", rows),
        a.MeasureText("denominator", b("会员表", "Membership"), b("会员表", "Membership"),
                      b("职工总数", "Employees"), "sum", "last", ()),
    )  # fmt: skip
    return a.DefinitionCard(
        indicator=indicator,
        definition=b("期末有效集体合同覆盖的职工数占职工总数的百分比。",
                     "Employees covered by a contract in force, as a share of all employees."),
        numerator_label=b("有效集体合同覆盖职工数", "Employees covered"),
        denominator_label=b("职工总数", "Employees") if is_rate else None,
        measures=measures if is_rate else measures[:1],
        family=b("全部职工口径", "All employees") if is_rate else None, facts=("F12", "F40"),
        source_note=b("一人多份合同只计一次。", "A worker under two contracts counts once."),
        file="config/indicators/collective_bargaining/coverage.yml",
        sql="select unit, sum(covered)\nfrom bargaining_contracts\ngroup by unit",
        fact_names={"F12": FACTS["F12"].name},
    )  # fmt: skip


def indicator_page(reader: object, indicator: str, unit: str, period: str,
                   family: str | None = None, segment: str = "",
                   plan: str | None = None) -> a.IndicatorPage:  # fmt: skip
    ref, here = indicator_of(indicator), fake.path_to(unit)
    row = next((t for t in fake.TARGETS if t.target_id == indicator), None)
    is_rate = ref.nature == "rate"
    chosen = family or "all_employees"
    return a.IndicatorPage(
        unit=here[-1], breadcrumb=here, period=fake.period_of(period), indicator=ref,
        value=value("70.12", 47120, 67199, 37) if is_rate else row.actual if row else value("12"),
        target=row, trend=trend(is_rate), children=ranked(is_rate),
        families=tuple(
            a.FamilyValue(code, b(zh, en), code == chosen, b("覆盖职工数", "Covered"),
                          b(den_zh, den_en), value(rate, num, den, 37))
            for code, zh, en, den_zh, den_en, rate, num, den in FAMILIES
        ) if is_rate else (),
        segments=(
            a.SegmentValue("ownership=state", b("国有", "State-owned"), value("91.2", 9120, 10000)),
            a.SegmentValue("ownership=non_public", b("非公有制", "Non-public"),
                           value("61.0", 24400, 40000)),
        ) if is_rate else (),
        card=card(ref),
    )  # fmt: skip


def trend(is_rate: bool) -> tuple[a.TrendPoint, ...]:
    points = []
    for index, (period, text) in enumerate(zip(reversed(PERIODS[:9]), TREND, strict=True)):
        reported = 0 if text is None else 37 if index in (3, 8) else 42
        number = text if is_rate or text is None else str(300000 * (index + 1))
        due = D("66") + D("0.7") * (index - 3) if index >= 4 else None
        if due is not None and not is_rate:
            due = D(320000 * (index + 1))
        points.append(a.TrendPoint(period, value(number, reported=reported), due))
    return tuple(points)


def ranked(is_rate: bool) -> tuple[a.ChildValue, ...]:
    rows = []
    for place, (town, rate, size) in enumerate(zip(TOWNS, RATES, SIZES, strict=True), 1):
        expected, reported = fake.EXPECTED[place - 1], fake.REPORTED[place - 1]
        covered = None if rate is None else int(D(rate) * size / 100)
        number = value(rate, covered, size or None, reported, expected)
        if not is_rate:
            number = value(
                None if rate is None else str(size * 130), None, None, reported, expected
            )
        rank = None if rate is None or reported < expected else place
        rows.append(a.ChildValue(town, number, rank))
    return tuple(rows)


def trace(reader: object, indicator: str, unit: str, period: str, span: str | None = None,
          segment: str = "", family: str | None = None, limit: int = 200) -> a.Trace:  # fmt: skip
    ref, here = indicator_of(indicator), fake.path_to(unit)
    children = tuple(
        a.TraceChild(row.unit, row.value.numerator, row.value.denominator, row.value.value,
                     row.value.data.expected, row.value.data.reported)
        for row in ranked(True)
    )  # fmt: skip
    at_bottom = unit not in ("P1", "C1", "X1")
    return a.Trace(
        unit=here[-1], breadcrumb=here, period=fake.period_of(period), indicator=ref,
        segment=segment, value=value("70.12", 47120, 67199, 37, span=span or "period"),
        children=() if at_bottom else children,
        contributions=(
            cell("numerator", "G6", "486"), cell("numerator", "G8", "352"),
            cell("denominator", "C7", "1189"),
        ),
        total_contributions=1042, recomputed_numerator=D(47120), recomputed_denominator=D(67199),
        recomputed_value=D("70.12"), carried=(cell("numerator", "G10", "274", carried=True),),
        total_carried=12, carried_numerator=D(274), carried_denominator=None,
        recomputed_estimate=D("70.5"), agrees=True, picture=PICTURE, card=card(ref),
    )  # fmt: skip


def cell(role: str, address: str, text: str, carried: bool = False) -> a.Contribution:
    period = "2026Q2" if carried else "2026Q3"
    return a.Contribution(
        role, 0, TOWNS[3], period, fake.period_of(period).label,
        "南坪镇工业园工会_2026Q3.xlsx", SHA, "合同台账", address, "covered",
        b("覆盖职工数", "Workers covered"), text, D(text), 118, 2, carried,
    )  # fmt: skip


PICTURE = a.SheetPicture(
    "南坪镇工业园工会_2026Q3.xlsx", "合同台账", ("A", "B", "C", "D", "E", "F", "G"),
    (
        (1, ("集体合同台账", "", "", "", "", "", "")),
        (4, ("企业名称", "合同类别", "形式", "签订日期", "备案", "到期日期", "覆盖职工数")),
        (6, ("示例纺织有限公司", "综合", "单独", "2024-08-01", "是", "2027-07-31", "486")),
        (7, ("示例纺织有限公司", "工资专项", "单独", "2025-09-01", "是", "2026-08-31", "486")),
        (8, ("示例铸造有限公司", "综合", "单独", "2025-03-15", "是", "2028-03-14", "352")),
        (10, ("示例食品有限公司", "工资专项", "单独", "2025-10-20", "是", "2026-10-19", "274")),
    ),
    ("G6", "G8", "G10"),
)  # fmt: skip


def reporting_status(reader: object, unit: str, period: str, form: str | None = None,
                     state: str | None = None, limit: int = 200,
                     reporter: str | None = None) -> a.ReportingStatus:  # fmt: skip
    here = fake.path_to(unit)
    rows = tuple(r for r in report_rows() if reporter in (None, r.unit.code)
                 if (not state or r.state == state) and (not form or r.form == form))  # fmt: skip
    forms = () if unit == fake.EMPTY_UNIT.code else fake.FORMS
    return a.ReportingStatus(here[-1], here, fake.period_of(period), forms,
                             tuple(fake.children()), rows, 336,
                             superiors=tuple((town, 12) for town in TOWNS),
                             acts=("lock",))  # fmt: skip


def report_rows() -> list[a.ReportRow]:
    states = ("missing", "withheld", "late", "accepted", "accepted")
    rows = []
    for index in range(14):
        town, form = TOWNS[index % 7], fake.FORMS[index % 5]
        state = states[index % 5]
        got = None if state == "missing" else datetime(2026, 10, 8 + index % 5, 9, 14)
        leaf = fake.unit(f"{town.code}-{index}", f"{town.name.zh[:-3]}机关工会",
                         f"{town.name.en} office union", "grassroots")  # fmt: skip
        rows.append(a.ReportRow(
            leaf, town, form.form, form.title, date(2026, 10, 10), got, state,
            None if got is None else 1 + index % 2, None if got is None else 100 + index,
            6 if state == "withheld" else 0,
            None if got is None else f"{leaf.name.zh}_2026Q3.xlsx",
        ))  # fmt: skip
    return rows


def finding_list(reader: object, unit: str, slug: str | None = None, severity: str | None = None,
                 limit: int = 200, period: str | None = None,
                 only_open: bool = False) -> a.FindingList:  # fmt: skip
    here = fake.path_to(unit)
    rows = () if unit == fake.EMPTY_UNIT.code else tuple(
        r for r in FINDINGS
        if (not slug or r.slug == slug) and (not severity or r.severity == severity)
        and period in (None, r.period) and (r.open or not only_open)
    )  # fmt: skip
    kinds = tuple(dict.fromkeys((r.slug, r.severity) for r in FINDINGS))
    counted = tuple((s, v, (9, 7, 4, 3)[i]) for i, (s, v) in enumerate(kinds))
    nothing = unit == fake.EMPTY_UNIT.code or period not in (None, "2026Q3")
    return a.FindingList(here[-1], here, rows, len(rows) and 23, () if nothing else counted,
                         period=fake.period_of(period) if period else None,
                         of_no_period=2 if period else 0)  # fmt: skip


REREAD = (
    a.RereadValue("main", "members", b("会员总数", "Members"), "会员表", "C11", None, "486", False),
    a.RereadValue("main", "chair", b("主席", "Chair"), "会员表", "C12", None, None, True),
)


def report_history(reader: object, unit: str, period: str,
                   form: str | None = None) -> a.ReportHistory:  # fmt: skip
    here, at = fake.path_to(unit), fake.period_of(period)
    title = b("会员表", "Members")
    if unit == fake.EMPTY_UNIT.code:
        return a.ReportHistory(here[-1], here, at, (), None)
    came = datetime(2026, 10, 9, 15, 42)
    old, new = (
        a.ReportVersion(n, 40 + n, came.replace(day=9 + 4 * n), f"松岭镇机关工会_{n}.xlsx", "web",
                        "accepted", None, n == 2)
        for n in (1, 2)
    )  # fmt: skip
    cell = a.DiffCell("changed", "main", title, None, 9, "members", b("会员总数", "Members"), "470",
                      "486", False, 2, "会员表", "C9")  # fmt: skip
    diff = a.VersionDiff(here[-1], "membership", title, period, at.label, (old, new), "compared",
                         old, new, 1, 0, 0, (cell,))  # fmt: skip
    said = a.Explanation("漏报一个车间", here[-1], came.replace(day=17))
    rows = (a.SheetRows("会员表", 34, 1, 0, 33),)
    past = a.ReportPast(
        "membership", title,
        (a.PastVersion(old, False, None, rows), a.PastVersion(new, True, said, rows)), (diff,),
        (
            a.FlowStep("return", COUNTY, "请核对会员数", came.replace(day=15), 1),
            a.FlowStep("unreturn", COUNTY, "退错了单位", came.replace(day=15, hour=16, minute=5),
                       1),
            a.FlowStep("explain", here[-1], "", came.replace(day=17), 2, explained=FINDINGS[:2]),
            a.FlowStep("explain", here[-1], "两厂合并", came.replace(day=17), 2,
                       explained=FINDINGS[:1]),
            a.FlowStep("lock", COUNTY, "", came.replace(day=18), None, b("2026年", "2026"), True),
            a.FlowStep("adopt", COUNTY, "", came.replace(day=19), 2, reread=REREAD, changes=3),
        ), (),
    )  # fmt: skip
    return a.ReportHistory(here[-1], here, at, (("membership", title, 2),),
                           past if form in (None, "membership") else None)  # fmt: skip


def rules_not_run(reader: object, unit: str, limit: int = 40,
                  period: str | None = None) -> a.NotRunList:  # fmt: skip
    here = fake.path_to(unit)
    rows = () if unit == fake.EMPTY_UNIT.code else (a.NotRunRow(
        "membership", b("会员表", "Members"), "women_below_members",
        b("女会员数 ≤ 会员总数", "women ≤ members"), "field-missing",
        b("表上没有“女会员数”", "the sheet does not have “women”"), 12, 9, TOWNS[0],
    ),)  # fmt: skip
    return a.NotRunList(here[-1], here, rows, len(rows) * 41)


def finding(number: int, slug: str, severity: str, at: str, got: str | None,
            details: dict[str, str], is_open: bool = True) -> a.FindingRow:  # fmt: skip
    return a.FindingRow(
        number, slug, severity, "松岭镇机关工会_2026Q3.xlsx", "会员表", at, got, details,
        TOWNS[1], "2026Q3", "membership", datetime(2026, 10, 9, 15, 42), is_open,
        period_name=b("2026年第三季度", "Q3 2026"),
    )  # fmt: skip


FINDINGS = (
    finding(1, "not-a-number", "error", "C9", "约100",
            {"label_zh": "会员总数", "label_en": "Members"}),
    finding(2, "exceeds-total", "error", "C12", "486",
            {"label_zh": "女会员数", "label_en": "Women members", "value": "486",
             "other_value": "470",
             "other_zh": "会员总数", "other_en": "Members", "cells": "C9、C12",
             "advice_zh": "请改其中一格。", "advice_en": "Correct one of them."}),
    finding(3, "not-a-slug", "explain", "C9", "1200", {}),
    finding(4, "below-minimum", "warning", "C14", "-3",
            {"label_zh": "新发展会员数", "label_en": "New members", "limit": "0"}, False),
)  # fmt: skip


def supposable(reader: object, unit: str, period: str, reporter: str = "", cell: str = "",
               limit: int = 400) -> a.Supposable:  # fmt: skip
    here = fake.path_to(unit)
    cells = (a.SupposableCell("membership.main.members", b("会员表 › 会员", "Membership › All")),)
    return a.Supposable(
        here[-1], here, fake.period_of(period), TOWNS, 900, cells if reporter else (),
        "180" if cell else None, fake.TARGETS if unit == "X1" else (),
    )  # fmt: skip


def owed_forms(reader: object, unit: str, period: str) -> a.OwedForms:
    """Only the first town reports itself."""
    own = (b("会员表", "Membership"),) if unit == TOWNS[0].code else ()
    here = fake.path_to(unit)[-1]
    return a.OwedForms(here, fake.period_of(period), own, (), 18 if unit == "X1" else 0)


def what_if(reader: object, unit: str, period: str, *, late_repeat: bool = False,
            figures: Sequence[str] = (), promises: Sequence[str] = ()) -> a.WhatIf:  # fmt: skip
    if any(text.endswith("=abc") for text in figures):
        raise fake.NotFound("没有这个可用的值：abc", "no such usable value: abc")
    here, before = fake.path_to(unit)[-1], fake.TARGETS[4]
    after = replace(before, target=D(90), completion=D("77.9"), status=Status.BEHIND)
    changed = a.IndicatorSupposed(
        BY_ID["coverage"], "default", value("70.12", 47120, 67199, 37),
        value("71.5", 48047, 67199, 42),
    )  # fmt: skip
    return a.WhatIf(here, fake.period_of(period), 5 if late_repeat else 0,
                    (a.TargetSupposed(before, after),), (changed,))  # fmt: skip


def open_files(reader: object, unit: str) -> a.OpenFiles:
    here = fake.path_to(unit)[-1]
    since = datetime(2026, 10, 9, 9, 0)
    row = a.OpenFile(here, "2026Q3", "=表.xlsx", 2, 0, 1, since, ("exceeds-total", "not-a-number"))
    return a.OpenFiles(here, (row,))


def restatements(
    reader: object, unit: str, period: str | None = None, limit: int = 200
) -> a.RestatementList:
    here = fake.path_to(unit)
    freeze = a.FreezeRef(
        "2026Q2-X1-001", fake.COUNTY, PERIODS[1], datetime(2026, 7, 20, 9, 0), 5,
        datetime(2026, 7, 18, 17, 0), "季报已印发", "县工〔2026〕8号",
    )  # fmt: skip
    cell = a.ChangedCell("东河.xlsx", "会员表", "C11", b("会员数", "Members"), "180", "190")
    cause = a.Cause("new_version", date(2026, 8, 3), TOWNS[0], b("会员表", "Membership"),
                    "2026Q2", 41, 2, (cell,), 3, period_name=PERIODS[1].label)  # fmt: skip
    moved = a.Cause("tree", date(2026, 8, 4))
    row = a.Restatement(
        freeze.id, indicator_of("coverage"), "default", None, "ownership=state", b("国有", "State"),
        fake.COUNTY, PERIODS[1], "period", D("70.12"), D("70.31"), (cause,),
    )  # fmt: skip
    gone = a.Restatement(
        freeze.id, indicator_of("coverage"), "default", None, "", None, TOWNS[0], PERIODS[1],
        "to_date", D("66.4"), None, (moved,),
    )  # fmt: skip
    judged = (
        a.Rejudged(freeze.id, fake.PLAN, "t1", b("覆盖率", "Coverage"), TOWNS[0], PERIODS[1],
                   D("61.5"), D(72), (cause,), Status.BEHIND, Status.ON_PACE),
        a.Rejudged(freeze.id, fake.PLAN, None, b("考核", "Appraisal"), TOWNS[0], PERIODS[1],
                   D("57.55"), D("61.55"), (cause,)),
    )  # fmt: skip
    if unit == fake.EMPTY_UNIT.code:
        return a.RestatementList(here[-1], here, (), (), 0)
    return a.RestatementList(here[-1], here, (freeze,), (row, gone), 2, judged, 2)


def square(west: float, south: float, side: float) -> tuple[tuple[float, float], ...]:
    """A ring that runs anticlockwise."""
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def unit_map(reader: object, unit: str, period: str) -> a.UnitMap | None:
    """Squares three in a row, the first with a hole; none of the last town but one."""
    if unit not in ("P1", "C1", "X1"):
        return None
    drawn = []
    for i, town in enumerate([*TOWNS[:8], TOWNS[9]]):
        west, south = 100 + i % 3, 32.0 - i // 3
        rings = [square(west, south, 1)]
        if i == 0:
            rings.append(square(west + 0.2, south + 0.6, 0.3)[::-1])
        drawn.append(Boundary(unit=town.code, rings=tuple(rings), approval="GS(2020)1234号",
                              source=b("县民政局", "County civil affairs")))  # fmt: skip
    return map_of(drawn)
