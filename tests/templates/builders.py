"""Small forms and a catalogue made of them, for the tests of templates and checks."""

import hashlib
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.product import Product

PRODUCT = Product.model_validate(
    {
        "name": {"zh": "工会指标跟踪", "en": "Union indicator tracking"},
        "levels": {"grassroots": {"zh": "基层工会", "en": "Grassroots union"}},
        "units": {
            "person": {"label": {"zh": "人", "en": "persons"}, "base": "person"},
            "yuan": {"label": {"zh": "元", "en": "CNY"}, "base": "yuan"},
            "wan": {"label": {"zh": "万元", "en": "CNY 10 000"}, "base": "yuan", "factor": "10000"},
            "percent": {"label": {"zh": "%", "en": "%"}, "base": "percent"},
        },
        "calendars": {"calendar_year": {"name": {"zh": "公历年", "en": "Calendar year"}}},
        "themes": {},
        "form_sets": {},
    }
)
UNIT = OrgUnit(code="G001", name=UnitName(zh="西坪镇教育工会", en="Xiping Education Union"),
               level="grassroots")  # fmt: skip


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def form(**sections: object) -> Form:
    """Return a form with the given sections."""
    return Form.model_validate(
        {
            "id": "members", "number": "工指02表", "title": label("会员表", "Membership"),
            "version": "2025", "issuer": label("县总工会", "County union"),
            "purpose": label("反映会员情况。", "Shows members."), "due_days": "5",
            "sections": sections,
        }
    )  # fmt: skip


def catalogue(*forms: Form) -> Catalogue:
    """Return a catalogue of the forms; its digest changes with them."""
    digest = hashlib.sha256("".join(f.model_dump_json() for f in forms).encode()).hexdigest()
    return Catalogue(
        product=PRODUCT, forms={f.id: f for f in forms}, indicators={}, plans={},
        org_units=(UNIT,), queries={}, root=Path("config"), digest=digest,
    )  # fmt: skip
