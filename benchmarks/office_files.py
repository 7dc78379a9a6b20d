"""Do Excel and Word open what the product hands out? ``make office-files VALIDATOR=program``

Every kind of Office file is written (``office_kinds``). Each file is looked over for what the
programs are known to repair or refuse (``office_traps``), and given to an Open XML validator: a
program that takes a file and a version of Office and prints ``{"errors": [...]}``, as those made
from Microsoft's Open XML SDK do. Every file is validated for the oldest and the newest version,
and some of each kind for all that lie between. Answers to files that others wrote may have the
errors these had, and no more. Ends with 1 when anything was found.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from benchmarks.office_kinds import OFFICE_ENDINGS, Written, write_all
from benchmarks.office_traps import traps

ENDS = ("Office2007", "Microsoft365")
BETWEEN = ("Office2010", "Office2013", "Office2016", "Office2019")
EACH_BETWEEN = 2
"""Files of each kind that are validated for the versions between."""
SECONDS, PROCESSES = 120, 2
WAYS = (("{file}", "{version}"), ("{file}", "--officeVersion", "{version}"))
"""How validators want file and version to be said."""
SHOWN = 20
NUMBERED = re.compile(r"\[\d+\]")
Errors = Counter[str]


class NoValidator(Exception):
    """The program is none, or did not answer as a validator does."""


@dataclass(frozen=True)
class Validator:
    """A program that validates."""

    program: str
    way: tuple[str, ...]

    def errors(self, path: Path, version: str) -> Errors:
        """What it finds in a file, each with how often. Raises NoValidator."""
        said = [part.format(file=path, version=version) for part in self.way]
        try:
            done = subprocess.run([self.program, *said], capture_output=True, text=True,
                                  encoding="utf-8", timeout=SECONDS)  # fmt: skip
            found = json.loads(done.stdout)["errors"]
        except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
            raise NoValidator(f"{self.program} {' '.join(said)}: {error!r}") from error
        return Counter(
            f"{one.get('id') or one.get('errorType')} {NUMBERED.sub('', one.get('xPath') or '')} "
            f"{one.get('description', '')}" for one in found
        )  # fmt: skip


def validator(program: str, first: Path) -> Validator:
    """Return the program with the way in which it wants to be asked. Raises NoValidator."""
    problem: NoValidator | None = None
    for way in WAYS:
        asked = Validator(program, way)
        try:
            asked.errors(first, ENDS[-1])
        except NoValidator as error:
            problem = error
        else:
            return asked
    raise problem or NoValidator(program)


@dataclass
class Result:
    """What was found: for each kind, the files, and how often each thing was said of them."""

    files: Counter[str] = field(default_factory=Counter)
    said: dict[str, Errors] = field(default_factory=lambda: defaultdict(Counter))
    example: dict[tuple[str, str], Path] = field(default_factory=dict)
    validations: int = 0
    errors: int = 0
    traps: int = 0

    def note(self, one: Written, found: Errors) -> int:
        """Keep what was found in a file, and return how much it was."""
        for said, count in found.items():
            self.said[one.kind][said] += count
            self.example.setdefault((one.kind, said), one.path)
        return found.total()

    def lines(self) -> Iterator[str]:
        """A line a kind, and under it what was found."""
        for kind, count in self.files.items():
            yield f"{kind:40} {count:5} files {self.said[kind].total():5} found"
            for said, often in self.said[kind].most_common(SHOWN):
                yield f"    {often} × {said[:300]} ({self.example[kind, said].name})"

    def line(self, validated: bool) -> str:
        """The figures in one line."""
        by = (f"{self.validations} validations, {self.errors} errors" if validated
              else "NOT VALIDATED (no VALIDATOR given)")  # fmt: skip
        verdict = "FAILED" if self.errors or self.traps or not self.files else "passed"
        return (f"office-files: {self.files.total()} files of {len(self.files)} kinds, {by}, "
                f"{self.traps} repair traps: {verdict}")  # fmt: skip


def look_over(written: Iterable[Written], program: str | None = None) -> Result:
    """Look every file over; with a ``program``, validate them too. Raises NoValidator."""
    result = Result()
    tasks: list[tuple[Written, str]] = []
    for one in written:
        result.files[one.kind] += 1
        found = Counter(f"trap: {said}" for said in traps(one.path.read_bytes()))
        if one.original is not None and one.original.suffix.lower() in OFFICE_ENDINGS:
            found -= Counter(f"trap: {said}" for said in traps(one.original.read_bytes()))
        result.traps += result.note(one, found)
        between = BETWEEN if result.files[one.kind] <= EACH_BETWEEN else ()
        tasks += [(one, version) for version in (*ENDS, *between)]
    if program is None or not tasks:
        return result
    asked = validator(program, tasks[0][0].path)
    result.validations = len(tasks)
    with ThreadPoolExecutor(PROCESSES) as pool:
        answers = pool.map(lambda task: added(asked, *task), tasks)
        for (one, version), found in zip(tasks, answers, strict=True):
            told = Counter({f"{version}: {said}": count for said, count in found.items()})
            result.errors += result.note(one, told)
    return result


def added(asked: Validator, one: Written, version: str) -> Errors:
    """The errors of a file that the file it answers did not have."""
    found = asked.errors(one.path, version)
    original = one.original
    if not found or original is None or original.suffix.lower() not in OFFICE_ENDINGS:
        return found
    return found - asked.errors(original, version)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write everything, look it over, print, and return 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validator", help="program that validates Open XML files")
    parser.add_argument("--others", type=Path, help="folder of workbooks that others wrote")
    parser.add_argument("--out", type=Path, help="folder to keep the files in")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="unionkpi-office-") as scratch:
        out = given.out or Path(scratch) / "out"
        written = write_all(out, Path(scratch), given.others)
        try:
            result = look_over(written, given.validator or None)
        except NoValidator as error:
            print(f"office-files: NOT VALIDATED - {error}")
            return 1
    print("\n".join(chain(result.lines(), [result.line(bool(given.validator))])))
    return 1 if result.errors or result.traps or not result.files else 0


if __name__ == "__main__":
    sys.exit(main())
