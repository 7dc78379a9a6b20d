"""The questions of the page of queries: its tables, its library, parameters and rows."""

from collections.abc import Mapping, Sequence

from pipeline.definitions.queries import QueryParameter
from pipeline.domain.noun import Bilingual
from pipeline.queries import answers as a
from tests.dashboards import fake
from tests.dashboards.fake import TOWNS, NotFound, b


def tables(reader: object) -> tuple[a.TableHelp, ...]:
    return (
        a.TableHelp("indicator_value", b("指标值", "Values of indicators"), "results", (
            ("indicator", "VARCHAR", b("指标", "indicator")),
        )),
        a.TableHelp("current_membership", b("会员表", "Membership"), "facts", (
            ("unit_code", "VARCHAR", b("单位代码", "unit code")),
            ("period", "VARCHAR", b("报告期", "period")),
            ("members", "INTEGER", b("会员总数", "members")),
        )),
    )  # fmt: skip


def library(reader: object) -> tuple[a.NamedQuery, ...]:
    return (
        a.NamedQuery("members_by_town", b("各乡镇会员数", "Members by township"),
                     "select unit_code, members\nfrom current_membership"),
        a.NamedQuery("late", b("谁没报", "Who is late"), "select $unit, $period, $days",
                     parameters=LATE),
        a.NamedQuery("broken", b("写错的查询", "A broken query"), "selct"),
    )  # fmt: skip


LATE = (
    QueryParameter(name="unit", label=b("单位", "Unit"), type="unit"),
    QueryParameter(name="period", label=b("报告期", "Period"), type="period",
                   unset=b("最近一期", "the latest")),
    QueryParameter(name="days", label=b("迟几天", "Days late"), type="number", default="3"),
    QueryParameter(name="since", label=b("从哪天起", "Since"), type="date"),
)  # fmt: skip


class WhichUnit(NotFound):
    """As the real question raises it for words that stand in several names."""

    def __init__(self, parameter: str, alike: Sequence[a.UnitRef]) -> None:
        super().__init__("没有哪一个单位正好叫这个", "no one unit is called just so")
        self.parameter, self.alike = parameter, alike


def parameters(reader: object, query: a.NamedQuery,
               given: Mapping[str, str]) -> tuple[a.Parameter, ...]:  # fmt: skip
    names = {town.code: town.name for town in TOWNS} | {fake.NOW.code: fake.NOW.label}
    found = []
    for one in query.parameters:
        text = given.get(one.name) or one.default
        if one.type == "unit" and text == "总工会":
            raise WhichUnit(one.name, TOWNS[:2])
        if one.type not in ("number", "date") and text is not None and text not in names:
            raise NotFound(f"没有这个{one.label.zh}：{text}", f"no such {one.label.en}: {text}")
        named = names.get(text or "")
        found.append(a.Parameter(one.name, one.type, one.label, text, text, named, one.unset,
                                 one.default is not None))  # fmt: skip
    return tuple(found)


def parameter_choices(
    reader: object, query: a.NamedQuery
) -> dict[str, tuple[tuple[str, Bilingual], ...]]:
    return {"unit": tuple((town.code, town.name) for town in TOWNS),
            "period": tuple((p.code, p.label) for p in fake.PERIODS)}  # fmt: skip


def run_sql(reader: object, sql: str, limit: int = 1000, *,
            parameters: Sequence[a.Parameter] = ()) -> a.SqlResult:  # fmt: skip
    if parameters:
        row = tuple(one.text for one in parameters)
        heads = ("unit", "period", "days", "since")
        return a.SqlResult(heads, ("VARCHAR", "VARCHAR", "VARCHAR", "DATE"), (row,))
    if not sql.startswith("select"):
        return a.SqlResult(error=b("“selct”附近写错了", "wrong near “selct”"),
                           said='syntax error at or near "selct"')  # fmt: skip
    rows = tuple((t.code, t.name.zh, str(100 + i), "2026-09-30", None)
                 for i, t in enumerate(TOWNS))  # fmt: skip
    types = ("VARCHAR", "VARCHAR", "DECIMAL(38,6)", "DATE", "VARCHAR")
    return a.SqlResult(("unit_code", "=name", "members", "as_of", "note"), types, rows)
