"""Plants one fault at a time in a copy of the package, and sees whether the tests notice.

``python -m tests.faults_run [processes]`` ends with one line: caught of planted. A fault that can
no longer be planted, a test that fails without one, and a fault nobody notices end it with 1.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from time import monotonic

from tests.faults import FAULTS, ORACLE, Fault
from tests.oracle_run import DIFFERS

ROOT = Path(__file__).parents[1]
SHARED = ("tests", "config", "docs", "dashboards", "pyproject.toml")
WORLDS = 60
FAILED = 1
"""What pytest says when it ran and a test failed; every other code is an accident."""


class CannotPlant(Exception):
    """The code has changed, and the fault with it."""


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
        command = ["-m", "tests.oracle_run", str(WORLDS), "1", "first"]
        if proof != ORACLE:
            command = ["-m", "pytest", proof, "-x", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [sys.executable, *command], cwd=root, capture_output=True, check=False,
            env={**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    return done.returncode


def outcome(fault: Fault) -> str:
    """``caught``, or what happened instead."""
    try:
        code = prove(fault.proof, fault)
    except CannotPlant as changed:
        return str(changed)
    if code == (DIFFERS if fault.proof == ORACLE else FAILED):
        return "caught"
    return "NOT CAUGHT" if code == 0 else f"broke off with exit code {code}"


def main(processes: int, faults: Iterable[Fault] = FAULTS) -> int:
    """Plant all, say what became of each, and return the exit code.

    For each fault only the proof that is meant to notice it runs; its name stands beside it.
    """
    begun, planted = monotonic(), list(faults)
    with ThreadPoolExecutor(processes) as pool:
        proofs = sorted({fault.proof for fault in planted})
        sound = dict(zip(proofs, pool.map(lambda proof: prove(proof, None), proofs), strict=True))
        for proof, code in sound.items():
            if code != 0:
                print(f"{proof} fails without any fault (exit code {code})")
        said = []
        for fault, what in zip(planted, pool.map(outcome, planted), strict=True):
            print(f"  {fault.name}: {what} ({fault.proof})", flush=True)
            said.append(what)
    caught = said.count("caught")
    minutes = (monotonic() - begun) / 60
    print(f"faults: {caught} caught / {len(planted)} planted, each held against one of"
          f" {len(sound)} proofs, {minutes:.1f} minutes")  # fmt: skip
    return int(caught < len(planted) or any(sound.values()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 2))
