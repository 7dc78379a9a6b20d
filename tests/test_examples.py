"""The worked example in every indicator's file gives what the file says it gives."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import Catalogue, load
from pipeline.indicators.examples import Outcome, run_examples

CONFIG = Path(__file__).parents[1] / "config"
ROLES = ("numerator", "denominator", "value")


@cache
def catalogue() -> Catalogue:
    loaded = load(CONFIG)
    assert loaded.catalogue is not None, loaded.findings
    return loaded.catalogue


@cache
def outcomes() -> dict[str, Outcome]:
    return run_examples(catalogue())


def as_written(given: Decimal | None, expected: Decimal) -> Decimal | None:
    """The figure with as many places as the file has, four where the file's run on."""
    places = min(-int(expected.as_tuple().exponent), 4)
    return None if given is None else round(given, max(places, 0))


@pytest.mark.parametrize(
    "indicator", sorted(p.stem for p in (CONFIG / "indicators").rglob("*.yml"))
)
def test_an_example_gives_what_its_file_says(indicator: str) -> None:
    asked = catalogue().indicators[indicator]
    expect, given = asked.example.expect, outcomes()[indicator]
    for role in ROLES:
        expected = getattr(expect, role)
        if expected is not None:
            assert as_written(getattr(given, role), expected) == round(expected, 4), role
    if not asked.denominator:
        assert given.denominator is None
    if expect.value is None:  # then the file must say that nothing can be divided
        assert expect.denominator == 0
        assert given.value is None
