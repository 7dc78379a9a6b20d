"""Does every file of a folder, and every hostile one, come to a verdict? ``make corpus DIR=…``

Each file goes through the guarded reader and the checks, as when it is taken in. Printed are
the outcomes, the slowest file and the most memory a process used. The program ends with 1 when
a file broke the reader in a way nobody foresaw, took more than 10 seconds, or came to nothing.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import hostile
from pipeline.checks.judging import judge
from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain import clock
from pipeline.domain.submission import FileRead
from pipeline.intake.arrivals import Sent, sent_files
from pipeline.intake.assignment import Knowledge
from pipeline.intake.persons import key_beside
from pipeline.intake.reader_pool import ReaderPool
from pipeline.intake.reading import archived

SECONDS = 10.0
CRASHED, SLOW = "file-crashes-reader", "file-too-slow"
ENDED = ("abort", "MemoryError")
"""Reasons of a reading that the guard ended: the process died, or was refused more memory."""


@dataclass
class Outcomes:
    """What became of the files."""

    files: list[FileRead] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def crashes(self) -> list[str]:
        """Files at which the reader failed in a way its own code does not know."""
        return [f.name for f in self.files for s in f.findings
                if s.slug == CRASHED and not s.details["reason"].startswith(ENDED)]  # fmt: skip

    @property
    def ended(self) -> list[str]:
        """Files at which the guard ended the reading process; they have their verdict."""
        return [f.name for f in self.files for s in f.findings
                if s.slug == CRASHED and s.details["reason"].startswith(ENDED)]  # fmt: skip

    @property
    def hangs(self) -> list[str]:
        """Files that took too long."""
        slow = {f.name for f in self.files if SLOW in (s.slug for s in f.findings)}
        return sorted(slow | {name for name, s in self.seconds.items() if s > SECONDS})

    @property
    def without_verdict(self) -> list[str]:
        """Files nobody can say anything about."""
        return [f.name for f in self.files if f.verdict is None]

    @property
    def slowest(self) -> tuple[float, str]:
        """The longest time a file took, and its name."""
        return max(((s, name) for name, s in self.seconds.items()), default=(0.0, "—"))


class Timed:
    """Files as sent, one after the other, with the time it took to unpack them."""

    def __init__(self, files: Iterator[Sent]) -> None:
        self.files = files
        self.seconds: dict[str, float] = {}
        self.total = 0.0

    def __iter__(self) -> Iterator[Sent]:
        while True:
            begun = time.monotonic()
            sent = next(self.files, None)
            took = time.monotonic() - begun
            self.total += took
            if sent is None:
                return
            self.seconds[sent.name] = took
            yield sent


def read_all(
    folders: list[Path], catalogue: Catalogue, scratch: Path, deadline: float = SECONDS
) -> Outcomes:
    """Read and judge every file of the folders, in one guarded process."""
    archive = scratch / "archive"
    archive.mkdir(parents=True, exist_ok=True)
    known = Knowledge(catalogue.product, catalogue.forms, catalogue.org_units, key_beside(archive))
    found = Outcomes()
    sent = Timed(sent_files(folders))
    items = archived(iter(sent), archive, clock.now(), None, ())
    with ReaderPool(known, 1, deadline=deadline) as pool:
        begun, unpacked = time.monotonic(), 0.0
        for file in pool.read(items):
            judge([file], catalogue)
            now = time.monotonic()
            here = now - begun - (sent.total - unpacked)
            found.seconds[file.name] = sent.seconds.get(file.name, 0.0) + here
            found.files.append(file)
            begun, unpacked = now, sent.total
    return found


def table(found: Outcomes) -> Iterator[str]:
    """Outcomes by verdict and finding; a file with several kinds counts at its first error."""
    counts: Counter[tuple[str, str]] = Counter()
    for file in found.files:
        errors = [f.slug for f in file.findings if f.severity == "error"] or [
            f.slug for f in file.findings
        ]
        counts[str(file.verdict), errors[0] if errors else "—"] += 1
    yield f"{'verdict':12} {'first finding':28} {'files':>6}"
    for (verdict, slug), number in sorted(counts.items()):
        yield f"{verdict:12} {slug:28} {number:6}"


def megabytes() -> tuple[float, float]:
    """The most memory this process, and any reading process, ever held."""
    scale = 2**20 if sys.platform == "darwin" else 2**10
    own, others = (resource.getrusage(who).ru_maxrss / scale
                   for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip
    return own, others


def surprises(found: Outcomes) -> list[str]:
    """Hostile files that did not come to what they must come to."""
    slugs = {f.name: {s.slug for s in f.findings} for f in found.files}
    return [
        f"{name}: {', '.join(sorted(got)) or 'no finding'}"
        for name, expected in hostile.EXPECTED.items()
        if not expected & (got := set().union(
            *(s for n, s in slugs.items() if f"/{name}" in n)
        ))
    ]  # fmt: skip


def main() -> int:
    """Read everything, print, and return 1 when short of what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--config", type=Path, default=Path("config"))
    given = parser.parse_args()
    catalogue = load(given.config).catalogue
    assert catalogue is not None
    folders = [given.folder] if given.folder and given.folder.is_dir() else []
    if given.folder and not folders:
        print(f"corpus: no folder {given.folder}; only the generated files are read")
    with tempfile.TemporaryDirectory(prefix="unionkpi-corpus-") as scratch:
        hostile.write_all(Path(scratch) / "hostile")
        found = read_all([*folders, Path(scratch) / "hostile"], catalogue, Path(scratch))
    print("\n".join(table(found)))
    odd = surprises(found)
    lists = {
        "ended by the guard": found.ended, "CRASHED": found.crashes, "TOO SLOW": found.hangs,
        "WITHOUT VERDICT": found.without_verdict, "NOT AS EXPECTED": odd,
    }  # fmt: skip
    for title, names in lists.items():
        for name in names:
            print(f"{title}: {name}")
    seconds, slowest = found.slowest
    own, others = megabytes()
    failed = found.crashes or found.hangs or found.without_verdict or odd
    print(
        f"corpus: {len(found.files)} files ({len(hostile.FILES)} generated), "
        f"{len(found.crashes)} crashes, {len(found.hangs)} over {SECONDS:.0f} s, "
        f"{len(found.without_verdict)} without verdict, {len(odd)} unexpected, "
        f"{len(found.ended)} ended by the guard; slowest {seconds:.1f} s ({slowest}); "
        f"peak memory {own:.0f} MB here, {others:.0f} MB reading: "
        f"{'FAILED' if failed else 'passed'}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
