"""How fast a thousand workbooks become published figures: ``python -m benchmarks.intake``.

Ours does everything (archive, read, check, load, compute, publish); the other two only read.
Each is a whole process, start-up and its own children included. The runs alternate, so that a
busy minute on the machine falls on all of them, and the median counts.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.workbooks import UNITS, write_county

RUNS = ("ours", "calamine", "ours", "calamine", "ours", "calamine", "openpyxl")
AT_LEAST, AT_MOST = 8.0, 2.5
TITLES = {
    "ours": "ours: folder to published figures",
    "calamine": "python-calamine: reading only",
    "openpyxl": "pandas + openpyxl: reading only",
}


@dataclass(frozen=True)
class Measured:
    """Seconds by the clock, and of processors."""

    wall: float
    cpu: float


def main() -> int:
    """Measure, print, and return 1 when short of what is wanted."""
    with tempfile.TemporaryDirectory(prefix="unionkpi-bench-") as scratch:
        folder = Path(scratch)
        print(f"writing {UNITS} workbooks", flush=True)
        write_county(folder)
        sizes = [path.stat().st_size for path in (folder / "inbox").iterdir()]
        print(f"{len(sizes)} files of {sum(sizes) / len(sizes) / 1000:.1f} kB; "
              f"load of the machine {os.getloadavg()[0]:.1f}")  # fmt: skip
        measured: dict[str, list[Measured]] = {}
        for name in RUNS:
            measured.setdefault(name, []).append(measure(name, folder))
            print(f"  {name} {measured[name][-1].wall:.1f} s", flush=True)
    return report(measured)


def measure(name: str, folder: Path) -> Measured:
    """Run one contestant as a process and say what it cost, its children included."""
    command = [sys.executable, "-m", "benchmarks.contestants", name, str(folder)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode or said.split() != [str(UNITS)]:
        raise SystemExit(f"bench-intake: {name} failed: {said}")
    return Measured(wall, used.ru_utime + used.ru_stime)


def report(measured: dict[str, list[Measured]]) -> int:
    """Print the table and the verdict."""
    middle = {
        name: Measured(*(median(getattr(m, part) for m in runs) for part in ("wall", "cpu")))
        for name, runs in measured.items()
    }
    ours = middle["ours"]
    print(f"{'':34}{'wall s':>8}{'CPU s':>8}{'wall ×':>8}{'CPU ×':>7}{'runs':>6}")
    for name, title in TITLES.items():
        one = middle[name]
        cost = f"{one.wall:8.2f}{one.cpu:8.2f}"
        times = f"{one.wall / ours.wall:8.2f}{one.cpu / ours.cpu:7.2f}"
        print(f"{title:34}{cost}{times}{len(measured[name]):6}")
    faster = middle["openpyxl"].wall / ours.wall
    slower = ours.wall / middle["calamine"].wall
    print(f"bench-intake: ours 1.00, pandas+openpyxl ×{faster:.1f} (want ≥ {AT_LEAST:g}), "
          f"calamine ×{slower:.2f} (want ≤ {AT_MOST:g})")  # fmt: skip
    return 0 if faster >= AT_LEAST and slower <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
