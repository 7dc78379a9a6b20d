"""Which reports a file holds: form, unit and period of what was read in it."""

from collections import Counter

from pipeline.domain.submission import FileRead, SectionRead
from pipeline.warehouse.arrival import SubmissionKey


def reports_of(file: FileRead) -> list[SubmissionKey]:
    """The reports a file was read as, in its order."""
    return list(dict.fromkeys(key for section in file.sections for key in rows_of(section)))


def rows_of(section: SectionRead) -> dict[SubmissionKey, int]:
    """The submissions a section is part of, in the order of its rows: how many rows each has."""
    units, periods = section.units, section.periods
    if units and units.count(units[0]) == len(units) == periods.count(periods[0]):
        return {(section.form, units[0], periods[0]): len(units)}  # as nearly always
    counted = Counter(zip(units, periods, strict=True))
    if not counted and section.nil and section.unit and section.period:
        counted[section.unit, section.period] = 0
    return {(section.form, *place): rows for place, rows in counted.items()}
