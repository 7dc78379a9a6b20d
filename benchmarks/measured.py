"""What a contestant costs: time by the clock, time of processors, memory; children included."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SECONDS_BETWEEN_LOOKS = 0.1
MEGABYTE = 1_000_000
PATIENCE = 1.0
"""Seconds given to what a contestant leaves behind."""
PR_SET_CHILD_SUBREAPER = 36
"""From the headers of Linux: orphans of the calling process's descendants become its children."""


@dataclass(frozen=True)
class Measured:
    """Seconds by the clock, seconds of processors, megabytes at the highest."""

    wall: float
    cpu: float
    megabytes: float

    def times(self, factor: float) -> "Measured":
        """What ``factor`` times as many files would take, one after the other."""
        return Measured(self.wall * factor, self.cpu * factor, self.megabytes)


def middle_of(runs: Sequence[Measured]) -> Measured:
    """The median of each cost."""
    return Measured(*(median(getattr(r, p) for r in runs) for p in ("wall", "cpu", "megabytes")))


def measure(name: str, folder: Path, files: int) -> Measured:
    """Run one contestant as a process. Raises SystemExit when it fails or misses files."""
    adopt_orphans()
    command = [sys.executable, "-m", "benchmarks.contestants", name, str(folder), str(files)]
    begun, highest = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while True:
            number, status, used = os.wait4(process.pid, os.WNOHANG)
            if number:
                break
            highest = max(highest, sum(map(resident, family(process.pid))))
            time.sleep(SECONDS_BETWEEN_LOOKS)
        wall = time.perf_counter() - begun
        left = cpu_of_orphans()
        process.returncode = os.waitstatus_to_exitcode(status)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode or said.split() != [str(files)]:
        raise SystemExit(f"bench-intake: {name} failed: {said}")
    alone = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Measured(wall, used.ru_utime + used.ru_stime + left, max(highest, alone) / MEGABYTE)


def adopt_orphans() -> None:
    """Become the parent of what a contestant leaves behind, so that its cost is counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def cpu_of_orphans() -> float:
    """Wait for all that end soon; return the seconds of processors they took.

    What goes on is this process's own: multiprocessing keeps a tracker until the very end.
    """
    seconds, until = 0.0, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            number, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return seconds
        if number:
            seconds += used.ru_utime + used.ru_stime
        else:
            time.sleep(SECONDS_BETWEEN_LOOKS)
    return seconds


def family(number: int) -> Iterator[int]:
    """A process and everything it started, where the system tells (Linux)."""
    yield number
    for child in children(number):
        yield from family(child)


def children(number: int) -> list[int]:
    """The processes that a process started or adopted, where the system tells (Linux)."""
    try:
        threads = list(Path(f"/proc/{number}/task").iterdir())
        return [int(c) for t in threads for c in (t / "children").read_text().split()]
    except OSError:
        return []


def resident(number: int) -> int:
    """Bytes of a process in memory; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
