"""Tables and progress in the terminal."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

BEYOND_ANY = 100_000
"""Columns that no line of a table reaches."""
PATIENCE = 1.0
"""Seconds before it is said that something is being worked out; most answers come sooner."""


def print_table(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
) -> None:
    """Print a table; columns in ``right`` hold numbers. Words are printed as they are: in
    brackets or colons the library would read colours and pictures of its own, and a file
    named ``[b].xlsx`` lost them."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for position, head in enumerate(heads):
        table.add_column(head, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(width=room(), soft_wrap=True, markup=False, emoji=False).print(table)


def room() -> int | None:
    """How wide a table may be: as the window is, and in a file or a pipe as wide as its words,
    where a folded name is found by no search."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else BEYOND_ANY


def progress_bar(total: int | None, words: str) -> AbstractContextManager[Callable[[int], None]]:
    """A bar on stderr that counts, appears only for people, and leaves nothing behind."""
    return _shown(total, words, [MofNCompleteColumn()], 0)


def working(words: str) -> AbstractContextManager[Callable[[int], None]]:
    """The same for what has nothing to count; it appears once it takes longer than a moment."""
    return _shown(None, words, [], PATIENCE)


@contextmanager
def _shown(
    total: int | None, words: str, counted: Sequence[ProgressColumn], after: float
) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *counted,
        TimeElapsedColumn(),
    )
    bar = Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    )
    task = bar.add_task(words, total=total)
    start = Timer(after, bar.start)
    start.daemon = True
    if after:
        start.start()
    else:
        bar.start()
    try:
        yield lambda done: bar.update(task, completed=done)
    finally:
        start.cancel()
        if after:
            start.join()  # it may be about to begin
        bar.stop()
