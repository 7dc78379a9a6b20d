"""Python's collector of cycles, kept from walking what was read again and again.

Files are read into millions of small values without a cycle among them. By its usual measure the
collector looks through all that are alive after every few hundred new ones.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

USUAL = gc.get_threshold()
RARELY = (20_000, 50, 100)


def collect_rarely() -> None:
    """What exists now is never walked again, and new values seldom. For a process that reads."""
    gc.freeze()
    gc.set_threshold(*RARELY)


@contextmanager
def rare_collections() -> Iterator[None]:
    """The same while results of readers are handled, for a process that goes on afterwards."""
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*USUAL)
        gc.unfreeze()
