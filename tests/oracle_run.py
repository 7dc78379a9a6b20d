"""The long run of the oracle: ``python -m tests.oracle_run 5000 2`` (worlds, processes).

With ``first`` behind it, the run ends at the first difference, with exit code 3.

Nothing stops at the first difference, and nothing is shrunk: the run says how many figures,
targets and scores of how many worlds were compared and how many differ. A world that differs is
then found again by ``WORLDS=… pytest tests/indicators/test_oracle.py``, which shrinks it.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from warnings import catch_warnings, filterwarnings

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.indicators.comparing import compare
from tests.indicators.worlds import SideBySide, side_by_side

TOGETHER = 10
"""Worlds that are computed side by side."""
CHUNK = 100
"""Worlds of one task; its seed is its number."""
SAY = 500
DIFFERS = 3


class Enough(Exception):
    """As many worlds as were asked for, or one on which the two do not agree."""


@dataclass
class Tally:
    """What one task compared."""

    worlds: int = 0
    figures: int = 0
    targets: int = 0
    scores: int = 0
    differences: int = 0
    example: str = ""

    def add(self, other: "Tally") -> None:
        """Count another's in."""
        for name in ("worlds", "figures", "targets", "scores", "differences"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.example = other.example


def run(task: tuple[int, int], *, stop: bool = False) -> Tally:
    """Invent worlds from a seed and compare everything that is said of each."""
    number, count = task
    tally, together = Tally(), min(TOGETHER, count)

    @seed(number)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(side_by_side(together, together))
    def look(invented: SideBySide) -> None:
        if tally.worlds >= count:
            raise Enough
        found = compare(invented)
        different = len(found.different)
        example = ""
        if different:
            example = f"seed {number}: {next(iter(found.different.items()))}"
        tally.add(Tally(len(invented.members), found.figures, found.targets, found.scores,
                        different, tally.example or example))  # fmt: skip
        if different and stop:
            raise Enough

    with suppress(Enough), catch_warnings():
        filterwarnings("ignore", "Generating overly large repr")  # worlds are large; none is shown
        look()
    return tally


def tasks(wanted: int) -> Iterator[tuple[int, int]]:
    """Seeds with their number of worlds, until ``wanted`` are asked for."""
    for number, start in enumerate(range(0, wanted, CHUNK), start=1):
        yield number, min(CHUNK, wanted - start)


def main(wanted: int, processes: int) -> int:
    """Compare, say it in one line, and return the exit code."""
    begun, whole, said = monotonic(), Tally(), 0
    with ProcessPoolExecutor(processes) as pool:
        for tally in pool.map(run, tasks(wanted)):
            whole.add(tally)
            if tally.example:
                print(tally.example)
            if whole.worlds // SAY > said:
                said = whole.worlds // SAY
                print(f"  {whole.worlds} worlds, {whole.differences} differences", flush=True)
    minutes = (monotonic() - begun) / 60
    print(
        f"oracle: {whole.worlds} worlds, {whole.figures} figures, {whole.targets} targets,"
        f" {whole.scores} scores, {whole.differences} differences, {minutes:.1f} minutes"
    )
    return int(whole.differences > 0 or whole.worlds < wanted)


def until_first(wanted: int) -> int:
    """Compare until something differs; say what."""
    tally = run((1, wanted), stop=True)
    print(tally.example or f"{tally.worlds} worlds without a difference")
    return DIFFERS if tally.differences else 0


if __name__ == "__main__":
    WANTED, PROCESSES = int(sys.argv[1]), int(sys.argv[2])
    sys.exit(until_first(WANTED) if sys.argv[3:] == ["first"] else main(WANTED, PROCESSES))
