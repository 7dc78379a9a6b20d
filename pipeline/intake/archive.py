"""The archive: every file as it was sent, under the hash of its content; written once."""

import hashlib
import os
import re
from pathlib import Path

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def suffix_of(name: str) -> str:
    """The lower-case ending of a file name, or none when it is odd."""
    found = Path(name.replace("\\", "/")).suffix.lower()
    return found if SUFFIX.fullmatch(found) else ""


def archived_path(archive: Path, sha256: str, name: str) -> Path:
    """Where a file of this content and ending is kept."""
    return archive / sha256[:2] / f"{sha256}{suffix_of(name)}"


def keep(content: bytes, name: str, archive: Path) -> tuple[str, Path]:
    """Put a file into the archive, unless it is there; return its hash and place."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = archived_path(archive, sha256, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        arriving = path.with_name(f".{path.name}.{os.getpid()}")
        arriving.write_bytes(content)
        os.replace(arriving, path)  # noqa: PTH105 - the name says what it does
    return sha256, path
