"""The nation's roll-up against the bare sum of the same columns: ``make bench-national``.

2.8 million unions × 4 quarters × 30 fields are generated into a DuckDB file with the engine's own
tables; one report in a hundred was sent again, and both versions are kept. Each row has been given
the number of the unit it is first added to; that is not measured. Each contestant is a process of
its own that opens the file: the bare ungrouped sum of the 30 columns; the roll-up of 60 measures,
half of them filtered, to every level (``rollup``, which compiles them by the engine's rules; a
test holds its sums against the engine's); the same with 112 measures; and pandas, its load
included. They alternate, and the median counts.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.nation import FIELDS, FILES

ROWS = int(os.environ.get("ROWS", str(4 * 2_800_000)))
RUNS = ("bare", "sixty", "bare", "sixty", "bare", "sixty", "all", "pandas")
AT_MOST, AT_LEAST, MEMORY, SCORECARD = 4.0, 5.0, 2.0, 20.0
TITLES = {
    "bare": f"bare sum of {FIELDS} columns",
    "sixty": "60 measures, 30 filtered, every level",
    "all": "112 measures, 56 filtered, every level",
    "pandas": "pandas: load, 60 measures, every level",
}


@dataclass(frozen=True)
class Measured:
    """Seconds of the work, also of the processor, gigabytes at the peak, and what the contestant
    said besides."""

    seconds: float
    processor: float
    memory: float
    said: str


def main() -> int:
    """Measure, print, and return 1 when short of what is wanted."""
    with tempfile.TemporaryDirectory(prefix="unionkpi-nation-") as scratch:
        folder = Path(scratch)
        begun = time.perf_counter()
        # In a process of its own: children begin with the memory their parent once had.
        writing = [sys.executable, "-m", "benchmarks.nation", "write", scratch, str(ROWS // 4)]
        subprocess.run(writing, check=True)
        size = (folder / FILES).stat().st_size / 1e9
        print(f"{ROWS:,} rows, {size:.2f} GB, written in {time.perf_counter() - begun:.0f} s",
              flush=True)  # fmt: skip
        measured: dict[str, list[Measured]] = {}
        for name in RUNS:
            measured.setdefault(name, []).append(measure(name, folder))
            last = measured[name][-1]
            print(
                f"  {name}: {last.seconds:.2f} s, {last.processor:.2f} s processor,"
                f" {last.memory:.2f} GB {last.said}",
                flush=True,
            )
    return report(measured)


def measure(name: str, folder: Path) -> Measured:
    """Run one contestant as a process."""
    command = [sys.executable, "-m", "benchmarks.nation", name, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read().split(maxsplit=2)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or len(said) < 2:
        raise SystemExit(f"bench-national: {name} failed")
    more = said[2].strip() if len(said) > 2 else ""
    return Measured(float(said[0]), float(said[1]), used.ru_maxrss / 1e6, more)


def report(measured: dict[str, list[Measured]]) -> int:
    """Print the table and the verdict."""
    middle = {name: median(m.seconds for m in runs) for name, runs in measured.items()}
    peak = {name: max(m.memory for m in runs) for name, runs in measured.items()}
    used = {name: median(m.processor for m in runs) for name, runs in measured.items()}
    for name, title in TITLES.items():
        times, also = middle[name] / middle["bare"], used[name] / used["bare"]
        print(f"{title:42}{middle[name]:7.2f} s{times:7.2f} × (processor{used[name]:7.2f} s"
              f"{also:7.2f} ×){peak[name]:7.2f} GB")  # fmt: skip
    scorecard = median(float(m.said) for m in measured["sixty"])
    slower = middle["sixty"] / middle["bare"]
    faster = middle["pandas"] / middle["sixty"]
    print(f"bench-national: {ROWS:,} rows, 60 measures ×{slower:.2f} of the bare sum"
          f" (want ≤ {AT_MOST:g}), 112 measures ×{middle['all'] / middle['bare']:.2f},"
          f" pandas ×{faster:.1f} (want ≥ {AT_LEAST:g}), {peak['sixty']:.2f} GB"
          f" (want ≤ {MEMORY:g}), county scorecard {scorecard:.0f} ms"
          f" (want ≤ {SCORECARD:g})")  # fmt: skip
    good = (
        slower <= AT_MOST and faster >= AT_LEAST and peak["sixty"] <= MEMORY
        and scorecard <= SCORECARD
    )  # fmt: skip
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
