"""Plants one fault at a time in a copy of the package, and sees whether the tests notice.

``python -m tests.faults_run [processes]`` ends with one line: caught of planted. A fault that can
no longer be planted, a test that fails without one, and a fault nobody notices end it with 1.

Each fault names the proof that is meant to notice it; that one runs first and stops at its first
failure. Only for a fault that it does not notice the other tests of the engine run, and then more
invented worlds. Words behind the number choose faults by their names: ``1 ceiling quarter``.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from time import monotonic

from tests.faults import FAULTS, ORACLE, Fault
from tests.oracle_run import DIFFERS

ROOT = Path(__file__).parents[1]
SHARED = ("tests", "config", "docs", "dashboards", "pyproject.toml")
WORLDS = {ORACLE: 60, f"{ORACLE}, long": 400}
"""Invented worlds of a proof; it ends with the first that differs."""
OTHERS = ("tests/indicators/test_missing_and_closed.py", "tests/docs/test_meaning.py",
          f"{ORACLE}, long", "tests/appraisal", "tests/warehouse", "tests/queries")  # fmt: skip
"""Where a fault is looked for that its own proof does not notice."""
FAILED = 1
"""What pytest says when it ran and a test failed; every other code is an accident."""


class CannotPlant(Exception):
    """The code has changed, and the fault with it."""


class BrokeOff(Exception):
    """A proof ended in another way than passing or failing."""


def plant(fault: Fault, package: Path) -> None:
    """Change one place. Raises CannotPlant when it is not there exactly once."""
    file = package / fault.file
    text = file.read_text("utf-8")
    if text.count(fault.old) != 1:
        raise CannotPlant(f"{fault.file} has {text.count(fault.old)} times: {fault.old!r}")
    file.write_text(text.replace(fault.old, fault.new), "utf-8")


def prove(proof: str, fault: Fault | None) -> int:
    """Run a proof over a copy of the package, with a fault or without; return its exit code."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copytree(ROOT / "pipeline", root / "pipeline", ignore=ignore_patterns("__pycache__"))
        for name in SHARED:
            (root / name).symlink_to(ROOT / name)
        if fault is not None:
            plant(fault, root / "pipeline")
        command = ["-m", "pytest", proof, "-x", "-q", "-p", "no:cacheprovider"]
        if proof in WORLDS:
            command = ["-m", "tests.oracle_run", str(WORLDS[proof]), "1", "first"]
        done = subprocess.run(
            [sys.executable, *command], cwd=root, capture_output=True, check=False,
            env={**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    return done.returncode


@cache
def is_sound(proof: str) -> bool:
    """Whether a proof passes without any fault; else it proves nothing."""
    code = prove(proof, None)
    if code != 0:
        print(f"{proof} fails without any fault (exit code {code})", flush=True)
    return code == 0


def notices(proof: str, fault: Fault) -> bool:
    """Whether a proof fails by a fault, as it should. Raises CannotPlant, BrokeOff."""
    code = prove(proof, fault)
    if code in (0, DIFFERS if proof in WORLDS else FAILED):
        return code != 0 and is_sound(proof)
    raise BrokeOff(f"{proof} broke off with exit code {code}")


def outcome(fault: Fault) -> tuple[bool, str]:
    """Whether a fault was caught, and by what or why not."""
    begun = monotonic()
    try:
        by = next(
            (p for p in (fault.proof, *(o for o in OTHERS if o != fault.proof))
             if notices(p, fault)), None,
        )  # fmt: skip
    except (CannotPlant, BrokeOff) as why:
        return False, str(why)
    took = f"{monotonic() - begun:.0f} s"
    if by is None:
        return False, f"NOT CAUGHT, {took}"
    late = "" if by == fault.proof else f", not by {fault.proof}"
    return True, f"caught by {by}{late}, {took}"


def main(processes: int, faults: Iterable[Fault] = FAULTS) -> int:
    """Plant all, say what became of each, and return the exit code."""
    begun, planted = monotonic(), list(faults)
    with ThreadPoolExecutor(processes) as pool:
        proofs = sorted({fault.proof for fault in planted})
        sound = all(list(pool.map(is_sound, proofs)))
        caught = 0
        for fault, (found, what) in zip(planted, pool.map(outcome, planted), strict=True):
            print(f"  {fault.name}: {what}", flush=True)
            caught += found
    minutes = (monotonic() - begun) / 60
    percent = 100 * caught / len(planted) if planted else 100
    print(f"faults: {caught} caught / {len(planted)} planted, {percent:.0f} %,"
          f" {minutes:.1f} minutes")  # fmt: skip
    return int(caught < len(planted) or not sound)


if __name__ == "__main__":
    NUMBER, *WANTED = sys.argv[1:] or ["2"]
    CHOSEN = [f for f in FAULTS if not WANTED or any(word in f.name for word in WANTED)]
    sys.exit(main(int(NUMBER), CHOSEN))
