"""Draft: a configuration as read, before it is found good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipeline.definitions.boundaries_file import BoundariesFile, read_boundaries
from pipeline.definitions.built_in import built_in_forms
from pipeline.definitions.config_files import MODELS, ConfigFile, config_files, meant_folder
from pipeline.definitions.confirmed_lines import read_lines
from pipeline.definitions.facts_file import read_facts_file
from pipeline.definitions.org_units import OrgUnitsFile, read_org_units
from pipeline.definitions.problems import findings_of
from pipeline.definitions.queries import QueryText
from pipeline.definitions.yaml_lines import YamlFile, read_yaml
from pipeline.domain.checks import SetCheck
from pipeline.domain.confirmation import ColumnSynonym, UnitAlias
from pipeline.domain.correction import Correction
from pipeline.domain.fact import Fact
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Form, Section
from pipeline.domain.indicator import Indicator
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product


@dataclass
class Draft:
    """Everything that could be read, where it stands, and what is wrong so far.

    ``broken`` holds kind and id of files that were refused: what refers to them is not blamed.
    """

    product: Product | None = None
    forms: dict[str, Form] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    queries: dict[str, QueryText] = field(default_factory=dict)
    corrections: dict[str, Correction] = field(default_factory=dict)
    checks: dict[str, SetCheck] = field(default_factory=dict)
    org_units: list[OrgUnit] = field(default_factory=list)
    unit_aliases: list[tuple[UnitAlias, Place]] = field(default_factory=list)
    column_synonyms: list[tuple[ColumnSynonym, Place]] = field(default_factory=list)
    facts: list[tuple[Fact, Place]] = field(default_factory=list)
    fact_files: list[str] = field(default_factory=list)
    """the registers of facts there are"""
    boundaries: list[BoundariesFile] = field(default_factory=list)
    unit_files: list[str] = field(default_factory=list)
    unit_lines: list[int] = field(default_factory=list)
    """where each of ``org_units`` stands"""
    refused_units: set[str] = field(default_factory=set)
    """codes that stand on lines which are no units"""
    files: dict[tuple[str, str], ConfigFile] = field(default_factory=dict)
    yaml: dict[tuple[str, str], YamlFile] = field(default_factory=dict)
    contents: list[tuple[str, object]] = field(default_factory=list)
    rosters: list[tuple[str, str]] = field(default_factory=list)
    """file → the cells of an ``org_units.csv`` as JSON"""
    broken: set[tuple[str, str]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    @property
    def measurable(self) -> dict[str, Form]:
        """Forms an indicator may name: the configured ones and those the product fills."""
        return {**built_in_forms(), **self.forms}

    @cached_property
    def unit_versions(self) -> dict[str, list[int]]:
        """Code → indices of the unit's versions, oldest first; asked once all is read."""
        found: dict[str, list[int]] = {}
        for i, unit in enumerate(self.org_units):
            found.setdefault(unit.code, []).append(i)
        for indices in found.values():
            if len(indices) > 1:
                indices.sort(key=lambda i: first_day(self.org_units[i]))
        return found

    def section(self, form: str, section: str) -> Section | None:
        """Return a section of a measurable form, if there is one."""
        found = self.measurable.get(form)
        return found.sections.get(section) if found else None

    def problem(
        self,
        slug: str,
        of: tuple[str, str],
        where: Sequence[str | int] = (),
        got: str | None = None,
        **details: str,
    ) -> Finding:
        """Return an error about ``where`` in the file of a definition (kind, id)."""
        file = self.yaml[of]
        place = Place(file.shown, line=file.line(where))
        kind, name = of
        return Finding(slug, "error", place, got, details, form=name if kind == "form" else None)

    def unit_problem(
        self, slug: str, index: int, got: str | None = None, **details: str
    ) -> Finding:
        """Return an error about a line of ``org_units.csv``."""
        unit = self.org_units[index]
        details = {"code": unit.code, **details}
        return Finding(slug, "error", self.unit_place(index), got, details, unit=unit.code)

    def unit_place(self, index: int) -> Place:
        """Return the line of ``org_units.csv`` that a version of a unit stands on."""
        return Place(self.unit_files[index], line=self.unit_lines[index])


def first_day(unit: OrgUnit) -> date:
    """Return the first day of a version; without one it has always been."""
    return unit.valid_from or date.min


def last_day(unit: OrgUnit) -> date:
    """Return the last day of a version; without one it goes on."""
    return unit.valid_to or date.max


def as_warning(finding: Finding) -> Finding:
    """Return the same finding as something that stops nothing."""
    return replace(finding, severity="warning")


def read_draft(roots: Sequence[Path]) -> Draft:
    """Read every file of the folders; nothing stops at the first problem."""
    draft = Draft()
    found = [file for i, root in enumerate(roots) for file in config_files(root, first=i == 0)]
    for file in sorted(found, key=lambda f: f.kind == "org_units"):
        _READERS.get(file.kind or "", _read_definition)(draft, file)
    if not any(file.kind == "product" for file in found):
        draft.findings.append(Finding("product-missing", "error", Place("product.yml")))
    elif not draft.rosters:
        draft.findings.append(Finding("roster-missing", "warning", Place("org_units.csv")))
    return draft


def _read_definition(draft: Draft, file: ConfigFile) -> None:
    if file.kind is None:
        place = Place(file.shown, line=1)
        draft.findings.append(
            Finding("unread-file", "warning", place, details={"file": file.shown})
        )
        return
    key = (file.kind, "product" if file.kind == "product" else file.id)
    first = draft.files.get(key)
    if first is not None:
        details = {"id": key[1], "first": first.shown}
        draft.findings.append(
            Finding("same-id-twice", "error", Place(file.shown, line=1), key[1], details)
        )
        return
    yaml = read_yaml(file.path.read_bytes(), file.shown)
    draft.files[key], draft.yaml[key] = file, yaml
    draft.findings += yaml.findings
    if yaml.data is not None:
        draft.contents.append((file.relative, yaml.data))
    _build(draft, key, yaml)


def _build(draft: Draft, key: tuple[str, str], yaml: YamlFile) -> None:
    """Make the noun, or note why it cannot be made."""
    kind, name = key
    model = MODELS[kind]
    if yaml.data is None:
        draft.broken.add(key)
        return
    injected = {} if kind == "product" else {"id": name}
    try:
        if "id" in yaml.data and kind != "product":
            draft.findings.append(draft.problem("id-repeated", key, ("id",), key="id"))
        _keep(draft, name, model.model_validate({**yaml.data, **injected}))
    except ValidationError as error:
        draft.broken.add(key)
        folder = meant_folder(kind, yaml.data)
        if folder is None:
            draft.findings += findings_of(error, model, yaml)
        else:
            here = draft.files[key].relative.partition("/")[0]
            draft.findings.append(draft.problem("wrong-folder", key, folder=here, other=folder))


def _keep(draft: Draft, name: str, noun: BaseModel) -> None:
    match noun:
        case Product():
            draft.product = noun
        case Form():
            draft.forms[name] = noun
        case Indicator():
            draft.indicators[name] = noun
        case Plan():
            draft.plans[name] = noun
        case QueryText():
            draft.queries[name] = noun
        case Correction():
            draft.corrections[name] = noun
        case SetCheck():
            draft.checks[name] = noun


def _read_org_units(draft: Draft, file: ConfigFile) -> None:
    attributes = None if draft.product is None else draft.product.attributes
    read: OrgUnitsFile = read_org_units(file.path.read_bytes(), file.shown, attributes)
    draft.files.setdefault(("org_units", "org_units"), file)
    draft.rosters.append((file.relative, read.text))
    draft.org_units += read.units
    draft.unit_lines += read.lines
    draft.unit_files += [file.shown] * len(read.lines)
    draft.refused_units |= read.refused
    draft.findings += read.findings
    if read.findings:
        draft.broken.add(("org_units", file.shown))


def _read_unit_aliases(draft: Draft, file: ConfigFile) -> None:
    read = read_lines(file.path.read_bytes(), file.shown, UnitAlias)
    draft.contents.append((file.relative, read.rows))
    draft.unit_aliases += zip(read.lines, read.places, strict=True)
    draft.findings += read.findings


def _read_column_synonyms(draft: Draft, file: ConfigFile) -> None:
    read = read_lines(file.path.read_bytes(), file.shown, ColumnSynonym)
    draft.contents.append((file.relative, read.rows))
    draft.column_synonyms += zip(read.lines, read.places, strict=True)
    draft.findings += read.findings


def _read_facts(draft: Draft, file: ConfigFile) -> None:
    read = read_facts_file(file.path.read_bytes(), file.shown)
    draft.files.setdefault(("facts", "facts"), file)
    draft.contents.append((file.relative, read.rows))
    draft.fact_files.append(file.shown)
    draft.facts += zip(read.facts, read.places, strict=True)
    draft.findings += read.findings
    if read.findings:
        draft.broken.add(("facts", file.shown))


def _read_boundaries(draft: Draft, file: ConfigFile) -> None:
    read = read_boundaries(file.path.read_bytes(), file.shown)
    draft.boundaries.append(read)
    draft.findings += read.findings


_READERS: dict[str, Callable[[Draft, ConfigFile], None]] = {
    "org_units": _read_org_units,
    "unit_aliases": _read_unit_aliases,
    "column_synonyms": _read_column_synonyms,
    "facts": _read_facts,
    "boundaries": _read_boundaries,
}
