"""HTML elements as text: what is not markup is escaped."""

from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "br", "col"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Markup | None | Iterable["str | Markup | None"]


def content(children: Iterable[Child]) -> Markup:
    """Children side by side; plain texts are escaped, absent ones left out."""
    pieces: list[str] = []
    for child in children:
        if isinstance(child, Markup):
            pieces.append(str(child))
        elif isinstance(child, str):
            pieces.append(escape(child, quote=False))
        elif child is not None:
            pieces.append(str(content(child)))
    return Markup("".join(pieces))


def el(tag: str, *children: Child, **attributes: str | None) -> Markup:
    """One element; ``class_`` is class, ``aria_label`` is aria-label, None is left out."""
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in VOID:
        return Markup(f"<{tag}{said}>")
    return Markup(f"<{tag}{said}>{content(children)}</{tag}>")


def table(
    heads: Iterable[tuple[Child, str]], rows: Iterable[Markup], style: str, caption: str
) -> Markup:
    """A table: heads with their classes, ready rows, a caption for screen readers."""
    head = el("tr", *(el("th", text, scope="col", class_=name or None) for text, name in heads))
    return el("table", el("caption", caption), el("thead", head), el("tbody", *rows), class_=style)


def cell(*children: Child, style: str = "") -> Markup:
    """A table cell."""
    return el("td", *children, class_=style or None)


def row_head(*children: Child) -> Markup:
    """The cell that names a row."""
    return el("th", *children, scope="row")
