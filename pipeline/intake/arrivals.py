"""What was sent: files, folders and .zip bundles, one content after the other."""

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from pipeline.domain import clock
from pipeline.intake.archive import suffix_of
from pipeline.intake.limits import LARGEST_FILE, ZIP

READABLE = frozenset({
    ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv", ".xltx", ".ett", ".tsv", ".txt",
})  # fmt: skip
IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".gitkeep"})
MOST_MEMBERS = 20_000
LARGEST_BUNDLE = 2 * 2**30


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as sent; ``problem`` says why it is not even tried.

    ``written``: seconds from the beginning of 1970 (UTC) until the file was last written; unknown
    inside bundles.
    """

    name: str
    content: bytes = b""
    problem: str | None = None
    written: float | None = None

    @property
    def modified(self) -> datetime | None:
        """When the file was last written, by the office's clock: few ask, of thousands."""
        return None if self.written is None else clock.at_seconds(self.written)


@dataclass(slots=True)
class Room:
    """How much one delivery may still unpack to, over all bundles in its bundles."""

    left: int

    def takes(self, size: int) -> bool:
        """Whether a member of this size is let in; it then takes up its room."""
        if size > min(LARGEST_FILE, self.left):
            return False
        self.left -= size
        return True


def sent_files(paths: Iterable[Path | str]) -> Iterator[Sent]:
    """Every file in the order sent; folders are walked in the order of their names."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            top, folder = path.resolve().name, str(path)
            for parts in sorted(files_below(path)):
                place = os.path.join(folder, *parts)  # noqa: PTH118 - thousands
                yield from sent_file(place, "/".join((top, *parts)), in_folder=True)
        else:
            yield from sent_file(str(path), path.name, in_folder=False)


def files_below(folder: Path | str, *above: str) -> Iterator[tuple[str, ...]]:
    """The files in a folder and the folders in it, as the parts of their paths from there.

    The folder says itself what is a file: thousands need not be asked one by one.
    """
    entries: list[os.DirEntry[str]] = []
    with suppress(OSError), os.scandir(folder) as found:  # as ``os.walk``: what is closed is empty
        entries += found
    for entry in entries:
        with suppress(OSError):
            if entry.is_file():
                yield (*above, entry.name)
            elif entry.is_dir(follow_symlinks=False):
                yield from files_below(entry.path, *above, entry.name)


def sent_file(place: str, name: str, *, in_folder: bool) -> Iterator[Sent]:
    """The file at a place, or the members of a bundle."""
    if is_ignored(name):
        return
    if is_lock(name):
        yield Sent(name, problem="not-a-spreadsheet")
        return
    try:
        with open(place, "rb") as opened:  # noqa: PTH123 - thousands
            about = os.fstat(opened.fileno())
            if about.st_size > LARGEST_BUNDLE:
                yield Sent(name, problem="file-too-large")
                return
            content = opened.read()
    except FileNotFoundError:
        yield Sent(name, problem="file-not-there")
        return
    except OSError:
        yield Sent(name, problem="file-missing")
        return
    sent, room = Sent(name, content, written=about.st_mtime), Room(LARGEST_BUNDLE)
    yield from unpacked(sent, 2, room, strict=in_folder)


def unpacked(sent: Sent, levels: int, room: Room, strict: bool) -> Iterator[Sent]:
    """The file itself, or what a .zip bundle holds, down to bundles in the bundle."""
    suffix = suffix_of(sent.name)
    if suffix == ".zip" and sent.content.startswith(ZIP) and not is_workbook(sent.content):
        if levels:
            yield from members(sent, levels - 1, room)
        else:
            yield Sent(sent.name, problem="archive-member-refused")
    elif strict and suffix not in READABLE:
        yield Sent(sent.name, problem="not-a-spreadsheet")
    elif len(sent.content) > LARGEST_FILE:
        yield Sent(sent.name, problem="file-too-large")
    else:
        yield sent


def is_workbook(content: bytes) -> bool:
    """Whether a .zip is really a workbook under another name."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as bundle:
            names = set(bundle.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "[Content_Types].xml" in names or "mimetype" in names


def members(sent: Sent, levels: int, room: Room) -> Iterator[Sent]:
    """The files in a bundle, read in memory; their names are only ever shown."""
    try:
        with zipfile.ZipFile(BytesIO(sent.content)) as bundle:
            entries = sorted(
                (i for i in bundle.infolist() if not i.is_dir()), key=lambda i: i.filename
            )
            if len(entries) > MOST_MEMBERS or sum(i.file_size for i in entries) > LARGEST_BUNDLE:
                yield Sent(sent.name, problem="archive-damaged")
                return
            for entry in entries:
                yield from member(bundle, entry, sent.name, levels, room)
    except (zipfile.BadZipFile, OSError, ValueError):
        yield Sent(sent.name, problem="archive-damaged")


def member(
    bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, within: str, levels: int, room: Room
) -> Iterator[Sent]:
    """One member of a bundle."""
    name = f"{within}/{safe_name(entry)}"
    if is_ignored(name):
        return
    if is_lock(name):
        yield Sent(name, problem="not-a-spreadsheet")
        return
    if entry.flag_bits & 1 or not room.takes(entry.file_size):
        yield Sent(name, problem="archive-member-refused")
        return
    try:
        with bundle.open(entry) as opened:  # reading it whole would unpack more than it declares
            content = opened.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        yield Sent(name, problem="archive-member-refused")
        return
    yield from unpacked(Sent(name, content), levels, room, strict=True)


def safe_name(entry: zipfile.ZipInfo) -> str:
    """The member's name for people: GBK names of Chinese Windows read, dots and roots dropped."""
    name = entry.filename
    if not entry.flag_bits & 0x800:  # not marked UTF-8: zipfile read it as cp437
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    pieces = name.replace("\\", "/").split("/")
    printable = ("".join(c for c in piece if c.isprintable()) for piece in pieces)
    return "/".join(p for p in printable if p not in ("", ".", "..")) or "?"


def is_ignored(name: str) -> bool:
    """Files that operating systems leave behind."""
    return not IGNORED.isdisjoint(name.lower().split("/"))


def is_lock(name: str) -> bool:
    """Lock files of an open workbook, and hidden files."""
    return name.rpartition("/")[2].startswith(("~$", "."))
