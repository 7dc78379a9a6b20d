"""As of a day and by today's tree, an extract says of its units what the whole town says of them.

Who is where: see town.py. Both levels above approve: reports of an extract wait for R outside it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.domain.plan import Plan
from pipeline.domain.product import Flow
from pipeline.queries import questions
from pipeline.queries.questions import reader_as
from pipeline.scenarios.extract import write_extract
from pipeline.scenarios.question import Figure, Question
from pipeline.scenarios.world import world
from pipeline.warehouse import event_log
from pipeline.warehouse.reader import Reader

from .town import PLAN, SENT, UNITS, book, catalogue, members, take_in, unit

DAYS = (date(2024, 4, 3), date(2024, 4, 30), date(2024, 5, 20), date(2024, 6, 30),
        date(2024, 7, 3), date(2024, 7, 4), date(2024, 12, 31))  # fmt: skip
PERIODS = ("2024Q1", "2024Q2", "2024Q3", "2024H1", "2024")
TOLD = {
    "figures": """
select indicator, family, segment, unit, span, numerator, denominator, numerator_carried,
       denominator_carried, value, estimate, expected, reported, carried
from indicator_value where unit = any($units) and period = $period order by all""",
    "targets": """
select plan, target, unit, target_value, value, completion, due, gap, status
from target_value where unit = any($units) and period = $period order by all""",
    "owed": """
select form, unit, expected.period, expected.starts, expected.ends, due_on
from expected_report as expected join time_window as win on win.period = $period
 and span = 'period' and expected.starts >= win.starts and expected.ends <= win.ends
where unit = any($units) order by all""",
    "flow": """
select form, unit, period, version, current, why
from submission left join held_submission using (submission)
where unit = any($units) and period = $period order by all""",
}
"""What there is to know of a period, of some units."""
BELOW = """
with recursive falling as (
    select $unit as unit, max(ends) as day from time_window where period = $period
    union
    select tree.unit, day from falling join unit_tree as tree using (day)
    where tree.parent = falling.unit
)
select distinct unit from falling order by unit
"""
Answer = dict[str, Any]


def approved(by: str, code: str, period: str, members: int, day: str) -> Event:
    """A superior approves the version of a report that says so many members."""
    return Event(at=datetime.fromisoformat(f"{day}T10:00"), deed="approve", by=by, form="book",
                 unit=code, period=period, sha256=f"sha-{code}-{period}-{members}")  # fmt: skip


APPROVED = (
    approved("T1", "A", "2024Q1", 10, "2024-04-10"), approved("R", "A", "2024Q1", 10, "2024-04-30"),
    approved("T1", "B", "2024Q1", 20, "2024-04-10"), approved("R", "B", "2024Q1", 20, "2024-05-02"),
    approved("T2", "C", "2024Q1", 30, "2024-04-10"),
    approved("T1", "A", "2024Q1", 12, "2024-05-10"), approved("R", "A", "2024Q1", 12, "2024-06-01"),
    approved("T1", "D", "2024Q1", 4, "2024-05-30"),
    approved("T2", "C", "2024Q2", 55, "2024-07-04"), approved("R", "C", "2024Q2", 55, "2024-07-04"),
)  # fmt: skip


def approving() -> Catalogue:
    """The town's definitions, with both levels above to approve."""
    known = catalogue()
    flow = Flow(approve_at=("middle", "top"))
    return replace(known, product=known.product.model_copy(update={"flow": flow}))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    data = tmp_path_factory.mktemp("approving")
    event_log.append(data, list(APPROVED))
    return take_in(data, SENT, approving())


@pytest.fixture(scope="module")
def cut(whole: Reader, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Reader]:
    folder = tmp_path_factory.mktemp("cut")

    def made(top: str) -> Reader:
        if not (folder / top).exists():
            write_extract(whole, top, folder / top)
        return Reader(folder / top)

    return made


def said(reader: Reader, top: str, period: str) -> Answer:
    """What there is to know of a period, of a unit and of those below it."""
    units = [code for (code,) in reader.rows(BELOW, {"unit": top, "period": period})]
    asked = {"units": units, "period": period}
    found: Answer = {name: reader.rows(sql, asked) for name, sql in TOLD.items()}
    try:
        page = questions.reporting_status(reader, top, period)
    except questions.NotFound as nothing:
        return found | {"page": nothing.code}
    rows = [(r.unit, r.form, r.period, r.state, r.due_on, r.flow, r.flow_by, r.approver, r.version)
            for r in page.rows]  # fmt: skip
    return found | {"units": units, "page": page.forms, "rows": sorted(rows, key=str)}


ASKED = [*({"as_of": day} for day in DAYS), {"tree": "now"}, {}, *(
    {"as_of": date.fromisoformat(day), "tree": "now"} for day in ("2024-05-20", "2024-06-30")
)]  # fmt: skip


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("top", ["T1", "T2"])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_an_extract_says_what_the_whole_says(
    whole: Reader, cut: Callable[[str], Reader], asked: Any, top: str, period: str
) -> None:
    town, part = (reader_as(one, period=period, **asked) for one in (whole, cut(top)))
    assert said(part, top, period) == said(town, top, period)


def test_what_rests_on_persons_is_absent_in_an_extract_and_never_zero(tmp_path: Path) -> None:
    """The number of staff says something about persons, and stays behind."""
    known = catalogue()
    form = known.forms["book"]
    section = form.sections["main"]
    private = section.fields["staff"].model_copy(update={"private": True})
    closed = section.model_copy(update={"fields": section.fields | {"staff": private}})
    book_form = form.model_copy(update={"sections": form.sections | {"main": closed}})
    town = take_in(tmp_path / "town", SENT, replace(known, forms=known.forms | {"book": book_form}))
    write_extract(town, "T1", tmp_path / "T1")
    part = Reader(tmp_path / "T1")
    asked = ("density", "T1", "2024Q1")
    told = questions.indicator_page(part, *asked).value
    assert told.value == questions.indicator_page(town, *asked).value.value is not None
    traced = questions.trace(part, *asked)
    assert (traced.agrees, traced.contributions) == (None, ())
    assert questions.trace(town, *asked).agrees
    others: list[Any] = [{"as_of": date(2024, 7, 4)}, {"tree": "now"}]
    for other in others:
        then = reader_as(part, **other)
        assert questions.indicator_page(then, *asked).value.value is None
        assert not then.rows("select 1 from indicator_value where indicator = 'density'")
        assert members(then, "T1") == members(reader_as(town, **other), "T1")
    change = Figure("book", "members", "A", "2024Q1", "13")
    supposed = world(part, Question(changes=(change,)))
    assert members(supposed, "T1") == 37
    assert questions.indicator_page(supposed, *asked).value.value is None


def test_a_what_if_in_an_extract_says_what_it_says_in_the_whole(tmp_path: Path) -> None:
    """The county's plan asks for a part of the members, and is not in the extract."""
    known = catalogue()
    given: Any = PLAN
    (many,) = given["targets"]
    part_of = {**many, "id": "part", "indicator": "density", "segment": {"unit.owner": "s"}}
    plan = Plan.model_validate({**given, "targets": [many, part_of]})
    town = take_in(tmp_path / "town", SENT, replace(known, plans={"plan": plan}))
    write_extract(town, "T1", tmp_path / "T1")
    figures_of_a = (("members", "13"), ("staff", "40"))
    changes = tuple(Figure("book", field, "A", "2024Q1", text) for field, text in figures_of_a)
    question = Question(changes=changes)
    figures = (
        "select indicator, family, unit, period, span, numerator, denominator, value"
        " from indicator_value where unit in ('T1', 'A', 'D') and segment = ''"
        " and period = '2024Q1' order by all"
    )
    whole, part = (world(one, question).rows(figures) for one in (town, Reader(tmp_path / "T1")))
    assert part == whole
    assert ("members", "default", "T1", "2024Q1", "period", 37, None, 37.0) in part


def test_a_report_that_waits_for_a_unit_outside_counts_from_its_approval(
    cut: Callable[[str], Reader],
) -> None:
    """R approved the newest version of A on 1 June, and has not approved that of D."""
    part = cut("T1")
    for day, sum_ in ((date(2024, 5, 31), 30), (date(2024, 6, 1), 32)):
        assert members(reader_as(part, day), "T1") == sum_
    rows = questions.reporting_status(reader_as(part, date(2024, 6, 1)), "T1", "2024Q1").rows
    (waiting,) = [row for row in rows if (row.unit.code, row.form) == ("D", "book")]
    assert (waiting.flow, waiting.approver and waiting.approver.name.zh) == ("waiting", "R会")


def test_a_period_is_owed_that_only_others_have_reported(cut: Callable[[str], Reader]) -> None:
    """Of T1 only D is left in the second quarter, and has sent nothing; C counts from 4 July."""
    owed = "select period from expected_report where unit = 'D' and form = 'book' order by 1"
    part = cut("T1")
    assert reader_as(part, date(2024, 7, 3)).rows(owed) == [("2024Q1",)]
    assert reader_as(part, date(2024, 7, 4)).rows(owed) == [("2024Q1",), ("2024Q2",)]


def test_nothing_is_said_where_the_tree_of_a_day_asks_for_reports_that_are_elsewhere(
    tmp_path: Path,
) -> None:
    """E stood in T1 for three weeks, after its first report and before its second."""
    moves = (unit("E", "T2", valid_to=date(2024, 5, 10)),
             unit("E", "T1", valid_from=date(2024, 5, 11), valid_to=date(2024, 5, 31)),
             unit("E", "T2", valid_from=date(2024, 6, 1)))  # fmt: skip
    sent = [*SENT, book("E", "2024Q1", 100, "2024-04-03"), book("E", "2024Q2", 7, "2024-07-03")]
    whole = take_in(tmp_path / "town", sent, replace(catalogue(), org_units=(*UNITS, *moves)))
    write_extract(whole, "T1", tmp_path / "T1")
    part = Reader(tmp_path / "T1")
    assert members(reader_as(whole, date(2024, 5, 20), "now"), "T1") == 136
    with pytest.raises(questions.NotFound, match="2024-05-20"):
        reader_as(part, date(2024, 5, 20), "now")
    for day in (date(2024, 5, 10), date(2024, 6, 1)):
        assert members(reader_as(part, day, "now"), "T1") == members(
            reader_as(whole, day, "now"), "T1"
        )
    assert members(reader_as(part, date(2024, 5, 20)), "T1") == 36


def test_an_extract_of_an_extract_says_the_same(whole: Reader, tmp_path: Path) -> None:
    write_extract(whole, "R", tmp_path / "R")
    write_extract(Reader(tmp_path / "R"), "T1", tmp_path / "T1")
    write_extract(Reader(tmp_path / "T1"), "D", tmp_path / "D")
    for day in (date(2024, 5, 30), date(2024, 7, 4)):
        town, part = (reader_as(one, day) for one in (whole, Reader(tmp_path / "D")))
        assert said(part, "D", "2024Q1") == said(town, "D", "2024Q1")
        assert said(part, "D", "2024H1") == said(town, "D", "2024H1")
