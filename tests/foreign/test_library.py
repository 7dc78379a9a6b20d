"""A configuration of quite another trade, from workbooks to scorecard."""

from collections import Counter
from decimal import Decimal

import pytest

from pipeline.domain.noun import Language
from pipeline.domain.status import Status, Verdict
from pipeline.intake.amounts import UnitWords
from pipeline.queries import questions
from pipeline.queries.answers import TargetRow, Value
from pipeline.run import load
from pipeline.warehouse.reader import Reader
from pipeline.wording.words import Words

from .library import CONFIG, Library, open_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def reader(library: Library) -> Reader:
    return library.reader


def value(reader: Reader, indicator: str, unit: str, period: str, segment: str = "") -> Value:
    known = questions.nouns(reader)
    asked, at = known.indicator(indicator), known.period(period)
    return questions.value_of(reader, asked, unit, at, segment=segment)


def targets(reader: Reader, period: str) -> dict[str, TargetRow]:
    _, rows = questions.targets(reader, "COOP", questions.nouns(reader).period(period))
    return {row.target_id: row for row in rows}


def test_the_workbooks_are_taken_in_and_one_is_held_back(library: Library) -> None:
    assert Counter(file.verdict for file in library.ingestion.files) == {
        Verdict.ACCEPTED: 9,
        Verdict.WITHHELD: 1,
    }
    (withheld,) = (f for f in library.ingestion.files if f.verdict is Verdict.WITHHELD)
    assert {finding.slug for finding in withheld.findings if finding.severity == "error"} == {
        "exceeds-total"
    }


@pytest.mark.parametrize(
    ("indicator", "unit", "period", "segment", "expected", "data"),
    [
        ("visits", "COOP", "2024M01", "", "450", (3, 3)),
        ("visits", "COOP", "2024M02", "", "870", (6, 5)),
        ("visits", "COOP", "2024M03", "", "1190", (8, 6)),
        ("visits", "COOP", "2024Q1", "", "1190", (8, 6)),
        ("visits", "COOP", "2024", "", "1190", (8, 6)),
        ("visits", "COOP", "2023", "", "410", (3, 3)),
        ("visits", "NORTH", "2024M03", "", "980", (5, 4)),
        ("visits", "COOP", "2024M02", "unit.setting=village", "260", (6, 5)),
        ("first_visit_share", "COOP", "2024M01", "", "22.2222", (3, 3)),  # 100 of 450
        ("listeners", "COOP", "2024Q1", "", "27", (8, 6)),
        ("fines", "COOP", "2024Q1", "", "19.50", (8, 6)),  # 3.25 pounds each
        ("listeners", "COOP", "2024M01", "audience=adults", "0", (3, 3)),
        ("copies_on_shelf", "COOP", "2024M01", "", "5", (3, 3)),
        ("copies_on_shelf", "COOP", "2024M02", "", "4", (3, 2)),
        ("copies_on_shelf", "COOP", "2024M01", "kind=film", "1", (3, 3)),
    ],
)
def test_figures_are_those_worked_out_by_hand(
    reader: Reader,
    indicator: str,
    unit: str,
    period: str,
    segment: str,
    expected: str,
    data: tuple[int, int],
) -> None:
    found = value(reader, indicator, unit, period, segment)
    assert found.value is not None
    assert round(found.value, 4) == Decimal(expected)
    assert (found.data.expected, found.data.reported) == data


def test_a_missing_branch_is_in_the_estimate_of_the_stock_only(reader: Reader) -> None:
    shelf = value(reader, "copies_on_shelf", "COOP", "2024M02")
    assert (shelf.estimate, shelf.data.carried) == (5, 1)
    assert value(reader, "visits", "COOP", "2024M02").estimate is None


def test_the_plan_follows_the_cooperative_s_own_year(reader: Reader) -> None:
    may = targets(reader, "2024M02")
    assert may["visits"].completion == Decimal("43.5")  # 870 of 2 thousand
    assert may["visits"].due is not None
    assert round(may["visits"].due, 4) == Decimal("16.7123")  # 61 of 365 days
    assert may["visits"].status is Status.ON_PACE
    assert may["village_visits"].completion == 65
    assert may["shelf"].baseline == 4
    assert may["shelf"].status is Status.INCOMPLETE  # two of three branches
    june = targets(reader, "2024M03")
    assert june["visits"].status is Status.INCOMPLETE  # six of eight reports


@pytest.mark.parametrize(
    "indicator", ["visits", "first_visit_share", "listeners", "copies_on_shelf"]
)
@pytest.mark.parametrize("period", ["2024M01", "2024M03", "2024Q1", "2024H1", "2024"])
def test_every_figure_leads_back_to_its_cells(reader: Reader, indicator: str, period: str) -> None:
    found = questions.trace(reader, indicator, "COOP", period)
    assert found.agrees
    assert found.total_contributions > 0
    assert found.picture is not None


def test_the_first_page_shows_the_latest_month(reader: Reader) -> None:
    assert questions.default_selection(reader) == ("COOP", "2024M03")
    page = questions.overview(reader, "COOP", "2024M03")
    assert [child.unit.code for child in page.children] == ["NORTH", "SOUTH"]
    assert page.elapsed is not None
    assert round(page.elapsed, 4) == Decimal("24.9315")  # 91 of 365 days
    assert (page.expected, page.reported, page.findings_open) == (2, 1, 1)
    assert page.plan is not None
    assert page.plan.calendar == "fiscal_year"


def test_reports_are_due_by_the_cooperative_s_own_months(reader: Reader) -> None:
    found = questions.reporting_status(reader, "COOP", "2024M02", form="counter")
    assert {row.unit.code: row.state for row in found.rows}["MILL"] == "missing"
    assert {str(form.due_on) for form in found.forms} == {"2024-06-07"}


def test_years_are_called_what_the_cooperative_calls_them(reader: Reader) -> None:
    offered = {p.code: p.label for p in questions.choices(reader, "COOP", "2024M03").periods}
    assert offered["2024"].en == "fiscal year 2024"
    assert offered["2024"].zh == "2024财政年度"
    assert offered["2024M10"].en == "Jan fiscal year 2024"
    assert not any("statistical" in label.en for label in offered.values())


def test_analysts_ask_in_its_own_words(reader: Reader) -> None:
    (query,) = questions.library(reader)
    answer = questions.run_sql(reader, query.sql)
    assert answer.error is None
    assert answer.rows == (("HARBOUR", 1210), ("MILL", 90), ("ORCHARD", 300))
    (page,) = (t for t in questions.tables(reader) if t.name == "current_counter_readings")
    assert page.title.zh == "朗读会（L1）"


def test_a_configuration_without_a_register_of_facts_has_none(reader: Reader) -> None:
    assert questions.facts(reader) == ()
    with pytest.raises(questions.NotFound, match=r"no such fact: F034$"):
        questions.fact_page(reader, "F034")
    page = questions.indicator_page(reader, "visits", "COOP", "2024M03")
    assert page.card.fact_names == {}


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "12,345.50 英镑"), ("en", "12,345.50 pounds")]
)
def test_money_is_printed_in_the_currency_of_the_configuration(
    reader: Reader, language: Language, said: str
) -> None:
    """Whole pounds with their pence: no 万元, no CNY."""
    fines = questions.indicator_page(reader, "fines", "COOP", "2024M03").indicator
    words = Words(language)
    assert f"{words.amount(Decimal('12345.5'), fines)} {words.unit(fines)}" == said
    assert "元" not in words.in_prose(Decimal("12345.5"), fines)
    assert "CNY" not in words.in_prose(Decimal("12345.5"), fines)


def test_amounts_are_read_in_units_of_the_currency() -> None:
    catalogue = load([CONFIG])
    words = UnitWords(catalogue.product.units, catalogue.product.currency)
    fines = catalogue.section("counter").fields["fines"]
    without_unit = fines.model_copy(update={"unit": None})
    assert words.factor(fines, "千英镑") == words.factor(without_unit, "千英镑") == 1000
    assert words.factor(without_unit, "hours") is None


def test_its_regions_are_on_the_map(reader: Reader) -> None:
    found = questions.unit_map(reader, "COOP", "2024M03")
    assert found is not None
    assert [area.unit for area in found.areas] == ["NORTH", "SOUTH"]
    assert (found.is_schematic, found.is_unapproved) == (True, False)
    assert questions.unit_map(reader, "NORTH", "2024M03") is None
