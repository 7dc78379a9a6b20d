"""The page of the report as a tree of elements, for writers of other formats."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pipeline.reports.markup import VOID


@dataclass
class Element:
    """An element with its classes and what is in it: elements and texts."""

    tag: str
    classes: frozenset[str] = frozenset()
    children: list["Element | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Element"]:
        """The elements right inside."""
        return (child for child in self.children if isinstance(child, Element))

    def first(self, tag: str) -> "Element | None":
        """The first element of a kind right inside."""
        return next((child for child in self.elements() if child.tag == tag), None)


class _Builder(HTMLParser):
    """Builds the tree of well-formed markup, as ``markup.el`` writes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes).get("class") or ""
        element = Element(tag, frozenset(said.split()))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def body_of(page: str) -> Element:
    """The body of a page."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    html = builder.root.first("html")
    body = html.first("body") if html else None
    if body is None:
        raise ValueError("a page without a body")
    return body
