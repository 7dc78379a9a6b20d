"""Working ahead: what an iterator makes is made in a thread of its own, a little in advance."""

import sys
import threading
from collections.abc import Iterator
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

T = TypeVar("T")
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_AT_A_TURN = 0.0005
"""After so long a thread that computes lets another go on: by Python's own measure one that has
waited for the disk waits ten times as long again, each time."""


class _End:
    """Stands behind the last item; carries the error that ended the work, if one did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Ahead(Generic[T]):
    """Iterates over ``items``, which are made in a thread, at most ``most`` in advance.

    Use as a context manager: on leaving, the thread stops and ``items`` are closed in it.
    """

    def __init__(self, items: Iterator[T], most: int = 1) -> None:
        self._items = items
        self._queue: Queue[T | _End] = Queue(most)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
        self._usual_turn = sys.getswitchinterval()

    def __enter__(self) -> Iterator[T]:
        sys.setswitchinterval(min(SECONDS_AT_A_TURN, self._usual_turn))
        self._thread.start()
        return self._taken()

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        self._thread.join()
        sys.setswitchinterval(self._usual_turn)

    def _taken(self) -> Iterator[T]:
        while True:
            try:  # with a limit, so that Ctrl-C is heard everywhere
                item = self._queue.get(timeout=SECONDS_BETWEEN_LOOKS)
            except Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item

    def _work(self) -> None:
        end = _End()
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except BaseException as error:
            end = _End(error)
        finally:
            close = getattr(self._items, "close", None)
            if close is not None:
                close()
            self._put(end)

    def _put(self, item: T | _End) -> bool:
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=SECONDS_BETWEEN_LOOKS)
            except Full:
                continue
            return True
        return False
