"""How far the product goes: ``make bench-sizes`` (SIZES, QUARTERS).

For each size a process of its own reads a generated roster, gets accepted membership reports
straight into the tables, and lets the product itself compute and publish all figures; then a union
sends a corrected workbook. Seconds of each step and the most memory the process ever held are
printed; the corrected figure must be right.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = [int(n) for n in os.environ.get("SIZES", "1000,10000,50000").split(",")]
QUARTERS = int(os.environ.get("QUARTERS", "4"))
PERIOD = "2024Q4"
STEPS = ("roster", "rebuild", "processor", "publish", "correction", "memory", "file")
TIMES_UNITS = 1.5
"""How much more than in proportion to the units the processor time of a rebuild may grow."""


def main() -> int:
    """Measure each size; return 1 when the rebuild grows faster than the number of unions."""
    found = {}
    for units in SIZES:
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.sizes", "one"],
            env={**os.environ, "UNITS": str(units)}, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if said.returncode:
            print(f"bench-sizes: {units:,} unions failed")
            return 1
        one = found[units] = dict(zip(STEPS, map(float, said.stdout.split()), strict=True))
        print(f"{units:9,} unions × {QUARTERS} quarters: roster read {one['roster']:.1f} s, all "
              f"figures {one['rebuild']:.1f} s ({one['processor']:.1f} s processor), published "
              f"{one['publish']:.1f} s, one corrected workbook {one['correction']:.1f} s; "
              f"{one['memory']:.2f} GB memory, {one['file']:.2f} GB file", flush=True)  # fmt: skip
    few, many = sorted(SIZES)[len(SIZES) > 2], max(SIZES)  # of three the first is mostly starting
    grown = found[many]["processor"] / found[few]["processor"] / (many / few)
    figures = ", ".join(
        f"{n:,}: {one['rebuild']:.0f} s {one['memory']:.1f} GB" for n, one in found.items()
    )
    print(f"bench-sizes: {figures}; a union costs ×{grown:.2f} from {few:,} to {many:,}"
          f" (want ≤ {TIMES_UNITS:g})")  # fmt: skip
    return 0 if grown <= TIMES_UNITS else 1


def one() -> None:
    """Measure the size that ``UNITS`` names; print the numbers of ``STEPS``."""
    from benchmarks import incremental as county
    from pipeline import run
    from pipeline.indicators.rebuild import rebuild
    from pipeline.sample.county import last_quarters
    from pipeline.warehouse.store import Warehouse

    with tempfile.TemporaryDirectory(prefix="unionkpi-sizes-") as scratch:
        folder = Path(scratch)
        county.write_config(folder / "config")
        clock = Stopwatch()
        catalogue = run.load([folder / "config"])
        clock.stop("roster")
        data = folder / "data"
        period = last_quarters(catalogue, PERIOD, QUARTERS)
        with Warehouse.open(data, catalogue) as warehouse:
            county.fill(warehouse, period)
            clock.stop("filled")
            used = time.process_time()
            rebuild(warehouse.connection, catalogue)
            clock.stop("rebuild")
            clock.seconds["processor"] = time.process_time() - used
            warehouse.publish(catalogue)
            clock.stop("publish")
        before = county.members(data, county.COUNTY, period[-1])
        county.corrected(folder / "corrected.xlsx", catalogue, period[-1], 101)
        clock.stop("written")
        run.ingest([folder / "corrected.xlsx"], [folder / "config"], data)
        clock.stop("correction")
        if county.members(data, county.COUNTY, period[-1]) != before + 1:
            raise SystemExit("the corrected figure is wrong")
        clock.seconds["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        clock.seconds["file"] = (data / run.WAREHOUSE).stat().st_size / 1e9
        print(*(clock.seconds[step] for step in STEPS))


class Stopwatch:
    """Seconds since the last stop, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.begun = time.perf_counter()

    def stop(self, name: str) -> None:
        """Note the seconds since the last stop."""
        now = time.perf_counter()
        self.seconds[name], self.begun = now - self.begun, now


if __name__ == "__main__":
    if sys.argv[1:] == ["one"]:
        one()
    else:
        sys.exit(main())
