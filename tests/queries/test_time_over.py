"""A target whose time is over was reached or missed; nothing is foreseen for it any more.

The town promised 100 members by the end of 2024. By then A said 15, C 55, D 4, B had closed: 74.
"""

from pathlib import Path

import pytest

from pipeline.domain.status import Status
from pipeline.queries import questions
from pipeline.queries.answers import TargetRow
from pipeline.warehouse.reader import Reader
from tests.scenarios.town import SENT, book, take_in


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return take_in(tmp_path_factory.mktemp("over"), SENT)


def promise(reader: Reader, period: str) -> TargetRow:
    at = questions.nouns(reader).period(period)
    (row,) = questions.targets(reader, "R", at)[1]
    return row


def test_before_the_end_it_is_said_what_is_needed(town: Reader) -> None:
    row = promise(town, "2024Q2")
    # 15 and 55, and the 4 that D said for the quarter before
    assert (row.actual.value, row.missed) == (74, False)
    assert row.needed_per_month is not None


def test_at_the_end_it_is_missed_and_no_more_is_said(town: Reader) -> None:
    row = promise(town, "2024")
    assert (row.actual.value, row.status, row.missed) == (74, Status.FAR_BEHIND, True)
    assert (row.unreachable, row.unreachable_on) == (False, None)
    assert (row.needed_per_month, row.best_per_month) == (None, None)


def test_what_was_reached_is_not_missed(tmp_path: Path) -> None:
    reader = take_in(tmp_path, [*SENT, book("A", "2024Q4", 60, "2025-01-04", staff=100)])
    row = promise(reader, "2024")
    assert (row.actual.value, row.status, row.missed) == (60 + 55 + 4, Status.DONE, False)
