"""What pydantic refuses, as findings with a line, a slug and the nearest permitted word."""

import re
from dataclasses import replace

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.definitions.shapes import Spot, find_spot, shape_of_type
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.yaml_lines import YamlFile
from pipeline.domain.finding import Finding, Place

SHAPE_ERRORS = ("string_type", "model_type", "dict_type", "tuple_type", "list_type")
NUMBER_ERRORS = ("decimal", "int", "float", "finite_number")
LENGTH_ERRORS = ("too_long", "too_short")
TAG = "kind"
"""The key by which one of several nouns is chosen."""


def findings_of(error: ValidationError, model: type[BaseModel], file: YamlFile) -> list[Finding]:
    """Return one finding for each thing the model refuses in ``file``."""
    found: dict[tuple[str, object], Finding] = {}
    for details in error.errors(include_url=False):
        spot = find_spot(model, details["loc"], file)
        if details["type"].startswith("union_tag"):
            spot = replace(spot, path=(*spot.path, TAG))
        if spot.chosen:
            finding = _finding(details, spot, model, file)
            found.setdefault((finding.slug, spot.path), finding)
    return list(found.values())


def _finding(error: ErrorDetails, spot: Spot, model: type[BaseModel], file: YamlFile) -> Finding:
    key = str(spot.path[-1]) if spot.path else ""
    there = file.at(spot.path) if spot.path == file.path(spot.path) else None
    got = there if isinstance(there, str) else None
    slug, details = _slug(error, spot, model, file)
    if slug == "unknown-key":
        got = key
    place = Place(file.shown, line=file.line(spot.path))
    return Finding(slug, "error", place, got, {"key": key, **details})


def _slug(
    error: ErrorDetails, spot: Spot, model: type[BaseModel], file: YamlFile
) -> tuple[str, dict[str, str]]:
    """Return the slug and the details that fill its sentence."""
    kind = error["type"]
    if kind == "extra_forbidden":
        if spot.path == ("id",):
            return "id-repeated", {}
        around = find_spot(model, error["loc"][:-1], file)
        known = [key for key in around.keys if key != "id" or around.path]
        return "unknown-key", {"suggestion": suggestion(str(spot.path[-1]), known)}
    if kind == "union_tag_invalid":
        tags = re.findall(r"'([^']*)'", str(error["ctx"]["expected_tags"]))
        return "wrong-value", {"permitted": suggestion(str(error["ctx"]["tag"]), tags, 20)}
    if kind == "union_tag_not_found":
        return "missing-key", {"inside": ".".join(map(str, spot.path[:-1]))}
    if kind == "missing":
        if isinstance(spot.path[-1], int):
            return "wrong-count", {"key": str(spot.path[-2])}
        return "missing-key", {"inside": ".".join(map(str, spot.path[:-1])) or file.shown}
    if kind == "literal_error":
        permitted = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
        return "wrong-value", {"permitted": ", ".join(permitted)}
    if kind in SHAPE_ERRORS:
        return f"{shape_of_type(spot.annotation)}-wanted", {}
    if kind in LENGTH_ERRORS:
        return "wrong-count", {}
    return _slug_of_scalar(kind, error["msg"])


def _slug_of_scalar(kind: str, message: str) -> tuple[str, dict[str, str]]:
    if kind.startswith("bool"):
        return "true-or-false-wanted", {}
    if kind.startswith("date"):
        return "date-wanted", {}
    if kind.startswith(NUMBER_ERRORS):
        return "number-wanted", {}
    return "refused-value", {"reason": message}
