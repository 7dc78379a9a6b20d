"""Facts of invented documents, for tests of the pages."""

from pipeline.domain.fact import Fact, ShownAs
from pipeline.queries import answers as a
from pipeline.queries.fact_list import narrowed
from tests.dashboards.fake import BY_ID, COUNTY, NOW, PLAN, D, NotFound, b, value

ISSUER, REPORT = b("青石县总工会", "Qingshi County Federation"), b("工作总结", "Work report")
FACTS = {
    "F12": Fact(
        id="F12", issuer=ISSUER, document=REPORT, year=2025, theme="membership", kind="actual",
        name=b("合同覆盖职工数", "Workers under contracts"), comparator="~", value=D("4600"),
        unit=b("人", "persons"), scope=b("用工：农民工", "Workers: migrant"),
        denominator=b("职工数", "workers"), span="year", nature="rate",
        shown=ShownAs(unit="X1", period="2026Q3", indicator="coverage", part="numerator",
                      together=("F13",)),
    ),
    "F13": Fact(
        id="F13", issuer=ISSUER, document=REPORT, theme="membership", kind="actual",
        name=b("合同份数", "Contracts"), comparator="=", value=D("1.5"),
        unit=b("份", "contracts"), span="multi_year", nature="stock",
    ),
    "F14": Fact(
        id="F14", issuer=ISSUER, document=b("工作要点", "Work plan"), theme="membership",
        kind="target", name=b("新会员数", "New members"), comparator=">=", value=D("40000"),
        unit=b("名", "persons"), span="year", nature="flow",
    ),
    "F15": Fact(
        id="F15", issuer=b("河口镇总工会", "Hekou Federation"), document=REPORT,
        theme="membership", kind="rule", name=b("全员入会", "Everyone a member"), span="quarter",
        nature="rate", repeats="F14",
    ),
}  # fmt: skip
THEME = b("会员", "Membership")


def facts(reader: object) -> tuple[Fact, ...]:
    return tuple(FACTS.values())


def fact_list(reader: object, document: str | None = None, kind: str | None = None,
              text: str | None = None) -> a.FactList:  # fmt: skip
    return narrowed(tuple(FACTS.values()), {"membership": THEME}, document, kind, text)


def fact_page(reader: object, fact: str) -> a.FactPage:
    if fact not in FACTS:
        raise NotFound(f"没有这个原文依据：{fact}", f"no such fact: {fact}")
    indicators = (BY_ID["coverage"],) if fact == "F12" else ()
    return a.FactPage(
        FACTS[fact], THEME, indicators, (TARGET,) if fact == "F14" else (),
        SHOWN if fact == "F12" else None, FACTS["F14"] if fact == "F15" else None,
        (FACTS["F15"],) if fact == "F14" else (),
    )  # fmt: skip


SHOWN = a.FigureShown(
    COUNTY, NOW, BY_ID["coverage"], "worker=migrant", b("用工 = 农民工", "workers = migrant"),
    "numerator", b("覆盖职工数", "Employees covered"), value("70.12", 4600, 6911), D("4600"),
    (FACTS["F13"],),
)  # fmt: skip
TARGET = a.RestingTarget(
    COUNTY, PLAN, b("新会员", "New members"), BY_ID["new_members"], ">=", D("40000"),
    b("人", "persons"), 0, None, b("原文写的是“名”。", "The document counts heads."),
)  # fmt: skip
