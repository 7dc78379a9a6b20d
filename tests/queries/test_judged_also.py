"""A rate that is reached in the fourth quarter and not in the year says so in both.

Of the 100 employees of A, who reports for the fourth quarter, 90 are members; of the 100 of C, who
reported for the first quarter alone, 10. The quarter has 90, the year 100 of 200; promised are 80.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.router import page_for
from dashboards.selection import parse
from pipeline.cli.target_shapes import target_fields
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.plan import Plan
from pipeline.domain.status import Status
from pipeline.queries import questions
from pipeline.queries.answers import TargetRow
from pipeline.reports.pack import gather
from pipeline.reports.sentences import remark
from pipeline.reports.target_sections import target_table
from pipeline.reports.words import Words
from pipeline.warehouse.reader import Reader
from tests.indicators.small_catalogue import words
from tests.scenarios.town import PLAN, book, catalogue, take_in

RATE = {
    "id": "rate", "indicator": "density", "name": words("rate"), "kind": "level",
    "comparator": ">=", "value": "80", "unit": "n", "baseline": {"kind": "zero"},
}  # fmt: skip


def with_rate() -> Catalogue:
    """The town, whose plan promises a rate beside the members."""
    plan = Plan.model_validate({**PLAN, "targets": [*PLAN["targets"], RATE]})  # type: ignore[misc]
    return replace(catalogue(), plans={"plan": plan})


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    sent = [book("C", "2024Q1", 10, "2024-04-05"), book("A", "2024Q4", 90, "2025-01-04")]
    return take_in(tmp_path_factory.mktemp("also"), sent, with_rate())


def judged(reader: Reader, period: str) -> dict[str, TargetRow]:
    at = questions.nouns(reader).period(period)
    return {row.target_id: row for row in questions.targets(reader, "R", at)[1]}


def test_each_names_the_other(town: Reader) -> None:
    quarter, year = (judged(town, period)["rate"] for period in ("2024Q4", "2024"))
    assert (quarter.actual.value, quarter.status) == (90, Status.DONE)
    assert (year.actual.value, year.status) == (50, Status.FAR_BEHIND)
    assert quarter.also is not None
    assert (quarter.also.period.code, quarter.also.is_longer) == ("2024", True)
    assert (quarter.also.value, quarter.also.status) == (Decimal(50), Status.FAR_BEHIND)
    assert year.also is not None
    assert (year.also.period.code, year.also.is_longer) == ("2024Q4", False)
    assert (year.also.value, year.also.status) == (Decimal(90), Status.DONE)


def test_nothing_is_said_of_a_stock_or_where_the_words_agree(town: Reader) -> None:
    assert judged(town, "2024Q4")["many"].also is None
    assert judged(town, "2024Q1")["rate"].also is None


def test_the_page_and_the_circular_say_it(town: Reader) -> None:
    page = str(page_for(town, questions, parse("/targets", "?unit=R&period=2024Q4&lang=en")))
    assert "By every unit's last report of 2024: 50 n, Far behind" in page
    page = str(page_for(town, questions, parse("/targets", "?unit=R&period=2024&lang=zh")))
    assert "2024年第四季度只含当期报了的单位：90个，完成" in page
    circular = str(target_table(gather(town, "R", "2024Q4"), Words("zh")))
    assert "2024年按各单位期内最后一次报数：50个，严重滞后" in circular


def test_the_workbook_and_the_json_say_it(town: Reader) -> None:
    (row,) = [one for one in gather(town, "R", "2024Q4").overview.targets if one.also]
    assert "2024年按各单位期内最后一次报数：50个，严重滞后" in remark(row, Words("zh"))
    told = target_fields(row, "zh")
    also = ("2024", Decimal(50), "far_behind")
    assert tuple(told[f"also_{name}"] for name in ("period", "value", "status")) == also
