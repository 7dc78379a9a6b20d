"""What lapses, against registers read and added up again in plain Python."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.indicator import FormerDefinition
from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.queries.answers import LapseList
from pipeline.queries.lapses import choose
from pipeline.queries.nouns import NotFound

from .conftest import County

REGISTERS = """
select c.unit, c.contract_id, c.contract_type, c.employees_covered, c.signed_on, c.expires_on
from bargaining_contracts as c join submission as s using (submission)
where s.current and s.period = $period
"""
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
Contract = tuple[str, str, str, int | None, date | None, date | None]


def in_force(contract: Contract, day: date) -> bool:
    signed, expires = contract[4:]
    return signed is not None and expires is not None and signed <= day <= expires


def covered(contracts: list[Contract], day: date) -> dict[str, int]:
    """Unit → its largest kind of contracts in force."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for contract in contracts:
        if in_force(contract, day) and contract[3] is not None:
            sums[contract[0]][contract[2]] += contract[3]
    return {unit: max(kinds.values()) for unit, kinds in sums.items()}


def ends_after(day: date, number: int) -> list[date]:
    """The last days of the quarters that follow."""

    def ends() -> Iterator[date]:
        for year in range(day.year, day.year + 4):
            yield from (date(year, *end) for end in QUARTER_ENDS)

    return [end for end in ends() if end > day][:number]


@pytest.fixture(scope="module")
def answer(county: County) -> LapseList:
    return questions.lapses(county.reader, county.code, county.last, quarters=6)


@pytest.fixture(scope="module")
def contracts(county: County) -> list[Contract]:
    return county.reader.rows(REGISTERS, {"period": county.last})


def test_the_first_step_is_the_published_value(county: County, answer: LapseList) -> None:
    known = questions.nouns(county.reader)
    indicator = known.indicator("cb_coverage_rate")
    value = questions.value_of(county.reader, indicator, county.code, known.period(county.last))
    first = answer.steps[0]
    assert (first.numerator, first.denominator) == (value.numerator, value.denominator)
    assert (first.value, first.change, first.lapsing) == (value.value, None, 0)


def test_every_later_quarter_counts_what_is_still_in_force(
    answer: LapseList, contracts: list[Contract]
) -> None:
    days = [answer.period.end, *ends_after(answer.period.end, 6)]
    assert [step.day for step in answer.steps] == days
    whole = answer.steps[0].denominator
    assert whole is not None
    for step, day in zip(answer.steps, days, strict=True):
        numerator = sum(covered(contracts, day).values())
        assert step.numerator == numerator
        assert step.value == Decimal(100) * numerator / whole
        if day != days[0]:
            assert answer.steps[0].value is not None
            assert step.change == step.value - answer.steps[0].value
    assert answer.steps[-1].value != answer.steps[0].value


def test_every_entry_that_lapses_is_listed_once_with_its_day(
    answer: LapseList, contracts: list[Contract]
) -> None:
    first, *later = (step.day for step in answer.steps)
    due = [c for c in contracts if in_force(c, first) and not in_force(c, later[-1])]
    assert due
    assert answer.total == len(answer.entries)
    own = [entry for entry in answer.entries if not entry.carried]
    assert len(own) == len(due)
    listed = {(entry.unit.code, entry.key): entry for entry in own}
    assert listed.keys() == {(c[0], c[1]) for c in due}
    for contract in due:
        entry = listed[contract[0], contract[1]]
        step = next(n for n, day in enumerate(later, start=1) if not in_force(contract, day))
        assert (entry.lapses_on, entry.amount, entry.step) == (contract[5], contract[3], step)
        assert entry.left == covered(contracts, later[step - 1]).get(contract[0], 0)
        assert entry.register == answer.period.code
    counted = [sum(e.step == n for e in own) for n in range(len(answer.steps))]
    assert [step.lapsing for step in answer.steps] == counted


def test_a_unit_that_is_missing_is_listed_by_its_last_register_and_counts_nothing(
    answer: LapseList, contracts: list[Contract]
) -> None:
    missing = [entry for entry in answer.entries if entry.carried]
    assert missing, "the county has a union that did not report the last quarter"
    for entry in missing:
        assert entry.register < answer.period.code
        assert entry.unit.code not in {contract[0] for contract in contracts}


def test_any_day_can_be_asked_for(county: County, contracts: list[Contract]) -> None:
    day = date.fromisoformat("2025-02-14")
    found = questions.lapses(county.reader, county.code, county.last, on=day)
    assert [step.day for step in found.steps] == [found.period.end, day]
    assert found.steps[1].numerator == sum(covered(contracts, day).values())


def test_only_what_ends_can_lapse_and_the_question_may_name_it(county: County) -> None:
    named = questions.lapses(
        county.reader, county.code, county.last, indicator="collective_contracts_in_force"
    )
    assert named.steps[0].value == named.steps[0].numerator
    with pytest.raises(NotFound):
        questions.lapses(county.reader, county.code, county.last, indicator="members_total")


def test_what_counted_otherwise_then_lapsed_nowhere_then(county: County) -> None:
    known = questions.nouns(county.reader)
    now = known.indicator("cb_coverage_rate")
    former = FormerDefinition(
        until=date(2023, 12, 31), why=Bilingual(zh="改", en="new"), numerator=now.denominator
    )
    changed = now.model_copy(update={"former": (former,)})
    named = replace(known, indicators={**known.indicators, now.id: changed})
    assert choose(named, now.id, date(2024, 1, 1)).numerator == now.numerator
    with pytest.raises(NotFound):
        choose(named, now.id, former.until)
