"""What many tests begin with is made once in a run and copied: a copy is its test's alone.

The processes of a run share what is made: whoever needs it first makes it, the others wait for it.
"""

from collections.abc import Callable, Hashable
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

from filelock import FileLock


class Room:
    """Where folders are kept that are copied; set for the time of a run."""

    folder: Path


def copied(key: Hashable, make: Callable[[Path], object], folder: Path) -> None:
    """Put into ``folder`` what ``make`` makes in an empty one.

    ``key`` says all it depends on, and must read the same in every process: texts and tuples of
    them. Nobody else looks into what was made, so it stays as it is.
    """
    made = Room.folder / sha256(repr(key).encode()).hexdigest()[:32]
    with FileLock(made.with_suffix(".lock")):
        if not made.exists():
            begun = Path(mkdtemp(dir=Room.folder))
            make(begun)
            begun.rename(made)  # what broke off halfway is never copied
    copytree(made, folder, dirs_exist_ok=True)
