"""A reader process: limited in memory, ended when a file takes too long, replaced when it dies.

A hostile or broken file can abort the process that parses it. Each result is sent back as soon
as it is there, so the file being read when a process dies is known, and costs only itself.
"""

import gc
import logging
import multiprocessing
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.domain.submission import FileRead
from pipeline.intake.file_reading import Arrival, FileReader, Knowledge
from pipeline.intake.refusals import refused

MEMORY_LIMIT = 2 * 2**30
SECONDS_PER_FILE = 60.0
SECONDS_TO_START = 120.0
READY = "ready"
LOG = logging.getLogger(__name__)


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


def serve(pipe: Connection, knowledge: Knowledge, memory_limit: int) -> None:
    """Read what is asked until the pipe closes. The body of the process."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)  # a panicking parser writes its backtrace there
    reader = FileReader(knowledge)
    gc.freeze()  # what is known for good need not be walked again and again
    gc.set_threshold(20_000, 50, 100)
    pipe.send((READY, limit_memory(memory_limit)))
    while True:
        try:
            arrivals: list[Arrival] = pipe.recv()
        except (EOFError, OSError):
            return
        for arrival in arrivals:
            pipe.send(read_or_name_error(reader, arrival))


def read_or_name_error(reader: FileReader, arrival: Arrival) -> FileRead | str:
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
    """The parent's side of one reader process and the files it has been given."""

    def __init__(
        self,
        knowledge: Knowledge,
        memory_limit: int = MEMORY_LIMIT,
        deadline: float = SECONDS_PER_FILE,
    ) -> None:
        self.knowledge, self.memory_limit, self.deadline = knowledge, memory_limit, deadline
        self.waiting: list[Arrival] = []
        self.start()

    def start(self) -> None:
        """Start a fresh process and hand it what is still waiting."""
        context = multiprocessing.get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self.process = context.Process(
            target=serve, args=(far_end, self.knowledge, self.memory_limit), daemon=True
        )
        self.process.start()
        far_end.close()
        self.ready = False
        self.due = time.monotonic() + SECONDS_TO_START

    def give(self, arrivals: Sequence[Arrival]) -> None:
        """Ask for files to be read, in this order."""
        self.waiting = list(arrivals)
        if self.ready:
            self.hand_over()

    def hand_over(self) -> None:
        self.due = time.monotonic() + self.deadline
        if self.waiting:
            with suppress(OSError):  # a dead process is noticed where its answers are awaited
                self.pipe.send(self.waiting)

    def take(self) -> FileRead | None:
        """The next result, once the pipe has one. Raises EOFError when the process died."""
        answer: FileRead | str | tuple[str, str | None] = self.pipe.recv()
        self.due = time.monotonic() + self.deadline
        if isinstance(answer, tuple):
            self.ready = True
            if answer[1] is not None:
                LOG.warning("spreadsheets are read without a memory limit: %s", answer[1])
            self.hand_over()
            return None
        arrival = self.waiting.pop(0)
        if isinstance(answer, FileRead):
            return answer
        return broken(arrival, "file-crashes-reader", {"reason": answer})

    def replace(self) -> None:
        """End the process and start another for the files still waiting."""
        if not self.ready:
            raise RuntimeError("the reader process does not start")
        self.close()
        self.start()

    def close(self) -> None:
        """End the process."""
        self.pipe.close()
        self.process.join(timeout=0.5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def broken(arrival: Arrival, slug: str, details: dict[str, str]) -> FileRead:
    """The result for a file that could not be read."""
    return refused(arrival.unread(), slug, details)
