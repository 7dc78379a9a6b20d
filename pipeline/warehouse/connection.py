"""Opening DuckDB with everything a stranger's machine must not do turned off."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}


class WarehouseBusy(Exception):
    """Another process is writing to this warehouse."""

    def __init__(self, lock: Path) -> None:
        super().__init__(f"another import is running; it holds {lock.name}")
        self.lock = lock


def configure(connection: duckdb.DuckDBPyConnection, temp: Path, memory: str = "2GB") -> None:
    """Set what a fresh connection needs: no downloads, bounded memory, a known place to spill."""
    temp.mkdir(parents=True, exist_ok=True)
    for name, value in SETTINGS.items():
        connection.execute(f"set {name} = {value}")
    connection.execute(f"set memory_limit = '{memory}'")
    connection.execute("set temp_directory = ?", [str(temp)])
    connection.execute("set preserve_insertion_order = true")


@contextmanager
def writer(path: Path, timeout: float = 0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield the only connection that may write to ``path``; raises WarehouseBusy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_suffix(".lock"), timeout=timeout)
    try:
        lock.acquire()
    except Timeout as busy:
        raise WarehouseBusy(Path(lock.lock_file)) from busy
    try:
        connection = duckdb.connect(str(path))
        try:
            configure(connection, path.parent / "spill")
            yield connection
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
            fresh.replace(path)
    except Timeout as busy:
        raise WarehouseBusy(Path(lock.lock_file)) from busy


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
