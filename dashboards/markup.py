"""Markup: what never changes once it is drawn goes to the browser as text.

Dash keeps every element as a component of its own, which takes seconds for a table of some
hundred rows. Here the parts of a page that no callback touches become one element each, a
``slot`` (it has no box and no meaning of its own), filled by ``assets/js/markup.js``.
"""

import re
from collections.abc import Iterable
from html import escape

from dash import html
from dash.development.base_component import Component

NAMES = {"className": "class", "htmlFor": "for", "colSpan": "colspan", "tabIndex": "tabindex"}
VOID = ("Br",)
OURS = re.compile(r"#|/(?!/)")
CAPITAL = re.compile(r"[A-Z]")
Node = Component | str | int | float | None


class NotStillError(ValueError):
    """An element that the browser may not be given as text."""


def still(node: Node) -> Node:
    """The same page, with everything that stays as it is turned into text."""
    if not isinstance(node, Component):
        return node
    if not is_live(node):
        return slot([node])
    if node._namespace == "dash_html_components":
        node.children = list(merged(children_of(node)))
    return node


def merged(children: Iterable[Node]) -> Iterable[Node]:
    """Children, with runs of still ones put into one slot."""
    run: list[Node] = []
    for child in children:
        if isinstance(child, Component) and is_live(child):
            if run:
                yield slot(run)
            yield still(child)
            run = []
        else:
            run.append(child)
    if run:
        yield slot(run)


def slot(nodes: list[Node]) -> html.Slot:
    """One element that holds all of them as text."""
    return html.Slot(**{"data-markup": "".join(map(text, nodes))})  # type: ignore[arg-type]


def is_live(node: Component) -> bool:
    """Whether a callback or a script of Dash has to do with the element or one inside it."""
    if node._namespace != "dash_html_components" or "data-live" in given_to(node):
        return True
    return any(isinstance(c, Component) and is_live(c) for c in children_of(node))


def given_to(node: Component) -> dict[str, object]:
    """The properties an element was made with."""
    return dict(node.to_plotly_json()["props"])  # type: ignore[no-untyped-call]


def children_of(node: Component) -> list[Node]:
    """An element's children as a list."""
    children = getattr(node, "children", None)
    if isinstance(children, list | tuple):
        return list(children)
    return [] if children is None else [children]


def text(node: Node) -> str:
    """An element as HTML; every text and attribute escaped."""
    if not isinstance(node, Component):
        return "" if node is None else escape(str(node))
    tag = type(node).__name__.lower()
    if tag in ("script", "style", "iframe"):
        raise NotStillError(tag)
    opening = f"<{tag}{attributes(node)}>"
    if type(node).__name__ in VOID:
        return opening
    return f"{opening}{''.join(map(text, children_of(node)))}</{tag}>"


def attributes(node: Component) -> str:
    """An element's attributes."""
    pairs = [attribute(name, value) for name, value in given_to(node).items()
             if name not in ("children", "key")]  # fmt: skip
    return "".join(pair for pair in pairs if pair)


def attribute(name: str, value: object) -> str:
    """One attribute; those that are off or empty are left out."""
    if value is None or value is False or value == "":
        return ' value=""' if name == "value" else ""
    if value is True:
        return f" {name.lower()}"
    if isinstance(value, dict):
        value = ";".join(f"{css_name(key)}:{setting}" for key, setting in value.items())
    if name == "href" and not OURS.match(str(value)):
        raise NotStillError(str(value))
    return f' {NAMES.get(name, name)}="{escape(str(value))}"'


def css_name(name: str) -> str:
    """``marginTop`` as style sheets write it."""
    return CAPITAL.sub(lambda capital: f"-{capital[0].lower()}", name)
