"""The rows of one table over a whole batch of files, as columns that can be compared."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.domain.form import Section
from pipeline.domain.period import Period, UnknownPeriod
from pipeline.domain.submission import SectionRead, joined_column

Flags = NDArray[np.bool_]
Values = NDArray[Any]
NUMERIC = ("integer", "decimal", "money")
LARGEST = 1e300


@dataclass(frozen=True)
class Part:
    """The rows that one section of one file contributes; both numbers count from 0."""

    file: int
    number: int
    read: SectionRead


class Rows:
    """Rows of all parts, one after the other; columns are made when first asked for."""

    def __init__(
        self, section: Section, parts: Sequence[Part], period: Callable[[str], Period]
    ) -> None:
        self.section = section
        self.parts = list(parts)
        self._period = period
        self._ends = list(accumulate(len(part.read.source_rows) for part in parts))
        self._raw: dict[str, list[object]] = {}
        self._comparable: dict[str, Values] = {}
        self._filled: dict[str, Flags] = {}

    def __len__(self) -> int:
        return self._ends[-1]

    def locate(self, row: int) -> tuple[Part, int]:
        """Return the part of a row, and its index there."""
        number = bisect_right(self._ends, row)
        return self.parts[number], row - (self._ends[number - 1] if number else 0)

    def value(self, row: int, field: str) -> object:
        """Return one value as it was read."""
        part, index = self.locate(row)
        column = part.read.columns.get(field)
        return column[index] if column else None

    def raw(self, field: str) -> list[object]:
        """Return a column as it was read, None where a sheet does not have it."""
        if field not in self._raw:
            self._raw[field] = joined_column([part.read for part in self.parts], field)
        return self._raw[field]

    def comparable(self, field: str) -> Values:
        """Return a column of numbers (NaN where blank) or days (NaT), or else objects."""
        if field not in self._comparable:
            kind = self.section.fields[field].type
            values = self.raw(field)
            if kind in NUMERIC:
                self._comparable[field] = numbers(values)
            elif kind == "date":
                self._comparable[field] = dates(values)
            else:
                self._comparable[field] = objects(values)
        return self._comparable[field]

    def filled(self, field: str) -> Flags:
        """Return where a column is not blank."""
        if field not in self._filled:
            column = self.comparable(field)
            if column.dtype == object:
                told = [value is not None for value in self.raw(field)]
                self._filled[field] = np.array(told, dtype=bool)
            else:
                self._filled[field] = (
                    ~np.isnan(column) if column.dtype == float else ~np.isnat(column)
                )
        return self._filled[field]

    def all_filled(self, fields: Sequence[str]) -> Flags:
        """Return where none of the columns is blank."""
        found: Flags = np.logical_and.reduce([self.filled(field) for field in fields])
        return found

    def has_one_of(self, field: str, codes: Sequence[str]) -> Flags:
        """Return where a column has one of the stored values (``yes``/``no`` for booleans)."""
        wanted: set[object] = set(codes)
        if self.section.fields[field].type == "boolean":
            wanted = {value for value in (True, False) if stored(value) in codes}
        return np.fromiter(map(wanted.__contains__, self.raw(field)), bool, len(self))

    @cached_property
    def files(self) -> Values:
        """Number of each row's file in the batch."""
        return self._per_part([part.file for part in self.parts])

    @cached_property
    def places(self) -> tuple[list[str], list[str]]:
        """Unit and period of each row."""
        reads = [part.read for part in self.parts]
        return (
            list(chain.from_iterable(read.units for read in reads)),
            list(chain.from_iterable(read.periods for read in reads)),
        )

    @cached_property
    def first_days(self) -> Values:
        """First day of each row's period."""
        return self._days("start")

    @cached_property
    def last_days(self) -> Values:
        """Last day of each row's period."""
        return self._days("end")

    def parts_without(self, flags: Flags) -> tuple[int, ...]:
        """Return the parts that have rows, none of which is marked."""
        marked = np.concatenate(([0], np.cumsum(flags)))
        ends = np.array(self._ends)
        starts = np.concatenate(([0], ends[:-1]))
        return tuple(np.flatnonzero((marked[ends] == marked[starts]) & (ends > starts)).tolist())

    def period(self, row: int) -> Period:
        """Return the period of a row."""
        part, index = self.locate(row)
        return self._period(part.read.periods[index])

    def _days(self, which: str) -> Values:
        codes = self.places[1]
        days = {code: getattr(self._period_of(code), which, None) for code in set(codes)}
        return dates([days[code] for code in codes])

    def _period_of(self, code: str) -> Period | None:
        try:
            return self._period(code)
        except UnknownPeriod:
            return None

    def _per_part(self, values: Sequence[int]) -> Values:
        return np.repeat(values, [len(part.read.source_rows) for part in self.parts])


def numbers(values: Sequence[object]) -> Values:
    """Return floats; a number too large for one counts as infinite."""
    try:
        return np.array([float(v) if type(v) is Decimal else v for v in values], dtype=float)
    except OverflowError:
        return np.array([bounded(value) for value in values], dtype=float)


def dates(values: Sequence[object]) -> Values:
    """Return days, NaT where blank. Arrow makes them of objects in a fiftieth of numpy's time."""
    import pyarrow as pa

    days: Values = pa.array(values, pa.date32()).to_numpy(zero_copy_only=False)
    return days


def bounded(value: Any) -> object:
    """Return a number, or infinity where it is too large."""
    if value is None or -LARGEST < value < LARGEST:
        return value
    return float("inf") if value > 0 else float("-inf")


def objects(values: Sequence[object]) -> Values:
    """Return an array of objects, whatever they are."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def stored(value: object) -> object:
    """Return a value as conditions write it."""
    return ("yes" if value else "no") if isinstance(value, bool) else value
