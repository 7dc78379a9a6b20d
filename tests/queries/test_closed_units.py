"""A unit that is not in being on a day: when it closed or opens, and where it went."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.queries.closed_units import NotInBeing, unit_on
from pipeline.queries.nouns import NotFound
from tests.templates import builders


def unit(code: str, first: date | None = None, last: date | None = None,
         into: str | None = None) -> OrgUnit:  # fmt: skip
    name = UnitName(zh=f"{code}工会", en=f"{code} Union")
    return OrgUnit(code, name, "grassroots", "C", first, last, into)


@pytest.fixture
def catalogue() -> Catalogue:
    units = (
        unit("A", None, date(2023, 12, 31), "B"),
        unit("B", None, date(2024, 3, 31), "D"),
        unit("D"),
        unit("E", None, date(2024, 6, 30)),
        unit("F", date(2025, 1, 1)),
        unit("G", None, date(2023, 12, 31), "H"),
        unit("H", None, date(2024, 3, 31), "G"),
    )
    return replace(builders.catalogue(), org_units=units)


def told(catalogue: Catalogue, code: str, day: date) -> NotFound:
    with pytest.raises(NotFound) as found:
        unit_on(catalogue, code, day)
    return found.value


def test_a_unit_in_being_is_given_on_its_last_day_and_not_on_the_next(
    catalogue: Catalogue,
) -> None:
    assert unit_on(catalogue, "A", date(2023, 12, 31)).code == "A"
    said = told(catalogue, "A", date(2024, 1, 1))
    assert isinstance(said, NotInBeing)
    assert "A工会已于2023-12-31撤销，并入B工会（B）" in said.message_zh
    assert "closed on 2023-12-31 and was merged into B Union (B)" in said.message_en
    assert said.near == ["B"], "and never the very code that was asked for"


def test_of_a_successor_that_has_closed_too_the_one_that_is_left_is_named(
    catalogue: Catalogue,
) -> None:
    assert told(catalogue, "A", date(2024, 6, 30)).near == ["D"]
    assert told(catalogue, "G", date(2024, 6, 30)).near == ["H"], "a circle ends somewhere"


def test_a_unit_that_went_nowhere_or_has_not_begun_is_told_apart(catalogue: Catalogue) -> None:
    assert "E工会已于2024-06-30撤销 ›" in told(catalogue, "E", date(2024, 7, 1)).message_zh
    early = told(catalogue, "F", date(2024, 12, 31))
    assert "F工会于2025-01-01才设立" in early.message_zh
    assert "2025-01-01" in early.message_en
    nobody = told(catalogue, "Z", date(2024, 12, 31))
    assert not isinstance(nobody, NotInBeing)
    assert "没有这个单位：Z" in nobody.message_zh
