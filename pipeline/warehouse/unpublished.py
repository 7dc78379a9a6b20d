"""A mark beside the warehouse while it may hold what no reader has been shown.

Whoever opens the warehouse for writing sets it, and only a publication takes it away. So it is
still there after a process was killed between storing and publishing, and the next one knows
that figures have to be computed even if nothing new comes in.
"""

from pathlib import Path

from pipeline.intake.archive import flush_folder

MARK = "unpublished"


class Unpublished:
    """The mark of one session of writing; ``before``: it was already there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / MARK
        self.before = self._path.exists()
        if not self.before:
            self._path.touch()
            flush_folder(folder)

    def remove(self) -> None:
        """Take the mark away: everything stored has been shown."""
        self._path.unlink(missing_ok=True)
        self.before = False
