"""LibreOffice without a window: opens workbooks and saves them again, as a clerk's program does."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
SECONDS = 240

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed"
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed"
)


def saved_again(paths: Sequence[Path], ending: str, folder: Path) -> dict[str, Path]:
    """Open and save workbooks in another format; return the new files by their stems."""
    assert SOFFICE is not None
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder / "profile").resolve().as_uri()
    done = subprocess.run(
        [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation={profile}",
         "--convert-to", ending, "--outdir", str(folder), *map(str, paths)],
        capture_output=True, text=True, timeout=SECONDS, check=True,
    )  # fmt: skip
    assert "rror" not in done.stdout, done.stdout
    return {path.stem: folder / f"{path.stem}.{ending}" for path in paths}
