"""Confirming as a recipe: what an office settles once about how others write, and its undoing.

It is a line of a CSV file in the last folder of the configuration; only the program writes these
files, whole, so that a power cut leaves the old one or the new one. What was held back, or was
read by a line that is taken back, is judged again at once.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.definitions.confirmed_lines import C, as_csv, read_lines
from pipeline.domain import clock
from pipeline.domain.confirmation import UnitAlias
from pipeline.domain.finding import Finding, Place
from pipeline.intake.archive import flush_folder, put_in_place
from pipeline.intake.complaint import LONGEST_GOT
from pipeline.intake.labels import plain
from pipeline.intake.org_lookup import OrgLookup
from pipeline.queries.nouns import NotFound
from pipeline.warehouse.flow import superiors
from pipeline.warehouse.store import Warehouse

ALIASES = "unit_aliases.csv"


@dataclass(frozen=True)
class Confirmed:
    """What became of it: why it was refused, or how many files count now and how many no more.

    Of the files that counted before, ``reread`` are read otherwise; ``kept`` would be, but stay as
    they were read because of a lock or a check. ``locked`` could count now, but for a lock.
    """

    refusal: Finding | None = None
    accepted: int = 0
    held: int = 0
    publication: int = 0
    reread: int = 0
    kept: int = 0
    locked: int = 0


def confirm_alias(
    unit: str, text: str, by: str, config: Sequence[Path], data: Path, wait: float = 0
) -> Confirmed:
    """Settle that ``text`` means a unit; ``by`` is one of its superiors.

    Raises DefinitionsInvalid, WarehouseBusy, and NotFound for a unit nobody knows.
    """
    written = text.strip()

    def weigh(catalogue: Catalogue) -> Finding | None:
        return not_superior(catalogue, unit, by, written) or why_no_alias(catalogue, unit, written)

    new = UnitAlias(unit=unit, alias=written, confirmed_by=by, confirmed_on=today())

    def write() -> None:
        add_line(config[-1] / ALIASES, new)

    return settle(config, data, wait, weigh, write, Warehouse.held_for_a_name)


def withdraw_alias(
    unit: str, text: str, by: str, config: Sequence[Path], data: Path, wait: float = 0
) -> Confirmed:
    """Take back what was confirmed; reports that counted by it are held back, but for those of
    a locked period. Raises as above.
    """

    def weigh(catalogue: Catalogue) -> Finding | None:
        if found := not_superior(catalogue, unit, by, text):
            return found
        is_there = find_alias(config, unit, text) is not None
        return None if is_there else refused("alias-not-there", text, unit, catalogue)

    def write() -> None:
        if (place := find_alias(config, unit, text)) is not None:
            path, line = place
            taken = {"withdrawn_by": by, "withdrawn_on": today()}
            change_line(path, line, line.model_copy(update=taken))

    return settle(config, data, wait, weigh, write, Warehouse.held_for_a_name)


def unit_aliases(config: Sequence[Path]) -> list[UnitAlias]:
    """What was confirmed, and what was taken back of it, in the order of the files."""
    return [one for folder in config for one in lines_of(folder / ALIASES, UnitAlias)]


def may_confirm(catalogue: Catalogue, unit: str) -> list[str]:
    """The units that settle how a unit may be written: its superiors; without any, itself."""
    return [code for code, _ in superiors(catalogue, unit, date.max)] or [unit]


def settle(
    config: Sequence[Path],
    data: Path,
    wait: float,
    weigh: Callable[[Catalogue], Finding | None],
    write: Callable[[], None],
    reaches: Callable[[Warehouse], set[str]],
) -> Confirmed:
    """Refuse, or write the line and publish what follows; nobody else writes meanwhile.

    ``reaches``: the held files that the line can reach. Where definitions were edited as well, all
    are judged again.
    """
    catalogue = run.load(config)
    if (refusal := weigh(catalogue)) is not None:
        return Confirmed(refusal)
    with run.whole(data, catalogue, wait) as warehouse:
        there = run.load(config)
        if (refusal := weigh(there)) is not None:
            return Confirmed(refusal)
        among = None if warehouse.follows_others(there) else reaches(warehouse)
        write()
        done = run.build_in(warehouse, run.load(config), data, anew=False, held=among)
    number = done.publication.number if done.publication else 0
    again = done.again
    return Confirmed(None, again.accepted, again.held, number, len(again.reread), len(again.kept),
                     len(again.locked))  # fmt: skip


def not_superior(catalogue: Catalogue, unit: str, by: str, text: str) -> Finding | None:
    """Why ``by`` may not settle it. Raises NotFound."""
    for code in (unit, by):
        if not catalogue.unit_versions(code):
            raise NotFound.unit(code, {one.code for one in catalogue.org_units})
    above = may_confirm(catalogue, unit)
    if by in above:
        return None
    name = catalogue.unit_versions(by)[-1].name
    who = {"by_zh": name.zh, "by_en": name.en, "candidates_zh": "、".join(above),
           "candidates_en": ", ".join(above)}  # fmt: skip
    return refused("not-yours-to-confirm", text, unit, catalogue, **who)


def why_no_alias(catalogue: Catalogue, unit: str, text: str) -> Finding | None:
    """Why a text cannot mean a unit; None when it can."""
    name = plain(text)
    if len(name) < 2 or len(text) > LONGEST_GOT or re.fullmatch(r"[\d\W]+", name):
        return refused("alias-not-a-name", text, unit, catalogue, most=str(LONGEST_GOT))
    lookup = OrgLookup(catalogue.org_units, catalogue.unit_aliases)
    found = lookup.find(text)
    if found.code == unit:
        return refused("alias-needless", text, unit, catalogue)
    if found.code is not None or found.ambiguous:
        others = lookup.told("candidates", *(found.candidates or (str(found.code),)))
        return refused("alias-taken", text, unit, catalogue, **others)
    return None


def refused(slug: str, text: str, unit: str, catalogue: Catalogue, **details: str) -> Finding:
    """Why nothing was written."""
    name = catalogue.unit_versions(unit)[-1].name
    names = {"unit_name_zh": name.zh, "unit_name_en": name.en}
    return Finding(slug, "error", Place(ALIASES), text, names | details, unit=unit)


def find_alias(config: Sequence[Path], unit: str, text: str) -> tuple[Path, UnitAlias] | None:
    """The file and line that hold an alias."""
    for folder in reversed(config):
        for line in lines_of(folder / ALIASES, UnitAlias):
            if line.holds and line.unit == unit and plain(line.alias) == plain(text):
                return folder / ALIASES, line
    return None


def lines_of(path: Path, model: type[C]) -> list[C]:
    """The lines of a file; none where it is not there."""
    return read_lines(path.read_bytes(), path.name, model).lines if path.exists() else []


def add_line(path: Path, new: C) -> None:
    """Write one more line."""
    write_whole(path, as_csv(type(new), [*lines_of(path, type(new)), new]))


def change_line(path: Path, old: C, new: C) -> None:
    """Write one line anew."""
    lines = [new if line == old else line for line in lines_of(path, type(new))]
    write_whole(path, as_csv(type(new), lines))


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step, on the disk when this returns."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as arriving:
        try:
            arriving.write(content)
            arriving.flush()
            os.fsync(arriving.fileno())
        except BaseException:
            Path(arriving.name).unlink(missing_ok=True)
            raise
    Path(arriving.name).chmod(path.stat().st_mode if path.exists() else 0o644)
    put_in_place(Path(arriving.name), path)
    flush_folder(path.parent)


def today() -> date:
    """The day, as receipts are dated."""
    return clock.now().date()
