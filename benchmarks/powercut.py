"""Kill imports at random moments, and see that nothing is lost: ``python -m benchmarks.powercut``.

Each round takes files into a warehouse that holds a few already, and the whole process group,
readers of spreadsheets included, is killed with SIGKILL after a random time, several times over;
some rounds run out of room on the disk instead. Then the import is run to its end, and compared
with one that nobody disturbed: every file once in the archive and the warehouse, every table of
the published snapshot equal; at the end the archive alone must give the same again. All the while
another process reads what is published and looks for anything torn.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.powercut_state import Contents, Watch, contents_of, watching
from benchmarks.powercut_work import (
    FILES,
    import_all,
    import_some,
    import_with_little_room,
    make_again,
    write_inbox,
)

KILLS_IN_A_ROW = 12
ROUNDS_PER_FULL_DISK = 4
SHORTER, LONGER = 0.85, 1.02
"""One import in nine comes to its end."""
SMALLEST_ROOM, LARGEST_ROOM = 12_000, 6_000_000


@dataclass
class Tally:
    """What was done, and what went wrong."""

    kills: int = 0
    full: int = 0
    rounds: int = 0
    looks: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Kill, compare, print one line; return 1 when anything was lost, doubled or torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="unionkpi-powercut-") as folder:
        tally = run_rounds(Path(folder), asked.kills, asked.seed, show=sys.stdout.isatty())
    for words in tally.wrong[:20]:
        print(words)
    short = tally.kills < asked.kills or tally.full == 0 or tally.looks == 0
    print(
        f"powercut: {tally.kills} kills and {tally.full} full disks in {tally.rounds} rounds of "
        f"{FILES} files, {tally.looks} looks of a reader; {len(tally.wrong)} wrong "
        f"(want ≥ {asked.kills} kills, 0 wrong); {time.monotonic() - begun:.0f} s"
    )
    return 1 if tally.wrong or short else 0


def run_rounds(folder: Path, kills: int, seed: int, show: bool = False) -> Tally:
    """Disturb imports until enough of them were killed."""
    dice, tally = random.Random(seed), Tally()
    inbox, before = folder / "inbox", folder / "before"
    write_inbox(inbox)
    if ended(begin(lambda: import_some(inbox, before))) != 0:
        raise RuntimeError("the import before the others failed")
    shutil.copytree(before, folder / "calm")
    begun = time.monotonic()
    if ended(begin(lambda: import_all(inbox, folder / "calm"))) != 0:
        raise RuntimeError("the undisturbed import failed")
    seconds = time.monotonic() - begun
    expected = in_a_child(folder, folder / "calm")
    while tally.kills < kills or tally.full == 0:
        data = folder / f"round-{tally.rounds}"
        shutil.copytree(before, data)
        full = tally.rounds % ROUNDS_PER_FULL_DISK == 1
        with watching(data) as watch:
            seconds = disturb(inbox, data, dice, tally, seconds, full, kills)
            why = folder / "why"
            if ended(begin(partial(import_all, inbox, data), why)) != 0:
                said = why.read_text(encoding="utf-8") if why.exists() else "it was killed"
                tally.wrong.append(f"round {tally.rounds}: the import after it failed: {said}")
        compare(expected, in_a_child(folder, data), watch, tally)
        if tally.kills >= kills and ended(begin(partial(make_again, data))) != 0:
            tally.wrong.append("the archive does not give the published figures again")
        tally.rounds += 1
        shutil.rmtree(data)
        if show:
            print(f"\r{tally.kills} kills, {len(tally.wrong)} wrong", end="\r", flush=True)
    return tally


def disturb(
    inbox: Path, data: Path, dice: random.Random, tally: Tally, seconds: float, full: bool,
    kills: int,
) -> float:  # fmt: skip
    """Run the import some times, and let none of them end in peace.

    ``seconds`` is how long an import may live at most; returned as it fits the machine now, so
    that most are killed and the last moments of an import are met as well.
    """
    if full:
        room = int(SMALLEST_ROOM * (LARGEST_ROOM / SMALLEST_ROOM) ** dice.random())
        if ended(begin(lambda: import_with_little_room(inbox, data, room))) != 0:
            tally.full += 1
        return seconds
    for _ in range(min(dice.randint(1, KILLS_IN_A_ROW), kills - tally.kills)):
        group = begin(lambda: import_all(inbox, data))
        time.sleep(dice.uniform(0, seconds))
        if not killed(group):
            # It had come to its end, and the next would find nothing to do.
            return seconds * SHORTER
        seconds *= LONGER
        tally.kills += 1
    return seconds


def begin(work: Callable[[], None], why: Path | None = None) -> int:
    """Start work in a process that leads a group of its own; its number. What it fails of is
    written down in ``why``."""
    sys.stdout.flush()
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        os.setsid()
        work()
        code = 0
    except BaseException as error:
        if why is not None:
            why.write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        if os.environ.get("POWERCUT_SHOW"):
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(code)


def ended(number: int) -> int:
    """Wait for the process; its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def killed(number: int) -> bool:
    """Kill the whole group; whether the process had still been at work."""
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(number, signal.SIGKILL)
    return ended(number) == -signal.SIGKILL


def in_a_child(folder: Path, data: Path) -> Contents:
    """What a data folder holds, looked up by a process of its own."""
    said = folder / "contents.json"
    if ended(begin(lambda: contents_of(data).save(said))) != 0:
        raise RuntimeError(f"nothing can be read from {data.name}")
    return Contents.load(said)


def compare(expected: Contents, found: Contents, watch: Watch, tally: Tally) -> None:
    """Note what differs from the undisturbed import, and what the reader saw torn."""
    where = f"round {tally.rounds}"
    for name in sorted(expected.digests.keys() | found.digests.keys()):
        if expected.digests.get(name) != found.digests.get(name):
            tally.wrong.append(f"{where}: {name} differs")
    if found.archived != expected.archived:
        tally.wrong.append(f"{where}: the archive differs")
    tally.wrong += [f"{where}: {left} was left behind" for left in found.left_behind]
    tally.wrong += [f"{where}: a reader saw {words}" for words in watch.torn]
    tally.looks += watch.looks


if __name__ == "__main__":
    sys.exit(main())
