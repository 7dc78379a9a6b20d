"""Rules of corrections: the cell can exist, both values can stand in it, a superior decided."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.values import NUMERIC, is_period, unknown_field, value_problem
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.correction import CorrectedCell, Correction
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form, Section

BLANK = ""
ROW_SLUGS = {"list": "correction-row-list", "card": "correction-row-card"}


def corrections_name_a_report(draft: Draft) -> Iterator[Finding]:
    """Form, unit and period exist, and at least one cell is named."""
    codes = draft.unit_versions
    units_known = not any(kind == "org_units" for kind, _ in draft.broken)
    for name, found in draft.corrections.items():
        key = ("correction", name)
        if found.form not in draft.forms and ("form", found.form) not in draft.broken:
            near = suggestion(found.form, draft.forms)
            yield draft.problem(
                "undeclared-form", key, ("form",), found.form, form=found.form, suggestion=near
            )
        for role, code in (("unit", found.unit), ("decided_by", found.decided_by)):
            if units_known and code not in codes:
                near = suggestion(code, codes, at_most=4)
                yield draft.problem(
                    "undeclared-org-unit", key, (role,), code, code=code, suggestion=near
                )
        if not is_period(draft, found.period):
            yield draft.problem("not-a-period-code", key, ("period",), found.period, key="period")
        if not found.cells:
            yield draft.problem("nothing-listed", key, ("cells",), key="cells")


def corrections_are_decided_above(draft: Draft) -> Iterator[Finding]:
    """Who decides stands above who reported, in some version of the tree."""
    known = draft.unit_versions
    for name, found in draft.corrections.items():
        both = found.unit in known and found.decided_by in known
        if both and found.decided_by not in superiors(draft, found.unit):
            yield draft.problem(
                "correction-not-from-above",
                ("correction", name),
                ("decided_by",),
                found.decided_by,
                decided_by=found.decided_by,
                code=found.unit,
            )


def superiors(draft: Draft, code: str) -> set[str]:
    """Return everyone who ever stood above a unit, by any version."""
    above: set[str] = set()
    waiting = [code]
    while waiting:
        for index in draft.unit_versions.get(waiting.pop(), ()):
            parent = draft.org_units[index].parent
            if parent is not None and parent not in above:
                above.add(parent)
                waiting.append(parent)
    return above


def corrected_cells_can_exist(draft: Draft) -> Iterator[Finding]:
    """Section, field and row of every corrected cell fit the form, and its values the field."""
    for name, found in draft.corrections.items():
        form = draft.forms.get(found.form)
        for i, cell in enumerate(found.cells if form else ()):
            assert form is not None
            for path, got, slug, details in _cell_problems(draft, form, cell):
                key = ("correction", name)
                yield draft.problem(slug, key, ("cells", i, *path), got, **details)


Told = tuple[Path, str | None, str, dict[str, str]]


def _cell_problems(draft: Draft, form: Form, cell: CorrectedCell) -> Iterator[Told]:
    section = form.sections.get(cell.section)
    if section is None:
        near = suggestion(cell.section, form.sections)
        details = {"form": form.id, "section": cell.section, "suggestion": near}
        yield ("section",), cell.section, "undeclared-section", details
        return
    table = form.table(cell.section)
    unknown = unknown_field(cell.field, section.fields, table)
    if unknown is not None:
        yield ("field",), cell.field, *unknown
        return
    if section.fields[cell.field].personal:
        yield ("field",), cell.field, "correction-of-a-person", {"field": cell.field}
    yield from _row_problems(draft, section, table, cell)
    if cell.expected == cell.value:
        yield ("value",), cell.value, "correction-changes-nothing", {"field": cell.field}
    for role in ("expected", "value"):
        text = getattr(cell, role)
        problem = None
        if text != BLANK:
            problem = value_problem(draft, cell.field, section.fields[cell.field], text)
        if problem is not None:
            yield (role,), text, *problem
        elif role == "value" and text != BLANK:
            yield from _bounds(section, cell)


def _row_problems(
    draft: Draft, section: Section, table: str, cell: CorrectedCell
) -> Iterator[Told]:
    ways = (cell.row is not None) + bool(cell.key)
    if ways != (section.layout == "list"):
        details = {"field": cell.field, "table": table}
        yield (), None, ROW_SLUGS[section.layout], details
    for name, text in cell.key.items():
        problem = unknown_field(name, section.fields, table)
        if problem is None and section.fields[name].personal:
            problem = "correction-of-a-person", {"field": name}
        if problem is None:
            problem = value_problem(draft, name, section.fields[name], text)
        if problem is not None:
            yield ("key", name), name, *problem


def _bounds(section: Section, cell: CorrectedCell) -> Iterator[Told]:
    """The new value keeps within the bounds of its field."""
    field = section.fields[cell.field]
    if field.type not in NUMERIC:
        return
    value, low, high = Decimal(cell.value), field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        details = {"field": cell.field, "minimum": str(low), "maximum": str(high)}
        yield ("value",), cell.value, "correction-out-of-bounds", details


def cells_are_corrected_once(draft: Draft) -> Iterator[Finding]:
    """No two corrections concern the same cell."""
    first: dict[tuple[object, ...], str] = {}
    for name, found in draft.corrections.items():
        file = draft.yaml["correction", name]
        for i, cell in enumerate(found.cells):
            here = f"{file.shown}:{file.line(('cells', i))}"
            before = first.setdefault(_cell(found, cell), here)
            if before != here:
                yield draft.problem(
                    "corrected-twice", ("correction", name), ("cells", i), cell.field, first=before
                )


def _cell(found: Correction, cell: CorrectedCell) -> tuple[object, ...]:
    row = (cell.row, tuple(sorted(cell.key.items())))
    return found.form, found.unit, found.period, cell.section, cell.field, *row
