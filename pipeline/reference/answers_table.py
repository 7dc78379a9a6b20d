"""The fields of what a command prints with ``--json``, from the dataclass that is printed."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml

from pipeline.reference.markdown import code, table, text

HEADS = ("Field", "Type", "Unit", "Meaning", "含义")
TYPES = {"Decimal": "number", "int": "integer", "str": "text", "bool": "true or false"}


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Return what is written in ``json_fields.yml``."""
    given = files("pipeline.reference").joinpath("json_fields.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = yaml.load(given, Loader=yaml.BaseLoader)
    return read


def answer_table(shape: type) -> str:
    """Return the table of an answer's fields."""
    rows = []
    for path, owner, name, annotation in paths(shape):
        words = meaning(owner, name)
        rows.append(
            [code(path), kind(annotation), text(words.get("unit")), text(words.get("en")),
             text(words.get("zh"))]
        )  # fmt: skip
    return table(HEADS, rows)


def meaning(owner: type, name: str) -> dict[str, str]:
    """Return what is said about one field; nothing for one that nobody has described."""
    special = f"{owner.__name__.removesuffix('Json')}.{name}"
    return meanings().get(special) or meanings().get(name) or {}


def paths(shape: type, above: str = "") -> Iterator[tuple[str, type, str, Any]]:
    """Yield (path, class, field, annotation), going into lists of answers."""
    hints = get_type_hints(shape)
    for field in fields(shape):
        annotation = hints[field.name]
        inner = next((part for part in get_args(annotation) if is_dataclass(part)), None)
        is_list = get_origin(annotation) is tuple
        path = f"{above}{field.name}{'[]' if is_list else ''}"
        yield path, shape, field.name, annotation
        if isinstance(inner, type):
            yield from paths(inner, f"{path}.")


def kind(annotation: Any) -> str:
    """Return a type in words: number, text or null, list."""
    if get_origin(annotation) is tuple:
        return "list"
    if get_origin(annotation) in (Union, UnionType):
        named = [kind(part) for part in get_args(annotation) if part is not NoneType]
        return " or ".join([*named, "null"])
    name = getattr(annotation, "__name__", str(annotation))
    return TYPES.get(name, name)
