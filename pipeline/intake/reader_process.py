"""A reader process: limited in memory, ended when a file takes too long, replaced when it dies.

A hostile or broken file can abort the process that parses it. Memory that both sides see says which
file is being read, so when a process dies that one is known, and costs only itself; those read
before it whose results were still to be sent are read again.
"""

import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import c_int
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pipeline.domain.submission import FileRead
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.rare_collections import collect_rarely
from pipeline.intake.refusals import refused

if TYPE_CHECKING:
    from pipeline.intake.file_reading import FileReader

MEMORY_LIMIT = 2 * 2**30
SECONDS_PER_FILE = 60.0
SECONDS_TO_START = 120.0
MOST_FAILED_STARTS = 3
SECONDS_TOGETHER = 0.02
"""Results of so long are sent together: each message takes as much as a tenth of a file."""
READY = "ready"
LOG = logging.getLogger(__name__)
if sys.platform == "linux":
    STARTER = multiprocessing.get_context("forkserver")
    STARTER.set_forkserver_preload([__name__, "pipeline.intake.file_reading"])
else:
    STARTER = multiprocessing.get_context("spawn")
"""How readers come to be. On Linux they are copies of one process that has imported what they
need and does nothing else; elsewhere each imports for itself."""


def prepare() -> None:
    """Begin with what all readers need, while the caller goes on; nothing where they are alone."""
    if sys.platform == "linux":
        from multiprocessing import forkserver

        with without_main_script():
            forkserver.ensure_running()


def limit_memory(limit: int) -> str | None:
    """Allow this process ``limit`` bytes beyond what it has. Why not, where it cannot be done."""
    try:
        import resource
    except ImportError:
        return "this system has no memory limits for processes"
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        used = pages * resource.getpagesize()
    except (OSError, ValueError):
        used = 0
    try:
        resource.setrlimit(resource.RLIMIT_AS, (used + limit, used + limit))
    except (OSError, ValueError) as error:
        return str(error)
    return None


class ReadersDoNotStart(RuntimeError):
    """Reader processes die before they are ready; nothing can be read on this machine."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(
            f"reader processes end before they have started (exit code {exit_code});"
            f" given up after {MOST_FAILED_STARTS} attempts"
        )


@contextmanager
def without_main_script() -> Iterator[None]:
    """Hide the program that is running from a process about to be started.

    A spawned process first runs the caller's script again. Readers need nothing of it: it would
    cost them the program's imports, and a script without an ``if __name__`` guard would start
    readers of its own, without end.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def serve(pipe: Connection, memory_limit: int, progress: c_int) -> None:
    """Read what is asked until the pipe closes. The body of the process.

    ``progress`` always says which of the files asked for is being read.
    """
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)  # a panicking parser writes its backtrace there
    try:
        knowledge: Knowledge = pipe.recv()
    except (EOFError, OSError):
        return
    reader = file_reader(knowledge)
    collect_rarely()
    pipe.send((READY, limit_memory(memory_limit)))
    while True:
        try:
            arrivals: list[Arrival] = pipe.recv()
        except (EOFError, OSError):
            return
        answers: list[FileRead | str] = []
        due = time.monotonic() + SECONDS_TOGETHER
        for number, arrival in enumerate(arrivals):
            progress.value = number
            answers.append(read_or_name_error(reader, arrival))
            if time.monotonic() > due or number == len(arrivals) - 1:
                pipe.send(answers)
                answers = []
                due = time.monotonic() + SECONDS_TOGETHER


def file_reader(knowledge: Knowledge) -> "FileReader":
    """The reader of this process; only here all that reading needs is imported."""
    from pipeline.intake.file_reading import FileReader

    return FileReader(knowledge)


def read_or_name_error(reader: "FileReader", arrival: Arrival) -> FileRead | str:
    """Read one file; an error nobody foresaw comes back as its name."""
    try:
        return reader.read(arrival, Path(arrival.path).read_bytes())
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        place = ""
        if (trace := error.__traceback__) is not None:
            while trace.tb_next is not None:
                trace = trace.tb_next
            place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
        return f"{type(error).__name__}{place}"


class ReaderProcess:
    """The parent's side of one reader process and the files it has been given.

    ``knowledge`` is pickled, once for all processes.
    """

    def __init__(
        self,
        knowledge: bytes,
        memory_limit: int = MEMORY_LIMIT,
        deadline: float = SECONDS_PER_FILE,
    ) -> None:
        self.knowledge, self.memory_limit, self.deadline = knowledge, memory_limit, deadline
        self.waiting: list[Arrival] = []
        self.failed_starts = self.answered = 0
        self.start()

    def start(self) -> None:
        """Start a fresh process and hand it what is still waiting."""
        self.pipe, far_end = STARTER.Pipe()
        self.progress = STARTER.RawValue(c_int, 0)
        told = (far_end, self.memory_limit, self.progress)
        self.process = STARTER.Process(target=serve, args=told, daemon=True)
        with without_main_script():
            self.process.start()
        far_end.close()
        # Not as an argument: of a process that dies at once nobody would ever read it, and the
        # pipe of arguments, unlike this one, is held open at both ends while it is written to.
        with suppress(OSError):
            self.pipe.send_bytes(self.knowledge)
        self.ready = False
        self.due = time.monotonic() + SECONDS_TO_START

    def give(self, arrivals: Sequence[Arrival]) -> None:
        """Ask for files to be read, in this order."""
        self.waiting = list(arrivals)
        if self.ready:
            self.hand_over()

    def hand_over(self) -> None:
        self.due = time.monotonic() + self.deadline
        self.answered = self.progress.value = 0
        if self.waiting:
            with suppress(OSError):  # a dead process is noticed where its answers are awaited
                self.pipe.send(self.waiting)

    def reading(self) -> int:
        """Which of the files still waiting it is reading, or was when it died."""
        return min(max(self.progress.value - self.answered, 0), len(self.waiting) - 1)

    def take(self) -> list[FileRead]:
        """The next results, once the pipe has them. Raises EOFError when the process died."""
        answers: list[FileRead | str] | tuple[str, str | None] = self.pipe.recv()
        self.due = time.monotonic() + self.deadline
        if isinstance(answers, tuple):
            self.ready = True
            self.failed_starts = 0
            if answers[1] is not None:
                LOG.warning("spreadsheets are read without a memory limit: %s", answers[1])
            self.hand_over()
            return []
        arrivals, self.waiting = self.waiting[: len(answers)], self.waiting[len(answers) :]
        self.answered += len(answers)
        return [
            broken(arrival, "file-crashes-reader", {"reason": answer})
            if isinstance(answer, str) else answer
            for arrival, answer in zip(arrivals, answers, strict=True)
        ]  # fmt: skip

    def replace(self) -> None:
        """End the process and start another for the files still waiting.

        Raises ReadersDoNotStart when several in a row were never ready.
        """
        if not self.ready:
            self.failed_starts += 1
        ended_with = self.process.exitcode
        self.close()
        if self.failed_starts >= MOST_FAILED_STARTS:
            raise ReadersDoNotStart(ended_with)
        self.start()

    def close(self) -> None:
        """End the process; nothing happens when it is closed already."""
        if self.pipe.closed:
            return
        self.pipe.close()
        self.process.join(timeout=0.5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def broken(arrival: Arrival, slug: str, details: dict[str, str]) -> FileRead:
    """The result for a file that could not be read."""
    return refused(arrival.unread(), slug, details)
