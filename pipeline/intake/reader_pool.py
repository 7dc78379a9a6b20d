"""Several reader processes at work; results come out in the order the files came in."""

import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import cast

from pipeline.domain.submission import FileRead
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.reader_process import MEMORY_LIMIT, SECONDS_PER_FILE, ReaderProcess, broken

CHUNK = 48
SECONDS_BETWEEN_LOOKS = 1.0
Item = Arrival | FileRead


class ReaderPool:
    """Reads files in guarded processes. Use as a context manager."""

    def __init__(
        self,
        knowledge: Knowledge,
        workers: int,
        memory_limit: int = MEMORY_LIMIT,
        deadline: float = SECONDS_PER_FILE,
    ) -> None:
        self.knowledge = knowledge
        self.memory_limit, self.deadline = memory_limit, deadline
        self.most_workers = workers
        self.workers: list[ReaderProcess] = []
        self.ticket_of: dict[int, list[int]] = {}
        self.retried: set[int] = set()

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self.workers:
            worker.close()

    def read(self, items: Iterable[Item]) -> Iterator[FileRead]:
        """Read every arrival; finished results among the items keep their place.

        The next chunk is taken from ``items`` while others are read, so that no process waits.
        """
        source = enumerate(items)
        self.retried = set()  # tickets are counted anew
        done: dict[int, FileRead] = {}
        asked: deque[int] = deque()
        following: list[tuple[int, Arrival]] = []
        exhausted = False
        while True:
            if not following and not exhausted:
                following, exhausted = self.take_chunk(source, done, asked)
            if following and self.has_room():
                self.hand_out(following)
                following = []
            while asked and asked[0] in done:
                yield done.pop(asked.popleft())
            if not asked and exhausted:
                return
            if following or exhausted:
                self.collect(done)

    def hand_out(self, chunk: list[tuple[int, Arrival]]) -> None:
        """Have a process without work read a chunk."""
        worker = self.idle()
        self.ticket_of[id(worker)] = [ticket for ticket, _ in chunk]
        worker.give([arrival for _, arrival in chunk])

    def has_room(self) -> bool:
        """Whether one more chunk could be read at once."""
        return sum(bool(worker.waiting) for worker in self.workers) < self.most_workers

    @cached_property
    def pickled(self) -> bytes:
        """What every process is told; once for all of them, and only if there is one."""
        return pickle.dumps(self.knowledge)

    def idle(self) -> ReaderProcess:
        """A process without work; a new one is started only when there is something to read."""
        for worker in self.workers:
            if not worker.waiting:
                return worker
        worker = ReaderProcess(self.pickled, self.memory_limit, self.deadline)
        self.workers.append(worker)
        return worker

    def take_chunk(
        self,
        source: Iterator[tuple[int, Item]],
        done: dict[int, FileRead],
        asked: deque[int],
    ) -> tuple[list[tuple[int, Arrival]], bool]:
        """The next files to read, and whether that was all; finished items pass through."""
        chunk: list[tuple[int, Arrival]] = []
        before = len(asked)
        for ticket, item in islice(source, CHUNK):
            asked.append(ticket)
            if isinstance(item, FileRead):
                done[ticket] = item
            else:
                chunk.append((ticket, item))
        return chunk, len(asked) - before < CHUNK

    def collect(self, done: dict[int, FileRead]) -> None:
        """Take what the processes have finished; see to those that died or take too long."""
        busy = {worker.pipe: worker for worker in self.workers if worker.waiting}
        if not busy:
            return
        for pipe in wait(list(busy), min(self.deadline, SECONDS_BETWEEN_LOOKS)):
            worker = busy.pop(cast(Connection, pipe))
            try:
                while True:
                    results = worker.take()
                    tickets = self.ticket_of[id(worker)]
                    done.update(zip(tickets, results, strict=False))
                    del tickets[: len(results)]
                    if not worker.waiting or not worker.pipe.poll():
                        break
            except (EOFError, OSError):
                self.after_death(worker, "file-crashes-reader", done)
        now = time.monotonic()
        for worker in busy.values():
            if now > worker.due:
                self.after_death(worker, "file-too-slow", done)

    def after_death(self, worker: ReaderProcess, slug: str, done: dict[int, FileRead]) -> None:
        """Try the file once more in a fresh process; the second time it is given up.

        A process that never became ready has read nothing, and no file is to blame.
        """
        if not worker.ready:
            worker.replace()
            return
        tickets, at = self.ticket_of[id(worker)], worker.reading()
        if slug == "file-too-slow" or tickets[at] in self.retried:
            arrival = worker.waiting.pop(at)
            seconds = f"{worker.deadline:.0f}"
            details = {"seconds": seconds} if slug == "file-too-slow" else {"reason": "abort"}
            done[tickets.pop(at)] = broken(arrival, slug, details)
        else:
            self.retried.add(tickets[at])
        worker.replace()
