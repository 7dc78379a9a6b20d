"""Small cells: what is hidden in a breakdown, and what has to be hidden with it."""

from decimal import Decimal

from pipeline.queries.answers import DataStatus, Value
from pipeline.queries.small_cells import Key, concealed

LIMIT = 5


def value(top: int | None, bottom: int | None = None) -> Value:
    numerator, denominator = (None if n is None else Decimal(n) for n in (top, bottom))
    return Value(None, numerator, denominator, DataStatus(1, 1, None), "period")


def cells(**found: Value) -> dict[Key, Value]:
    return {("i", "default", f"cause={code}", "U", "2024Q1"): v for code, v in found.items()}


def hidden(**found: Value) -> set[str]:
    return {key[2].removeprefix("cause=") for key in concealed(cells(**found), LIMIT)}


def test_large_cells_and_zeros_are_shown() -> None:
    assert hidden(a=value(5), b=value(0), c=value(None), d=value(80)) == set()


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    # 4 could be worked out as the total less 9 and 80: so 9 is hidden as well.
    assert hidden(a=value(4), b=value(80), c=value(9), d=value(0)) == {"a", "c"}


def test_two_small_cells_hide_each_other() -> None:
    assert hidden(a=value(4), b=value(1), c=value(9)) == {"a", "b"}


def test_a_rate_is_small_where_its_numerator_or_its_rest_is() -> None:
    # 2 of 50; 48 of 50 leaves 2; 20 of 50 is fine.
    assert hidden(a=value(2, 50), b=value(48, 50), c=value(20, 50)) == {"a", "b"}


def test_a_single_small_cell_without_others_is_hidden_alone() -> None:
    assert hidden(a=value(1), b=value(0)) == {"a"}
