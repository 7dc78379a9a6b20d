"""What many tests begin with is made once and copied: a copy of a folder is its test's alone."""

from collections.abc import Callable, Hashable
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

KEPT: dict[Hashable, Path] = {}
"""What was made, by what it was made from; nobody but ``copied`` looks into these folders."""


class Room:
    """Where folders are kept that are copied; set for the time of a run."""

    folder: Path


def copied(key: Hashable, make: Callable[[Path], object], folder: Path) -> None:
    """Put into ``folder`` what ``make`` makes in an empty one; ``key`` says all it depends on."""
    if key not in KEPT:
        made = Path(mkdtemp(dir=Room.folder))
        make(made)
        KEPT[key] = made
    copytree(KEPT[key], folder, dirs_exist_ok=True)
