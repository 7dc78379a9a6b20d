"""Tables and progress in the terminal."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


def print_table(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
) -> None:
    """Print a table; columns in ``right`` hold numbers."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for position, head in enumerate(heads):
        table.add_column(head, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(soft_wrap=True).print(table)


@contextmanager
def progress_bar(total: int | None, words: str) -> Iterator[Callable[[int], None]]:
    """A bar on stderr that appears only for people, and leaves nothing behind."""
    console = Console(stderr=True)
    words_ = TextColumn("{task.description}")
    columns = (words_, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.update(task, completed=done)
