"""JSON Schema of the definition files, made from the same models that read them.

Editors use it to complete keys and to mark wrong ones while an analyst types.
"""

from typing import Any

from pydantic import BaseModel

from pipeline.definitions.queries import QueryText
from pipeline.domain.checks import SetCheck
from pipeline.domain.correction import Correction
from pipeline.domain.form import Form
from pipeline.domain.indicator import Indicator
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product

MODELS: dict[str, type[BaseModel]] = {
    "product": Product,
    "form": Form,
    "indicator": Indicator,
    "plan": Plan,
    "query": QueryText,
    "correction": Correction,
    "check": SetCheck,
}
SCALARS = ("string", "number", "boolean")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each kind of file, by kind."""
    return {name: _of_file(model) for name, model in MODELS.items()}


def _of_file(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's schema as its file is written: the file name is the id."""
    schema: dict[str, Any] = _as_written(model.model_json_schema())
    schema["properties"].pop("id", None)
    schema["required"] = [key for key in schema.get("required", ()) if key != "id"]
    return {"$schema": DIALECT, **schema}


def _as_written(schema: Any) -> Any:
    """Return a schema as lenient as the reader: one measure for a list, 2024 for "2024"."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _as_written(part) for key, part in schema.items()}
    if made.get("type") == "string" and "enum" not in made and "format" not in made:
        made["type"] = list(SCALARS)
    items = made.get("items")
    if made.get("type") == "array" and items == {"$ref": "#/$defs/Measure"}:
        title = {"title": made.pop("title")} if "title" in made else {}
        return {**title, "anyOf": [made, items]}
    return made
