"""Catalogue: a configuration found good, for everything that runs after it."""

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from pipeline.definitions.built_in import built_in_forms
from pipeline.definitions.config_files import ConfigFile
from pipeline.definitions.draft import Draft, read_draft
from pipeline.definitions.lint import lint
from pipeline.definitions.lint.boundaries import resolve
from pipeline.domain.boundary import Boundary
from pipeline.domain.checks import SetCheck
from pipeline.domain.confirmation import ColumnSynonym, UnitAlias
from pipeline.domain.correction import Correction
from pipeline.domain.fact import Fact
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form, Section
from pipeline.domain.indicator import Indicator
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.outside import Outside
from pipeline.domain.period import parse_period
from pipeline.domain.plan import Plan
from pipeline.domain.product import CalendarYear, Product

OF_READING = frozenset({"unit_aliases.csv", "column_synonyms.csv"})
"""Files that say how others write: figures follow from them only through the facts."""
AT_ONCE = 1_000_000
"""characters of a definition that are added to the digest at once"""


@dataclass(frozen=True)
class Catalogue:
    """All definitions by id. ``digest`` changes when, and only when, what they say changes;
    ``digest_of_figures`` leaves out what only says how files are read (blank: none is).

    ``forms`` are the configured ones. ``measurable_forms`` has also the tables the product
    fills itself (``system_reports``, ``system_targets``), which nobody sends.
    """

    product: Product
    forms: dict[str, Form]
    indicators: dict[str, Indicator]
    plans: dict[str, Plan]
    org_units: tuple[OrgUnit, ...]
    queries: dict[str, dict[str, object]]
    root: Path
    digest: str
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    corrections: dict[str, Correction] = field(default_factory=dict)
    correction_lines: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """correction → the line of each of its cells"""
    roster: tuple[OrgUnit, ...] | None = None
    """Who owes reports, and to whom, where ``org_units`` is another tree laid over it."""
    checks: dict[str, SetCheck] = field(default_factory=dict)
    unit_aliases: tuple[UnitAlias, ...] = ()
    """Other names of units that an office confirmed and has not taken back."""
    column_synonyms: tuple[ColumnSynonym, ...] = ()
    """What headings of certain senders mean, likewise."""
    facts: dict[str, Fact] = field(default_factory=dict)
    """What the source documents state, by the id that definitions cite; none without a register."""
    withdrawn_aliases: tuple[UnitAlias, ...] = ()
    withdrawn_synonyms: tuple[ColumnSynonym, ...] = ()
    """What was confirmed until it was taken back."""
    digest_of_figures: str = ""
    also_by: tuple[str, ...] = ()
    """Calendars whose periods are computed too, though no plan follows them."""
    boundaries: dict[str, Boundary] = field(default_factory=dict)
    """Areas of units, for maps; no figure follows from them."""
    outside: Outside | None = None
    """In an extract: what it knows of units it does not hold."""

    @property
    def calendars(self) -> dict[str, CalendarYear]:
        """The named years of the product."""
        return self.product.calendars

    @cached_property
    def measurable_forms(self) -> dict[str, Form]:
        """Forms a measure may name."""
        return {**built_in_forms(), **self.forms}

    def section(self, form: str, section: str = "main") -> Section:
        """Return a section of a form (also of one the product fills). Raises KeyError."""
        return self.measurable_forms[form].sections[section]

    def due_on(self, form: str, period: str) -> date:
        """Return the last day on which a report is in time.

        Raises KeyError for an unknown form and UnknownPeriod.
        """
        end = parse_period(period, self.calendars).end
        return end + timedelta(days=self.forms[form].due_days)

    def tables(self, *, built_in: bool = False) -> dict[str, tuple[Form, str]]:
        """Return the fact tables: name → form and section id."""
        forms = self.measurable_forms if built_in else self.forms
        return {f.table(s): (f, s) for f in forms.values() for s in f.sections}

    @cached_property
    def _versions(self) -> dict[str, tuple[OrgUnit, ...]]:
        return _by_code(self.org_units)

    @cached_property
    def _dated_versions(self) -> dict[str, tuple[OrgUnit, ...]]:
        return self._versions if self.roster is None else _by_code(self.roster)

    def unit_versions(self, code: str) -> tuple[OrgUnit, ...]:
        """Return the versions of a unit, oldest first; none for an unknown code."""
        return self._versions.get(code, ())

    def dated_versions(self, code: str) -> tuple[OrgUnit, ...]:
        """Return the same as the roster has them, whatever tree is laid over it."""
        return self._dated_versions.get(code, ())

    @cached_property
    def units_with_gaps(self) -> frozenset[str]:
        """Return the units whose reports repeat a source and may leave required cells blank."""
        sets = self.product.form_sets
        return frozenset(u.code for u in self.org_units if u.form_set and sets[u.form_set].partial)

    def units_at(self, day: date) -> dict[str, OrgUnit]:
        """Return the units in being on a day, by code."""
        return {unit.code: unit for unit in self.org_units if is_valid(unit, day)}

    def file_of(self, kind: str, name: str) -> str | None:
        """Return where a definition stands, relative to its configuration folder.

        ``kind``: product, form, indicator, plan, query, check, org_units, fact (``name`` is ignored
        for product, org_units and fact: one file has them all).
        """
        single = {"product": "product", "org_units": "org_units", "fact": "facts"}
        return self.files.get(("facts" if kind == "fact" else kind, single.get(kind, name)))


def _by_code(units: Iterable[OrgUnit]) -> dict[str, tuple[OrgUnit, ...]]:
    found: dict[str, list[OrgUnit]] = {}
    for unit in units:
        found.setdefault(unit.code, []).append(unit)
    return {
        code: tuple(sorted(versions, key=lambda u: u.valid_from or date.min))
        for code, versions in found.items()
    }


def is_valid(unit: OrgUnit, day: date) -> bool:
    """Whether a version holds on a day."""
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or day <= unit.valid_to
    )


@dataclass(frozen=True)
class Loaded:
    """``catalogue`` is None when any finding is an error."""

    catalogue: Catalogue | None
    findings: list[Finding]


def load(config: Path, *more: Path) -> Loaded:
    """Read and check a configuration; further folders add to the first."""
    with _collection_paused():
        return _load(config, *more)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Do without cyclic garbage collection: with 200 000 units it takes 4 of 10 seconds."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(config: Path, *more: Path) -> Loaded:
    draft = read_draft((config, *more))
    findings = sorted(
        [*draft.findings, *lint(draft)], key=lambda f: (f.place.file, f.place.line or 0, f.slug)
    )
    if draft.product is None or any(f.severity == "error" for f in findings):
        return Loaded(None, findings)
    return Loaded(_catalogue(draft, draft.product, config), findings)


def _catalogue(draft: Draft, product: Product, root: Path) -> Catalogue:
    boundaries, _ = resolve(draft)
    drawn = [(f"boundaries/{k}", one.model_dump(mode="json")) for k, one in boundaries.items()]
    return Catalogue(
        product=product,
        forms=draft.forms,
        indicators=draft.indicators,
        plans=draft.plans,
        org_units=tuple(draft.org_units),
        queries={k: query.model_dump(exclude_none=True) for k, query in draft.queries.items()},
        root=root,
        digest=_digest([*draft.contents, *drawn], draft.rosters),
        digest_of_figures=_digest(
            [one for one in draft.contents if Path(one[0]).name not in OF_READING], draft.rosters
        ),
        files=_paths(draft.files),
        corrections=draft.corrections,
        correction_lines=_cell_lines(draft),
        checks=draft.checks,
        boundaries=boundaries,
        unit_aliases=tuple(alias for alias, _ in draft.unit_aliases if alias.holds),
        facts={fact.id: fact for fact, _ in draft.facts},
        column_synonyms=tuple(one for one, _ in draft.column_synonyms if one.holds),
        withdrawn_aliases=tuple(one for one, _ in draft.unit_aliases if not one.holds),
        withdrawn_synonyms=tuple(one for one, _ in draft.column_synonyms if not one.holds),
    )


def _paths(files: dict[tuple[str, str], ConfigFile]) -> dict[tuple[str, str], str]:
    return {key: file.relative for key, file in files.items()}


def _cell_lines(draft: Draft) -> dict[str, tuple[int, ...]]:
    return {
        name: tuple(
            draft.yaml["correction", name].line(("cells", i)) for i in range(len(found.cells))
        )
        for name, found in draft.corrections.items()
    }


def _digest(contents: Sequence[tuple[str, object]], rosters: Sequence[tuple[str, str]]) -> str:
    """Return a digest of what the files say; comments and line ends do not count.

    That of the JSON array ``[own, [[name, contents as JSON], ...]]``, written piece by piece: a
    country's roster is long.
    """
    own = [[name, form.model_dump(mode="json")] for name, form in built_in_forms().items()]
    found = hashlib.sha256(f"[{json.dumps(own, ensure_ascii=False)}, [".encode())
    texts = [(name, json.dumps(data, ensure_ascii=False)) for name, data in contents]
    for i, (name, text) in enumerate(sorted([*texts, *rosters])):
        found.update(f'{", " if i else ""}[{json.dumps(name, ensure_ascii=False)}, "'.encode())
        for begin in range(0, len(text), AT_ONCE):
            part = json.dumps(text[begin : begin + AT_ONCE], ensure_ascii=False)
            found.update(part[1:-1].encode())
        found.update(b'"]')
    found.update(b"]]")
    return found.hexdigest()
