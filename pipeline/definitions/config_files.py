"""Which file of a configuration folder is what."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import BaseModel

from pipeline.definitions.queries import QueryText
from pipeline.domain.checks import SetCheck
from pipeline.domain.correction import Correction
from pipeline.domain.form import Form
from pipeline.domain.indicator import Indicator
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product

FOLDERS: dict[str, tuple[str, type[BaseModel]]] = {
    "forms": ("form", Form),
    "indicators": ("indicator", Indicator),
    "plans": ("plan", Plan),
    "queries": ("query", QueryText),
    "corrections": ("correction", Correction),
    "checks": ("check", SetCheck),
}
MODELS: dict[str, type[BaseModel]] = {"product": Product, **dict(FOLDERS.values())}
READ = (".yml", ".yaml", ".csv")
BOUNDARIES, MAPS = "boundaries", (".geojson", ".json")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".et", ".ods")
LISTS = {
    "org_units.csv": "org_units",
    "unit_aliases.csv": "unit_aliases",
    "column_synonyms.csv": "column_synonyms",
    "facts.csv": "facts",
}
"""Files at the top of a folder that every folder may have."""
TOP = frozenset(name.partition(".")[0] for name in (*LISTS, "product.yml"))


@dataclass(frozen=True)
class ConfigFile:
    """A file to be read. ``kind`` is None when nothing reads it."""

    kind: str | None
    path: Path
    relative: str
    shown: str

    @property
    def id(self) -> str:
        """The file name without its ending."""
        return self.path.stem


def config_files(root: Path, *, first: bool) -> Iterator[ConfigFile]:
    """Yield the files of a folder in a fixed order.

    Files of the first folder are shown relative to it, those of further folders with the
    folder's own path in front.
    """
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if not _says_something(relative) or not path.is_file():
            continue
        if any(p.startswith((".", "~$")) for p in relative.parts):
            continue
        shown = relative if first else path
        yield ConfigFile(_kind(relative), path, relative.as_posix(), shown.as_posix())


def _says_something(relative: Path) -> bool:
    """Whether a file is, or was probably meant to be, part of the configuration.

    Editors hide or add endings (``x.yml.txt``), and spreadsheet programs save workbooks.
    """
    ending = relative.suffix.lower()
    if ending in (*READ, *WORKBOOKS):
        return True
    if relative.parts[0] == BOUNDARIES:
        return ending in (*MAPS, ".txt", ".shp", ".kml")
    in_its_place = relative.parts[0] in FOLDERS or relative.name.partition(".")[0].lower() in TOP
    return ending == ".txt" and in_its_place


def _kind(relative: Path) -> str | None:
    if relative == Path("product.yml"):
        return "product"
    if relative.as_posix() in LISTS:
        return LISTS[relative.as_posix()]
    if len(relative.parts) > 1 and relative.parts[0] == BOUNDARIES:
        return "boundaries" if relative.suffix.lower() in MAPS else None
    if len(relative.parts) > 1 and relative.suffix == ".yml" and relative.parts[0] in FOLDERS:
        return FOLDERS[relative.parts[0]][0]
    return None


def theme_folder(relative: str) -> str | None:
    """Return the sub-folder of ``indicators/`` a file lies in."""
    parts = PurePosixPath(relative).parts
    return parts[1] if len(parts) > 2 else None


def meant_folder(kind: str, said: Collection[str]) -> str | None:
    """Return the one other folder whose files have all of these keys, and all that they need."""
    if kind == "product" or set(said) <= MODELS[kind].model_fields.keys():
        return None
    fits = [folder for folder, (_, model) in FOLDERS.items() if _holds(model, {*said, "id"})]
    return fits[0] if len(fits) == 1 else None


def _holds(model: type[BaseModel], keys: set[str]) -> bool:
    needed = {key for key, asked in model.model_fields.items() if asked.is_required()}
    return needed <= keys <= {*model.model_fields, "id"}
