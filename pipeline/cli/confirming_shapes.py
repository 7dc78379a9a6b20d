"""The JSON of what an office settled, or took back: ``alias`` and ``synonym``."""

from dataclasses import dataclass

from pipeline.confirming import Confirmed


@dataclass(frozen=True)
class ConfirmedJson:
    """``alias --json`` and ``synonym --json``: what became of files that are on record."""

    publication: int
    accepted: int
    held: int
    reread: int
    kept: int
    locked: int


AliasJson = SynonymJson = ConfirmedJson


def confirmed_json(done: Confirmed) -> ConfirmedJson:
    """What became of it, where it was not refused."""
    return ConfirmedJson(
        done.publication, done.accepted, done.held, done.reread, done.kept, done.locked
    )
