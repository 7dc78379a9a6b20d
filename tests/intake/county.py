"""The real forms with a handful of units, and files made from them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form
from pipeline.domain.org_unit import OrgUnit, UnitName, org_unit_of
from pipeline.domain.period import parse_period
from pipeline.domain.product import Product
from pipeline.domain.submission import FileRead
from pipeline.intake.reading import read_files
from pipeline.templates.content import Addresses, SheetContent
from pipeline.templates.workbook import write_workbook

CONFIG = Path(__file__).parents[2] / "config"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MOMENT = datetime(2024, 10, 8, 9, 30)


def unit(code: str, name: str, **more: object) -> OrgUnit:
    """An org unit with the attributes that matter here."""
    return org_unit_of(
        {"code": code, "name": UnitName(zh=name, en=name), "level": "grassroots", **more}
    )


UNITS = (
    unit("C1", "西坪县总工会", level="county"),
    unit("G001", "西坪镇教育工会", frequency="quarter", parent="C1", aliases=("西坪教育工会",)),
    unit("G002", "西坪镇卫生工会", frequency="quarter", parent="C1"),
    unit("G003", "东风机械厂工会", frequency="year", parent="C1"),
    unit("G004", "南关街道联合工会", frequency="quarter", valid_to=date(2023, 12, 31)),
    unit("G005", "红星工会", frequency="quarter"),
    unit("G006", "红星工会", frequency="quarter"),
)


def given(path: Path) -> dict[str, object]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@cache
def catalogue() -> Catalogue:
    """The product's own forms and settings, with the units above."""
    forms = [
        Form.model_validate({"id": path.stem, **given(path)})
        for path in sorted((CONFIG / "forms").glob("*.yml"))
    ]
    return made_of(*forms)


def made_of(*forms: Form) -> Catalogue:
    """A catalogue of these forms."""
    return Catalogue(
        product=Product.model_validate(given(CONFIG / "product.yml")),
        forms={form.id: form for form in forms},
        indicators={},
        plans={},
        org_units=UNITS,
        queries={},
        root=CONFIG,
        digest="-".join(f"{form.id}{form.version}" for form in forms),
    )


def write(
    path: Path,
    *sheets: SheetContent,
    unit_code: str | None = "G001",
    period: str | None = "2024Q3",
    known: Catalogue | None = None,
) -> Addresses:
    """Write a workbook as a unit would send it."""
    known = known or catalogue()
    return write_workbook(
        path,
        known,
        sheets,
        next((u for u in UNITS if u.code == unit_code), None),
        parse_period(period, known.calendars) if period else None,
        plain=True,
    )


def read(
    *paths: Path, archive: Path, known: Catalogue | None = None, seen: Sequence[str] = ()
) -> list[FileRead]:
    """Read files through the whole intake."""
    batches = read_files(
        paths, archive, known or catalogue(), known=seen, received_at=MOMENT, sender="clerk"
    )
    return [one for batch in batches for one in batch]
