"""Files that stay as they were read: their rows as they were stored, under numbers of now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.domain.submission import FileRead, StoredRows

if TYPE_CHECKING:
    from pipeline.warehouse.loading import Numbers


def renumbered(
    file: FileRead, into: StoredRows, numbers: "Numbers"
) -> tuple[tuple[int, str, str, str, int], ...]:
    """Add the rows of a file to those of a batch; return its submissions as (number, form, unit,
    period, version)."""
    rows = file.as_stored or {}
    told: list[tuple[int, str, str, str, int]] = []
    renamed: dict[str | None, str] = {}
    for row in rows.get("submission", ()):
        key = (row["form"] or "", row["unit"] or "", row["period"] or "")
        numbers.submission += 1
        told.append((numbers.submission, *key, numbers.version(file.sha256, key)))
        renamed[row["submission"]] = str(numbers.submission)
    versions = {str(one[0]): str(one[4]) for one in told}
    for table, given in rows.items():
        for row in given:
            new = dict(row)
            if "submission" in new:
                new["submission"] = renamed.get(new["submission"])
            if table == "submission":
                new |= {"version": versions[str(new["submission"])], "current": "false"}
            if table == "finding":
                numbers.finding += 1
                new["finding"] = str(numbers.finding)
            into.setdefault(table, []).append(new)
    return tuple(told)


def units_in(file: FileRead) -> Iterator[str]:
    """The units a file reports for."""
    for section in file.sections:
        yield from section.units
        if section.unit:
            yield section.unit
    for row in (file.as_stored or {}).get("submission", ()):
        yield row["unit"] or ""
