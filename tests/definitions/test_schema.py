"""JSON Schema for editors."""

from pipeline.definitions.schema import json_schemas


def test_each_kind_of_file_has_a_schema_without_the_id() -> None:
    schemas = json_schemas()
    kinds = {"product", "form", "indicator", "plan", "query", "correction", "check"}
    assert set(schemas) == kinds
    for schema in schemas.values():
        assert schema["additionalProperties"] is False
        assert "id" not in schema["properties"]
        assert "id" not in schema["required"]


def test_a_single_measure_may_stand_for_the_list() -> None:
    numerator = json_schemas()["indicator"]["properties"]["numerator"]
    assert {"$ref": "#/$defs/Measure"} in numerator["anyOf"]
    assert any(choice.get("type") == "array" for choice in numerator["anyOf"])


def test_texts_may_look_like_numbers_as_the_reader_takes_everything_as_text() -> None:
    version = json_schemas()["form"]["properties"]["version"]
    assert "number" in version["type"]
