"""One reading of the first workbooks, in a process of its own: ``… NAME FOLDER FILES``."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path


def ours(folder: Path, count: int) -> int:
    """Archive, read, check, load, compute, publish, into a fresh data folder."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    return taken_in(folder, count, "accepted")


def again(folder: Path, count: int) -> int:
    """Take in what ``ours`` has taken in just before."""
    return taken_in(folder, count, "duplicate")


def taken_in(folder: Path, count: int, verdict: str) -> int:
    """Take files in; return how many came out as they should."""
    from pipeline import run

    whole = count == len(files(folder))
    paths = [folder / "inbox"] if whole else files(folder)[:count]
    done = run.ingest(paths, [folder / "config"], folder / "data")
    if done.publication is None:
        raise SystemExit("nothing was published")
    return sum(str(file.verdict) == verdict for file in done.files)


def openpyxl(folder: Path, count: int) -> int:
    """Read every sheet with pandas and openpyxl, and do nothing with it."""
    import pandas as pd

    return sum(
        bool(pd.read_excel(path, sheet_name=None, engine="openpyxl"))
        for path in files(folder)[:count]
    )


def calamine(folder: Path, count: int) -> int:
    """Read every sheet with python-calamine, and do nothing with it."""
    from python_calamine import CalamineWorkbook

    read = 0
    for path in files(folder)[:count]:
        with CalamineWorkbook.from_path(path) as book:
            read += bool([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return read


def files(folder: Path) -> list[Path]:
    """The workbooks, in the order of their names."""
    return sorted((folder / "inbox").glob("*.xlsx"))


CONTESTANTS: dict[str, Callable[[Path, int], int]] = {
    "ours": ours,
    "ours-few": ours,
    "again": again,
    "openpyxl": openpyxl,
    "calamine": calamine,
}

if __name__ == "__main__":
    print(CONTESTANTS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3])))
