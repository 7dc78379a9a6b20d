"""Question: how a world differs from the published one."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal

Tree = Literal["then", "now"]


@dataclass(frozen=True)
class Repeat:
    """Whoever below ``unit`` owes a report of ``period`` sends the one before again."""

    unit: str
    period: str


@dataclass(frozen=True)
class Figure:
    """One cell of one unit's report says something else; ``text`` as segments write values."""

    table: str
    field: str
    unit: str
    period: str
    text: str


@dataclass(frozen=True)
class Promise:
    """One target of a plan has another value, in the target's own unit."""

    plan: str
    target: str
    value: str


Change = Repeat | Figure | Promise


@dataclass(frozen=True)
class Question:
    """What is asked of the past, of the tree, and of inputs that nobody sent.

    ``as_of``: only what was received up to the end of that day counts. ``tree``: ``then`` is the
    tree of each period, ``now`` today's tree over all of them. ``changes`` are made in order.
    ``also_by``: declared calendars whose periods are wanted though no plan follows them.
    """

    as_of: date | None = None
    tree: Tree = "then"
    changes: tuple[Change, ...] = ()
    also_by: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the published figures themselves are asked for."""
        return self == Question()

    @property
    def is_of_reports(self) -> bool:
        """Whether nothing but some reports is other than published."""
        asked = replace(self, changes=())
        return asked.is_plain and all(isinstance(c, Repeat | Figure) for c in self.changes)

    @property
    def key(self) -> str:
        """A name for files: the same question has the same one."""
        words = json.dumps(
            [asdict(self), [type(change).__name__ for change in self.changes]],
            default=str, ensure_ascii=False,
        )  # fmt: skip
        return hashlib.sha256(words.encode()).hexdigest()[:16]
