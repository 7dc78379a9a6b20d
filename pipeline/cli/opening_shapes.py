"""The JSON of what came in when a period was opened: ``unlock`` and ``exempt``."""

from dataclasses import dataclass

from pipeline.run import Decision


@dataclass(frozen=True)
class OpenedJson:
    """``unlock --json`` and ``exempt --json``: what became of files that are on record."""

    publication: int
    accepted: int
    reread: int
    adopted: int


UnlockJson = ExemptJson = OpenedJson


def opened_json(done: Decision) -> OpenedJson:
    """What became of it, where it was not refused."""
    number = done.publication.number if done.publication else 0
    again = done.again
    return OpenedJson(number, again.accepted, len(again.reread), again.adopted)
