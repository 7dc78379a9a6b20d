"""Reader: the published snapshot, attached read-only; follows the pointer by itself."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb

from pipeline.warehouse.connection import configure, reading_memory, within_memory
from pipeline.warehouse.deltas import attach
from pipeline.warehouse.layout import NothingPublished, readable, refuse_unnumbered
from pipeline.warehouse.publishing import Publication, published

Parameters = Sequence[object] | Mapping[str, object]
T = TypeVar("T")


class Reader:
    """Answers SQL from the newest snapshot; safe to share between threads.

    A plain ``connect(path, read_only=True)`` would go on giving the old data after a
    publication while any connection is open; attaching by versioned file name does not.
    """

    as_of: date | None = None
    """the day its figures are of; None for what is published now"""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.folder = data / "processed"
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._publication: Publication | None = None
        self._remembered: dict[Callable[..., object], tuple[tuple[object, ...], object]] = {}

    @property
    def publication(self) -> Publication:
        """The snapshot the next question will be answered from.

        Raises NothingPublished, and OtherLayout where another version of the program wrote it.
        """
        newest = published(self.folder)
        if newest is None:
            raise NothingPublished(str(self.folder))
        return readable(self.data, newest)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of the caller's own to the newest snapshot."""
        with self._lock:
            newest = self.publication
            while self._connection is None or self._publication != newest:
                try:
                    self._connection = self._attach(newest)
                except duckdb.IOException:
                    # A reader held up between pointer and snapshot may find it pruned already.
                    if newest == (newest := self.publication):
                        raise
                    continue
                self._publication = newest
            cursor = self._connection.cursor()
        cursor.execute("use snapshot")
        return cursor

    def _attach(self, publication: Publication) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        configure(connection, self.folder / "spill", reading_memory())
        attach(connection, self.folder, publication.file, publication.whole, "snapshot")
        if publication.layout is None:
            refuse_unnumbered(connection, self.data, "snapshot")
        return connection

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises OutOfMemory."""
        cursor = self.cursor()
        try:
            with within_memory(self.folder, reading_memory):
                return cursor.execute(sql, parameters or None).fetchall()
        finally:
            cursor.close()

    def remembered(self, read: Callable[..., T], *given: object) -> T:
        """What ``read`` makes of this reader and what is ``given``, until a publication or
        something given is new.

        Only the last is kept, and only as long as the reader: a server that runs for months would
        hold the units of every publication it has shown. Raises NothingPublished, OtherLayout.
        """
        asked = (self.publication.number, *given)
        about, found = self._remembered.get(read, (None, None))
        if about != asked:
            found = read(self, *given)
            self._remembered[read] = asked, found
        return cast(T, found)
