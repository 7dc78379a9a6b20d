"""The faults that ``make faults`` plants can still be planted."""

from collections import Counter
from pathlib import Path

import pytest

import pipeline
from tests.faults import FAULTS, Fault

PACKAGE = Path(pipeline.__file__).parent


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_place_of_a_fault_is_there_once(fault: Fault) -> None:
    assert (PACKAGE / fault.file).read_text("utf-8").count(fault.old) == 1
    assert fault.old != fault.new


def test_there_are_enough_different_faults() -> None:
    assert len(FAULTS) >= 20
    assert max(Counter(fault.name for fault in FAULTS).values()) == 1
