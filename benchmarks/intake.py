"""How fast workbooks become published figures: ``python -m benchmarks.intake --files 1000``.

Ours does everything (archive, read, check, load, compute, publish); the other two only read.
Each is a whole process, start-up and its own children included. The runs alternate, so that a
busy minute on the machine falls on all of them, and the median counts; with many files each runs
once, and pandas + openpyxl reads the first thousand only, counted up. ``again`` takes the same
folder in a second time. Memory is that of a process with all its children, at its highest.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measured import Measured, measure, middle_of
from benchmarks.workbooks import write_county

FEW = 1000
SHORT = ("ours", "again", "calamine") * 3 + ("openpyxl",)
LONG = ("ours", "again", "calamine", "openpyxl", "ours-few")
AGAIN, MEGABYTES, FLAT = 20.0, 1000.0, 1.25
MANY = 5000
"""From so many files on, the second time must pay; before, starting the program is most of it."""
TITLES = {
    "ours": "ours: folder to published figures",
    "again": "ours: the same folder again",
    "ours-few": f"ours: the first {FEW}",
    "calamine": "python-calamine: reading only",
    "openpyxl": "pandas + openpyxl: reading only",
}


def wanted(files: int) -> tuple[float, float]:
    """How many times faster than pandas + openpyxl at least, and slower than calamine at most."""
    return (10.0, 2.0) if files >= MANY else (8.0, 2.5)


def main() -> int:
    """Measure, print, and return 1 when short of what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FEW)
    parser.add_argument("--county", type=Path, help="a folder written by an earlier run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unionkpi-bench-") as scratch:
        folder = asked.county or Path(scratch)
        if not (folder / "inbox").exists():
            print(f"writing {asked.files} workbooks", flush=True)
            write_county(folder, asked.files)
        return compare(folder, asked.files)


def compare(folder: Path, files: int) -> int:
    """Run the contestants in turn and say who was faster."""
    sizes = [path.stat().st_size for path in (folder / "inbox").iterdir()]
    print(f"{files} files of {sum(sizes) / len(sizes) / 1000:.1f} kB; "
          f"load of the machine {os.getloadavg()[0]:.1f}")  # fmt: skip
    measured: dict[str, list[Measured]] = {}
    for name in SHORT if files <= FEW else LONG:
        limit = min(files, FEW) if name in ("openpyxl", "ours-few") else files
        if name.startswith("ours"):  # to clear away what an earlier run took in is no part of it
            shutil.rmtree(folder / "data", ignore_errors=True)
        run = measure(name, folder, limit)
        if name == "openpyxl":
            run = run.times(files / limit)
        measured.setdefault(name, []).append(run)
        print(f"  {name} {run.wall:.1f} s", flush=True)
    middle = {name: middle_of(runs) for name, runs in measured.items()}
    print_table(middle, {name: len(runs) for name, runs in measured.items()})
    return verdict(middle, files)


def print_table(middle: dict[str, Measured], runs: dict[str, int]) -> None:
    """One line per contestant; × is how much longer than ours it took."""
    ours = middle["ours"]
    print(f"{'':34}{'wall s':>8}{'CPU s':>8}{'wall ×':>8}{'CPU ×':>7}{'MB':>6}{'runs':>6}")
    for name, title in TITLES.items():
        if name in middle:
            one = middle[name]
            cost = f"{one.wall:8.2f}{one.cpu:8.2f}"
            times = f"{one.wall / ours.wall:8.2f}{one.cpu / ours.cpu:7.2f}"
            print(f"{title:34}{cost}{times}{one.megabytes:6.0f}{runs[name]:6}")


def verdict(middle: dict[str, Measured], files: int) -> int:
    """The one line, and 1 when it falls short."""
    ours, again = middle["ours"], middle["again"]
    faster, slower = middle["openpyxl"].wall / ours.wall, ours.wall / middle["calamine"].wall
    sooner = ours.wall / again.wall
    at_least, at_most = wanted(files)
    grown = ours.megabytes / middle.get("ours-few", ours).megabytes
    print(
        f"bench-intake: {files} files, {1000 * ours.wall / files:.1f} ms each; ours 1.00, "
        f"pandas+openpyxl ×{faster:.1f} (want ≥ {at_least:g}), "
        f"calamine ×{slower:.2f} (want ≤ {at_most:g}), "
        f"by CPU ×{middle['openpyxl'].cpu / ours.cpu:.1f} and "
        f"×{ours.cpu / middle['calamine'].cpu:.2f}; "
        f"again ×{sooner:.1f} faster (want ≥ {AGAIN:g} from {MANY} files); "
        f"peak {ours.megabytes:.0f} MB (want ≤ {MEGABYTES:g}), "
        f"×{grown:.2f} of that of {FEW} files (want ≤ {FLAT:g})"
    )
    reached = (
        faster >= at_least
        and slower <= at_most
        and (files < MANY or sooner >= AGAIN)
        and ours.megabytes <= MEGABYTES
        and grown <= FLAT
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
