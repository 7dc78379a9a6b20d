"""Personal numbers and names: checked, then only a keyed hash of them is kept."""

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path

from pipeline.intake.archive import flush, flush_folder

KEY_FILE = "person_hash.key"
SHOWN = 16
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]")
PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}|\d{7,8}")
HASHED = re.compile(r"[0-9a-f]{16}")


def key_beside(archive: Path) -> bytes:
    """The key of this installation, made at random the first time."""
    path = archive.parent / KEY_FILE
    if not path.exists():
        # Whole or not at all: half a key would be taken for the key ever after.
        fresh = path.with_name(f"{KEY_FILE}.{os.getpid()}")
        fresh.write_bytes(secrets.token_bytes(32))
        fresh.chmod(0o600)
        flush(fresh)
        with suppress(FileExistsError):
            move_unless_there(fresh, path)
        fresh.unlink(missing_ok=True)
        flush_folder(path.parent)
    return path.read_bytes()


def move_unless_there(fresh: Path, path: Path) -> None:
    """Give a file its name. Raises FileExistsError when another process was faster."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        fresh.replace(path)


def keyed_hash(text: str, key: bytes) -> str:
    """The same text gives the same 16 digits here, and tells nobody else anything."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:SHOWN]


def is_id_number(text: str) -> bool:
    """Whether length, date of birth and check digit of an identity number are right."""
    if ID_NUMBER.fullmatch(text) is None:
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False))
    return CHECK[total % 11] == text[17] and born.year >= 1900


def masked(text: str) -> str:
    """The form in which a wrong number may be shown: its length and its last two places."""
    return "*" * max(len(text) - 2, 0) + text[-2:] if len(text) > 4 else "*" * len(text)
