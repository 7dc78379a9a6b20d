"""Opening DuckDB with everything a stranger's machine must not do turned off."""

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from pipeline.intake import archive

SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}


SELDOM = "128MB"
"""How far the log of writes may grow before it is moved into the database file: each time the
newest part of every table is written again. Until then the log is read when the file is opened."""


def said_when_full() -> tuple[str, ...]:
    """What the system says when a disk is full, a quota reached, a file as large as it may be."""
    if sys.platform == "win32":
        import ctypes

        return tuple(ctypes.FormatError(code).strip(" .。\r\n") for code in (112, 1295, 223))
    return tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))


NO_ROOM = said_when_full()


MEMORY, MOST_MEMORY = "UNIONKPI_MEMORY", "2GB"
"""Environment variable that says how much memory the writer may use, and how much without it."""
READING_MEMORY = "1GB"
"""How much a reader may use where nothing was said."""


class OutOfMemory(Exception):
    """A computation needs more memory than the writer may use; nothing of it was stored."""

    def __init__(self, warehouse: Path, limit: str) -> None:
        super().__init__(f"{warehouse.name} needs more than {limit} of memory")
        self.warehouse, self.limit = warehouse, limit


class WrongMemory(Exception):
    """``UNIONKPI_MEMORY`` is not an amount of memory."""


class WarehouseBusy(Exception):
    """Another process is writing to this warehouse."""

    def __init__(self, lock: Path) -> None:
        super().__init__(f"another import is running; it holds {lock.name}")
        self.lock = lock


class WarehouseDamaged(Exception):
    """The database file does not hold what was written: blocks are torn or were overwritten."""


WAREHOUSE = "warehouse"
"""The name of the database where it is written to."""
TAKEN = ("Could not set lock", "already open")
"""What DuckDB says of a file that another program holds: on Windows it names the program."""
DAMAGED = ("Corrupt database file", "replaying WAL")
"""What DuckDB says when it opens such a file."""


def memory_allowed() -> str:
    """How much memory the writer may use, as DuckDB writes it. Raises WrongMemory."""
    said = os.environ.get(MEMORY, "").strip() or MOST_MEMORY
    if not re.fullmatch(r"[1-9]\d*(\.\d+)? ?[KMGT]i?B", said, re.IGNORECASE):
        raise WrongMemory(said)
    return said


def reading_memory() -> str:
    """How much memory readers may use: what was said for the writer, else less than it has."""
    return memory_allowed() if os.environ.get(MEMORY, "").strip() else READING_MEMORY


@contextmanager
def within_memory(database: Path, limit: Callable[[], str] = memory_allowed) -> Iterator[None]:
    """Let what does not fit into the memory allowed be OutOfMemory, whoever computes."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise OutOfMemory(database, limit()) from error


def configure(connection: duckdb.DuckDBPyConnection, temp: Path, memory: str | None = None) -> None:
    """Set what a fresh connection needs: no downloads, bounded memory, a known place to spill.

    Without ``memory`` it may use what the writer may. Raises WrongMemory.
    """
    memory = memory or memory_allowed()
    temp.mkdir(parents=True, exist_ok=True)
    for name, value in SETTINGS.items():
        connection.execute(f"set {name} = {value}")
    connection.execute(f"set memory_limit = '{memory}'")
    connection.execute("set temp_directory = ?", [str(temp)])
    connection.execute("set preserve_insertion_order = true")


@contextmanager
def writer(path: Path, timeout: float = 0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield the only connection that may write to ``path``.

    Raises WarehouseBusy when another process still writes after ``timeout`` seconds,
    OSError(ENOSPC) when the database cannot grow, and OutOfMemory when a computation does not fit
    into the memory it may use; what was not committed is then not there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_suffix(".lock"), timeout=timeout)
    try:
        lock.acquire()
    except Timeout as busy:
        raise WarehouseBusy(Path(lock.lock_file)) from busy
    try:
        connection = connected(path, lock)
        try:
            configure(connection, path.parent / "spill")
            connection.execute(f"set checkpoint_threshold = '{SELDOM}'")
            with within_memory(path):
                yield connection
        except duckdb.Error as error:
            if any(reason in str(error) for reason in NO_ROOM):
                raise OSError(errno.ENOSPC, str(error)) from error
            raise
        finally:
            connection.close()
    finally:
        lock.release()


def put_in_place(fresh: Path, path: Path) -> None:
    """Replace the warehouse at ``path`` by a closed one; raises WarehouseBusy."""
    lock = FileLock(path.with_suffix(".lock"), timeout=0)
    try:
        with lock:
            path.with_name(path.name + ".wal").unlink(missing_ok=True)
            archive.put_in_place(fresh, path)
    except Timeout as busy:
        raise WarehouseBusy(Path(lock.lock_file)) from busy


def connected(path: Path, lock: FileLock) -> duckdb.DuckDBPyConnection:
    """Open the database. Raises WarehouseBusy when a foreign program has it open, and
    WarehouseDamaged.

    It is attached to one in memory, so that it can be let go of for a while (``let_go``).
    """
    connection = duckdb.connect()
    try:
        take_up(connection, path)
    except duckdb.Error as error:
        connection.close()
        if any(words in str(error) for words in TAKEN):
            raise WarehouseBusy(Path(lock.lock_file)) from error
        if any(words in str(error) for words in DAMAGED):
            raise WarehouseDamaged(str(error)) from error
        raise
    return connection


def take_up(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Let a connection work in the database of a file."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as {WAREHOUSE}")
    connection.execute(f"use {WAREHOUSE}")


@contextmanager
def let_go(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """Have the file closed meanwhile; what is made for the session alone stays.

    On Windows nobody can even read a file that a database may write to, itself included.
    """
    connection.execute("use memory")
    connection.execute(f"detach {WAREHOUSE}")
    try:
        yield
    finally:
        take_up(connection, path)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: after an error ``commit`` would return normally and store nothing."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


@contextmanager
def in_one_thread(connection: duckdb.DuckDBPyConnection, when: bool) -> Iterator[None]:
    """Compute in one thread ``when`` there is little: many small steps take longer to share out
    than to do.
    """
    if not when:
        yield
        return
    row = connection.execute("select current_setting('threads')").fetchone()
    connection.execute("set threads = 1")
    try:
        yield
    finally:
        connection.execute("set threads = ?", [row[0] if row else 1])


def append(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]
) -> None:
    """Add rows to a table, values in the order of its columns, in the running transaction.

    As fast as Arrow for tuples, and nothing has to be imported: the first list that Arrow looks
    at makes it load pandas.
    """
    appender = connection.appender(table)
    appender.append_rows(rows)
    appender.flush()
