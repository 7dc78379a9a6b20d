"""The process in which answers are made: limited in memory and time, like the one that reads."""

import gc
import multiprocessing
import os
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from pipeline.domain.finding import Finding
from pipeline.domain.noun import Language
from pipeline.intake.reader_process import MEMORY_LIMIT, SECONDS_PER_FILE, limit_memory

SECONDS_TO_START = 60.0
Asked = tuple[Path, list[Finding], Language]
Made = tuple[str, bytes] | None


def serve(pipe: Connection, memory_limit: int) -> None:
    """Make answers until the pipe closes. The body of the process."""
    from pipeline.reports.answer.returning import returned

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)  # a panicking parser writes its backtrace there
    limit_memory(memory_limit)
    while True:
        try:
            path, findings, language = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            made: Made = returned(path.read_bytes(), path.suffix, findings, language)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # whatever a hostile file does, its findings still go back
            made = None
        pipe.send(made)
        del made
        gc.collect()


class GuardedMarker:
    """Makes answers in another process. Use as a context manager."""

    def __init__(
        self, memory_limit: int = MEMORY_LIMIT, deadline: float = SECONDS_PER_FILE
    ) -> None:
        self.memory_limit, self.deadline = memory_limit, deadline
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "GuardedMarker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def returned(self, path: Path, findings: Sequence[Finding], language: Language) -> Made:
        """Return ending and bytes of the answer; None where the file allows none."""
        pipe = self._started()
        try:
            pipe.send((path, list(findings), language))
            if pipe.poll(self.deadline + SECONDS_TO_START):
                made: Made = pipe.recv()
                return made
        except (EOFError, OSError):
            pass  # the process died of this file
        self.close()
        return None

    def close(self) -> None:
        """End the process."""
        if self._process is None or self._pipe is None:
            return
        with suppress(OSError):
            self._pipe.close()
        self._process.join(timeout=0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, far_end = context.Pipe()
            self._process = context.Process(
                target=serve, args=(far_end, self.memory_limit), daemon=True
            )
            self._process.start()
            far_end.close()
        return self._pipe
