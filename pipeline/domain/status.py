"""Status: the six words in which a target is judged."""

from enum import StrEnum


class Status(StrEnum):
    """Shown always with its word and its glyph, never by colour alone."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NO_DATA = "no_data"
    INCOMPLETE = "incomplete"


class Verdict(StrEnum):
    """What happened to a file or a submission."""

    ACCEPTED = "accepted"
    WITHHELD = "withheld"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
