"""Worked examples are worked out by whatever calendar a configuration dates its reports."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load
from pipeline.indicators.examples import failing_examples
from pipeline.wording.messages import as_line
from tests.definitions.folders import FILES, write_folder

FIRST = "calendars:\n"
SCHOOL = FIRST + '  school_year: {name: {zh: 学年, en: School year}, prefix: XN, starts: "09-01"}\n'
RATE = "indicators/membership/rate.yml"
EXPECTED = "expect: {period: 2024Q1, value: 60}"


@pytest.mark.parametrize("calendars", [FIRST, SCHOOL])
def test_examples_hold_whatever_calendar_goes_first(tmp_path: Path, calendars: str) -> None:
    files = {**FILES, "product.yml": FILES["product.yml"].replace(FIRST, calendars)}
    catalogue = load(write_folder(tmp_path, files)).catalogue
    assert catalogue is not None
    assert RATE not in [found.place.file for found in failing_examples(catalogue)]


def test_a_result_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    text = FILES[RATE].replace(EXPECTED, "expect: {period: 2023Q1, value: 60}")
    catalogue = load(write_folder(tmp_path, {**FILES, RATE: text})).catalogue
    assert catalogue is not None
    (found,) = [found for found in failing_examples(catalogue) if found.place.file == RATE]
    assert "空白" in as_line(found, "zh")
    assert "blank" in as_line(found, "en")
    assert "None" not in as_line(found, "zh") + as_line(found, "en")
