"""The catalogue a snapshot was computed from, read back from the snapshot itself.

So a world is asked with the definitions its base was published with, whatever the configuration
says meanwhile, and whoever can read a snapshot can ask.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.definitions.built_in import built_in_forms
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.boundary import Boundary
from pipeline.domain.checks import SetCheck
from pipeline.domain.confirmation import UnitAlias
from pipeline.domain.correction import Correction
from pipeline.domain.form import Form
from pipeline.domain.indicator import Indicator
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.outside import Outside
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product
from pipeline.indicators.rebuild import OF_ENGINE
from pipeline.indicators.roster import ALWAYS, FOR_EVER
from pipeline.warehouse.layout import definitions_of
from pipeline.warehouse.reader import Reader

UNITS = """
select unit, name_zh, name_en, level, parent, valid_from, valid_to, merged_into, split_from,
       form_set, frequency, attributes, aliases, generated
from org_unit
"""
"""In the order they were written in, which DuckDB keeps; a view has no rowid to sort by."""


PLACES = "select correction, place from correction order by correction, position"


def published_catalogue(reader: Reader, day: date | None = None) -> Catalogue:
    """The definitions of the reader's snapshot as a catalogue; corrections decided by ``day``.

    Raises OtherLayout where another version of the program wrote them.
    """
    with definitions_of(reader.data):
        return read_catalogue(reader, day)


def read_catalogue(reader: Reader, day: date | None) -> Catalogue:
    """As ``published_catalogue``. Raises ValidationError."""
    bodies: dict[str, dict[str, str]] = {}
    files: dict[tuple[str, str], str] = {}
    for kind, name, file, body in reader.rows("select kind, id, file, body from definition"):
        bodies.setdefault(kind, {})[name] = body
        files[kind, name] = file
    own = built_in_forms()
    forms = {k: Form.model_validate_json(v) for k, v in bodies.get("form", {}).items()}
    indicators = bodies.get("indicator", {})
    plans = bodies.get("plan", {})
    decided = {
        k: Correction.model_validate_json(v) for k, v in bodies.get("correction", {}).items()
    }
    lines: dict[str, list[int]] = {}
    for name, place in reader.rows(PLACES):
        lines.setdefault(name, []).append(int(place.rpartition(":")[2]))
    return Catalogue(
        product=Product.model_validate_json(bodies["product"]["product"]),
        forms={k: form for k, form in forms.items() if k not in own},
        indicators={k: Indicator.model_validate_json(v) for k, v in indicators.items()},
        plans={k: Plan.model_validate_json(v) for k, v in plans.items()},
        org_units=tuple(unit_of(row) for row in reader.rows(UNITS)),
        queries={k: json.loads(v) for k, v in bodies.get("query", {}).items()},
        root=Path(),
        digest=reader.publication.digest,
        files=files,
        corrections={k: c for k, c in decided.items() if day is None or c.decided_on <= day},
        checks={k: SetCheck.model_validate_json(v) for k, v in bodies.get("check", {}).items()},
        correction_lines={name: tuple(found) for name, found in lines.items()},
        digest_of_figures=digest_of_figures(reader),
        unit_aliases=tuple(
            UnitAlias.model_validate_json(v) for v in bodies.get("alias", {}).values()
        ),
        boundaries={
            k: Boundary.model_validate_json(v) for k, v in bodies.get("boundary", {}).items()
        },
        outside=outside_by(bodies.get("outside", {}).get("outside"), day),
    )


def outside_by(body: str | None, day: date | None) -> Outside | None:
    """What an extract knows of units it does not hold, as far as it was so by ``day``."""
    if body is None:
        return None
    outside = Outside.model_validate_json(body)
    return outside if day is None else outside.by(day)


def digest_of_figures(reader: Reader) -> str:
    """Digest of the definitions that the snapshot's figures follow from; blank when unknown."""
    said = reader.rows("select digest from computed_from")
    return said[0][0].partition(OF_ENGINE)[0] if said else ""


def unit_of(row: tuple[Any, ...]) -> OrgUnit:
    """One version of a unit as its definition says it."""
    (code, zh, en, level, parent, first, last, successor, origin, form_set, frequency, attributes,
     aliases, generated) = row  # fmt: skip
    return OrgUnit(
        code=code,
        name=UnitName(zh, en),
        level=level,
        parent=parent,
        valid_from=stated(first, ALWAYS),
        valid_to=stated(last, FOR_EVER),
        merged_into=successor,
        split_from=origin,
        form_set=form_set,
        frequency=frequency,
        attributes=json.loads(attributes),
        aliases=tuple(json.loads(aliases)),
        generated=generated,
    )


def stated(day: date, otherwise: date) -> date | None:
    """A day that was stated; None for the one that stands for no day."""
    return None if day == otherwise else day
