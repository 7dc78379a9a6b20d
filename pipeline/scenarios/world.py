"""World: a reader of figures that nobody published.

Its figures are computed by the engine from a snapshot with altered inputs, into a scratch file
that is thrown away with old snapshots. Every question that can be put to a snapshot can be put to
a world, because it is a ``Reader``.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import Event
from pipeline.indicators.rebuild import begin, rebuild
from pipeline.indicators.refresh import refresh
from pipeline.intake.archive import put_in_place
from pipeline.scenarios.changes import make_changes
from pipeline.scenarios.coming import Coming
from pipeline.scenarios.definitions import published_catalogue
from pipeline.scenarios.inputs import BASE, take_over, take_over_all
from pipeline.scenarios.question import Question
from pipeline.scenarios.tree_now import as_now
from pipeline.warehouse import event_log
from pipeline.warehouse.connection import configure, within_memory
from pipeline.warehouse.corrections import apply_corrections
from pipeline.warehouse.deltas import attach, detach
from pipeline.warehouse.flow import replay as follow
from pipeline.warehouse.publishing import Publication
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.set_checks.making import make_checks

FOLDER = "worlds"
SHARE = 0.25
"""Of the units, as many may have other reports before all figures are computed again."""
MOST = 12
"""Scratch files that are kept; any of them can be made again."""


class World(Reader):
    """Answers SQL from the snapshot as it would be if; follows the pointer like its base."""

    def __init__(self, base: Reader, question: Question) -> None:
        super().__init__(base.data)
        self.base = base
        self.question = question
        self.as_of = question.as_of
        self._building = threading.Lock()

    @property
    def publication(self) -> Publication:
        """The base's publication, with the file of this world. Raises NothingPublished."""
        newest = self.base.publication
        name = f"{newest.number:06d}-{self.question.key}.duckdb"
        file = self.folder / FOLDER / name
        with self._building:
            if not file.exists():
                build(self.base, self.question, file)
                prune(file)
        return replace(newest, file=f"{FOLDER}/{name}", whole=None)

    def discard(self) -> None:
        """Throw the scratch file away."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._publication = None
        for file in (self.folder / FOLDER).glob(f"*-{self.question.key}.duckdb"):
            remove(file)


@lru_cache(maxsize=16)
def world(base: Reader, question: Question) -> Reader:
    """The reader for a question; the published one where nothing is altered."""
    return base if question.is_plain else World(base, question)


def question_of(reader: Reader) -> Question:
    """What a reader's figures were asked as; the plain question for the published ones."""
    asked = reader.base if isinstance(reader, Coming) else reader
    return asked.question if isinstance(asked, World) else Question()


def build(base: Reader, question: Question, file: Path) -> None:
    """Compute a world into a file, which appears only when it is whole. Raises OutOfMemory."""
    file.parent.mkdir(parents=True, exist_ok=True)
    growing = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    catalogue = published_catalogue(base, question.as_of)
    catalogue = replace(catalogue, also_by=question.also_by)
    try:
        with within_memory(file):
            if question.is_of_reports:
                compute_changed(base, question, catalogue, growing)
            else:
                compute_all(base, question, catalogue, growing)
        put_in_place(growing, file)
    finally:
        remove(growing)
        remove(growing.with_name(growing.name + ".wal"))


@contextmanager
def opened(base: Reader, file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A scratch file to compute in; what is computed is in it afterwards."""
    with duckdb.connect(str(file)) as connection:
        configure(connection, base.folder / "spill")
        yield connection
        connection.execute("checkpoint")


def compute_changed(base: Reader, question: Question, catalogue: Catalogue, file: Path) -> None:
    """The published figures, and those that follow from some other reports computed again; in an
    extract all are, for its measures have the numbers of a whole with more plans."""
    publication = base.publication
    if publication.whole is None:
        shutil.copyfile(base.folder / publication.file, file)
    with opened(base, file) as connection:
        if publication.whole is not None:
            attach(connection, base.folder, publication.file, publication.whole, BASE)
            take_over_all(connection, catalogue)
            detach(connection, publication.whole, BASE)
        make_changes(connection, catalogue, question.changes)
        if catalogue.outside is not None or not refresh(connection, catalogue, SHARE):
            rebuild(connection, catalogue)
        make_checks(connection, catalogue)


def compute_all(base: Reader, question: Question, catalogue: Catalogue, file: Path) -> None:
    """Every figure, from what had come in, with what had been decided."""
    publication = base.publication
    if question.tree == "now":
        catalogue = as_now(catalogue, question.as_of or publication.published_at.date())
    with opened(base, file) as connection:
        attach(connection, base.folder, publication.file, publication.whole, BASE)
        take_over(connection, catalogue, question.as_of)
        detach(connection, publication.whole, BASE)
        follow(connection, catalogue, events_by(base.data, question.as_of))
        apply_corrections(connection, catalogue)
        if question.changes:  # which ask for what is owed, by whom, when
            begin(connection, catalogue)
            catalogue = make_changes(connection, catalogue, question.changes)
        rebuild(connection, catalogue)
        make_checks(connection, catalogue)


def events_by(data: Path, day: date | None) -> list[Event]:
    """What offices had decided by the end of a day: approved, returned, withdrawn, locked."""
    return [event for event in event_log.read(data) if day is None or event.at.date() <= day]


def prune(newest: Path) -> None:
    """Remove worlds of earlier snapshots, and the oldest beyond ``MOST``."""
    number = newest.name.partition("-")[0]
    found = sorted(newest.parent.glob("*.duckdb"), key=lambda f: f.stat().st_mtime, reverse=True)
    mine = [file for file in found if file.name.startswith(f"{number}-")]
    for file in set(found) - set(mine[:MOST]):
        remove(file)


def remove(file: Path) -> None:
    """Remove a file; one that is still being read on Windows stays until next time."""
    try:
        file.unlink(missing_ok=True)
    except PermissionError:
        return
