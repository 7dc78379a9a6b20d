"""The small catalogue of ``small_catalogue.yml`` as nouns; words nobody reads are filled in."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form
from pipeline.domain.indicator import Indicator
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product

HERE = Path(__file__).parent
UNITS_OF_MEASURE = {
    "n": {"label": {"zh": "个", "en": "n"}, "base": "n"},
    "tens": {"label": {"zh": "十个", "en": "tens"}, "base": "n", "factor": "10"},
}


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


@cache
def given() -> dict[str, Any]:
    text = (HERE / "small_catalogue.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return found


@cache
def product() -> Product:
    said = given()["product"]
    return Product.model_validate(
        {
            "name": words("test"),
            "levels": {level: words(level) for level in said["levels"]},
            "attributes": {k: {c: words(c) for c in v} for k, v in said["attributes"].items()},
            "units": UNITS_OF_MEASURE,
            "calendars": {k: {"name": words(k), **v} for k, v in said["calendars"].items()},
            "themes": {"all": words("all")},
            "families": {name: words(name) for name in ("near", "wide", "other")},
            "form_sets": {k: {"name": words(k), "forms": v} for k, v in said["form_sets"].items()},
        }
    )


def field(kind: str | list[str]) -> dict[str, object]:
    if isinstance(kind, str):
        return {"label": words(kind), "type": kind}
    return {"label": words("choice"), "type": "choice", "choices": {c: words(c) for c in kind}}


def form(name: str, sections: Mapping[str, Any]) -> Form:
    return Form.model_validate(
        {
            "id": name, "number": name, "title": words(name), "version": "1",
            "issuer": words("x"), "purpose": words("x"), "due_days": "5",
            "sections": {
                key: {
                    "title": words(key), "kind": said["kind"],
                    "layout": said.get("layout", "list"),
                    "fields": {f: field(kind) for f, kind in said["fields"].items()},
                }
                for key, said in sections.items()
            },
        }
    )  # fmt: skip


def indicator(name: str, said: Mapping[str, Any]) -> Indicator:
    return Indicator.model_validate(
        {
            "id": name, "name": words(name), "theme": "all", "definition": words(name),
            "numerator_label": words("x"), "unit": "n", "direction": "neutral",
            "example": {"given": {}, "expect": {"period": "2024Q1"}},
            **said,
        }
    )  # fmt: skip


def plan_segments(indicator: str) -> list[dict[str, str]]:
    """The segments in which plans promise an indicator."""
    return list(given()["plan_segments"].get(indicator, ()))


def plan(unit: str) -> Plan:
    """A plan of a unit for the statistical year, which asks for segments of its own."""
    targets = [
        {
            "id": f"{name}_{number}", "indicator": name, "name": words(name), "segment": segment,
            "kind": "level", "comparator": ">=", "value": "10", "unit": "n",
        }
        for name, segments in given()["plan_segments"].items()
        for number, segment in enumerate(segments)
    ]  # fmt: skip
    return Plan.model_validate(
        {
            "id": "plan", "unit": unit, "title": words("plan"), "document": {"title": words("d")},
            "year": {"value": "2024", "basis": "stated"}, "calendar": "statistical_year",
            "targets": targets,
        }
    )  # fmt: skip


@cache
def definitions() -> Catalogue:
    """The catalogue without units and plans."""
    return Catalogue(
        product=product(),
        forms={name: form(name, said) for name, said in given()["forms"].items()},
        indicators={name: indicator(name, said) for name, said in given()["indicators"].items()},
        plans={},
        org_units=(),
        queries={},
        root=HERE,
        digest="small",
    )


def catalogue(units: tuple[OrgUnit, ...], planned: str, *chosen: str) -> Catalogue:
    """The catalogue with units and a plan of one; all indicators unless some are chosen."""
    whole = definitions()
    kept = {k: v for k, v in whole.indicators.items() if not chosen or k in chosen}
    asked = plan(planned)
    targets = tuple(t for t in asked.targets if t.indicator in kept)
    plans = {"plan": asked.model_copy(update={"targets": targets})}
    return replace(whole, org_units=units, plans=plans, indicators=kept)
