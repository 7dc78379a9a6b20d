"""The log of events: one JSON object a line, only ever added to, on the disk before it counts.

It lies with the archive, because nothing else can say again what an office decided. Replaying it
in the order of its lines gives tables ``flow_event`` and ``held_submission`` (see ``flow``).
"""

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.domain.event import Event

FILE = Path("raw") / "events.jsonl"


def append(data: Path, events: Sequence[Event]) -> None:
    """Add events, and wait until they are on the disk.

    A line that a power cut left unfinished is ended first, so that it spoils no other.
    """
    if not events:
        return
    path = data / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    lines = "".join(event.model_dump_json(exclude_defaults=True) + "\n" for event in events)
    with path.open("a", encoding="utf-8", newline="\n") as log:
        log.write("\n" * torn + lines)
        log.flush()
        os.fsync(log.fileno())


def copy(data: Path, into: Path) -> None:
    """Take the log along to where everything is made again."""
    if (data / FILE).exists():
        (into / FILE).parent.mkdir(parents=True, exist_ok=True)
        (into / FILE).write_bytes((data / FILE).read_bytes())


def read(data: Path) -> list[Event]:
    """Every event in the order of the log; a line cut off by a power cut never happened."""
    path = data / FILE
    if not path.exists():
        return []
    found = []
    for line in path.read_bytes().split(b"\n"):
        try:
            found.append(Event.model_validate_json(line))
        except ValueError:
            continue
    return found
