"""One reading of the thousand workbooks, in a process of its own: ``python -m … ours FOLDER``."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def ours(folder: Path) -> int:
    """Archive, read, check, load, compute, publish; return the rows in the warehouse."""
    from pipeline import run
    from pipeline.domain.status import Verdict

    with tempfile.TemporaryDirectory(dir=folder) as data:
        done = run.ingest([folder / "inbox"], [folder / "config"], Path(data))
        refused = [f for f in done.files if f.verdict is not Verdict.ACCEPTED]
        if refused or done.publication is None:
            raise SystemExit(f"not accepted: {refused[:1]}")
    return len(done.files)


def openpyxl(folder: Path) -> int:
    """Read every sheet with pandas and openpyxl, and do nothing with it."""
    import pandas as pd

    return sum(
        bool(pd.read_excel(path, sheet_name=None, engine="openpyxl")) for path in files(folder)
    )


def calamine(folder: Path) -> int:
    """Read every sheet with python-calamine, and do nothing with it."""
    from python_calamine import CalamineWorkbook

    count = 0
    for path in files(folder):
        with CalamineWorkbook.from_path(path) as book:
            count += bool([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return count


def files(folder: Path) -> list[Path]:
    """The workbooks, in the order of their names."""
    return sorted((folder / "inbox").glob("*.xlsx"))


CONTESTANTS: dict[str, Callable[[Path], int]] = {
    "ours": ours,
    "openpyxl": openpyxl,
    "calamine": calamine,
}

if __name__ == "__main__":
    print(CONTESTANTS[sys.argv[1]](Path(sys.argv[2])))
