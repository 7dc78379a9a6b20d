"""Reader: the published snapshot, attached read-only; follows the pointer by itself."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipeline.warehouse.connection import configure, reading_memory, within_memory
from pipeline.warehouse.deltas import attach
from pipeline.warehouse.layout import NothingPublished, readable, refuse_unnumbered
from pipeline.warehouse.publishing import Publication, published

Parameters = Sequence[object] | Mapping[str, object]


class Reader:
    """Answers SQL from the newest snapshot; safe to share between threads.

    A plain ``connect(path, read_only=True)`` would go on giving the old data after a
    publication while any connection is open; attaching by versioned file name does not.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.folder = data / "processed"
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._publication: Publication | None = None

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

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple]:
        """All rows of a query. Raises OutOfMemory."""
        cursor = self.cursor()
        try:
            with within_memory(self.folder, reading_memory):
                return cursor.execute(sql, parameters or None).fetchall()
        finally:
            cursor.close()
