"""What a reader remembers of a publication is of the newest one, and ends with the reader."""

import gc
import weakref
from datetime import date
from pathlib import Path

from pipeline import run
from pipeline.queries.nouns import nouns
from pipeline.scenarios.periods_to_come import is_to_come, periods_to_come
from pipeline.warehouse.reader import Reader

from .office import open_office


def test_units_of_a_former_publication_are_not_kept(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    reader = office.reader
    former = nouns(reader)
    assert nouns(reader) is former
    gone = weakref.ref(former)
    run.build([office.config], office.data)
    assert nouns(reader) is not former
    del former
    gc.collect()
    assert gone() is None


def test_a_reader_that_nobody_asks_any_more_is_let_go(tmp_path: Path) -> None:
    reader = open_office(tmp_path).reader
    assert nouns(reader).units
    assert periods_to_come(reader)
    assert not is_to_come(reader, "2024Q1")
    gone = weakref.ref(reader)
    del reader
    gc.collect()
    assert gone() is None


def test_on_another_day_it_is_read_anew(reader: Reader) -> None:
    read: list[date] = []

    def note(_: Reader, day: date) -> int:
        read.append(day)
        return len(read)

    first, second = date(2024, 4, 1), date(2024, 4, 2)
    assert [reader.remembered(note, day) for day in (first, first, second, first)] == [1, 1, 2, 3]
    assert read == [first, second, first]
