"""Which layout of the published tables this program reads, and what is said of any other.

The number stands in the pointer to what is published. It is raised whenever a table that readers
ask gets, loses or renames a column; ``tests/warehouse/test_layout.py`` tells when that is due.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from pydantic import ValidationError

from pipeline.domain.noun import Language
from pipeline.warehouse.extracts import extract_in
from pipeline.warehouse.publishing import LAYOUT, Publication, published
from pipeline.wording.phrases import phrase

BEFORE_NUMBERS = ("indicator_term", "valid_from")
"""The column that came last before pointers had a number: without it a snapshot is older."""


class NothingPublished(Exception):
    """There is no snapshot yet."""


class OtherLayout(NothingPublished):
    """What is published was written by another version of the program, and cannot be read.

    ``layout``: its number, 0 before there were any; None where only its definitions cannot be
    read. ``message_zh`` and ``message_en`` say what to do.
    """

    def __init__(self, data: Path, layout: int | None) -> None:
        super().__init__(f"layout {layout} instead of {LAYOUT}")
        self.layout = layout
        extract = extract_in(data)
        self._unit = extract.unit if extract else ""
        self.message_zh, self.message_en = self._said("zh"), self._said("en")

    def _said(self, language: Language) -> str:
        """Where, what, and what to do."""
        which = "other" if self.layout is None else "older" if self.layout < LAYOUT else "newer"
        where = phrase("layout.extract" if self._unit else "layout.data", language, unit=self._unit)
        again = phrase("layout.hand_out" if self._unit else "layout.build", language)
        return phrase(f"layout.{which}", language, where=where, again=again)


def readable(data: Path, publication: Publication) -> Publication:
    """The publication, unless its pointer says that it has another layout: OtherLayout."""
    if publication.layout not in (None, LAYOUT):
        raise OtherLayout(data, publication.layout)
    return publication


def refuse_unnumbered(connection: duckdb.DuckDBPyConnection, data: Path, name: str) -> None:
    """Raise OtherLayout where a snapshot whose pointer has no number lacks what is read today."""
    table, column = BEFORE_NUMBERS
    sql = "from duckdb_columns() where database_name = ? and table_name = ? and column_name = ?"
    if not connection.execute(sql, [name, table, column]).fetchall():
        raise OtherLayout(data, 0)


def refuse_newer(data: Path) -> None:
    """Raise OtherLayout where a newer program publishes: this one would undo what it wrote."""
    last = published(data / "processed")
    if last is not None and (last.layout or 0) > LAYOUT:
        raise OtherLayout(data, last.layout)


@contextmanager
def definitions_of(data: Path) -> Iterator[None]:
    """Let published definitions that cannot be read be OtherLayout."""
    try:
        yield
    except ValidationError as strange:
        raise OtherLayout(data, None) from strange
