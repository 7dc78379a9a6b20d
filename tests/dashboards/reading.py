"""Reading a page as a person does: its words, its links."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from dashboards.router import page_for
from dashboards.selection import parse
from tests.dashboards.fake_questions import questions


def page(address: str) -> Component:
    path, _, search = address.partition("?")
    return page_for(object(), questions, parse(path, search))


def walk(node: object) -> Iterator[Any]:
    """Every part of a page, whose attributes the library types for none of them."""
    yield node
    children = getattr(node, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None:
            yield from walk(child)


def words(node: object) -> str:
    return "".join(part for part in walk(node) if isinstance(part, str))


def links(node: object) -> list[str]:
    return [part.href for part in walk(node) if getattr(part, "href", None)]


def labels(node: object) -> list[str]:
    parts = [part for part in walk(node) if isinstance(part, Component)]
    given = [part.to_plotly_json()["props"] for part in parts]
    return [props["aria-label"] for props in given if "aria-label" in props]


def only(node: object, kind: str) -> list[Any]:
    return [part for part in walk(node) if type(part).__name__ == kind]
