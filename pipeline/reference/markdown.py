"""Markdown: tables, headings with an address of their own, and text that stays text."""

from collections.abc import Iterable, Sequence

ESCAPES = str.maketrans({"\\": "\\\\", "|": "\\|", "<": "&lt;", "*": "\\*", "\n": " "})


def text(said: object) -> str:
    """Return a text in which no sign has a meaning of its own; nothing for None."""
    return "" if said is None else str(said).strip().translate(ESCAPES)


def code(said: object) -> str:
    """Return a code span for a table or a line; nothing for an empty text."""
    plain = "" if said is None else str(said)
    return "`{}`".format(plain.replace("|", "\\|")) if plain else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def heading(level: int, title: str, address: str) -> str:
    """Return a heading that can be linked to as ``#address`` whatever its words are."""
    return f'<a id="{address}"></a>\n\n{"#" * level} {title}'


def bullets(items: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {item}" for item in items)


def page(blocks: Iterable[str]) -> str:
    """Return a page; empty blocks are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"
