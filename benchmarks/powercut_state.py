"""What a data folder holds, in a form that can be compared; and a reader that looks for tears."""

import hashlib
import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline.intake.receipts import FILE as RECEIPTS
from pipeline.warehouse.layout import NothingPublished
from pipeline.warehouse.reader import Reader

OF_THE_RUN = {
    "archive_file": ("seen",),
    "finding": ("finding",),
}
"""Columns that say under how many names something came or in which order things were noted."""
OF_PUBLISHING = {"whole_snapshot", "moved_report", "moved_value", "moved_file"}
"""Tables that say which snapshot is the last whole one; killed imports may have published."""
SECONDS_BETWEEN_LOOKS = 0.05
TEARS = {
    "a submission without its file":
        "select count(*) from submission anti join archive_file using (sha256)",
    "a file without its submissions":
        "select count(*) from archive_file anti join submission using (sha256)"
        " where verdict in ('accepted', 'withheld')",
    "two versions that count":
        "select count(*) from (select form, unit, period from submission where current"
        " group by all having count(*) > 1)",
    "results that are not of these facts":
        "select count(*) from (select submission from submission where current) as s"
        " full join (select distinct submission from report where tbl not like 'system%') as r"
        " using (submission) where r.submission is null or s.submission is null",
    "half a computation": "select (count(*) <> 1)::int from computed_from",
    "a sum that is not that of its cells":
        "select (coalesce((select sum(visits) from current_counter), 0) <> coalesce((select"
        " sum(numerator) from indicator_value join time_window using (win) where"
        " indicator = 'visits' and segment = '' and unit = 'COOP'"
        " and time_window.kind = 'month' and time_window.span = 'period'), 0))::int",
}  # fmt: skip


@dataclass
class Contents:
    """Digest of each published table; archived files; what should not be lying about."""

    digests: dict[str, str]
    archived: list[str]
    left_behind: list[str]

    def save(self, path: Path) -> None:
        """Write it down for another process."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Contents":
        """What ``save`` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def contents_of(data: Path) -> Contents:
    """Everything that must be equal after an import, however it went."""
    reader = Reader(data)
    tables = {name for (name,) in reader.rows("select table_name from duckdb_tables()")}
    archive = data / "raw" / "archive"
    whole = [p for p in archive.rglob("*") if p.is_file() and p.name != RECEIPTS]
    snapshots = (data / "processed" / "snapshots").iterdir()
    return Contents(
        {name: digest_of_table(reader, name) for name in sorted(tables - OF_PUBLISHING)},
        sorted(p.name for p in whole if p.name.startswith(digest(p.read_bytes()))),
        [p.name for p in whole if not p.name.startswith(digest(p.read_bytes()))]
        + [p.name for p in snapshots if p.suffix != ".duckdb"]
        + [p.name for p in (data / "processed").glob("unpublished")],
    )


def digest_of_table(reader: Reader, name: str) -> str:
    """Digest of a table's rows in an order of their own."""
    left_out = ", ".join(OF_THE_RUN.get(name, ()))
    columns = f"* exclude ({left_out})" if left_out else "*"
    only = " where slug <> 'duplicate-file'" if name == "finding" else ""
    rows = reader.rows(f'select {columns} from "{name}"{only} order by all')
    return digest(repr(rows).encode())


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass
class Watch:
    """How often a reader looked, and what it saw that must not be."""

    looks: int = 0
    torn: list[str] = field(default_factory=list)


@contextmanager
def watching(data: Path) -> Iterator[Watch]:
    """Have another process read what is published until the block ends."""
    watch = Watch()
    with tempfile.NamedTemporaryFile(suffix=".watch") as said:
        number = os.fork()
        if number == 0:
            try:
                look_on(data, Path(said.name))
            finally:
                os._exit(0)
        try:
            yield watch
        finally:
            os.kill(number, signal.SIGTERM)
            os.waitpid(number, 0)
            lines = Path(said.name).read_text(encoding="utf-8").splitlines()
    watch.looks = sum(line == "whole" for line in lines)
    watch.torn = [line for line in lines if line != "whole"]


def look_on(data: Path, said: Path) -> None:
    """Look again and again, and say after each look what was seen."""
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    reader = Reader(data)
    with said.open("a", encoding="utf-8") as lines:
        while not stopped:
            try:
                cursor = reader.cursor()
                found = {words: cursor.execute(sql).fetchall() for words, sql in TEARS.items()}
                torn = [words for words, rows in found.items() if rows[0][0]]
            except NothingPublished:
                continue
            except Exception as error:
                torn = [f"{type(error).__name__}: {str(error).splitlines()[0]}"]
            lines.write("".join(f"{words}\n" for words in torn) or "whole\n")
            lines.flush()
            time.sleep(SECONDS_BETWEEN_LOOKS)
