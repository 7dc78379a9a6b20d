"""Lines of ``org_units.csv`` with nothing remarkable, read column by column.

A country has millions of units. What is wrong with a line is said in ``org_units`` alone; here is
told which lines certainly have nothing wrong, and those are made units without looking at each of
their cells: a word that many units share is looked at once, and held once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress

from pipeline.domain.days import day_from_text
from pipeline.domain.org_unit import OrgUnit, UnitName

TRUTH = {"": False, "true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
NEVER_BLANK = ("code", "name_zh", "name_en", "level")
DAYS = ("valid_from", "valid_to")
Cells = dict[str, list[str]]
"""Column → its cells, without blanks around them; columns that are not there are blank"""


@dataclass
class UnitColumns:
    """Reads lines below these heads; ``extra`` are the attributes among them."""

    heads: Sequence[str]
    columns: Iterable[str]
    """those that every file may have"""
    extra: Sequence[str]
    words: dict[str, str | None] = field(default_factory=lambda: {"": None})
    days: dict[str, date | None] = field(default_factory=dict)
    attributes: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    def read(self, rows: Sequence[list[str]]) -> Iterator[OrgUnit | None]:
        """Yield the unit of each row; None for one that is to be looked at."""
        whole = [len(row) == len(self.heads) for row in rows]
        if len(set(self.heads)) < len(self.heads) or not any(whole):
            return iter([None] * len(rows))
        cells = self.cells(list(compress(rows, whole)))
        fine = [True] * len(cells["code"])
        for column, refused in self.refused(cells).items():
            fine = [good and c not in refused for good, c in zip(fine, cells[column], strict=True)]
        if not all(fine):
            cells = {column: list(compress(found, fine)) for column, found in cells.items()}
        units, rest = self.units(cells), iter(fine)
        if all(fine) and all(whole):
            return units
        return (next(units) if good and next(rest) else None for good in whole)

    def cells(self, rows: list[list[str]]) -> Cells:
        """The cells of rows as long as the heads."""
        columns = (list(map(str.strip, column)) for column in zip(*rows, strict=True))
        found = dict.fromkeys(self.columns, [""] * len(rows))
        return found | dict(zip(self.heads, columns, strict=True))

    def refused(self, cells: Cells) -> dict[str, set[str]]:
        """Column → cells for which a row is to be looked at."""
        found = {column: {""} for column in NEVER_BLANK if "" in cells[column]}
        for column in DAYS:
            self.days |= {said: day_from_text(said) for said in {*cells[column]} - self.days.keys()}
            found[column] = {said for said in {*cells[column]} if said and not self.days[said]}
        found["generated"] = {said for said in {*cells["generated"]} if said.lower() not in TRUTH}
        return {column: refused for column, refused in found.items() if refused}

    def units(self, cells: Cells) -> Iterator[OrgUnit]:
        """The units of rows in which every cell is in order."""
        count = len(cells["code"])
        kinds = list(zip(*(cells[head] for head in self.extra), strict=True)) or [()] * count
        for kind in set(kinds) - self.attributes.keys():
            said = zip(self.extra, kind, strict=True)
            self.attributes[kind] = {head: cell for head, cell in said if cell}
        truths = {said: TRUTH[said.lower()] for said in {*cells["generated"]}}
        return map(
            OrgUnit,
            cells["code"],
            map(UnitName, cells["name_zh"], cells["name_en"]),
            map(str, self.shared(cells["level"])),
            self.shared(cells["parent"]),
            map(self.days.__getitem__, cells["valid_from"]),
            map(self.days.__getitem__, cells["valid_to"]),
            self.shared(cells["merged_into"]),
            self.shared(cells["split_from"]),
            self.shared(cells["form_set"]),
            self.shared(cells["frequency"]),
            map(self.attributes.__getitem__, kinds),
            map(aliases_of, cells["aliases"]),
            map(truths.__getitem__, cells["generated"]),
        )

    def shared(self, words: list[str]) -> Iterator[str | None]:
        """The same words, each held once; None for blanks."""
        return map(self.words.setdefault, words, words)


def aliases_of(said: str) -> tuple[str, ...]:
    """The other spellings of a name."""
    return tuple(alias.strip() for alias in said.split(";") if alias.strip()) if said else ()
