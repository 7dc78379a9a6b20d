"""Walking a model's annotations beside a file: which keys are permitted where."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.definitions.yaml_lines import YamlFile

Location = tuple[str | int, ...]
Shape = Literal["text", "list", "mapping"]


@dataclass(frozen=True)
class Spot:
    """Where an error of pydantic points: in the file, and in the model.

    ``chosen`` is False for an alternative the file's author plainly did not mean, such as
    "should be a text" where a mapping stands and a mapping is permitted.
    """

    path: Location
    annotation: Any
    chosen: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys permitted here."""
        models = [m for m in members(self.annotation) if is_model(m)]
        return tuple(name for m in models for name in m.model_fields)


def find_spot(model: type[BaseModel], location: Location, file: YamlFile) -> Spot:
    """Follow ``location`` through the model and the file together."""
    annotation: Any = model
    path: list[str | int] = []
    chosen = True
    for step in location:
        choices = list(members(annotation))
        if len(choices) > 1:
            given = shape_of(file.at(path))
            named = next((c for c in choices if step in (_tag(c), _kind(c))), choices[0])
            chosen = chosen and (
                shape_of_type(named) == given
                or (named is choices[0] and given not in map(shape_of_type, choices))
            )
            annotation = named
            continue
        annotation = _inside(choices[0], step) if choices else None
        path.append(step)
    return Spot(tuple(path), annotation, chosen)


def members(annotation: Any) -> Iterator[Any]:
    """Yield the alternatives of an annotation; None is not one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from members(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for member in get_args(annotation):
            yield from members(member)
    elif annotation is not None and annotation is not NoneType:
        yield annotation


def is_model(annotation: Any) -> bool:
    """Whether an annotation is a noun with keys of its own."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def shape_of(value: object) -> Shape:
    """Return the shape of something read from YAML."""
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def shape_of_type(annotation: Any) -> Shape:
    """Return the shape in which YAML gives a type."""
    if is_model(annotation) or get_origin(annotation) is dict:
        return "mapping"
    return "list" if get_origin(annotation) in (tuple, list) else "text"


def _tag(annotation: Any) -> str:
    """Return how pydantic names an alternative in a location."""
    plain = isinstance(annotation, type) and get_origin(annotation) is None
    return annotation.__name__ if plain else str(annotation)


def _kind(annotation: Any) -> str | None:
    """Return the ``kind`` by which pydantic tells an alternative from the others."""
    field = annotation.model_fields.get("kind") if is_model(annotation) else None
    permitted = get_args(field.annotation) if field else ()
    return str(permitted[0]) if len(permitted) == 1 else None


def _inside(annotation: Any, step: str | int) -> Any:
    if is_model(annotation):
        field = annotation.model_fields.get(str(step))
        return field.annotation if field else None
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return arguments[1]
    return arguments[0] if get_origin(annotation) in (tuple, list) else None
