"""Warehouse: the writer's side. One process at a time holds it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.submission import FileRead
from pipeline.warehouse.connection import writer
from pipeline.warehouse.fact_tables import create_fact_table
from pipeline.warehouse.loading import Stored, store
from pipeline.warehouse.publishing import Publication, publish


class Warehouse:
    """An open warehouse; make one with ``Warehouse.open``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    @contextmanager
    def open(cls, data: Path, catalogue: Catalogue, timeout: float = 0) -> Iterator["Warehouse"]:
        """Open ``data/processed/warehouse.duckdb`` for writing. Raises WarehouseBusy."""
        path = data / "processed" / "warehouse.duckdb"
        with writer(path, timeout) as connection:
            connection.execute(files("pipeline.warehouse").joinpath("schema.sql").read_text("utf-8"))
            for table, (form, section) in catalogue.tables().items():
                create_fact_table(connection, table, form, form.sections[section])
            yield cls(connection, path)

    def known_contents(self) -> set[str]:
        """SHA-256 of every file received so far."""
        return {sha for (sha,) in self.connection.execute("select sha256 from archive_file").fetchall()}

    def store(self, files_read: Iterable[FileRead], catalogue: Catalogue) -> list[Stored]:
        """Store one batch of judged files in one transaction."""
        return store(self.connection, files_read, catalogue)

    def publish(self, catalogue: Catalogue, at: datetime | None = None) -> Publication:
        """Make the present state what readers see."""
        moment = at or datetime.now(UTC).replace(tzinfo=None)
        return publish(self.connection, self.path, moment, catalogue.digest)
